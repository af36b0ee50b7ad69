import { renameSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { faultPoint } from "../../kernel/fault-points.ts";
import { writeJson } from "../../kernel/files.ts";
import type { Config } from "../config.ts";
import { findConfigFile } from "../configfile.ts";
import { expectHome } from "../home.ts";
import { copyDatabase, missingBlobs } from "./database.ts";
import { openDraft } from "./draft.ts";
import { explained } from "./failure.ts";
import { makeFolder } from "./make-folder.ts";
import { backupsIn, manifestOf, nameOf, type Backup, type Manifest } from "./manifest.ts";
import { giveTo } from "./ownership.ts";
import { extentOf, requireRoom } from "./room.ts";
import { expired, removeBackup } from "./rotation.ts";
import { copyEntries, entriesOf, sync, type Copied } from "./tree.ts";

export interface BackupOptions {
  /** Gets the backup, a folder of its own. */
  readonly folder: string;
  /** How many of this home stay in `folder`, the newest; 0: all. */
  readonly keep: number;
  readonly signal?: AbortSignal;
  /** Bytes. */
  readonly onProgress?: (done: number, total: number, doing: string) => void;
}

export interface BackupReport extends Backup {
  /** Older backups that made room. */
  readonly removed: readonly string[];
}

/**
 * Copies all of a home that can't be made again, while its daemon works or while none runs, and proves
 * the copy. Before it has its name it is whole and on the disk; whatever fails leaves nothing behind.
 * Throws `no-home`, `database-damaged`, `disk-full`, `no-permission`, or the signal's reason.
 */
export async function makeBackup(config: Config, options: BackupOptions): Promise<BackupReport> {
  const { home } = config;
  expectHome(home);
  return explained(options.folder, async () => {
    makeFolder(options.folder);
    const older = backupsIn(options.folder, home.root);
    const made = await write(config, options, older[0]);
    const doomed = expired([made, ...older], options.keep);
    for (const each of doomed) removeBackup(each);
    return { ...made, removed: doomed.map(({ folder }) => folder) };
  });
}

/**
 * What waits in the inboxes is copied before the database: taken in between, it is in both, and rather
 * taken twice than never. Blobs come after it, so that none is missing that it names.
 */
async function write(config: Config, options: BackupOptions, last?: Backup): Promise<Backup> {
  const { home } = config;
  const { folder, signal } = options;
  const madeAt = Date.now();
  using draft = openDraft(folder, nameOf(madeAt));
  const copying = {
    from: home.data,
    to: join(draft.path, "data"),
    shared: last && { data: join(last.folder, "data"), damaged: last.manifest.damaged },
    signal,
  };
  const twins = new Map<string, string>();
  const { total, needed } = await extentOf(home, copying.shared);
  requireRoom(folder, needed);
  let done = 0;
  const progress = (doing: string) => (bytes: number) =>
    options.onProgress?.(Math.min((done += bytes), total), total, doing);
  const trees = (...names: (keyof Manifest["content"])[]) =>
    Array.fromAsync(names, async (name): Promise<[string, Copied]> => {
      const entries = await entriesOf(home.data, name);
      return [name, await copyEntries(entries, copying, twins, progress(name))];
    });
  const early = await trees("inbox", "outbox");
  const database = await copyDatabase(home, draft.path, progress("database"), signal);
  faultPoint("backup.database-copied");
  const copied = [...early, ...(await trees("blobs", "jobs"))];
  const manifest: Manifest = {
    format: 1,
    version: config.version,
    madeAt,
    home: home.root,
    database,
    content: contentOf(copied),
    config: await copyConfig(config, draft.path),
    missing: missingBlobs(home, draft.path),
    damaged: copied.flatMap(([, { damaged }]) => damaged),
  };
  writeJson(manifestOf(draft.path), manifest);
  return { folder: await publish(draft.path, join(folder, nameOf(madeAt))), manifest };
}

async function copyConfig({ home, configFile }: Config, draft: string): Promise<string | null> {
  const file = configFile ?? findConfigFile(home.root);
  if (file === undefined) return null;
  await copyFile(file, join(draft, basename(file)));
  await sync(join(draft, basename(file)));
  return basename(file);
}

function contentOf(copied: readonly (readonly [string, Copied])[]): Manifest["content"] {
  const contents = copied.map(([tree, { files, bytes }]) => [tree, { files, bytes }]);
  return Object.fromEntries(contents) as Manifest["content"];
}

async function publish(draft: string, folder: string): Promise<string> {
  giveTo(dirname(folder), draft);
  await sync(join(draft, "data"));
  await sync(draft);
  faultPoint("backup.written");
  renameSync(draft, folder);
  await sync(dirname(folder));
  return folder;
}
