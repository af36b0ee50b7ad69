import { inspect } from "node:util";
import { causesOf, InputError, operationalOf, type OperationalError } from "../../kernel/errors.ts";

/** What the command's end says to a script. */
export const EXIT = { done: 0, failed: 1, usage: 2, notRunning: 3, tryLater: 75 } as const;

/** Codes of operational errors that pass by themselves. */
const PASSING = new Set(["database-unusable", "disk-full", "program-timed-out", "try-later"]);

/** Of a home on which nothing runs, or that isn't there at all. */
const IDLE = new Set(["not-running", "no-home"]);

export function exitCodeOf(error: unknown): number {
  if (error instanceof InputError) return EXIT.usage;
  const failure = failureIn(error);
  if (failure && IDLE.has(failure.code)) return EXIT.notRunning;
  if (failure?.code === "input-refused") return EXIT.usage;
  return failure && PASSING.has(failure.code) ? EXIT.tryLater : EXIT.failed;
}

/** One line per problem on stderr, then what to do; a stack only for what is our own fault. */
export function report(error: unknown): void {
  process.stderr.write(`${words(error, false)}\n`);
}

/** As `report`, with what lies behind it: for a daemon that nobody can ask any more. */
export function reportInFull(error: unknown): void {
  process.stderr.write(`${words(error, true)}\n`);
}

/** What ended a service ended the daemon: the failure is told, not in which of them it came up. */
export function failureIn(error: unknown): OperationalError | undefined {
  return operationalOf(error) ?? (error instanceof Error ? operationalOf(error.cause) : undefined);
}

function words(error: unknown, inFull: boolean): string {
  if (error instanceof InputError) return error.message;
  const failure = failureIn(error);
  if (!failure) return inspect(error);
  const causes = inFull ? causesOf(failure).map((cause) => `  because: ${cause}`) : [];
  return [failure.message, ...causes, ...(failure.hint ? [failure.hint] : [])].join("\n");
}
