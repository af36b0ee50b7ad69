import type { Bench, Case } from "../bench.ts";
import { Ledger, payloads } from "../ledger.ts";
import { BATCH, type Durability, type Peer, type Style } from "../peers/peer.ts";
import { cell, type Row } from "../report.ts";

export const workOne: Case = {
  name: "work-one",
  summary: "receives and acks one message after the other",
  run: (bench) => bothDurabilities(bench, "receive + ack one by one", "one by one"),
};

export const workPrefetch: Case = {
  name: "work-prefetch",
  summary: `as work-one, ${BATCH} prefetched, each ack durable on its own`,
  run: (bench) => bothDurabilities(bench, `receive + ack, prefetch ${BATCH}`, "prefetch"),
};

export const workBatch: Case = {
  name: "work-batch",
  summary: `receives and acks ${BATCH} at a time`,
  run: (bench) => bothDurabilities(bench, `receive + ack in batches of ${BATCH}`, "batches"),
};

async function bothDurabilities(bench: Bench, title: string, style: Style): Promise<Row[]> {
  const row = async (durability: Durability): Promise<Row> => {
    const rates = await bench.interleave("work", (peer) =>
      rateOf(bench, peer, durability, title, style),
    );
    const cells = [...rates].map(([peer, rounds]) => cell(peer.name, rounds));
    return { section: "workers", title, durability, unit: "messages/s", cells };
  };
  return [await row("normal"), await row("full")];
}

/**
 * Messages per second, by a worker that stands ready for messages it has never seen: whatever a
 * send has left to be done by the receiver is under the clock, connecting is not.
 */
async function rateOf(
  bench: Bench,
  peer: Peer,
  durability: Durability,
  title: string,
  style: Style,
): Promise<number> {
  const { warmUp, messages } = bench.scale;
  const count = messages[durability];
  const ledger = new Ledger(warmUp + count);
  await using site = await bench.open(peer, durability);
  const { store } = site;
  const secondsFor = async (from: number, count: number): Promise<number> => {
    await store.sendInBatches(payloads(count, from));
    await using worker = await store.worker(style, count, ({ n }) => ledger.effect(n));
    const start = performance.now();
    await worker.work();
    return (performance.now() - start) / 1_000;
  };
  await secondsFor(0, warmUp);
  const seconds = await secondsFor(warmUp, count);
  await bench.check(peer, `${title}, ${durability}`, ledger, store);
  return count / seconds;
}
