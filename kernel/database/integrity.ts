import { readDatabase, type Database } from "../database.ts";
import { codeOf, messageOf, OperationalError } from "../errors.ts";
import { damaged } from "./failure.ts";

/** What a look through the whole file has found. */
export interface Integrity {
  /** Empty when the file is sound. */
  readonly damages: readonly string[];
  readonly ms: number;
}

/** `quick` leaves out whether each index has just its table's rows, which takes some times as long. */
export type Thoroughness = "quick" | "thorough";

/**
 * Reads every page and every reference (`foreign_key_check`); quickly about a second for each GB that
 * is in memory. Changes neither the file nor its log. Throws `database-unusable`.
 */
export function examineIntegrity(path: string, how: Thoroughness = "quick"): Integrity {
  const start = performance.now();
  const damages = findDamages(path, how);
  return { damages, ms: Math.round(performance.now() - start) };
}

/** As `examineIntegrity`, but throws `database-damaged` unless the file is sound. */
export function requireIntegrity(path: string, how: Thoroughness = "quick"): Integrity {
  const integrity = examineIntegrity(path, how);
  const [first] = integrity.damages;
  if (first === undefined) return integrity;
  const more = integrity.damages.length > 1 ? `, and ${integrity.damages.length - 1} more` : "";
  throw damaged(path, `${first}${more}`);
}

function findDamages(path: string, how: Thoroughness): string[] {
  try {
    return readDatabase(path, (from) => [...structural(from, how), ...referential(from)]);
  } catch (error) {
    if (error instanceof OperationalError && codeOf(error) === "database-damaged") {
      return [messageOf(error.cause)];
    }
    throw error;
  }
}

const MOST_FINDINGS = 20;

function structural(from: Pick<Database, "prepare">, how: Thoroughness): string[] {
  const check = how === "quick" ? "quick_check" : "integrity_check";
  const rows = from
    .prepare<Record<string, string>>(`pragma ${check}(${MOST_FINDINGS})`)
    .all()
    .map((row) => row[check] ?? "");
  return rows.filter((words) => words !== "ok").map((words) => words.replaceAll(/\s+/g, " "));
}

function referential(from: Pick<Database, "prepare">): string[] {
  const rows = from
    .prepare<{ table: string; rowid: number | null; parent: string }>("pragma foreign_key_check")
    .all();
  return rows
    .slice(0, MOST_FINDINGS)
    .map(({ table, rowid, parent }) => `row ${rowid} of ${table} refers to no row of ${parent}`);
}
