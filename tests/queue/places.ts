import { spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cleanup } from "../support/temp.ts";

/** Places and people that files have to do with. */

const SHARED_MEMORY = "/dev/shm";
/** Of Debian and all others. */
const NOBODY = 65_534;

/** A folder on another file system than the temporary ones; undefined where there is none. */
export function otherFileSystem(t: Cleanup): string | undefined {
  if (!existsSync(SHARED_MEMORY)) return undefined;
  if (statSync(SHARED_MEMORY).dev === statSync(tmpdir()).dev) return undefined;
  const folder = mkdtempSync(join(SHARED_MEMORY, "kantoku-test-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Starts `fixtures/<name>.ts` on `folder`, whose folders are given to a user that may not read
 * everything: root may, so root hands over to nobody. Killed when the test ends.
 */
export function startAsNobody(t: Cleanup, name: string, folder: string): void {
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if ("uid" in user) for (const place of foldersIn(folder)) chownSync(place, NOBODY, NOBODY);
  const path = join(import.meta.dirname, "fixtures", `${name}.ts`);
  const child = spawn(process.execPath, [path, folder], {
    ...user,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const closed = once(child, "close");
  t.after(async () => {
    child.kill("SIGKILL");
    await closed;
  });
}

function foldersIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const below = entries.filter((entry) => entry.isDirectory());
  return [folder, ...below.map(({ parentPath, name }) => join(parentPath, name))];
}
