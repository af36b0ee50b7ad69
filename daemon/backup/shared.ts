import { basename, extname } from "node:path";

/** An older backup, which shares blobs instead of having them copied once more. */
export interface Shared {
  readonly data: string;
  /** Blobs that it has, but not as their names say. */
  readonly damaged: readonly string[];
}

/** A blob never changes, so another backup's of the same name will do, unless that one was damaged. */
export function mayBeShared({ damaged }: Shared, path: string): boolean {
  return promisedHash(path) !== undefined && !damaged.includes(path);
}

/** The hash that a blob's name promises; undefined for other files. */
export function promisedHash(path: string): string | undefined {
  const name = basename(path, extname(path));
  return path.startsWith("blobs/") && /^[0-9a-f]{64}$/.test(name) ? name : undefined;
}
