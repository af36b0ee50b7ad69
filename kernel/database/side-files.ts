import { chmodSync, statSync } from "node:fs";
import { codeOf } from "../errors.ts";

const OWNER_WRITES = 0o200;

/**
 * SQLite makes the log and its index with the mode that the file has at that moment. Made while the file
 * was read-only, they would keep everybody from writing after it is writable again.
 */
export function mendSideFiles(path: string): void {
  const mode = modeOf(path);
  if (mode === undefined || !(mode & OWNER_WRITES)) return;
  for (const side of [`${path}-wal`, `${path}-shm`]) {
    const now = modeOf(side);
    if (now !== undefined && !(now & OWNER_WRITES)) give(side, mode);
  }
}

function modeOf(path: string): number | undefined {
  const file = statSync(path, { throwIfNoEntry: false });
  return file && file.mode & 0o777;
}

/** Others' files stay as they are, and one may go at any moment: opening the database tells what matters. */
function give(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    if (!["EPERM", "ENOENT", "EROFS"].includes(codeOf(error) ?? "")) throw error;
  }
}
