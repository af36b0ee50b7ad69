import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readDatabase, snapshotDatabase } from "../../../kernel/database.ts";
import { examineIntegrity } from "../../../kernel/database/integrity.ts";
import { fill, ledger, overwrite } from "./ledger.ts";

const rowsOf = (path: string): number =>
  readDatabase(
    path,
    (from) => from.prepare<{ rows: number }>("select count(*) as rows from thing").get()?.rows ?? 0,
  );

test("a snapshot has just what there was at its beginning, however much is written meanwhile", async (t) => {
  const { folder, path, open } = ledger(t);
  using database = open();
  fill(database, 2_000);
  const before = rowsOf(path);
  const target = join(folder, "copy.db");
  let steps = 0;
  await snapshotDatabase(path, target, {
    onProgress: (done, total) => {
      steps += 1;
      assert.ok(done <= total);
      fill(database, 100);
    },
  });
  assert.ok(steps > 1, "somebody wrote in the middle");
  assert.equal(rowsOf(target), before);
  assert.ok(rowsOf(path) > before);
  assert.deepEqual(examineIntegrity(target, "thorough").damages, []);
});

test("a snapshot is one file, without a log beside it", async (t) => {
  const { folder, path } = ledger(t);
  const target = join(folder, "copies", "copy.db");
  await assert.rejects(snapshotDatabase(path, target), TypeError, "its folder must be there");
  await snapshotDatabase(path, join(folder, "copy.db"));
  assert.equal(rowsOf(join(folder, "copy.db")), 2_000);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith("copy.")),
    ["copy.db"],
  );
});

test("a snapshot ends when told to, with the reason", async (t) => {
  const { folder, path } = ledger(t);
  const stop = new AbortController();
  const copying = snapshotDatabase(path, join(folder, "copy.db"), {
    onProgress: () => stop.abort(new Error("enough")),
    signal: stop.signal,
  });
  await assert.rejects(copying, /enough/);
});

test("a database that is none has no snapshot; one that can't be opened says so", async (t) => {
  const { folder, path } = ledger(t);
  await assert.rejects(snapshotDatabase(join(folder, "none.db"), join(folder, "copy.db")), {
    code: "database-unusable",
  });
  overwrite(path, 0, 100);
  await assert.rejects(snapshotDatabase(path, join(folder, "copy.db")), {
    code: "database-damaged",
  });
  assert.equal(existsSync(join(folder, "copy.db")), false);
});

test("an index that differs from its table is found by a thorough look alone", (t) => {
  const { path } = ledger(t, 10);
  const words = "7 ".repeat(40);
  overwrite(path, readFileSync(path).indexOf(words) + words.length - 2, 1);
  assert.deepEqual(examineIntegrity(path).damages, []);
  assert.match(examineIntegrity(path, "thorough").damages[0] ?? "", /missing from index/);
});
