import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  lchownSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { codeOf } from "./errors.ts";

interface NewFolder {
  readonly mode?: number;
  /** Gets all that is made; default: who makes it. */
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
}

/**
 * Makes a folder and those that it lies in. Node's own `recursive` never ends where the file system calls
 * a new folder's parent missing although it is there, as `/proc` does.
 */
export function makeFolder(path: string, { mode, owner }: NewFolder = {}): void {
  try {
    mkdirSync(path, mode);
  } catch (error) {
    if (codeOf(error) === "EEXIST" && statSync(path).isDirectory()) return;
    if (codeOf(error) !== "ENOENT" || existsSync(dirname(path))) throw error;
    makeFolder(dirname(path), { owner });
    mkdirSync(path, mode);
  }
  if (owner) lchownSync(path, owner.uid, owner.gid);
}

/** The path with no link in it; of what does not exist, or may not be looked at, as far as it can be told. */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    const folder = dirname(path);
    return folder === path ? path : join(realPath(folder), basename(path));
  }
}

/** Whether two paths lead to one and the same folder, by whatever links or mounts. */
export function isSameFolder(one: string, other: string): boolean {
  if (one === other) return true;
  const [first, second] = [identityOf(one), identityOf(other)];
  return first !== undefined && first === second;
}

function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}

/** Writes `content` so that a reader, or a crash at any instant, sees the old file or the new one. */
export function writeFileAtomically(path: string, content: string | Uint8Array): void {
  makeFolder(dirname(path));
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}.draft`);
  try {
    writeDurably(draft, typeof content === "string" ? Buffer.from(content) : content);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function writeDurably(path: string, bytes: Uint8Array): void {
  const file = openSync(path, "wx", 0o644);
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Two-space JSON with a final newline, written atomically. */
export function writeJson(path: string, value: unknown): void {
  writeFileAtomically(path, `${JSON.stringify(value, null, 2)}\n`);
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
