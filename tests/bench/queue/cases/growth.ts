import type { Bench, Case, Site } from "../bench.ts";
import { Ledger, payloads } from "../ledger.ts";
import type { Peer } from "../peers/peer.ts";
import { cell, type Row } from "../report.ts";
import { median } from "../../statistics.ts";

const DURABILITY = "normal"; // The disk's own time would hide what grows.
const STATS_CALLS = 5;
/** Made at a time while filling, so that a million messages need not be in memory. */
const FILLING = 10_000;

export const growth: Case = {
  name: "growth",
  summary: "stats and receive + ack while more and more messages wait",
  async run(bench) {
    await using stack = new AsyncDisposableStack();
    const lines: WaitingLine[] = [];
    for (const peer of bench.peersOf("growth")) {
      for (const size of bench.scale.growth) {
        const site = stack.use(await bench.open(peer, DURABILITY));
        lines.push(new WaitingLine(bench, peer, site, size));
      }
    }
    for (const line of lines) await line.grow();
    for (let round = 0; round < bench.scale.rounds; round += 1) {
      for (const line of round % 2 === 0 ? lines : lines.toReversed()) await line.measure();
    }
    for (const line of lines) await line.drain();
    return rows(lines);
  },
};

/** A queue in which `size` messages wait, before and after each measurement. */
class WaitingLine {
  readonly peer: Peer;
  readonly size: number;
  /** Ms for one call, of each round. */
  readonly stats: number[] = [];
  /** µs for one message, of each round. */
  readonly work: number[] = [];
  readonly #bench: Bench;
  readonly #site: Site;
  readonly #ledger: Ledger;
  #sent = 0;

  constructor(bench: Bench, peer: Peer, site: Site, size: number) {
    this.#bench = bench;
    this.peer = peer;
    this.#site = site;
    this.size = size;
    this.#ledger = new Ledger(size + (1 + bench.scale.rounds) * bench.scale.growthMessages);
  }

  /** Works once off the record; afterwards all stand in line. */
  async grow(): Promise<void> {
    const { growthMessages } = this.#bench.scale;
    await this.#send(growthMessages + this.size);
    await this.#work("one by one", growthMessages);
    await this.#site.store.sweep?.();
  }

  async #send(count: number): Promise<void> {
    for (const end = this.#sent + count; this.#sent < end;) {
      this.#bench.signal.throwIfAborted();
      const batch = payloads(Math.min(FILLING, end - this.#sent), this.#sent);
      await this.#site.store.sendInBatches(batch);
      this.#sent += batch.length;
    }
  }

  async measure(): Promise<void> {
    const { growthMessages } = this.#bench.scale;
    const calls: number[] = [];
    for (let call = 0; call < STATS_CALLS; call += 1) {
      calls.push(await milliseconds(() => this.#site.store.left()));
    }
    this.stats.push(median(calls));
    const ms = await milliseconds(() => this.#work("one by one", growthMessages));
    this.work.push((ms * 1_000) / growthMessages);
    await this.#send(growthMessages);
    await this.#site.store.sweep?.();
  }

  /** Takes out all that waits, to see that each message comes once. */
  async drain(): Promise<void> {
    await this.#work("batches", this.size);
    await this.#bench.check(this.peer, `growth, ${this.size}`, this.#ledger, this.#site.store);
  }

  async #work(style: "one by one" | "batches", count: number): Promise<void> {
    const { store } = this.#site;
    await using worker = await store.worker(style, count, ({ n }) => this.#ledger.effect(n));
    await worker.work();
  }
}

function rows(lines: readonly WaitingLine[]): Row[] {
  const row = (line: WaitingLine, what: string, unit: Row["unit"], rounds: number[]): Row => ({
    section: "growth",
    title: `${what}, ${line.size.toLocaleString("en")} waiting`,
    durability: DURABILITY,
    unit,
    cells: [cell(line.peer.name, rounds)],
  });
  return [
    ...lines.map((line) => row(line, "receive + ack", "µs", line.work)),
    ...lines.map((line) => row(line, "stats", "ms", line.stats)),
  ];
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
