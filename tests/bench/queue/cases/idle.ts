import { setTimeout as delay } from "node:timers/promises";
import type { Bench, Case } from "../bench.ts";
import { cpuTimeMs } from "../cpu-time.ts";
import { startWorker } from "../idle-worker.ts";
import type { Peer } from "../peers/peer.ts";
import { cell, type Row } from "../report.ts";

const DURABILITY = "normal"; // Idle workers write nothing, so it makes no difference.

export const idle: Case = {
  name: "idle",
  summary: "what a worker without work takes of a processor's core",
  async run(bench) {
    const peers = bench.peersOf("wait");
    const rounds: Shares[][] = [];
    for (let round = 0; round < bench.scale.idleRounds; round += 1) {
      rounds.push(await Promise.all(peers.map((peer) => sharesOf(bench, peer))));
    }
    const row = (title: string, pick: (shares: Shares) => number | undefined): Row => ({
      section: "idle workers",
      title,
      durability: DURABILITY,
      unit: "% of a core",
      cells: peers.flatMap(({ name }, n) => {
        const shares = rounds.flatMap((all) => all[n] ?? []).map(pick);
        const known = shares.filter((share) => share !== undefined);
        return known.length === 0 ? [] : [cell(name, known)];
      }),
    });
    return [
      row("an idle worker", ({ worker }) => worker),
      row("its server meanwhile", ({ server }) => server),
    ];
  },
};

/** Percent of one core. */
interface Shares {
  readonly worker: number;
  readonly server: number | undefined;
}

async function sharesOf(bench: Bench, peer: Peer): Promise<Shares> {
  const { settleMs, idleMs } = bench.scale;
  await using site = await bench.open(peer, DURABILITY);
  await using worker = await startWorker(site, peer, DURABILITY, Infinity);
  await delay(settleMs, undefined, { signal: bench.signal });
  const pids = [worker.pid, ...(site.server ? [site.server.pid] : [])];
  const [before, start] = [pids.map(cpuTimeMs), performance.now()];
  await delay(idleMs, undefined, { signal: bench.signal });
  const elapsed = performance.now() - start;
  const shares = pids.map((pid, n) => (100 * (cpuTimeMs(pid) - (before[n] ?? 0))) / elapsed);
  return { worker: shares[0] ?? Number.NaN, server: shares[1] };
}
