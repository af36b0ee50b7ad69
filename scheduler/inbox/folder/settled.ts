import { lstatSync } from "node:fs";
import { codeOf } from "../../../kernel/errors.ts";

/** How a file looked, and since when it has looked so. Times are ms. */
export interface Sighting {
  readonly size: number;
  readonly mtimeMs: number;
  readonly inode: number;
  readonly since: number;
}

/**
 * A file that was not changed for this long was written to its end. A slow copy or a script that
 * appends line by line pauses for a second, and half a brief makes a wrong film: better to wait, as
 * chokidar does by default too.
 */
export const SETTLED_AFTER_MS = 2_000;

/** Notes how the file looks now; true once size and time of change have stood still long enough. */
export function looksSettled(path: string, sightings: Map<string, Sighting>, now: number): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const seen = sight(path, now);
  if (!seen) return false;
  const before = sightings.get(name);
  // A clock that was set back starts the wait anew, rather than making it endless.
  if (before && isSame(before, seen) && before.since <= now)
    return now - before.since >= SETTLED_AFTER_MS;
  sightings.set(name, seen);
  return false;
}

function sight(path: string, now: number): Sighting | undefined {
  try {
    const { size, mtimeMs, ino } = lstatSync(path);
    return { size, mtimeMs, inode: ino, since: now };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function isSame(before: Sighting, now: Sighting): boolean {
  return before.size === now.size && before.mtimeMs === now.mtimeMs && before.inode === now.inode;
}
