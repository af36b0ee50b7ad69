import type { SteadyClock } from "../../../kernel/clock.ts";
import type { Rests } from "./rests.ts";

/** GitHub's good manners, in ms from start to start: between two writes, and two that notify people. */
const BETWEEN_WRITES_MS = 1_000;
const BETWEEN_NOTES_MS = 3_000;
const MOST_AT_ONCE = 10;

type Work<Args extends unknown[], T> = (...args: Args) => Promise<T>;

/**
 * The limiters of octokit's throttling plugin, which says what goes through which of them, by a clock
 * that nobody can set. Its own ones count by the time of day: when that was set back by a day, they let
 * nothing through for a day. What waited is not sent when a rest began meanwhile.
 */
export function pacing(clock: SteadyClock, rests: Rests) {
  const fewAtOnce = atMost(MOST_AT_ONCE);
  const passing = <Args extends unknown[], T>(work: Work<Args, T>, ...args: Args) =>
    fewAtOnce(() => {
      rests.expectOver("Asking GitHub");
      return work(...args);
    });
  return {
    global: group(passing),
    write: group(spaced(clock, BETWEEN_WRITES_MS)),
    notifications: group(spaced(clock, BETWEEN_NOTES_MS)),
    // What met a limit is never sent again by octokit: it has nothing to listen for.
    retryLimiter: {
      on: () => {},
      schedule: <Args extends unknown[], T>(work: Work<Args, T>, ...args: Args) => work(...args),
    },
  };
}

type Through = <Args extends unknown[], T>(work: Work<Args, T>, ...args: Args) => Promise<T>;

/** One for everybody: there is one account. */
function group(through: Through) {
  const limiter = {
    schedule: <Args extends unknown[], T>(_options: object, work: Work<Args, T>, ...args: Args) =>
      through(work, ...args),
  };
  return { key: () => limiter };
}

function spaced(clock: SteadyClock, betweenMs: number): Through {
  let next = -Infinity;
  return async (work, ...args) => {
    const start = Math.max(clock.uptime(), next);
    next = start + betweenMs;
    const waitMs = start - clock.uptime();
    if (waitMs > 0) await clock.sleep(waitMs);
    return work(...args);
  };
}

function atMost(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
