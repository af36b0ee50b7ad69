/** Time as the program sees it. Only tests use another one than `systemClock`. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves after `ms`, or at once when `signal` aborts: a stop is never late because of a wait. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A clock that also counts how much time passes, whatever it is set to meanwhile. */
export interface SteadyClock extends Clock {
  /**
   * Milliseconds that have passed since a moment that is the same for all processes, until the host
   * boots anew. Stands still while the host sleeps.
   */
  uptime(): number;
}

export const systemClock: SteadyClock = {
  now: () => Date.now(),
  uptime: () => Number(process.hrtime.bigint() / 1_000_000n),
  // Not timers/promises: it throws when aborted, and an error costs more than many a wait's purpose.
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(ms, LONGEST_TIMER_MS));
      signal?.addEventListener("abort", wake, { once: true });
    }),
};

/** A timer for longer would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Between two steps of everybody who rests `inStep`. */
export const STEP_MS = 500;
/** A timer may end a moment before its time. */
const EARLY_MS = 5;

/**
 * How long to rest for a loop that may rest for `ms`: never longer, and so that all loops which rest like this
 * wake up in the same moment. To be woken costs a process that does nothing more than what it then looks at.
 * A rest that is shorter than a step stays what it is. Pure.
 */
export function inStep(ms: number, now: number): number {
  if (ms < STEP_MS) return ms;
  return ms - Math.max(((now + ms + EARLY_MS) % STEP_MS) - EARLY_MS, 0);
}

/** One moment, by both counts of a clock. */
export interface Moment {
  readonly now: number;
  readonly uptime: number;
}

export function momentOf(clock: SteadyClock): Moment {
  return { now: clock.now(), uptime: clock.uptime() };
}

/** By how many ms the clock was set between two moments; negative when it was set back. Pure. */
export function setBetween(then: Moment, today: Moment): number {
  const byMs = today.now - then.now - (today.uptime - then.uptime);
  return Math.abs(byMs) < LEAST_SETTING_MS ? 0 : byMs;
}

/** Both counts are rounded, and are read one after the other. */
const LEAST_SETTING_MS = 100;
