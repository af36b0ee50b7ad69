import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import type { Payload } from "../ledger.ts";
import {
  BATCH,
  batches,
  PATIENCE_MS,
  type Handle,
  type Peer,
  type ReadyWorker,
  type Store,
  type Style,
} from "./peer.ts";
import { REDIS_SETTINGS, redisSocket, startRedis } from "./redis-server.ts";

const NAME = "bench";

/** With its own worker, whose every ack fetches the next job in the same round trip. */
export const bullmq: Peer = {
  name: "BullMQ",
  fields: ["send", "work", "wait"],
  settings: {
    "storage at normal": REDIS_SETTINGS.normal,
    "storage at full": REDIS_SETTINGS.full,
    jobs: "removeOnComplete: true",
    "one by one": "Worker({ concurrency: 1 })",
    prefetch: `Worker({ concurrency: ${BATCH} }), so that round trips and fsyncs are shared`,
    batches: `sends with addBulk; Worker({ concurrency: ${BATCH} }): its open version has no batches`,
  },
  serve: startRedis,
  async connect(folder) {
    const client = new Redis({ path: redisSocket(folder), maxRetriesPerRequest: null });
    const queue = new Queue<Payload>(NAME, {
      connection: client,
      defaultJobOptions: { removeOnComplete: true },
    });
    await queue.waitUntilReady();
    return new BullStore(client, queue);
  },
};

class BullStore implements Store {
  readonly #client: Redis;
  readonly #queue: Queue<Payload>;

  constructor(client: Redis, queue: Queue<Payload>) {
    this.#client = client;
    this.#queue = queue;
  }

  async sendOneByOne(payloads: readonly Payload[]): Promise<void> {
    for (const payload of payloads) await this.#queue.add(NAME, payload);
  }

  async sendInBatches(payloads: readonly Payload[]): Promise<void> {
    for (const batch of batches(payloads)) {
      await this.#queue.addBulk(batch.map((data) => ({ name: NAME, data })));
    }
  }

  async worker(style: Style, count: number, handle: Handle): Promise<ReadyWorker> {
    const worker = new Worker<Payload>(NAME, async ({ data }) => handle(data), {
      connection: this.#client,
      concurrency: style === "one by one" ? 1 : BATCH,
      autorun: false,
    });
    await worker.waitUntilReady();
    return {
      work: () => workUntil(worker, count),
      [Symbol.asyncDispose]: () => worker.close(),
    };
  }

  async left(): Promise<number> {
    const counts = await this.#queue.getJobCounts("waiting", "active", "delayed", "failed");
    return Object.values(counts).reduce((sum, each) => sum + each, 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue.close();
    this.#client.disconnect();
  }
}

/** Sets the worker to work, until it has completed `count` jobs or nothing comes any more. */
async function workUntil(worker: Worker<Payload>, count: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const patience = setTimeout(resolve, PATIENCE_MS);
  let done = 0;
  worker.on("completed", () => {
    done += 1;
    patience.refresh();
    if (done === count) resolve();
  });
  worker.on("error", reject);
  worker.run().catch(reject);
  await promise.finally(() => clearTimeout(patience));
}
