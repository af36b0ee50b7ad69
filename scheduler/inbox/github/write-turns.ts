import type { SteadyClock } from "../../../kernel/clock.ts";

/** Lets writes through one by one. Throws the signal's reason when that aborts first. */
export type WriteTurns = <T>(write: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** GitHub asks for a second between two writes, and for no two at once. */
const WRITE_REST_MS = 1_000;

/**
 * Each write begins `WRITE_REST_MS` after the one before has ended, whether it went well or not. The
 * first one waits as well: a daemon that died may have written the moment before.
 */
export function writeTurns(clock: SteadyClock): WriteTurns {
  let endedAt = clock.uptime();
  let last: Promise<unknown> = Promise.resolve();
  return (write, signal) => {
    const turn = last.then(async () => {
      const restMs = endedAt + WRITE_REST_MS - clock.uptime();
      if (restMs > 0) await clock.sleep(restMs, signal);
      signal.throwIfAborted();
      try {
        return await write();
      } finally {
        endedAt = clock.uptime();
      }
    });
    last = turn.catch(() => undefined);
    return turn;
  };
}
