import { renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Backup } from "./manifest.ts";

/** Those beyond the newest `keep`; none when `keep` is 0. Pure; `backups` come newest first. */
export function expired(backups: readonly Backup[], keep: number): Backup[] {
  return keep === 0 ? [] : backups.slice(keep);
}

/** It loses its name first, so that half of one is never taken for a whole one. */
export function removeBackup({ folder }: Backup): void {
  const doomed = join(dirname(folder), `.${basename(folder)}.0-0.draft`);
  renameSync(folder, doomed);
  rmSync(doomed, { recursive: true, force: true, maxRetries: 3 });
}
