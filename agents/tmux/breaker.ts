import type { SteadyClock } from "../../kernel/clock.ts";
import { backoff } from "../../kernel/service.ts";

/** Keeps what fails again and again from being tried all the time. */
export interface Breaker {
  /** Nothing is to be tried before some time has passed. */
  isOpen(): boolean;
  /** It failed, after it had worked for so long; 0 when it never did. */
  trip(workedMs: number): void;
}

/** What worked for so long has left its failures behind. */
const STABLE_MS = 10_000;

/** Rests 0.2 s, 0.4 s … 10 s after failures that follow each other. */
export function openBreaker(clock: Pick<SteadyClock, "uptime">): Breaker {
  let failures = 0;
  let openUntil = Number.NEGATIVE_INFINITY;
  return {
    isOpen: () => clock.uptime() < openUntil,
    trip: (workedMs) => {
      failures = workedMs >= STABLE_MS ? 1 : failures + 1;
      openUntil = clock.uptime() + backoff(failures);
    },
  };
}
