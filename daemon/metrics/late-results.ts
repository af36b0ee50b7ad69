import type { Clock } from "../../kernel/clock.ts";
import type { LateResult } from "./statements.ts";

/** A transaction that waited for its turn may show up this much after the time that it bears. */
const OVERLAP_MS = 60_000;

/**
 * Agents are refused in their own processes, so the daemon learns of it from what the queue kept
 * aside. Answers the topics of those that have come since the last call, or since it was opened.
 */
export function newLateResults(
  since: (time: number) => readonly LateResult[],
  clock: Clock,
): () => string[] {
  let lookedAt = clock.now();
  let seen = new Set(since(lookedAt - OVERLAP_MS).map(({ key }) => key));
  return () => {
    const from = lookedAt - OVERLAP_MS;
    lookedAt = clock.now();
    const found = since(from);
    const fresh = found.filter(({ key }) => !seen.has(key));
    seen = new Set(found.map(({ key }) => key));
    return fresh.map(({ topic }) => topic);
  };
}
