import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isAsWritten, UNITS } from "../units.ts";
import { order, type Step } from "./step.ts";
import type { Systemctl } from "./systemctl.ts";

/**
 * What takes the service away: no steps when it isn't there. The agents finish what they have in
 * hand first; the home stays; a unit that was altered by hand is kept as `.bak`.
 */
export function planRemoval(folder: string, systemctl: Systemctl): Step[] {
  const paths = UNITS.map((name) => join(folder, name)).filter((path) => existsSync(path));
  if (paths.length === 0) return [];
  return [
    order(systemctl, "stop", "kantoku", "kantoku-tmux"),
    order(systemctl, "disable", "kantoku-tmux", "kantoku"),
    ...paths.map(removal),
    order(systemctl, "daemon-reload"),
  ];
}

function removal(path: string): Step {
  if (isAsWritten(readFileSync(path, "utf8"))) {
    return { words: `remove ${path}`, act: () => rmSync(path) };
  }
  return {
    words: `keep ${path}, which was changed by hand, as ${path}.bak`,
    act: () => renameSync(path, `${path}.bak`),
  };
}
