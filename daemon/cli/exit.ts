import { InputError, OperationalError } from "../../kernel/errors.ts";

/** What the command's end says to a script. */
export const EXIT = { done: 0, failed: 1, usage: 2, notRunning: 3, tryLater: 75 } as const;

/** Codes of operational errors that pass by themselves. */
const PASSING = new Set(["database-unusable", "program-timed-out", "try-later"]);

export function exitCodeOf(error: unknown): number {
  if (error instanceof InputError) return EXIT.usage;
  if (!(error instanceof OperationalError)) return EXIT.failed;
  if (error.code === "not-running") return EXIT.notRunning;
  return PASSING.has(error.code) ? EXIT.tryLater : EXIT.failed;
}

/** One line per problem on stderr; a stack only for what is our own fault. */
export function report(error: unknown): void {
  process.stderr.write(`${words(error)}\n`);
}

function words(error: unknown): string {
  if (error instanceof InputError) return error.message;
  if (error instanceof OperationalError) {
    return error.hint ? `${error.message}\n${error.hint}` : error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
