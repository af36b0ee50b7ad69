import { existsSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { logOf } from "../../kernel/database/run-mark.ts";
import { OperationalError } from "../../kernel/errors.ts";
import type { Home } from "../../kernel/home.ts";
import { TREES } from "./manifest.ts";
import { mayBeShared, type Shared } from "./shared.ts";
import { entriesOf, type Entry } from "./tree.ts";

/** How much a backup copies, in bytes. */
export interface Extent {
  readonly total: number;
  /** Less than that: what is not shared with another name of the same file, or with an older backup. */
  readonly needed: number;
}

export async function extentOf(
  { database, data }: Home,
  shared: Shared | undefined,
): Promise<Extent> {
  const entries = (await Promise.all(TREES.map((tree) => entriesOf(data, tree)))).flat();
  const bytesOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const own = bytesOf(database) + bytesOf(logOf(database));
  return {
    total: entries.reduce((sum, { bytes }) => sum + bytes, own),
    needed: own + unshared(entries, shared),
  };
}

/** Throws `disk-full` before anything is written that would not fit. */
export function requireRoom(folder: string, needed: number): void {
  const { bavail, bsize } = statfsSync(folder);
  if (needed <= bavail * bsize) return;
  const gb = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;
  const words = `It needs ${gb(needed)}, and ${folder} has ${gb(bavail * bsize)} free.`;
  throw new OperationalError("disk-full", words, {
    hint: "Nothing was written. Free some space there, or take a folder on another disk.",
  });
}

function unshared(entries: readonly Entry[], shared: Shared | undefined): number {
  const seen = new Set<string>();
  return entries.reduce((sum, { path, bytes, identity }) => {
    if (identity !== null && seen.has(identity)) return sum;
    if (identity !== null) seen.add(identity);
    const isThere =
      shared !== undefined && mayBeShared(shared, path) && existsSync(join(shared.data, path));
    return isThere ? sum : sum + bytes;
  }, 0);
}
