import assert from "node:assert/strict";
import { chmodSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openDatabase } from "../../../kernel/database.ts";
import { temporaryFolder } from "../../support/temp.ts";

const OPTIONS = { migrations: [] };

const modeOf = (path: string): number => statSync(path).mode & 0o777;

test("a database that was read-only for a while can be written again: its log and index, too", (t) => {
  const path = join(temporaryFolder(t), "test.db");
  openDatabase(path, OPTIONS).close();
  chmodSync(path, 0o400);
  using reader = openDatabase(path, OPTIONS);
  reader.prepare("select 1 from sqlite_schema").get();
  const sides = [`${path}-wal`, `${path}-shm`];
  assert.deepEqual(sides.map(modeOf), [0o400, 0o400], "SQLite makes them as the file is");
  using again = openDatabase(path, OPTIONS);
  again.prepare("select 1 from sqlite_schema").get();
  assert.deepEqual(sides.map(modeOf), [0o400, 0o400], "nobody has allowed to write yet");
  chmodSync(path, 0o600);
  using writer = openDatabase(path, OPTIONS);
  writer.prepare("select 1 from sqlite_schema").get();
  assert.deepEqual(sides.map(modeOf), [0o600, 0o600]);
});
