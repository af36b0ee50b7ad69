import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "../../kernel/errors.ts";

/** More are not counted: the look must stay cheap, whatever a step leaves about. */
const MOST_ENTRIES = 2_000;
const BYTES_PER_BLOCK = 512;

/** Bytes that a folder takes on the disk (stat(2), `st_blocks`); 0 for one that is not there. */
export async function bytesIn(folder: string): Promise<number> {
  const found = await orNone(readdir(folder, { recursive: true }), []);
  let bytes = 0;
  for (const name of found.slice(0, MOST_ENTRIES)) {
    const entry = await orNone(lstat(join(folder, name)), null);
    bytes += (entry?.blocks ?? 0) * BYTES_PER_BLOCK;
  }
  return bytes;
}

/** Work goes on meanwhile: what was there a moment ago may be gone. */
async function orNone<T, None>(found: Promise<T>, none: None): Promise<T | None> {
  try {
    return await found;
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return none;
    throw error;
  }
}
