import { setImmediate } from "node:timers/promises";
import type { Blobs } from "../../kernel/blobs.ts";
import { systemClock, type Clock } from "../../kernel/clock.ts";
import type { Database, Tx } from "../../kernel/database.ts";
import { topic } from "../message.ts";
import type { MessageDetails, QueueOperations } from "../operations.ts";
import type { QueueTransactions } from "../queue.ts";
import { freeKeys } from "./arrival/statements.ts";
import { lineUpAll } from "./line/statements.ts";
import {
  attemptsOf,
  cancelUndone,
  deleteCancelled,
  deleteDead,
  deleteFinished,
  details,
  lateResultsOf,
  pausedTopics,
  pauseTopic,
  redriveOne,
  redriveTopic,
  resumeTopic,
  subscriptions,
  summaries,
} from "./operations/statements.ts";
import { payloadOf } from "./reading.ts";

/** Messages that one transaction deletes: pruning must not keep others from writing for long. */
const PRUNE_BATCH = 1_000;

export interface OperationsOptions {
  readonly clock?: Clock;
  /** Where payloads over 256 KB are. */
  readonly blobs?: Blobs;
}

/** The operator's side of the queue in `database`; `queue` wakes who may go on afterwards. */
export function openQueueOperations(
  database: Database,
  queue: Pick<QueueTransactions, "ring">,
  { clock = systemClock, blobs }: OperationsOptions = {},
): QueueOperations {
  return {
    list: async (filter) => summaries(database, filter),
    show: async (id) => show(database, id, blobs),
    redrive: async (which) => {
      const { topics, count } = database.transact((tx) => redrive(tx, which, clock.now()));
      queue.ring(topics);
      return count;
    },
    pause: async (name, reason) => {
      topic("topic", name);
      database.transact((tx) => pauseTopic(tx, name, reason, clock.now()));
    },
    resume: async (name) => {
      const wasPaused = database.transact((tx) => resumeTopic(tx, name)) === 1;
      queue.ring([name]);
      return wasPaused;
    },
    paused: async () => pausedTopics(database),
    subscriptions: async () => subscriptions(database),
    purge: async (name) => database.transact((tx) => purge(tx, name, clock.now())),
    prune: async (before, deadBefore = 0) => {
      const each = (remove: (tx: Tx) => number) => inBatches(() => database.transact(remove));
      await each((tx) => freeKeys(tx, clock.now(), PRUNE_BATCH));
      const finished = await each((tx) => deleteFinished(tx, before, PRUNE_BATCH));
      return finished + (await each((tx) => deleteDead(tx, deadBefore, PRUNE_BATCH)));
    },
  };
}

function show(
  database: Database,
  id: string,
  blobs: Blobs | undefined,
): MessageDetails | undefined {
  const row = details(database, id);
  if (!row) return undefined;
  const { payload: _, blob: __, ...facts } = row;
  const lateResults = lateResultsOf(database, id).map(({ replies, ...late }) => ({
    ...late,
    replies: JSON.parse(replies) as unknown,
  }));
  return {
    ...facts,
    payload: payloadOf(row, blobs),
    history: attemptsOf(database, id),
    lateResults,
  };
}

function redrive(tx: Tx, which: Which, now: number): { topics: string[]; count: number } {
  if ("topic" in which) {
    const { topic, limit = Number.MAX_SAFE_INTEGER } = which;
    return { topics: [topic], count: redriveTopic(tx, topic, now, limit) };
  }
  const topic = redriveOne(tx, which.id, now);
  return topic === undefined ? { topics: [], count: 0 } : { topics: [topic], count: 1 };
}

type Which = Parameters<QueueOperations["redrive"]>[0];

function purge(tx: Tx, name: string, now: number): number {
  lineUpAll(tx, now);
  const count = cancelUndone(tx, name, now);
  deleteCancelled(tx, name, now);
  return count;
}

async function inBatches(work: () => number): Promise<number> {
  let total = 0;
  for (;;) {
    const count = work();
    total += count;
    if (count < PRUNE_BATCH) return total;
    await setImmediate(); // Lets whatever else waits have its turn between two batches.
  }
}
