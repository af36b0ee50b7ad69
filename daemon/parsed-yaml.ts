import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { codeOf } from "../kernel/errors.ts";
import { readJson, writeJson } from "../kernel/files.ts";

/**
 * What the config file says, kept as JSON: loading the parser would be a tenth of an agent's start,
 * and the file seldom changes.
 */
interface Parsed {
  /** SHA-256 of the text, so that another text is never taken for it. */
  readonly digest: string;
  readonly value: unknown;
}

/** Undefined when this very text was not kept in `folder`. */
export function recallParsed(folder: string, text: string): Pick<Parsed, "value"> | undefined {
  try {
    const parsed = readJson(fileIn(folder)) as Partial<Parsed> | null;
    return parsed?.digest === digestOf(text) && "value" in parsed
      ? { value: parsed.value }
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) !== undefined) return undefined;
    throw error;
  }
}

/** Keeps it where there is a folder for it; what can't be kept is parsed again next time. */
export function rememberParsed(folder: string, text: string, value: unknown): void {
  // Not everything that YAML can say survives JSON (dates, infinity).
  const isPlain = isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value);
  if (!isPlain || !existsSync(folder)) return;
  try {
    writeJson(fileIn(folder), { digest: digestOf(text), value } satisfies Parsed);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
  }
}

const fileIn = (folder: string): string => join(folder, "config.json");

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");
