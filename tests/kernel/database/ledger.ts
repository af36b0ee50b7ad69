import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase, type Database, type Migrations } from "../../../kernel/database.ts";
import { temporaryFolder, type Cleanup } from "../../support/temp.ts";

/** Two tables with enough rows to fill some hundred pages, and a reference between them. */
const TABLES = `
create table owner (id integer primary key, name text not null unique) strict;
create table thing (id integer primary key, owner integer not null references owner(id),
                    body text not null) strict;
create index things_of_owner on thing (owner, body);`;

export interface Ledger {
  readonly folder: string;
  readonly path: string;
  readonly open: () => Database;
}

/** A database of the test's own, filled and closed. */
export function ledger(t: Cleanup, rows = 2_000): Ledger {
  const folder = temporaryFolder(t);
  const migrations: Migrations = { room: "ledger", folder: join(folder, "migrations") };
  mkdirSync(migrations.folder);
  writeFileSync(join(migrations.folder, "001_tables.sql"), TABLES);
  const path = join(folder, "data", "ledger.db");
  const open = (): Database => openDatabase(path, { migrations: [migrations] });
  using database = open();
  fill(database, rows);
  return { folder, path, open };
}

export function fill(database: Database, rows: number): void {
  database.transact((tx) => {
    tx.prepare("insert or ignore into owner (id, name) values (1, 'first')").run();
    const add = tx.prepare("insert into thing (owner, body) values (1, @body)");
    for (let row = 0; row < rows; row += 1) add.run({ body: `${row} `.repeat(40) });
  });
}

/** Overwrites `length` bytes from `offset` on. */
export function overwrite(path: string, offset: number, length: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, offset, offset + length);
  writeFileSync(path, bytes);
}
