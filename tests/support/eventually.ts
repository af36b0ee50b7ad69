import { setTimeout as delay } from "node:timers/promises";

/** Of a machine that is many times slower than others, such as an emulated one. */
export const PATIENCE = Number(process.env["KANTOKU_TEST_PATIENCE"] ?? 1);

/** Long enough for a busy machine; short enough that what never comes fails its test, not the run. */
const LIMIT_MS = 120_000 * PATIENCE;
const BETWEEN_LOOKS_MS = 10 * PATIENCE; // Looking costs the machine time, too.

/**
 * Looks again and again; resolves with the first answer that is not undefined, null or false.
 * Rejects after `limitMs` with `what` was awaited: a function tells of the end what was last seen.
 */
export async function eventually<T>(
  what: string | (() => string),
  look: () => T | Promise<T>,
  limitMs = LIMIT_MS,
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const isLast = performance.now() > deadline;
    const seen = await look();
    if (isFound(seen)) return seen;
    if (isLast) {
      const awaited = typeof what === "string" ? what : what();
      throw new Error(`Waited ${limitMs} ms in vain: ${awaited}`);
    }
    await delay(BETWEEN_LOOKS_MS);
  }
}

function isFound<T>(seen: T): seen is Exclude<T, undefined | null | false> {
  return seen !== undefined && seen !== null && seen !== false;
}
