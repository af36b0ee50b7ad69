import { existsSync, linkSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { faultPoint } from "../../kernel/fault-points.ts";
import type { Home } from "../../kernel/home.ts";
import { sync } from "./tree.ts";

/**
 * Puts a restored database in the place of the home's, and answers the folder where that one is now;
 * null when there was none. The old one gets a second name first, with its log: whenever this is cut
 * off, each of its files is in one of the two places.
 */
export async function exchangeDatabase(home: Home, draft: string): Promise<string | null> {
  const old = [home.database, ...companionsOf(home)].filter((path) => existsSync(path));
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, "-");
  const aside = join(home.data, `before-restore-${stamp}`);
  if (old.length > 0) mkdirSync(aside, { mode: 0o700 });
  for (const path of old) linkSync(path, join(aside, basename(path)));
  if (old.length > 0) await sync(aside);
  faultPoint("restore.kept-aside");
  for (const path of companionsOf(home)) rmSync(path, { force: true });
  renameSync(draft, home.database);
  await sync(home.data);
  return old.includes(home.database) ? aside : null;
}

/** Files that belong to a database, or to the population that worked on it. */
const companionsOf = ({ database, heartbeats }: Home): string[] => [
  ...["-wal", "-shm", "-run"].map((suffix) => `${database}${suffix}`),
  ...["", "-wal", "-shm"].map((suffix) => `${heartbeats}${suffix}`),
];
