/**
 * Three kinds of failure live in Kantoku. Expected ones are returned as values. Operational ones
 * (a full disk, a missing program, a refused connection) are `OperationalError`s. Programmer's
 * errors fail an `assert` and crash the process, which its supervisor then restarts.
 */

interface ErrorOptions {
  readonly hint?: string;
  readonly cause?: unknown;
  readonly retryAt?: number;
}

/** What went wrong outside of our code: a stable `code` to match, a sentence, and what to do about it. */
export class OperationalError extends Error {
  readonly code: string;
  readonly hint: string;
  /** Ms since the epoch: nothing is wrong but that it is too early, such as before a quota's reset. */
  readonly retryAt: number | null;

  constructor(code: string, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "OperationalError";
    this.code = code;
    this.hint = options.hint ?? "";
    this.retryAt = options.retryAt ?? null;
  }
}

/** What any write can meet, by the system's code: no fault of the program, and mended outside of it. */
const NO_ROOM: readonly (string | undefined)[] = ["ENOSPC", "EDQUOT"];
const REFUSED: readonly (string | undefined)[] = ["EACCES", "EPERM", "EROFS"];

/**
 * The error as an operational one, if that is what it is: a full disk, or a file that the system refuses, is
 * one wherever it is met.
 */
export function operationalOf(error: unknown): OperationalError | undefined {
  if (error instanceof OperationalError) return error;
  const code = codeOf(error);
  const path = pathOf(error);
  if (NO_ROOM.includes(code)) return full(path, error);
  // Without a path it is no file that was refused, but a signal or a port.
  return REFUSED.includes(code) && path !== undefined ? refused(path, code, error) : undefined;
}

function pathOf(error: unknown): string | undefined {
  const path = (error as { path?: unknown } | null | undefined)?.path;
  return typeof path === "string" ? path : undefined;
}

function full(path: string | undefined, cause: unknown): OperationalError {
  const where = path === undefined ? "" : `: ${path} can't be written`;
  return new OperationalError("disk-full", `The disk is full${where}.`, {
    hint: "Free some space; work goes on by itself.",
    cause,
  });
}

function refused(path: string, code: string | undefined, cause: unknown): OperationalError {
  return new OperationalError("no-permission", `${path} can't be used (${code}).`, {
    hint:
      code === "EROFS"
        ? "Its disk is read-only: mount it for writing; work goes on by itself."
        : "Mend its permissions, or give it to the user that Kantoku runs as (chown); work goes on by itself.",
    cause,
  });
}

/** Where a person's input is wrong: one problem, findable and mendable. */
export interface Problem {
  /** File name, "front matter", a field, or a flag. */
  readonly where: string;
  /** 1-based, when the place in the file is known. */
  readonly line?: number;
  readonly column?: number;
  /** Names and indices of what is wrong within what was given: whoever knows its lines finds them. */
  readonly at?: readonly (string | number)[];
  readonly message: string;
  readonly hint?: string;
}

/** A person's input that can't be used. Commands turn it into one clear line and exit code 2. */
export class InputError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly [Problem, ...Problem[]]) {
    super(problems.map(formatProblem).join("\n"));
    this.name = "InputError";
    this.problems = problems;
  }
}

/** `brief.md:3:7: unknown field "durration" (did you mean "duration"?)` */
export function formatProblem(problem: Problem): string {
  const place = [problem.where, problem.line, problem.column].filter((part) => part !== undefined);
  const hint = problem.hint ? ` (${problem.hint})` : "";
  return `${place.join(":")}: ${problem.message}${hint}`;
}

/** Crashes on a programmer's error; never use it for input or for the outside world. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new TypeError(`Assertion failed: ${message}`);
}

/** Proves to the compiler that every case of a union was handled. */
export function unreachable(value: never): never {
  throw new TypeError(`Unreachable value: ${JSON.stringify(value)}`);
}

/**
 * What lies behind an error, the nearest first: `EACCES: permission denied, open '/x'`. A sentence that the
 * one before it holds already is left out.
 */
export function causesOf(error: unknown): string[] {
  const told = [messageOf(error)];
  for (let cause = causeOf(error); cause !== undefined; cause = causeOf(cause)) {
    const message = messageOf(cause);
    if (told.length > MOST_CAUSES) break;
    if (!told.at(-1)?.includes(message)) told.push(message);
  }
  return told.slice(1);
}

/** Of a chain that bites its own tail. */
const MOST_CAUSES = 8;

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

/** An operational failure as logs and events tell it. */
export function failureOf(error: OperationalError) {
  const { code, message, hint } = error;
  const cause = causesOf(error).join("; ");
  return { code, message, hint, ...(cause === "" ? {} : { cause }) };
}

/** The sentence of any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` that Node's system errors, SQLite's errors and our own carry; undefined otherwise. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
