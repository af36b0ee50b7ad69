import { codeOf } from "../errors.ts";

/** SQLite's `busy_timeout`: how long one try waits. */
export const TRY_MS = 50;

/**
 * Tries again for up to `limitMs` while others write. SQLite's own waiting looks ever more rarely, at
 * last ten times a second, so that among many writers without a pause some wait for seconds; short
 * tries keep the looks frequent for all. Of eight such writers on two busy cores the unluckiest one
 * waited 2.5 to 5.3 s for SQLite, and 0.7 to 1.6 s this way. Where SQLite does not wait at all, such as
 * for a log that somebody else makes or mends, this does. Throws the last try's SQLITE_BUSY.
 */
export function inTurn<T>(limitMs: number, work: () => T): T {
  let deadline: number | undefined;
  for (;;) {
    const began = performance.now();
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      const ended = performance.now();
      deadline ??= ended + limitMs;
      if (ended >= deadline) throw error;
      if (ended - began < PAUSE_MS) pause();
    }
  }
}

/** A connection, as far as its settings go. */
interface Settable {
  pragma(setting: string): unknown;
}

/** Runs `work` with SQLite's own waiting turned off: what others keep from it, it says at once. */
export function unwaiting<T>(connection: Settable, work: () => T): T {
  connection.pragma("busy_timeout = 0");
  try {
    return work();
  } finally {
    connection.pragma(`busy_timeout = ${TRY_MS}`);
  }
}

/** Whether SQLite says that somebody else writes just now: nothing is wrong but the moment. */
export const isBusy = (error: unknown): boolean =>
  codeOf(error)?.startsWith("SQLITE_BUSY") === true;

const PAUSE_MS = 1;
const NEVER = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** Blocks, as a try does that waits. */
function pause(): void {
  Atomics.wait(NEVER, 0, 0, PAUSE_MS);
}
