import { messageOf, operationalOf } from "../../kernel/errors.ts";

/** A program for developers: a soak, a benchmark, a storm of faults. */
export interface Program<Flags> {
  /** What `--help` prints, with an example. */
  readonly help: string;
  /** Throws, in words for people, when the arguments can't be used. */
  readonly read: (args: string[]) => Flags;
  /**
   * Answers the exit code; `signal` aborts at SIGINT and SIGTERM. What it rejects with for that reason
   * ends the program with 130, an operational error with 1, each with a line for people.
   */
  readonly run: (flags: Flags, signal: AbortSignal) => Promise<number>;
}

const FAILED = 1;
const BAD_USAGE = 2;
/** As a shell tells of a program that SIGINT ended. */
const INTERRUPTED = 130;

/** Runs it with the arguments of this process, whose exit code it sets: 2 for bad usage. */
export async function runProgram<Flags>(program: Program<Flags>): Promise<void> {
  const args = process.argv.slice(2);
  process.exitCode = args.includes("--help") ? help(program) : await begin(program, args);
}

function help({ help }: Pick<Program<never>, "help">): number {
  process.stdout.write(help);
  return 0;
}

async function begin<Flags>({ read, run }: Program<Flags>, args: string[]): Promise<number> {
  const flags = orMessage(() => read(args));
  if (typeof flags === "string") {
    const line = flags.replaceAll(/\s+/g, " ");
    process.stderr.write(`${line} (--help shows what there is)\n`);
    return BAD_USAGE;
  }
  const interrupted = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => interrupted.abort());
  try {
    return await run(flags.value, interrupted.signal);
  } catch (error) {
    return told(error, interrupted.signal);
  }
}

/** A programmer's error crashes. */
function told(error: unknown, { aborted }: AbortSignal): number {
  const isOurStop = aborted && error instanceof Error && error.name === "AbortError";
  const failure = operationalOf(error);
  if (!isOurStop && !failure) throw error;
  const words = isOurStop
    ? ["Stopped before the end; no figures."]
    : [failure?.message, failure?.hint];
  process.stderr.write(`${words.filter(Boolean).join(" ")}\n`);
  return isOurStop ? INTERRUPTED : FAILED;
}

function orMessage<T>(work: () => T): { readonly value: T } | string {
  try {
    return { value: work() };
  } catch (error) {
    return messageOf(error);
  }
}

/** The flag's value as a whole number above 0. Throws a `TypeError` that names the flag. */
export function natural(name: string, value: string): number {
  if (/^[1-9][0-9]{0,9}$/.test(value)) return Number(value);
  throw new TypeError(`--${name} must be a whole number above 0, not ${JSON.stringify(value)}.`);
}
