import { existsSync } from "node:fs";
import { join } from "node:path";
import { UNITS } from "../units.ts";
import { removingBackup } from "./backup-units.ts";
import { removals } from "./removal.ts";
import { order, type Step } from "./step.ts";
import type { Systemctl } from "./systemctl.ts";

/**
 * What takes the service away: no steps when it isn't there. The agents finish what they have in
 * hand first; the home stays, with its backups; a unit that was altered by hand is kept as `.bak`.
 */
export function planRemoval(folder: string, systemctl: Systemctl): Step[] {
  const backup = removingBackup(folder, systemctl);
  const paths = UNITS.map((name) => join(folder, name)).filter((path) => existsSync(path));
  if (paths.length === 0) return backup;
  return [
    ...backup,
    order(systemctl, "stop", "kantoku", "kantoku-tmux"),
    order(systemctl, "disable", "kantoku-tmux", "kantoku"),
    ...removals(paths),
    order(systemctl, "daemon-reload"),
  ];
}
