import {
  cpSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { basename, dirname, join, parse } from "node:path";
import { codeOf } from "../../kernel/errors.ts";
import { faultPoint } from "../../kernel/fault-points.ts";
import { writeFileAtomically } from "../../kernel/files.ts";

export interface RejectedFolders {
  /** Where bad files go, each with `<name>.reason.txt` beside it. */
  readonly rejected: string;
  /** On the file's own file system: for what can't be copied to `rejected` on another one. */
  readonly kept: string;
}

const LONGEST_NAME_BYTES = 255;
/** What the name of an atomic write's draft adds: two dots, a UUID and its ending. */
const DRAFT_BYTES = 50;

/**
 * Moves a bad file to the rejected ones, under another name when its own is taken there. The
 * reason is there before the file is, so that nobody finds a file without one.
 */
export function reject(path: string, reason: string, { rejected, kept }: RejectedFolders): void {
  const target = freePath(rejected, basename(path));
  writeReason(target, reason);
  faultPoint("rejection.reasoned");
  try {
    move(path, target);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    mkdirSync(kept, { recursive: true });
    const place = freePath(kept, basename(path));
    renameSync(path, place);
    writeReason(target, `${reason}\nIt can't be moved here (${codeOf(error)}), see ${place}.`);
  }
}

/** Says beside `path` what is wrong with it. */
export function writeReason(path: string, reason: string): void {
  writeFileAtomically(reasonPath(path), `${reason}\n`);
}

export function removeReason(path: string): void {
  rmSync(reasonPath(path), { force: true });
}

function reasonPath(path: string): string {
  const ending = ".reason.txt";
  const room = LONGEST_NAME_BYTES - ending.length - DRAFT_BYTES;
  const name = Buffer.from(basename(path)).subarray(0, room).toString();
  return join(dirname(path), `${name}${ending}`);
}

function freePath(folder: string, name: string): string {
  const { name: stem, ext } = parse(name);
  let path = join(folder, name);
  for (let n = 2; isTaken(path); n += 1) path = join(folder, `${stem}-${n}${ext}`);
  return path;
}

/** By a link that leads nowhere too. */
function isTaken(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (codeOf(error) !== "EXDEV") throw error;
    copy(from, to);
    rmSync(from, { recursive: true });
  }
}

function copy(from: string, to: string): void {
  const draft = join(dirname(to), `.${basename(to)}`);
  try {
    // cpSync can't copy a link that leads nowhere.
    if (lstatSync(from).isSymbolicLink()) symlinkSync(readlinkSync(from), draft);
    else cpSync(from, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, to);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}
