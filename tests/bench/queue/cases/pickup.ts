import { setTimeout as delay } from "node:timers/promises";
import type { Bench, Case } from "../bench.ts";
import { startWorker } from "../idle-worker.ts";
import { Ledger, payload } from "../ledger.ts";
import type { Durability, Peer } from "../peers/peer.ts";
import { cell, type Row } from "../report.ts";
import { quantile } from "../../statistics.ts";

const LEAST_GAP_MS = 20;
const MOST_GAP_MS = 60;
/** A message that the worker has not had by then is lost. */
const LIMIT_MS = 30_000;

const QUANTILES = { p50: 0.5, p90: 0.9, p99: 0.99, max: 1 };

export const pickup: Case = {
  name: "pickup",
  summary: "from the call of send until an idle worker in another process has the message",
  run: async (bench) => [...(await rowsOf(bench, "normal")), ...(await rowsOf(bench, "full"))],
};

/** One row for each quantile of all messages; its spread is that of the rounds' own quantiles. */
async function rowsOf(bench: Bench, durability: Durability): Promise<Row[]> {
  const measured = await bench.interleave("wait", (peer) => latencies(bench, peer, durability));
  return Object.entries(QUANTILES).map(([name, q]) => ({
    section: "idle workers",
    title: `pickup in another process, ${name}`,
    durability,
    unit: "ms",
    cells: [...measured].map(([peer, rounds]) =>
      cell(
        peer.name,
        rounds.map((all) => quantile(all, q)),
        quantile(rounds.flat(), q),
      ),
    ),
  }));
}

/**
 * Ms of each message after the warm-up. Both processes read the same monotonic clock; what a send
 * takes before it is answered is part of it.
 */
async function latencies(bench: Bench, peer: Peer, durability: Durability): Promise<number[]> {
  const { warmUpPickups, pickups } = bench.scale;
  const count = warmUpPickups + pickups;
  await using site = await bench.open(peer, durability);
  await using worker = await startWorker(site, peer, durability, count);
  for (let n = 0; n < count; n += 1) {
    await delay(LEAST_GAP_MS + Math.random() * (MOST_GAP_MS - LEAST_GAP_MS));
    bench.signal.throwIfAborted();
    await site.store.sendOneByOne([payload(n, String(process.hrtime.bigint()))]);
  }
  const taken = await worker.pickups(LIMIT_MS);
  const ledger = new Ledger(count);
  for (const [n] of taken) ledger.effect(n);
  await bench.check(peer, `pickup, ${durability}`, ledger, site.store);
  return taken.filter(([n]) => n >= warmUpPickups).map(([, nanoseconds]) => nanoseconds / 1e6);
}
