import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Sqlite from "better-sqlite3";
import { codeOf, OperationalError } from "./errors.ts";

/**
 * One SQLite file: WAL, foreign keys on, `busy_timeout` 5 s, forward-only numbered migrations.
 * Statements take a `Tx`, so the types show what must run inside a transaction.
 */
export interface Database extends Disposable {
  readonly path: string;
  /** Runs `work` in `begin immediate … commit`; synchronous by nature, so nothing is awaited inside. */
  transact<T>(work: (tx: Tx) => T): T;
  /**
   * For work that makes a single write: SQLite commits a lone statement by itself, durably as any
   * other, and `begin` and `commit` around it would cost half as much again.
   */
  autocommit<T>(work: (tx: Tx) => T): T;
  /** For reads outside a transaction. */
  prepare<Row>(sql: string): Statement<Row>;
  /** Snapshot of the whole file at `target`, taken online. */
  backup(target: string): Promise<void>;
  close(): void;
}

declare const inTransaction: unique symbol;

/** Proof that a transaction is open; holds the prepared statements of its connection. */
export interface Tx {
  readonly [inTransaction]: true;
  prepare<Row>(sql: string): Statement<Row>;
}

/** A prepared statement with named (`@name`) parameters. */
export interface Statement<Row> {
  get(parameters?: Parameters_): Row | undefined;
  all(parameters?: Parameters_): Row[];
  /** Answers how many rows changed. */
  run(parameters?: Parameters_): { changes: number; lastInsertRowid: number | bigint };
}

type Parameters_ = Readonly<Record<string, string | number | bigint | null | Uint8Array>>;

/** A folder of `NNN_name.sql` files that belongs to one room. */
export interface Migrations {
  readonly room: string;
  readonly folder: string;
}

export interface DatabaseOptions {
  readonly migrations: readonly Migrations[];
  /** `full` for what was acknowledged to somebody outside; `off` for beats that may be lost. */
  readonly synchronous?: "full" | "normal" | "off";
}

/**
 * Opens or creates the file (mode 0600) and brings it up to date. Throws `database-unusable` or
 * `database-too-new`, and leaves the file alone then.
 */
export function openDatabase(path: string, options: DatabaseOptions): Database {
  const connection = connect(path);
  try {
    guarded(path, () => {
      connection.pragma("busy_timeout = 5000");
      connection.pragma("journal_mode = wal");
      connection.pragma(`synchronous = ${options.synchronous ?? "full"}`);
      connection.pragma("foreign_keys = on");
      for (const migrations of options.migrations) migrate(connection, migrations, path);
    });
    return database(connection, path);
  } catch (error) {
    connection.close();
    throw error;
  }
}

function connect(path: string): Sqlite.Database {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const isNew = !existsSync(path);
    const connection = new Sqlite(path);
    if (isNew) chmodSync(path, 0o600);
    return connection;
  } catch (cause) {
    throw new OperationalError("database-unusable", `The database ${path} can't be opened.`, {
      hint: "Check that the folder exists, is writable, and that the disk is not full.",
      cause,
    });
  }
}

function database(connection: Sqlite.Database, path: string): Database {
  const statements = new Map<string, Statement<unknown>>();
  const prepare = <Row>(sql: string): Statement<Row> => {
    let statement = statements.get(sql);
    if (!statement) statements.set(sql, (statement = typed(connection.prepare(sql), path)));
    return statement as Statement<Row>;
  };
  const tx = { prepare } as Tx;
  const transaction = connection.transaction((work: (tx: Tx) => unknown) => work(tx));
  return {
    path,
    prepare,
    transact: <T>(work: (tx: Tx) => T) => guarded(path, () => transaction.immediate(work) as T),
    autocommit: <T>(work: (tx: Tx) => T) => work(tx),
    backup: async (target) => void (await connection.backup(target)),
    close: () => void connection.close(),
    [Symbol.dispose]: () => void connection.close(),
  };
}

function typed(statement: Sqlite.Statement, path: string): Statement<unknown> {
  return {
    get: (parameters = {}) => guarded(path, () => statement.get(parameters)),
    all: (parameters = {}) => guarded(path, () => statement.all(parameters)),
    run: (parameters = {}) => guarded(path, () => statement.run(parameters)),
  };
}

const HINTS: Readonly<Record<string, string>> = {
  SQLITE_BUSY: "Another process holds the database; it is tried again.",
  SQLITE_FULL: "The disk is full: free some space; nothing was lost.",
  SQLITE_READONLY: "The database file or its folder is read-only: mend its permissions.",
  SQLITE_CORRUPT: "The file is damaged: stop Kantoku and restore a backup (docs/operations.md).",
  SQLITE_NOTADB:
    "This file is no database: move it away, or restore a backup (docs/operations.md).",
  SQLITE_IOERR: "The disk failed or is full: see the system log.",
};

/** Turns SQLite's environmental failures into operational ones; constraint violations stay bugs. */
function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = codeOf(cause);
    const known = Object.keys(HINTS).find((prefix) => code?.startsWith(prefix));
    if (!known) throw cause;
    throw new OperationalError("database-unusable", `The database ${path} failed (${code}).`, {
      hint: HINTS[known] ?? "",
      cause,
    });
  }
}

function migrate(connection: Sqlite.Database, { room, folder }: Migrations, path: string): void {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .toSorted();
  const applyMissing = connection.transaction(() => {
    connection.exec(
      `create table if not exists migrations (
         room text not null, number integer not null, name text not null,
         applied_at integer not null default (unixepoch('subsec') * 1000),
         primary key (room, number)) strict`,
    );
    const current = connection
      .prepare("select coalesce(max(number), 0) from migrations where room = ?")
      .pluck()
      .get(room) as number;
    refuseNewer(path, room, current, files.length);
    for (const file of files.slice(current)) {
      connection.exec(readFileSync(join(folder, file), "utf8"));
      const number = Number.parseInt(file, 10);
      connection
        .prepare("insert into migrations (room, number, name) values (?, ?, ?)")
        .run(room, number, file);
    }
  });
  if (isUpToDate(connection, room, files.length)) return;
  applyMissing.immediate();
}

function isUpToDate(connection: Sqlite.Database, room: string, newest: number): boolean {
  const exists = connection.prepare("select 1 from sqlite_schema where name = 'migrations'").get();
  if (!exists) return false;
  const current = connection
    .prepare("select max(number) from migrations where room = ?")
    .pluck()
    .get(room);
  return current === newest;
}

function refuseNewer(path: string, room: string, current: number, newest: number): void {
  if (current <= newest) return;
  throw new OperationalError(
    "database-too-new",
    `The database ${path} was written by a newer Kantoku (${room} ${current}, this one knows ${newest}).`,
    { hint: "Upgrade Kantoku, or restore the backup that was made before the upgrade." },
  );
}
