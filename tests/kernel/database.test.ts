import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openDatabase, type Database, type Migrations } from "../../kernel/database.ts";
import { TRY_MS } from "../../kernel/database/turn.ts";
import { OperationalError } from "../../kernel/errors.ts";
import { temporaryFolder } from "../support/temp.ts";

/** A room with the given migrations, and a path for a database that has them. */
function room(t: TestContext, ...files: string[]) {
  const folder = temporaryFolder(t);
  const migrations: Migrations = { room: "room", folder: join(folder, "migrations") };
  mkdirSync(migrations.folder);
  const add = (number: number, sql: string): void =>
    writeFileSync(join(migrations.folder, `00${number}_step.sql`), sql);
  for (const [n, sql] of files.entries()) add(n + 1, sql);
  return { path: join(folder, "data", "test.db"), options: { migrations: [migrations] }, add };
}

const TABLE = "create table thing (id integer primary key, name text not null) strict;";
const ADD = "insert into thing (name) values (@name)";
const code = (expected: string) => (error: unknown) =>
  error instanceof OperationalError && error.code === expected;

test("a new database is private, in WAL mode, and checks foreign keys", (t) => {
  const { path, options } = room(t, TABLE);
  using database = openDatabase(path, options);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const pragma = (name: string): unknown =>
    Object.values(database.prepare<object>(`pragma ${name}`).get() ?? {})[0];
  assert.equal(pragma("journal_mode"), "wal");
  assert.equal(pragma("foreign_keys"), 1);
  assert.equal(pragma("synchronous"), 2);
  assert.equal(pragma("busy_timeout"), TRY_MS);
});

test("migrations run once each, the new ones when they come", (t) => {
  const { path, options, add } = room(t, TABLE);
  {
    using database = openDatabase(path, options);
    database.transact((tx) => tx.prepare(ADD).run({ name: "a" }));
  }
  openDatabase(path, options).close();
  add(2, "alter table thing add column age integer;");
  using database = openDatabase(path, options);
  assert.deepEqual(database.prepare("select name, age from thing").all(), [
    { name: "a", age: null },
  ]);
  const applied = database.prepare("select room, number, name from migrations").all();
  assert.equal(applied.length, 2);
});

test("a migration that fails leaves everything as it was", (t) => {
  const { path, options, add } = room(t, TABLE);
  openDatabase(path, options).close();
  add(2, "create table other (x) ; nonsense;");
  assert.throws(() => openDatabase(path, options), { code: "SQLITE_ERROR" });
  add(2, "create table other (x integer) strict;");
  openDatabase(path, options).close();
});

test("a newer database is refused with what to do", (t) => {
  const { path, options } = room(t, TABLE);
  {
    using database = openDatabase(path, options);
    database.prepare("insert into migrations (room, number, name) values ('room', 2, 'x')").run();
  }
  assert.throws(
    () => openDatabase(path, options),
    (error) => {
      assert.ok(code("database-too-new")(error));
      assert.match((error as OperationalError).message, /room 2, this one knows 1/);
      return true;
    },
  );
});

test("a transaction happens as a whole or not at all", (t) => {
  const { path, options } = room(t, TABLE);
  using database = openDatabase(path, options);
  assert.throws(() =>
    database.transact((tx) => {
      tx.prepare(ADD).run({ name: "a" });
      throw new Error("no");
    }),
  );
  assert.deepEqual(database.prepare("select * from thing").all(), []);
  const added = database.transact((tx) => tx.prepare(ADD).run({ name: "b" }));
  assert.equal(added.changes, 1);
  assert.equal(database.prepare<{ name: string }>("select name from thing").get()?.name, "b");
  assert.equal(database.prepare("select 1 from thing where name = 'a'").get(), undefined);
});

test("a lazy transaction alone does not wait for the disk", (t) => {
  const { path, options } = room(t, TABLE);
  using database = openDatabase(path, options);
  const syncs = (from: Pick<Database, "prepare">): unknown =>
    from.prepare<{ synchronous: number }>("pragma synchronous").get()?.synchronous;
  const [FULL, NORMAL] = [2, 1];
  assert.equal(database.transactLazily(syncs), NORMAL);
  assert.equal(database.transact(syncs), FULL);
  assert.equal(
    database.transact(() => database.transactLazily(syncs)),
    FULL,
    "within another one it is part of that",
  );
  const fail = (): never => assert.fail("as it may");
  assert.throws(() => database.transactLazily(fail), { message: "as it may" });
  assert.equal(syncs(database), FULL);
  using beats = openDatabase(`${path}.beats`, { ...options, synchronous: "off" });
  assert.equal(beats.transactLazily(syncs), 0);
});

test("a transaction can't be asynchronous", (t) => {
  const { path, options } = room(t, TABLE);
  using database = openDatabase(path, options);
  assert.throws(() => void database.transact(async () => 1), TypeError);
});

test("a damaged file is told as such, and left as it is", (t) => {
  const { path, options } = room(t, TABLE);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, "this is no database at all, but long enough to look like a header");
  const before = readFileSync(path);
  assert.throws(
    () => openDatabase(path, options),
    (error) => {
      assert.ok(code("database-damaged")(error));
      assert.match((error as OperationalError).message, /is damaged: the file is no database/);
      assert.match((error as OperationalError).hint, /restore a backup/);
      return true;
    },
  );
  assert.deepEqual(readFileSync(path), before);
});

test("a place where no database can be is told with a hint", (t) => {
  const { path, options } = room(t, TABLE);
  writeFileSync(join(path, "..", "..", "file"), "");
  assert.throws(
    () => openDatabase(join(path, "..", "..", "file", "x.db"), options),
    code("database-unusable"),
  );
  mkdirSync(path, { recursive: true });
  assert.throws(() => openDatabase(path, options), code("database-unusable"));
});

test("a writer that waits in vain gets an operational error", (t) => {
  const { path, options } = room(t, TABLE);
  using database = openDatabase(path, options);
  using other = openDatabase(path, { ...options, busyMs: 1 });
  database.transact((tx) => {
    tx.prepare(ADD).run({ name: "a" });
    assert.throws(() => other.transact(() => 1), code("database-unusable"));
    assert.throws(() => other.prepare(ADD).run({ name: "b" }), code("database-unusable"));
    assert.deepEqual(other.prepare("select * from thing").all(), [], "readers never wait");
  });
});

test("a broken constraint stays a programmer's error", (t) => {
  const { path, options } = room(t, TABLE);
  using database = openDatabase(path, options);
  const add = () => database.transact((tx) => tx.prepare(ADD).run({ name: null }));
  assert.throws(add, { code: "SQLITE_CONSTRAINT_NOTNULL" });
});

test(
  "processes that open a new database at the same moment all succeed",
  { timeout: 120_000 },
  async (t) => {
    const { path, options } = room(t, TABLE, "create table other (x integer) strict;");
    const module = join(import.meta.dirname, "..", "..", "kernel", "database.ts");
    const script = `import { openDatabase } from ${JSON.stringify(module)};
    openDatabase(${JSON.stringify(path)}, ${JSON.stringify(options)}).close();`;
    const children = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" }),
    );
    const codes = await Promise.all(
      children.map(async (child) => (await once(child, "exit"))[0] as number),
    );
    assert.deepEqual(codes, [0, 0, 0, 0, 0, 0]);
  },
);
