import { lchownSync, lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** What root writes for another's home must belong to that other; of everybody else it does anyway. */
export function giveTo(ownerOf: string, path: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(ownerOf);
  const paths = lstatSync(path).isDirectory()
    ? readdirSync(path, { recursive: true }).map((name) => join(path, String(name)))
    : [];
  for (const each of [path, ...paths]) {
    const now = lstatSync(each, { throwIfNoEntry: false });
    if (now && (now.uid !== uid || now.gid !== gid)) lchownSync(each, uid, gid);
  }
}
