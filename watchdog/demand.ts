import type { SteadyClock } from "../kernel/clock.ts";
import type { QueueOperations } from "../queue/operations.ts";
import type { Queue } from "../queue/queue.ts";
import { workTopic } from "../queue/topics.ts";

/** How many messages somebody could begin now, by role. */
export type Demand = (roles: Iterable<string>) => Promise<ReadonlyMap<string, number>>;

/** Counting may take this share of the time: a queue with a million messages is not counted twice a second. */
const SHARE = 1 / 50;

/** Counts what waits in the queue; what waits in a paused topic wants nobody. */
export function demandOf(
  queue: Pick<Queue, "stats">,
  operations: Pick<QueueOperations, "paused">,
  clock: SteadyClock,
): Demand {
  let ready: ReadonlyMap<string, number> = new Map();
  let freshUntil = -Infinity;
  const count = async (): Promise<void> => {
    const began = clock.uptime();
    const paused = new Set((await operations.paused()).map(({ topic }) => topic));
    const topics = (await queue.stats()).filter(({ topic }) => !paused.has(topic));
    ready = new Map(topics.map((topic) => [topic.topic, topic.ready]));
    const ended = clock.uptime();
    freshUntil = ended + (ended - began) / SHARE;
  };
  return async (roles) => {
    if (clock.uptime() >= freshUntil) await count();
    return new Map([...roles].map((role) => [role, ready.get(workTopic(role)) ?? 0]));
  };
}
