import { readFileSync, renameSync, rmSync } from "node:fs";
import { isAsWritten } from "../units.ts";
import type { Step } from "./step.ts";

/** Removes unit files; one that was changed by hand is kept as `.bak`. */
export function removals(paths: readonly string[]): Step[] {
  return paths.map((path) => {
    if (isAsWritten(readFileSync(path, "utf8"))) {
      return { words: `remove ${path}`, act: () => rmSync(path) };
    }
    return {
      words: `keep ${path}, which was changed by hand, as ${path}.bak`,
      act: () => renameSync(path, `${path}.bak`),
    };
  });
}
