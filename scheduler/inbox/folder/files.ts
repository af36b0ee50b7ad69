import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  type Stats,
} from "node:fs";
import { dirname, extname, join } from "node:path";
import { codeOf, messageOf, OperationalError, type Problem } from "../../../kernel/errors.ts";
import { writeFileAtomically } from "../../../kernel/files.ts";

/** A brief as it lay in the folder. */
export interface BriefFile {
  readonly text: Uint8Array;
  /** Of content, name and time of change. */
  readonly digest: string;
}

export type ReadBrief =
  | ({ readonly kind: "file" } & BriefFile)
  | { readonly kind: "refused"; readonly problem: Problem }
  | { readonly kind: "gone" };

/** Longer texts are refused without being read: nobody writes a brief of this size by hand. */
export const MAX_BRIEF_BYTES = 4 * 1024 * 1024;

/** The briefs in the folder by name: `*.md`, without an editor's or copier's hidden drafts. */
export function namesIn(folder: string): string[] {
  const names = attempt(folder, () => {
    mkdirSync(folder, { recursive: true });
    return readdirSync(folder);
  });
  return names.filter((name) => name.endsWith(".md") && !name.startsWith(".")).toSorted();
}

/** Reads a brief, but never through a symlink and never from a pipe or device. */
export function readBrief(path: string): ReadBrief {
  const name = path.slice(path.lastIndexOf("/") + 1);
  try {
    // A pipe is opened without waiting for its writer.
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(file);
      const problem = problemOf(name, stats);
      if (problem) return { kind: "refused", problem };
      const text = readFileSync(file);
      return { kind: "file", text, digest: digestOf(name, stats, text) };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return unreadable(name, error);
  }
}

function problemOf(name: string, stats: Stats): Problem | undefined {
  if (!stats.isFile()) {
    return { where: name, message: "is not a regular file", hint: DROP_THE_FILE };
  }
  if (stats.size <= MAX_BRIEF_BYTES) return undefined;
  const message = `the brief is too big: ${(stats.size / 1_000_000).toFixed(1)} MB`;
  return { where: name, message, hint: "a film of ten minutes needs less than 20 kB of text" };
}

function digestOf(name: string, { mtimeMs }: Stats, text: Uint8Array): string {
  const hash = createHash("sha256").update(`${name}\0${mtimeMs}\0`).update(text);
  return hash.digest("hex").slice(0, 32);
}

const DROP_THE_FILE = "drop a copy of the brief itself";

/** What opening a path that isn't a readable file answers. */
const REFUSALS: Readonly<Record<string, Pick<Problem, "message" | "hint">>> = {
  ELOOP: { message: "is a symbolic link", hint: DROP_THE_FILE },
  ENXIO: { message: "is not a regular file", hint: DROP_THE_FILE },
  EACCES: { message: "can't be read", hint: "make it readable for Kantoku's user" },
  EPERM: { message: "can't be read", hint: "make it readable for Kantoku's user" },
};

function unreadable(name: string, error: unknown): ReadBrief {
  const code = codeOf(error) ?? "";
  if (code === "ENOENT") return { kind: "gone" };
  const refusal = REFUSALS[code];
  if (!refusal) throw unusable(name, error);
  return { kind: "refused", problem: { where: name, ...refusal } };
}

/** Writes the reason beside the place where the refused file will lie; answers that place. */
export function writeReason(folder: string, name: string, reason: string): string {
  const target = freeName(folder, name);
  attempt(target, () => writeFileAtomically(`${target}.reason.txt`, `${reason}\n`));
  return target;
}

/** `film.md`, or `film-2.md` when an earlier refused file lies there. */
function freeName(folder: string, name: string): string {
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  let path = join(folder, name);
  for (let count = 2; existsSync(path); count += 1) {
    path = join(folder, `${stem}-${count}${extension}`);
  }
  return path;
}

/** Both lie in `data/`, on one file system, so that the file is always in one place or the other. */
export function moveTo(path: string, target: string): void {
  attempt(path, () => {
    mkdirSync(dirname(target), { recursive: true });
    try {
      renameSync(path, target);
    } catch (error) {
      // Somebody took the file away meanwhile; what was decided about it stands.
      if (codeOf(error) !== "ENOENT") throw error;
    }
  });
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unusable(path, error);
  }
}

function unusable(path: string, cause: unknown): OperationalError {
  const message = `The inbox can't handle ${path}: ${messageOf(cause)}`;
  const hint = "Check the permissions of data/inbox and that the disk is not full.";
  return new OperationalError("inbox-unusable", message, { hint, cause });
}
