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
 * Messages per second. The clock starts when the last message of the warm-up is handled, so that
 * its ack and every claim of what follows are under the clock, but no connecting.
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
  await site.store.sendInBatches(payloads(warmUp + count));
  let handled = 0;
  let start = 0;
  await site.store.work(style, warmUp + count, ({ n }) => {
    ledger.effect(n);
    handled += 1;
    if (handled === warmUp) start = performance.now();
  });
  const seconds = (performance.now() - start) / 1_000;
  await bench.check(peer, `${title}, ${durability}`, ledger, site.store);
  return count / seconds;
}
