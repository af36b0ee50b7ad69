import { once } from "node:events";
import type { SteadyClock } from "../../kernel/clock.ts";

/** A clock that stands still until a test moves it. */
export interface FakeClock extends SteadyClock {
  /** Moves time on by `ms` and lets everything run that was woken by it. */
  advance(ms: number): Promise<void>;
  /** Sets the time without waking sleepers, as a clock correction does. */
  jumpTo(now: number): void;
  /** Resolves once at least `count` sleeps are under way: the moment to advance. */
  sleeping(count?: number): Promise<void>;
}

/** What never sleeps fails its test, and does not hang it. */
const LIMIT_MS = 120_000;

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

export function fakeClock(start = Date.UTC(2030, 0, 1)): FakeClock {
  let [now, uptime] = [start, 1_000_000];
  const sleepers = new Set<Sleeper>();
  const bed = new EventTarget();
  return {
    now: () => now,
    uptime: () => uptime,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wake = (): void => {
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const sleeper = { until: uptime + ms, wake };
        sleepers.add(sleeper);
        bed.dispatchEvent(new Event("asleep"));
        signal?.addEventListener("abort", wake, { once: true });
      }),
    async advance(ms) {
      now += ms;
      uptime += ms;
      const due = [...sleepers].filter(({ until }) => until <= uptime);
      for (const sleeper of due.toSorted((a, b) => a.until - b.until)) sleeper.wake();
      await turnOfTheEventLoop();
    },
    jumpTo: (time) => {
      now = time;
    },
    async sleeping(count = 1) {
      const patience = new AbortController();
      const limit = setTimeout(() => patience.abort(), LIMIT_MS);
      try {
        while (sleepers.size < count) {
          await once(bed, "asleep", { signal: patience.signal });
          await turnOfTheEventLoop();
        }
      } catch (cause) {
        const asleep = `${sleepers.size} of ${count}`;
        throw new Error(`Waited ${LIMIT_MS} ms in vain: ${asleep} sleep`, { cause });
      } finally {
        clearTimeout(limit);
      }
    },
  };
}

function turnOfTheEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
