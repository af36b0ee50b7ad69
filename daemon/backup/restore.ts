import { copyFileSync, existsSync, mkdirSync, renameSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { requireIntegrity } from "../../kernel/database/integrity.ts";
import { codeOf, OperationalError } from "../../kernel/errors.ts";
import { faultPoint } from "../../kernel/fault-points.ts";
import type { Home } from "../../kernel/home.ts";
import type { Config } from "../config.ts";
import { findConfigFile } from "../configfile.ts";
import { prepareHome } from "../home.ts";
import { readHolder } from "../lock.ts";
import { rowsOf } from "./database.ts";
import { openDraft } from "./draft.ts";
import { exchangeDatabase } from "./exchange.ts";
import { explained } from "./failure.ts";
import { damagedBackup, readBackup, TREES, type Backup } from "./manifest.ts";
import { giveTo } from "./ownership.ts";
import { requireRoom } from "./room.ts";
import { copyEntries, entriesOf, hashOf, sync, syncFolders, type Entry } from "./tree.ts";
import { usersOf } from "./users.ts";

export interface RestoreOptions {
  /** Replaces the home's database; that one is kept beside it. */
  readonly force: boolean;
  readonly signal?: AbortSignal;
  /** Bytes. */
  readonly onProgress?: (done: number, total: number, doing: string) => void;
}

export interface RestoreReport extends Backup {
  /** How many files came back; those that the home still had were left as they are. */
  readonly files: number;
  /** Where the database is now that was there before; null when there was none. */
  readonly kept: string | null;
  /** `kept`: the home has a config file of its own. */
  readonly config: "restored" | "kept" | "none";
}

/**
 * Puts a backup's database and all files that the home lacks into the home. All is copied and proved
 * before anything is changed, and nothing is written over. Throws `home-in-use`, `home-not-empty`,
 * `backup-damaged`, `disk-full`, `no-permission`, the signal's reason, or an InputError.
 */
export async function restoreBackup(
  { home }: Pick<Config, "home">,
  source: string,
  options: RestoreOptions,
): Promise<RestoreReport> {
  const backup = readBackup(source);
  refuse(home, options.force);
  const owned = existsSync(home.data) ? home.data : home.root;
  return explained(home.root, async () => {
    prepareHome(home);
    using draft = openDraft(home.data, "kantoku-restore");
    const entries = await copyAll(backup, home, draft.path, options);
    faultPoint("restore.copied");
    refuse(home, options.force); // Somebody may have come meanwhile.
    for (const entry of entries) place(join(draft.path, entry.path), join(home.data, entry.path));
    await syncFolders(home.data, entries);
    faultPoint("restore.files-placed");
    const kept = await exchangeDatabase(home, join(draft.path, basename(home.database)));
    const config = restoreConfig(backup, home);
    for (const folder of [home.data, home.logs]) giveTo(owned, folder);
    return { ...backup, files: entries.length, kept, config };
  });
}

function refuse(home: Home, force: boolean): void {
  const holder = readHolder(home);
  if (holder) throw inUse(`A daemon runs on ${home.root} (pid ${holder.pid}).`, holder.isService);
  const pids = usersOf(home.database);
  if (pids.length > 0) {
    const words = `The database ${home.database} is open in other processes: ${pids.join(", ")}.`;
    throw inUse(words, false);
  }
  if (force || !existsSync(home.database)) return;
  const words = `The home ${home.root} has a database already.`;
  const hint =
    "With --force it is kept aside, and the backup's takes its place. To only look: --home FOLDER.";
  throw new OperationalError("home-not-empty", words, { hint });
}

/** Fills the draft with the database and what the home lacks, and proves each of them. */
async function copyAll(
  { folder, manifest }: Backup,
  home: Home,
  draft: string,
  { signal, onProgress }: RestoreOptions,
): Promise<Entry[]> {
  const from = join(folder, "data");
  const lacking = await lackingOf({ folder, manifest }, home);
  const total = lacking.reduce((sum, { bytes }) => sum + bytes, manifest.database.bytes);
  requireRoom(home.data, total);
  let done = 0;
  const tell = (doing: string) => (bytes: number) => onProgress?.((done += bytes), total, doing);
  await copyDatabase({ folder, manifest }, join(draft, basename(home.database)));
  tell("database")(manifest.database.bytes);
  const copying = { from, to: draft, signal };
  const { damaged, files } = await copyEntries(lacking, copying, new Map(), tell("files"));
  const unknown = damaged.find((path) => !manifest.damaged.includes(path));
  if (unknown !== undefined) throw damagedBackup(folder, `${unknown} has another content`);
  if (files < lacking.length) throw damagedBackup(folder, "files vanish from it");
  return lacking;
}

/** What the backup has and the home has not. Throws when the backup lacks some of its files itself. */
async function lackingOf({ folder, manifest }: Backup, home: Home): Promise<Entry[]> {
  const lacking: Entry[] = [];
  for (const tree of TREES) {
    const entries = await entriesOf(join(folder, "data"), tree);
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    const wanted = manifest.content[tree];
    if (entries.length !== wanted.files || bytes !== wanted.bytes) {
      const words = `data/${tree} has ${entries.length} files with ${bytes} bytes instead of ${wanted.files} with ${wanted.bytes}`;
      throw damagedBackup(folder, words);
    }
    lacking.push(...entries.filter(({ path }) => !existsSync(join(home.data, path))));
  }
  return lacking;
}

async function copyDatabase({ folder, manifest }: Backup, target: string): Promise<void> {
  try {
    await copyFile(join(folder, "data", basename(target)), target);
  } catch (cause) {
    if (codeOf(cause) !== "ENOENT") throw cause;
    throw damagedBackup(folder, "its database is missing", cause);
  }
  await sync(target);
  if ((await hashOf(target)) !== manifest.database.sha256) {
    throw damagedBackup(folder, "its database is not what was written");
  }
  requireIntegrity(target, "thorough");
  const rows = Object.entries(rowsOf(target));
  const wrong = rows.find(([table, count]) => manifest.database.rows[table] !== count);
  if (wrong) throw damagedBackup(folder, `its table ${wrong[0]} has ${wrong[1]} rows`);
}

/** Never over another file: should one have come meanwhile, that one stays. */
function place(draft: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  if (!existsSync(target)) renameSync(draft, target);
}

function restoreConfig({ folder, manifest }: Backup, { root }: Home): RestoreReport["config"] {
  if (manifest.config === null) return "none";
  if (findConfigFile(root) !== undefined) return "kept";
  copyFileSync(join(folder, manifest.config), join(root, manifest.config));
  giveTo(root, join(root, manifest.config));
  return "restored";
}

function inUse(words: string, isService: boolean): OperationalError {
  const hint = isService
    ? "Stop it first: systemctl stop kantoku kantoku-tmux"
    : "Stop it first: kantoku down, or under systemd: systemctl stop kantoku kantoku-tmux";
  return new OperationalError("home-in-use", words, { hint });
}
