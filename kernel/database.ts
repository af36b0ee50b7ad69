import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Sqlite from "better-sqlite3";
import { guarded } from "./database/failure.ts";
import { mendSideFiles } from "./database/side-files.ts";
import { inTurn, TRY_MS, unwaiting } from "./database/turn.ts";
import { OperationalError } from "./errors.ts";

/**
 * One SQLite file: WAL, foreign keys on, forward-only numbered migrations; writes wait 5 s for others'.
 * Statements take a `Tx`, so the types show what must run inside a transaction. Every function
 * throws `database-unusable` (busy, full, read-only: it may pass) or `database-damaged`.
 */
export interface Database extends Disposable {
  readonly path: string;
  /** Runs `work` in `begin immediate … commit`; synchronous by nature, so nothing is awaited inside. */
  transact<T>(work: (tx: Tx) => T): T;
  /**
   * As `transact`, without waiting for the disk. No crash of a process loses the work; a loss of power
   * may, unless a later `transact` of any process was durable: all go through one log, in order.
   */
  transactLazily<T>(work: (tx: Tx) => T): T;
  /** As `transact`, but waits for nobody: throws at once while others write. */
  transactAtOnce<T>(work: (tx: Tx) => T): T;
  /**
   * For work that makes a single write: SQLite commits a lone statement by itself, durably as any
   * other, and `begin` and `commit` around it would cost half as much again.
   */
  autocommit<T>(work: (tx: Tx) => T): T;
  /** For reads outside a transaction. */
  prepare<Row>(sql: string): Statement<Row>;
  /**
   * Moves the write-ahead log into the file and empties it. Waits for nobody: `held` when a reader
   * or a writer needs (a part of) the log still.
   */
  checkpoint(): "done" | "held";
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
  /** How long a write waits for those of others; default 5 000. */
  readonly busyMs?: number;
}

const BUSY_MS = 5_000;

/** SQLite cuts the log's file down to this much, once readers allow to start it anew. */
export const LOG_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * Opens or creates the file (mode 0600) and brings it up to date. Throws `database-unusable`,
 * `database-damaged` or `database-too-new`, and leaves the file alone then.
 */
export function openDatabase(path: string, options: DatabaseOptions): Database {
  const connection = connect(path);
  try {
    guarded(path, () => inTurn(BUSY_MS, () => prepareConnection(connection, path, options)));
    return database(connection, path, options.busyMs ?? BUSY_MS);
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** May be done again: others may open the file at the same moment. */
function prepareConnection(
  connection: Sqlite.Database,
  path: string,
  { synchronous = "full", migrations }: DatabaseOptions,
): void {
  connection.pragma(`busy_timeout = ${TRY_MS}`);
  connection.pragma("journal_mode = wal");
  connection.pragma(`journal_size_limit = ${LOG_LIMIT_BYTES}`);
  connection.pragma(`synchronous = ${synchronous}`);
  connection.pragma("foreign_keys = on");
  for (const each of migrations) migrate(connection, each, path);
}

/**
 * Looks at an existing file and its log as they stand: nothing is migrated, created or moved from
 * one to the other, so that a damaged file stays what it is.
 */
export function readDatabase<T>(path: string, look: (from: Pick<Database, "prepare">) => T): T {
  return guarded(path, () => {
    const connection = new Sqlite(path, { readonly: true, timeout: BUSY_MS });
    try {
      const patient = <R>(work: () => R): R => guarded(path, work);
      return look({ prepare: (sql) => typed(connection.prepare(sql), patient) as never });
    } finally {
      connection.close();
    }
  });
}

export interface SnapshotOptions {
  /** Told of each some hundred kilobytes. */
  readonly onProgress?: (donePages: number, totalPages: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Copies the file as it is at this moment to `target`, a new file without a log, while others go on to
 * write. A read transaction holds the moment: without one, SQLite begins anew with every commit of
 * somebody else, and never ends beside a busy writer. Throws `database-unusable`, `database-damaged`
 * or the signal's reason.
 */
export async function snapshotDatabase(
  path: string,
  target: string,
  { onProgress, signal }: SnapshotOptions = {},
): Promise<void> {
  const connection = guarded(path, () => new Sqlite(path, { readonly: true, timeout: BUSY_MS }));
  try {
    guarded(path, () => {
      connection.exec("begin");
      connection.prepare("select count(*) from sqlite_schema").get(); // Only a read begins it.
    });
    const progress = ({ totalPages, remainingPages }: Sqlite.BackupMetadata): number => {
      signal?.throwIfAborted();
      onProgress?.(totalPages - remainingPages, totalPages);
      return PAGES_AT_ONCE;
    };
    await connection.backup(target, { progress });
    makeSingleFile(target);
  } catch (error) {
    guarded(target, () => {
      throw error;
    });
  } finally {
    connection.close();
  }
}

/** 400 KB: a fraction of a millisecond, so that whoever runs this stays responsive. */
const PAGES_AT_ONCE = 100;

/** Leaves WAL mode, which the copy has inherited; whoever opens it for use enters it again. */
function makeSingleFile(path: string): void {
  const connection = new Sqlite(path);
  try {
    connection.pragma("synchronous = full");
    connection.pragma("journal_mode = delete");
  } finally {
    connection.close();
  }
}

function connect(path: string): Sqlite.Database {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const isNew = !existsSync(path);
    mendSideFiles(path);
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

function database(connection: Sqlite.Database, path: string, busyMs: number): Database {
  /** Inside a transaction the turn is ours, and waiting could not bring it. */
  const patient = <T>(work: () => T): T =>
    guarded(path, () => (connection.inTransaction ? work() : inTurn(busyMs, work)));
  const statements = new Map<string, Statement<unknown>>();
  const prepare = <Row>(sql: string): Statement<Row> => {
    let statement = statements.get(sql);
    if (!statement) statements.set(sql, (statement = typed(connection.prepare(sql), patient)));
    return statement as Statement<Row>;
  };
  const tx = { prepare } as Tx;
  const transaction = connection.transaction((work: (tx: Tx) => unknown) => work(tx));
  const transact = <T>(work: (tx: Tx) => T): T => patient(() => transaction.immediate(work) as T);
  return {
    path,
    prepare,
    transact,
    transactLazily: (work) => unsynced(connection, () => transact(work)),
    transactAtOnce: <T>(work: (tx: Tx) => T) =>
      guarded(path, () => unwaiting(connection, () => transaction.immediate(work) as T)),
    autocommit: <T>(work: (tx: Tx) => T) => work(tx),
    checkpoint: () => guarded(path, () => checkpoint(connection)),
    close: () => void connection.close(),
    [Symbol.dispose]: () => void connection.close(),
  };
}

/** Changes nothing for a connection that syncs less anyhow, and within a transaction. */
function unsynced<T>(connection: Sqlite.Database, work: () => T): T {
  const isFull = connection.pragma("synchronous", { simple: true }) === SYNCHRONOUS_FULL;
  if (!isFull || connection.inTransaction) return work();
  connection.pragma("synchronous = normal");
  try {
    return work();
  } finally {
    connection.pragma("synchronous = full");
  }
}

/** https://sqlite.org/pragma.html#pragma_synchronous */
const SYNCHRONOUS_FULL = 2;

function typed(statement: Sqlite.Statement, patient: <T>(work: () => T) => T): Statement<unknown> {
  return {
    get: (parameters = {}) => patient(() => statement.get(parameters)),
    all: (parameters = {}) => patient(() => statement.all(parameters)),
    run: (parameters = {}) => patient(() => statement.run(parameters)),
  };
}

/** Without a busy timeout SQLite moves what it can at once, and answers that it was busy. */
function checkpoint(connection: Sqlite.Database): "done" | "held" {
  const truncate = (): unknown => connection.pragma("wal_checkpoint(truncate)", { simple: true });
  return unwaiting(connection, truncate) === 0 ? "done" : "held";
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
