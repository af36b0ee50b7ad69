import type { Failure } from "./queue.ts";

/** What becomes of a message whose lease ended without an ack. Decided here, done elsewhere. */
export type Fate =
  | { readonly kind: "again"; readonly delayMs: number }
  | { readonly kind: "bury"; readonly reason: string };

export interface RetryPolicy {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

/** 1 s, 2 s, 4 s … 5 min: short enough for a film, long enough for a service that must recover. */
export const DEFAULT_RETRY: RetryPolicy = { firstDelayMs: 1_000, longestDelayMs: 300_000 };

/**
 * Workers that may die over one message before it counts as poison. Losing a worker is mostly not
 * the message's fault, so it uses up no attempt; three such deaths say otherwise.
 */
export const MAX_LOSSES = 3;

/** After a nack. `attempts` includes the one that has just failed; `random` answers 0 ≤ x < 1. */
export function afterFailure(
  message: { readonly attempts: number; readonly maxAttempts: number },
  failure: Failure,
  random: () => number,
  policy: RetryPolicy = DEFAULT_RETRY,
): Fate {
  if (failure.terminal) return { kind: "bury", reason: failure.error };
  if (message.attempts >= message.maxAttempts) {
    return { kind: "bury", reason: `failed ${message.attempts} times, last: ${failure.error}` };
  }
  const delayMs = failure.delayMs ?? retryDelayMs(message.attempts, random, policy);
  return { kind: "again", delayMs };
}

/** After a lease that nobody answered. `losses` includes this one. */
export function afterLoss(losses: number, reason: string): Fate {
  if (losses < MAX_LOSSES) return { kind: "again", delayMs: 0 };
  return { kind: "bury", reason: `poison: ${losses} workers were lost over it, last: ${reason}` };
}

/**
 * Ms before the attempt after the nth: doubles each time, and half of it is drawn by lot, so that
 * what failed together does not come back together.
 */
export function retryDelayMs(attempt: number, random: () => number, policy: RetryPolicy): number {
  const whole = Math.min(policy.firstDelayMs * 2 ** (attempt - 1), policy.longestDelayMs);
  return Math.round(whole * (0.5 + random() / 2));
}
