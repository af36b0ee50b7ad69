import { closeSync, existsSync, fsyncSync, openSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { bootId } from "../boot.ts";
import { codeOf, OperationalError } from "../errors.ts";
import { writeJson } from "../files.ts";

/**
 * What the last run of a daemon left beside its database (`kantoku.db-run`). Whoever is killed
 * can't write `closed`, and neither can a machine that loses its power.
 *
 * ```
 *            begins             ends, and others work on
 *   closed ─────────▶ running ──────────────────────────▶ in-use
 *     ▲                  │ ▲                                 │
 *     └──── ends, last ──┘ └───────────── begins ────────────┘
 * ```
 */
const RunMark = z.strictObject({
  state: z.enum(["running", "in-use", "closed"]),
  /** In use by agents, it is in good hands as long as the machine is up. */
  bootId: z.string(),
});
export type RunMark = z.infer<typeof RunMark>;

/** Why the file should be looked through before it is used. */
export type Suspicion =
  /** No (readable) mark: made by an older Kantoku, or brought here by hand. */
  | "unmarked"
  /** The last daemon did not get to its end: killed, or the machine went down. */
  | "cut-off"
  /** The daemon had ended, but the machine went down while agents worked on. */
  | "machine-went-down"
  /** All had closed the file, and yet there is a log that somebody wrote later, or put there. */
  | "unexpected-log";

/** What stands beside the database now. */
export interface Surroundings {
  readonly mark: RunMark | undefined;
  readonly bootId: string;
  readonly hasLog: boolean;
}

/** Undefined when the last run ended as it should. */
export function suspicionOf({ mark, bootId, hasLog }: Surroundings): Suspicion | undefined {
  if (!mark) return "unmarked";
  if (mark.state === "running") return "cut-off";
  if (mark.state === "in-use") return mark.bootId === bootId ? undefined : "machine-went-down";
  return hasLog ? "unexpected-log" : undefined;
}

export function lookAround(path: string): Surroundings {
  return { mark: readRunMark(path), bootId: bootId(), hasLog: hasLog(path) };
}

/** On the disk when it returns. Throws `database-unusable`. */
export function markRunning(path: string): void {
  try {
    write(path, { state: "running", bootId: bootId() });
  } catch (cause) {
    throw new OperationalError("database-unusable", `${markOf(path)} can't be written.`, {
      hint: "Check that its folder is writable and that the disk is not full.",
      cause,
    });
  }
}

/**
 * To be called after the daemon has closed the database. SQLite removes the log with the last
 * connection, so a log tells that others work on.
 */
export function markEnded(path: string): void {
  try {
    write(path, { state: existsSync(logOf(path)) ? "in-use" : "closed", bootId: bootId() });
  } catch (error) {
    // On a full disk the mark says `running` still: one examination too many.
    if (codeOf(error) === undefined) throw error;
  }
}

/** The write-ahead log of a database. */
export const logOf = (path: string): string => `${path}-wal`;

const markOf = (path: string): string => `${path}-run`;

function readRunMark(path: string): RunMark | undefined {
  try {
    return RunMark.safeParse(JSON.parse(readFileSync(markOf(path), "utf8"))).data;
  } catch (error) {
    if (codeOf(error) === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function write(path: string, mark: RunMark): void {
  writeJson(markOf(path), mark);
  // The new name of a file is safe only when its folder is on the disk, too.
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function hasLog(path: string): boolean {
  return (statSync(logOf(path), { throwIfNoEntry: false })?.size ?? 0) > 0;
}
