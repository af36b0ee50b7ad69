import type { Clock } from "../../../../kernel/clock.ts";

/**
 * How often the films that come next are asked about, of all repositories together: asking costs two or
 * three requests each, and GitHub allows 5,000 an hour.
 */
export interface LineBudget {
  /** Ms between two looks at the same film: longer with many repositories, so that all have their turn. */
  readonly restMs: number;
  /** False when there were as many looks in the last minute as there may be. */
  readonly take: () => boolean;
}

/** Those behind them can't begin yet. */
export const NEXT_IN_LINE = 3;
const A_MINUTE = 30;
const MINUTE_MS = 60_000;

export function lineBudget(repositories: number, clock: Clock): LineBudget {
  let taken: readonly number[] = [];
  const minutes = (repositories * NEXT_IN_LINE) / A_MINUTE;
  return {
    restMs: MINUTE_MS * Math.max(1, minutes),
    take: () => {
      const now = clock.now();
      // What seems to come was taken before the clock was set back.
      taken = taken.filter((at) => at <= now && now < at + MINUTE_MS);
      if (taken.length >= A_MINUTE) return false;
      taken = [...taken, now];
      return true;
    },
  };
}
