import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { better, defineQueue, defineWorker, JobStatus, type Queue } from "plainjob";
import type { Payload } from "../ledger.ts";
import {
  batches,
  PATIENCE_MS,
  readyWorker,
  type Durability,
  type Handle,
  type Peer,
  type ReadyWorker,
  type Store,
  type Style,
} from "./peer.ts";

const TYPE = "bench";
const SILENT = { error() {}, warn() {}, info() {}, debug() {} };

/** With its documented worker. It polls; 10 ms is a hundred times as often as by default. */
export const plainjob = peer("plainjob", ["send", "work", "wait"], 10, "worker");

/** The same, polling as often as a timer can. */
export const eagerPlainjob = peer("plainjob, 1 ms poll", ["wait"], 1, "worker");

/** Without its worker, which also looks for scheduled jobs before each job. */
export const barePlainjob = peer("plainjob, bare calls", ["work"], 1, "bare");

function peer(name: string, fields: Peer["fields"], pollMs: number, loop: "worker" | "bare"): Peer {
  const work =
    loop === "worker"
      ? `defineWorker({ pollIntervall: ${pollMs} })`
      : "getAndMarkJobAsProcessing, getJobById, markJobAsDone";
  return {
    name,
    fields,
    settings: {
      storage:
        "SQLite in WAL mode through the same better-sqlite3, done jobs are kept, logger silent",
      "one by one": work,
      prefetch: `${work}: it has no prefetch`,
      batches: `sends with addMany; ${work}: its workers have no batches`,
    },
    connect: async (folder, durability) => new PlainjobStore(folder, durability, pollMs, loop),
  };
}

class PlainjobStore implements Store {
  readonly #queue: Queue;
  readonly #pollMs: number;
  readonly #loop: "worker" | "bare";

  constructor(folder: string, durability: Durability, pollMs: number, loop: "worker" | "bare") {
    const connection = new Sqlite(join(folder, "plainjob.db"));
    this.#queue = defineQueue({ connection: better(connection), logger: SILENT });
    connection.pragma(`synchronous = ${durability}`); // It has set its own by now.
    this.#pollMs = pollMs;
    this.#loop = loop;
  }

  async sendOneByOne(payloads: readonly Payload[]): Promise<void> {
    for (const payload of payloads) this.#queue.add(TYPE, payload);
  }

  async sendInBatches(payloads: readonly Payload[]): Promise<void> {
    for (const batch of batches(payloads)) this.#queue.addMany(TYPE, [...batch]);
  }

  async worker(_style: Style, count: number, handle: Handle): Promise<ReadyWorker> {
    if (this.#loop === "bare") return readyWorker(async () => this.#workBare(count, handle));
    return readyWorker(() => this.#work(count, handle));
  }

  async #work(count: number, handle: Handle): Promise<void> {
    let done = 0;
    const worker = defineWorker(TYPE, (job) => handle(JSON.parse(job.data) as Payload), {
      queue: this.#queue,
      pollIntervall: this.#pollMs,
      logger: SILENT,
      onCompleted: () => {
        done += 1;
        patience.refresh();
        if (done === count) void worker.stop();
      },
    });
    const patience = setTimeout(() => void worker.stop(), PATIENCE_MS);
    await worker.start();
    clearTimeout(patience);
  }

  #workBare(count: number, handle: Handle): void {
    for (let done = 0; done < count; done += 1) {
      const claimed = this.#queue.getAndMarkJobAsProcessing(TYPE);
      if (!claimed) return; // All had been sent before, so nothing more will come.
      handle(JSON.parse(this.#queue.getJobById(claimed.id)?.data ?? "{}") as Payload);
      this.#queue.markJobAsDone(claimed.id);
    }
  }

  async left(): Promise<number> {
    const inState = (status: JobStatus): number => this.#queue.countJobs({ type: TYPE, status });
    return inState(JobStatus.Pending) + inState(JobStatus.Processing);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#queue.close();
  }
}
