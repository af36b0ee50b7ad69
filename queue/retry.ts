import type { Failure } from "./queue.ts";

/** What becomes of a message whose lease ended without an ack. Decided here, done elsewhere. */
export type Fate =
  /** Not before this moment (ms since the epoch). */
  | { readonly kind: "again"; readonly at: number }
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

/** A message as far as its fate depends on it. `attempts` and `losses` include the one just ended. */
export interface Doubtful {
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly losses: number;
  /** Ms since the epoch. */
  readonly notBefore: number;
  readonly deadlineAt: number | null;
}

/** After a nack. `random` answers 0 ≤ x < 1. */
export function afterFailure(
  message: Doubtful,
  failure: Failure,
  now: number,
  random: () => number,
  policy: RetryPolicy = DEFAULT_RETRY,
): Fate {
  if (failure.terminal) return { kind: "bury", reason: failure.error };
  if (message.attempts >= message.maxAttempts) {
    return { kind: "bury", reason: `failed ${message.attempts} times, last: ${failure.error}` };
  }
  const delayMs = failure.delayMs ?? retryDelayMs(message.attempts, random, policy);
  return again(message, failure.retryAt ?? now + delayMs, failure.error);
}

/** After a lease that nobody answered: it keeps its place. */
export function afterLoss(message: Doubtful, reason: string, now: number): Fate {
  if (message.losses >= MAX_LOSSES) {
    const count = `${message.losses} workers were lost over it`;
    return { kind: "bury", reason: `poison: ${count}, last: ${reason}` };
  }
  if (isTooLate(message, now)) return tooLate(reason);
  return { kind: "again", at: Math.min(message.notBefore, now) };
}

/** No attempt begins after the deadline, so that one which could only begin then is none. */
function again(message: Doubtful, at: number, reason: string): Fate {
  return isTooLate(message, at) ? tooLate(reason) : { kind: "again", at };
}

function isTooLate({ deadlineAt }: Doubtful, at: number): boolean {
  return deadlineAt !== null && at >= deadlineAt;
}

function tooLate(reason: string): Fate {
  return { kind: "bury", reason: `not done by its deadline, last: ${reason}` };
}

/**
 * Ms before the attempt after the nth: doubles each time, and half of it is drawn by lot, so that
 * what failed together does not come back together.
 */
export function retryDelayMs(attempt: number, random: () => number, policy: RetryPolicy): number {
  const whole = Math.min(policy.firstDelayMs * 2 ** (attempt - 1), policy.longestDelayMs);
  return Math.round(whole * (0.5 + random() / 2));
}
