import { setImmediate } from "node:timers/promises";
import { systemClock, type Clock } from "../../kernel/clock.ts";
import type { Database, Tx } from "../../kernel/database.ts";
import { topic } from "../message.ts";
import type { MessageDetails, QueueOperations } from "../operations.ts";
import type { QueueTransactions } from "../queue.ts";
import {
  attemptsOf,
  deleteFinished,
  deleteUndone,
  details,
  pausedTopics,
  pauseTopic,
  redriveOne,
  redriveTopic,
  resumeTopic,
  summaries,
} from "./operations/statements.ts";

/** Messages that one transaction deletes: pruning must not keep others from writing for long. */
const PRUNE_BATCH = 1_000;

/** The operator's side of the queue in `database`; `queue` wakes who may go on afterwards. */
export function openQueueOperations(
  database: Database,
  queue: Pick<QueueTransactions, "ring">,
  clock: Clock = systemClock,
): QueueOperations {
  return {
    list: async (filter) => summaries(database, filter),
    show: async (id) => show(database, id),
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
    purge: async (name) => database.transact((tx) => deleteUndone(tx, name)),
    prune: async (before) => prune(database, before),
  };
}

function show(database: Database, id: string): MessageDetails | undefined {
  const row = details(database, id);
  if (!row) return undefined;
  return { ...row, payload: JSON.parse(row.payload) as unknown, history: attemptsOf(database, id) };
}

function redrive(tx: Tx, which: Which, now: number): { topics: string[]; count: number } {
  if ("topic" in which) {
    return { topics: [which.topic], count: redriveTopic(tx, which.topic, now) };
  }
  const topic = redriveOne(tx, which.id, now);
  return topic === undefined ? { topics: [], count: 0 } : { topics: [topic], count: 1 };
}

type Which = Parameters<QueueOperations["redrive"]>[0];

async function prune(database: Database, before: number): Promise<number> {
  let pruned = 0;
  for (;;) {
    const count = database.transact((tx) => deleteFinished(tx, before, PRUNE_BATCH));
    pruned += count;
    if (count < PRUNE_BATCH) return pruned;
    await setImmediate(); // Lets whatever else waits have its turn between two batches.
  }
}
