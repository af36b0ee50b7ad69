import { inStep, systemClock, type Clock } from "../kernel/clock.ts";
import { loop, type LoopOptions, type Service } from "../kernel/service.ts";
import type { QueueOperations } from "./operations.ts";
import type { Queue } from "./queue.ts";

export interface SweeperOptions extends Pick<LoopOptions, "onFailure"> {
  readonly clock?: Clock;
  readonly operations: Pick<QueueOperations, "prune">;
  /** How long finished messages stay for inspection, and their dedupe keys taken; default 7 days. */
  readonly keepFinishedMs?: number;
  /** How long dead ones stay as evidence, and to be redriven; default 30 days. */
  readonly keepDeadMs?: number;
}

const EVERY_MS = 1_000;
const PRUNE_EVERY_MS = 60_000;
const DAY_MS = 24 * 3_600_000;

/** Returns expired leases every second, and prunes old finished messages every minute. */
export function sweeper(queue: Pick<Queue, "sweep">, options: SweeperOptions): Service {
  const { clock = systemClock, operations } = options;
  const { keepFinishedMs = 7 * DAY_MS, keepDeadMs = 30 * DAY_MS } = options;
  let pruneAt = clock.now();
  const turn = async (): Promise<number> => {
    const swept = await queue.sweep();
    if (clock.now() >= pruneAt) {
      const now = clock.now();
      await operations.prune(now - keepFinishedMs, now - keepDeadMs);
      pruneAt = clock.now() + PRUNE_EVERY_MS;
    }
    return swept > 0 ? 0 : inStep(EVERY_MS, clock.now()); // A sweep is one batch: more may have expired.
  };
  return loop("sweeper", turn, { ...options, clock });
}
