import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { giveTo } from "./ownership.ts";

/** Makes a folder (mode 0700) and those above it; with `recursive`, Node calls a read-only disk a missing folder. */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
  giveTo(dirname(folder), folder);
}
