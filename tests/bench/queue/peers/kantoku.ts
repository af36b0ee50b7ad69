import { join } from "node:path";
import { assert } from "../../../../kernel/errors.ts";
import { openDatabase, type Database } from "../../../../kernel/database.ts";
import type { Queue } from "../../../../queue/queue.ts";
import { openQueue, queueMigrations } from "../../../../queue/sqlite/queue.ts";
import type { Payload } from "../ledger.ts";
import {
  BATCH,
  batches,
  PATIENCE_MS,
  readyWorker,
  type Handle,
  type Peer,
  type ReadyWorker,
  type Store,
  type Style,
} from "./peer.ts";

const TOPIC = "bench";
const WORKER = "bench#1";

/** The queue of this project, through its public interface. */
export const kantoku: Peer = {
  name: "Kantoku",
  fields: ["send", "work", "wait", "growth"],
  settings: {
    storage: "SQLite in WAL mode, done messages are kept",
    "one by one": "receive({ max: 1 }), ack",
    prefetch: `receive({ max: ${BATCH} }), ack each in its own transaction`,
    batches: `receive({ max: ${BATCH} }), ackAll`,
  },
  async connect(folder, durability) {
    const database = openDatabase(join(folder, "kantoku.db"), {
      migrations: [queueMigrations],
      synchronous: durability,
    });
    const queue = openQueue(database, { doorbells: join(folder, "doorbells") });
    return new KantokuStore(database, queue);
  },
};

class KantokuStore implements Store {
  readonly #database: Database;
  readonly #queue: Queue;

  constructor(database: Database, queue: Queue) {
    this.#database = database;
    this.#queue = queue;
  }

  async sendOneByOne(payloads: readonly Payload[]): Promise<void> {
    for (const payload of payloads) await this.#queue.send([{ topic: TOPIC, payload }]);
  }

  async sendInBatches(payloads: readonly Payload[]): Promise<void> {
    for (const batch of batches(payloads)) {
      await this.#queue.send(batch.map((payload) => ({ topic: TOPIC, payload })));
    }
  }

  async worker(style: Style, count: number, handle: Handle): Promise<ReadyWorker> {
    return readyWorker(() => this.#work(style, count, handle));
  }

  async #work(style: Style, count: number, handle: Handle): Promise<void> {
    const max = style === "one by one" ? 1 : BATCH;
    for (let done = 0; done < count;) {
      const request = { topics: [TOPIC], worker: WORKER, max: Math.min(max, count - done) };
      const leased = await this.#queue.receive({ ...request, waitMs: PATIENCE_MS });
      if (leased.length === 0) return;
      for (const message of leased) {
        handle(message.payload as Payload);
        if (style !== "batches") insist(await this.#queue.ack(message));
      }
      if (style === "batches") (await this.#queue.ackAll(leased)).forEach(insist);
      done += leased.length;
    }
  }

  async left(): Promise<number> {
    const stats = await this.#queue.stats();
    return stats.reduce((sum, { ready, delayed, leased }) => sum + ready + delayed + leased, 0);
  }

  async sweep(): Promise<void> {
    await this.#queue.sweep();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#queue[Symbol.dispose]();
    this.#database.close();
  }
}

function insist(answer: "ok" | "lost"): void {
  assert(answer === "ok", "nobody else works here, so no lease is lost");
}
