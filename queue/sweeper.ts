import { systemClock, type Clock } from "../kernel/clock.ts";
import { loop, type LoopOptions, type Service } from "../kernel/service.ts";
import type { QueueOperations } from "./operations.ts";
import type { Queue } from "./queue.ts";

export interface SweeperOptions extends Pick<LoopOptions, "onFailure"> {
  readonly clock?: Clock;
  readonly operations: Pick<QueueOperations, "prune">;
  /** How long finished messages stay for inspection, and their dedupe keys taken; default 7 days. */
  readonly keepFinishedMs?: number;
}

const EVERY_MS = 1_000;
const PRUNE_EVERY_MS = 60_000;
const KEEP_FINISHED_MS = 7 * 24 * 3_600_000;

/** Returns expired leases every second, and prunes old finished messages every minute. */
export function sweeper(queue: Pick<Queue, "sweep">, options: SweeperOptions): Service {
  const { clock = systemClock, operations, keepFinishedMs = KEEP_FINISHED_MS } = options;
  let pruneAt = clock.now();
  const turn = async (): Promise<number> => {
    const swept = await queue.sweep();
    if (clock.now() >= pruneAt) {
      await operations.prune(clock.now() - keepFinishedMs);
      pruneAt = clock.now() + PRUNE_EVERY_MS;
    }
    return swept > 0 ? 0 : EVERY_MS; // A sweep is one batch: more may have expired.
  };
  return loop("sweeper", turn, { ...options, clock });
}
