import type { Bench, Case } from "../bench.ts";
import { Ledger, payloads, type Payload } from "../ledger.ts";
import { BATCH, type Durability, type Peer, type Store } from "../peers/peer.ts";
import { cell, type Row } from "../report.ts";

type Send = (store: Store, payloads: readonly Payload[]) => Promise<void>;

export const sendOne: Case = {
  name: "send-one",
  summary: "sends one by one, each acknowledged before the next",
  run: (bench) =>
    bothDurabilities(bench, "send one by one", (store, all) => store.sendOneByOne(all)),
};

export const sendBatch: Case = {
  name: "send-batch",
  summary: `sends ${BATCH} at a time`,
  run: (bench) =>
    bothDurabilities(bench, `send in batches of ${BATCH}`, (store, all) =>
      store.sendInBatches(all),
    ),
};

async function bothDurabilities(bench: Bench, title: string, send: Send): Promise<Row[]> {
  const row = async (durability: Durability): Promise<Row> => {
    const rates = await bench.interleave("send", (peer) =>
      rateOf(bench, peer, durability, title, send),
    );
    const cells = [...rates].map(([peer, rounds]) => cell(peer.name, rounds));
    return { section: "sends", title, durability, unit: "messages/s", cells };
  };
  return [await row("normal"), await row("full")];
}

/** Messages per second; afterwards, off the clock, each of them must come out again. */
async function rateOf(
  bench: Bench,
  peer: Peer,
  durability: Durability,
  title: string,
  send: Send,
): Promise<number> {
  const { warmUp, messages } = bench.scale;
  const count = messages[durability];
  const ledger = new Ledger(warmUp + count);
  await using site = await bench.open(peer, durability);
  await send(site.store, payloads(warmUp));
  const timed = payloads(count, warmUp);
  const start = performance.now();
  await send(site.store, timed);
  const seconds = (performance.now() - start) / 1_000;
  await using worker = await site.store.worker("batches", warmUp + count, ({ n }) =>
    ledger.effect(n),
  );
  await worker.work();
  await bench.check(peer, `${title}, ${durability}`, ledger, site.store);
  return count / seconds;
}
