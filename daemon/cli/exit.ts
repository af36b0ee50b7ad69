import { InputError, operationalOf } from "../../kernel/errors.ts";

/** What the command's end says to a script. */
export const EXIT = { done: 0, failed: 1, usage: 2, notRunning: 3, tryLater: 75 } as const;

/** Codes of operational errors that pass by themselves. */
const PASSING = new Set(["database-unusable", "disk-full", "program-timed-out", "try-later"]);

export function exitCodeOf(error: unknown): number {
  if (error instanceof InputError) return EXIT.usage;
  const failure = operationalOf(error);
  if (failure?.code === "not-running") return EXIT.notRunning;
  return failure && PASSING.has(failure.code) ? EXIT.tryLater : EXIT.failed;
}

/** One line per problem on stderr; a stack only for what is our own fault. */
export function report(error: unknown): void {
  process.stderr.write(`${words(error)}\n`);
}

function words(error: unknown): string {
  if (error instanceof InputError) return error.message;
  const failure = operationalOf(error);
  if (failure) return failure.hint ? `${failure.message}\n${failure.hint}` : failure.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
