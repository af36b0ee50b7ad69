import { chmodSync, existsSync, mkdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readDatabase, snapshotDatabase } from "../../kernel/database.ts";
import { requireIntegrity } from "../../kernel/database/integrity.ts";
import { codeOf, messageOf, OperationalError } from "../../kernel/errors.ts";
import { faultPoint } from "../../kernel/fault-points.ts";
import type { Home } from "../../kernel/home.ts";
import type { Manifest } from "./manifest.ts";
import { countRows, referencedBlobs, tableNames } from "./statements.ts";
import { hashOf } from "./tree.ts";

/** Takes a snapshot of the home's database into the draft, and proves it. Throws `database-damaged`. */
export async function copyDatabase(
  { database }: Pick<Home, "database">,
  draft: string,
  onBytes: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<Manifest["database"]> {
  const target = join(draft, "data", basename(database));
  mkdirSync(dirname(target), { recursive: true });
  let told = 0;
  const onProgress = (done: number): void => {
    faultPoint("backup.database-page");
    onBytes((done - told) * PAGE_BYTES);
    told = done;
  };
  try {
    await snapshotDatabase(database, target, { onProgress, ...(signal && { signal }) });
    chmodSync(target, 0o600);
    requireIntegrity(target, "thorough");
  } catch (error) {
    throw codeOf(error) === "database-damaged" ? damagedHome(error, target, database) : error;
  }
  return { sha256: await hashOf(target), bytes: statSync(target).size, rows: rowsOf(target) };
}

/** Number of rows by table. */
export function rowsOf(path: string): Record<string, number> {
  return readDatabase(path, (from) =>
    Object.fromEntries(tableNames(from).map((table) => [table, countRows(from, table)])),
  );
}

/** SQLite's default, which every database of ours has; for the sake of progress only. */
const PAGE_BYTES = 4096;

/** A faithful copy of a damaged file is no backup. */
function damagedHome(cause: unknown, copy: string, original: string): OperationalError {
  const finding = messageOf(cause).replaceAll(copy, original);
  return new OperationalError("database-damaged", finding, {
    hint: "No backup was made, and older ones were left alone: docs/operations.md, “A damaged database”.",
    cause,
  });
}

/** Names of the blobs that the draft's database refers to, and that are not in the draft. */
export function missingBlobs({ database }: Pick<Home, "database">, draft: string): string[] {
  const blobs = join(draft, "data", "blobs");
  return readDatabase(join(draft, "data", basename(database)), (from) => referencedBlobs(from))
    .map(({ sha256, extension }) => join(sha256.slice(0, 2), `${sha256}${extension}`))
    .filter((path) => !existsSync(join(blobs, path)));
}
