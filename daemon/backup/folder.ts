import { join } from "node:path";
import type { Config } from "../config.ts";

/** Where a home's backups go, unless somebody names another folder. */
export function backupFolder({ backup, home }: Pick<Config, "backup" | "home">): string {
  return backup.folder ?? join(home.root, "backups");
}
