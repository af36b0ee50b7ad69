import { createHash } from "node:crypto";
import { constants, createReadStream, type BigIntStats } from "node:fs";
import { copyFile, link, lstat, mkdir, open, readdir, utimes } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { codeOf } from "../../kernel/errors.ts";
import type { Tree } from "./manifest.ts";
import { mayBeShared, promisedHash, type Shared } from "./shared.ts";

/** A file below `data/`. */
export interface Entry {
  /** Relative to `data/`, such as `blobs/ab/abcd….mp4`. */
  readonly path: string;
  readonly bytes: number;
  /** The same for all names of one file; null when it has but one. */
  readonly identity: string | null;
  /** Ms since the epoch. */
  readonly changedAt: number;
}

/** All files of a tree below `data`, drafts left out; those that vanish meanwhile, too. */
export async function entriesOf(data: string, tree: Tree): Promise<Entry[]> {
  const found = await readdir(join(data, tree), { recursive: true, withFileTypes: true }).catch(
    absent,
  );
  const files = (found ?? []).filter((each) => each.isFile() && !each.name.endsWith(".draft"));
  const entries = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const stat = await lstat(path, { bigint: true }).catch(absent);
      return stat && entry(relative(data, path), stat);
    }),
  );
  return entries.filter((each) => each !== undefined);
}

export interface Copying {
  /** `data/` of the home, or of a backup. */
  readonly from: string;
  readonly to: string;
  readonly shared?: Shared | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Copied {
  readonly files: number;
  readonly bytes: number;
  /** Blobs whose content is not what their name says. */
  readonly damaged: readonly string[];
}

/**
 * Copies entries, their times and which of them are one file; each is on the disk when it returns. What
 * vanishes meanwhile is left out. `twins` (by identity) is shared among the trees of one copy.
 */
export async function copyEntries(
  entries: readonly Entry[],
  copying: Copying,
  twins: Map<string, string>,
  onBytes: (bytes: number) => void,
): Promise<Copied> {
  const damaged: string[] = [];
  let files = 0;
  let bytes = 0;
  for (const each of entries) {
    copying.signal?.throwIfAborted();
    const copied = await copyEntry(each, copying, twins);
    onBytes(each.bytes);
    if (copied === "vanished") continue;
    files += 1;
    bytes += each.bytes;
    if (copied === "damaged") damaged.push(each.path);
  }
  await syncFolders(copying.to, entries);
  return { files, bytes, damaged };
}

/** Makes the names of these entries below `data` outlast a power cut. */
export async function syncFolders(data: string, entries: readonly Entry[]): Promise<void> {
  const folders = new Set(entries.flatMap(({ path }) => ancestorsOf(path)));
  for (const folder of folders) await sync(join(data, folder)).catch(absent);
}

export async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** Makes what was written to a file, or the names in a folder, outlast a power cut. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** `blobs/ab`, `blobs`, `.` */
function ancestorsOf(path: string): string[] {
  const folder = dirname(path);
  return folder === "." ? [folder] : [folder, ...ancestorsOf(folder)];
}

async function copyEntry(
  { path, identity, bytes, changedAt }: Entry,
  { from, to, shared }: Copying,
  twins: Map<string, string>,
): Promise<"copied" | "damaged" | "vanished"> {
  const target = join(to, path);
  await mkdir(dirname(target), { recursive: true });
  const twin = identity === null ? undefined : twins.get(identity);
  if (twin !== undefined && (await linked(twin, target))) return "copied";
  if (identity !== null) twins.set(identity, target);
  if (shared !== undefined && (await sharedFrom(shared, path, bytes, target))) return "copied";
  try {
    // On file systems that can (Btrfs, XFS), the copy takes no room until one of the two is changed.
    await copyFile(join(from, path), target, constants.COPYFILE_FICLONE);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    if (identity !== null) twins.delete(identity);
    return "vanished";
  }
  await utimes(target, changedAt / 1000, changedAt / 1000);
  await sync(target);
  const promised = promisedHash(path);
  return promised === undefined || (await hashOf(target)) === promised ? "copied" : "damaged";
}

/** A blob never changes, so an older backup's of the same name and size is the same. */
async function sharedFrom(shared: Shared, path: string, bytes: number, target: string) {
  if (!mayBeShared(shared, path)) return false;
  const existing = join(shared.data, path);
  const older = await lstat(existing).catch(absent);
  return older?.size === bytes && (await linked(existing, target));
}

/** False where the file system has no (more) links; then it is copied. */
async function linked(existing: string, target: string): Promise<boolean> {
  try {
    await link(existing, target);
    return true;
  } catch (error) {
    if (["EPERM", "EMLINK", "EXDEV", "ENOENT", "ENOTSUP"].includes(codeOf(error) ?? ""))
      return false;
    throw error;
  }
}

function entry(path: string, stat: BigIntStats): Entry {
  return {
    path,
    bytes: Number(stat.size),
    identity: stat.nlink > 1n ? `${stat.dev}:${stat.ino}` : null,
    changedAt: Number(stat.mtimeMs),
  };
}

function absent(error: unknown): undefined {
  if (codeOf(error) !== "ENOENT") throw error;
}
