import { createHash } from "node:crypto";
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { codeOf } from "../kernel/errors.ts";
import { readJson, writeJson } from "../kernel/files.ts";
import type { Override } from "./config-problems.ts";
import type { Settings } from "./settings.ts";

/** All that settings come from. */
export interface Source {
  /** Files of the program that say what is allowed and what holds by default; default: the schema's own. */
  readonly schema?: readonly string[];
  /** Of the config file; undefined where there is none. */
  readonly text: string | undefined;
  readonly overrides: readonly Override[];
}

/** Settings that were checked, as JSON: to read and check them anew would be half of an agent's start. */
interface Kept {
  /** SHA-256 of the source and of how the schema's files look, so that no other's settings are taken for them. */
  readonly digest: string;
  readonly settings: Settings;
}

/** Undefined when nothing was kept in `folder` of this very source. */
export function recallSettings(folder: string, source: Source): Settings | undefined {
  try {
    const kept = readJson(fileIn(folder)) as Partial<Kept> | null;
    return kept?.digest === digestOf(source) ? kept.settings : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) !== undefined) return undefined;
    throw error;
  }
}

/**
 * Keeps them where there is a folder for it. What can't be kept is checked again next time, and nothing
 * older is left in its place: it may be what an earlier program made of the same source.
 */
export function keepSettings(folder: string, source: Source, settings: Settings): void {
  // Not everything that a file can say survives JSON (dates, infinity).
  const isPlain = isDeepStrictEqual(JSON.parse(JSON.stringify(settings)), settings);
  if (!existsSync(folder)) return;
  const file = fileIn(folder);
  try {
    // Also a full disk lets go of it.
    rmSync(file, { force: true });
    if (isPlain) writeJson(file, { digest: digestOf(source), settings } satisfies Kept);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
  }
}

const fileIn = (folder: string): string => join(folder, "settings.json");

function digestOf({ schema = schemaFiles(), text, overrides }: Source): string {
  const set = overrides.map(({ path, value }) => [path, value]);
  return createHash("sha256")
    .update(JSON.stringify([schema.map(looks), text, set]))
    .digest("hex");
}

function schemaFiles(): string[] {
  const parts = join(import.meta.dirname, "settings");
  return [`${parts}.ts`, ...readdirSync(parts).map((name) => join(parts, name))];
}

/** Another one when the program was exchanged, also under a running daemon. */
function looks(file: string): string {
  const { mtimeMs, size, ino } = statSync(file);
  return `${file} ${mtimeMs} ${size} ${ino}`;
}
