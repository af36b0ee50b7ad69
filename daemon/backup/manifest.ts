import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { codeOf, InputError, OperationalError } from "../../kernel/errors.ts";
import { isSameFolder, readJson } from "../../kernel/files.ts";

/** Folders of `data/` that a backup holds, besides the database. */
export const TREES = ["inbox", "outbox", "blobs", "jobs"] as const;
export type Tree = (typeof TREES)[number];

const Content = z.strictObject({ files: z.int(), bytes: z.int() });

/** What a backup says of itself, in its `backup.json`; written last, so that what has one is whole. */
export const Manifest = z.strictObject({
  format: z.literal(1),
  /** Of the Kantoku that made it. */
  version: z.string(),
  /** Ms since the epoch: the moment of the database. */
  madeAt: z.int(),
  /** Root of the home that it was made of. */
  home: z.string(),
  database: z.strictObject({
    sha256: z.string(),
    bytes: z.int(),
    /** Number of rows by table. */
    rows: z.record(z.string(), z.int()),
  }),
  content: z.record(z.enum(TREES), Content),
  /** Name of the config file; null when there was none. */
  config: z.string().nullable(),
  /** Blobs that the database names and the home no longer had, or had damaged. */
  missing: z.array(z.string()),
  damaged: z.array(z.string()),
});
export type Manifest = z.infer<typeof Manifest>;

export interface Backup {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Beginning of every backup's name; the moment follows. */
const PREFIX = "kantoku-";
const MANIFEST = "backup.json";

export const manifestOf = (folder: string): string => join(folder, MANIFEST);

/** `kantoku-2026-11-20T19-30-00-123Z`: sorts by time, and is a name on every file system. */
export function nameOf(madeAt: number): string {
  return PREFIX + new Date(madeAt).toISOString().replaceAll(/[:.]/g, "-");
}

/** Throws an InputError when there is no backup, `backup-damaged` or `backup-too-new` when it can't be used. */
export function readBackup(folder: string): Backup {
  if (!existsSync(manifestOf(folder))) throw notOne(folder);
  const found = parse(folder);
  const manifest = Manifest.safeParse(found);
  if (manifest.success) return { folder, manifest: manifest.data };
  const format = z.looseObject({ format: z.int() }).safeParse(found).data?.format ?? 0;
  if (format <= 1) throw damagedBackup(folder, `its ${MANIFEST} contradicts itself`);
  const words = `The backup ${folder} was made by a newer Kantoku.`;
  throw new OperationalError("backup-too-new", words, {
    hint: "Upgrade Kantoku, then restore it.",
  });
}

/** The whole backups of a home in a folder, the newest first; others and unreadable ones are left out. */
export function backupsIn(folder: string, home?: string): Backup[] {
  return namesIn(folder)
    .filter((name) => name.startsWith(PREFIX))
    .toSorted()
    .toReversed()
    .flatMap((name) => tolerant(join(folder, name)))
    .filter(({ manifest }) => home === undefined || isSameFolder(manifest.home, home));
}

/** None where we may not look, such as out of a sandbox. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return [];
  }
}

export function damagedBackup(folder: string, finding: string, cause?: unknown): OperationalError {
  const words = `The backup ${folder} is damaged: ${finding}.`;
  const hint = "Nothing was changed. Take another one; each is whole by itself.";
  return new OperationalError("backup-damaged", words, { hint, cause });
}

function parse(folder: string): unknown {
  try {
    return readJson(manifestOf(folder));
  } catch (cause) {
    throw damagedBackup(folder, `its ${MANIFEST} can't be read`, cause);
  }
}

/** It may be half removed, or another's. */
function tolerant(folder: string): Backup[] {
  try {
    return [readBackup(folder)];
  } catch (error) {
    if (error instanceof InputError || codeOf(error) !== undefined) return [];
    throw error;
  }
}

function notOne(folder: string): InputError {
  const [newest] = backupsIn(folder);
  const message = existsSync(folder) ? `${folder} is no backup` : `there is no folder ${folder}`;
  const hint = newest
    ? `it holds some; the newest: ${newest.folder}`
    : "a backup is a folder that kantoku backup made, with a backup.json in it";
  return new InputError([{ where: "backup", message, hint }]);
}
