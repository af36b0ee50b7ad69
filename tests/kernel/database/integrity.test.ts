import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readDatabase } from "../../../kernel/database.ts";
import { examineIntegrity, requireIntegrity } from "../../../kernel/database/integrity.ts";
import { codeOf, OperationalError } from "../../../kernel/errors.ts";
import { fill, ledger, overwrite } from "./ledger.ts";

/** Digests of the file and its log; an empty log is none. */
function digests(path: string): (string | undefined)[] {
  return [path, `${path}-wal`].map((file) => {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) return undefined;
    return createHash("sha256").update(readFileSync(file)).digest("hex");
  });
}

/** Asserts that the damage is found and told, and that nothing was touched meanwhile. */
function assertDamaged(path: string): void {
  const before = digests(path);
  assert.notDeepEqual(examineIntegrity(path).damages, []);
  assert.throws(
    () => requireIntegrity(path),
    (error) => {
      assert.ok(error instanceof OperationalError);
      assert.equal(error.code, "database-damaged");
      assert.doesNotMatch(error.message, /\n/);
      assert.match(error.hint, /restore a backup/);
      return true;
    },
  );
  assert.deepEqual(digests(path), before, "every byte is where it was");
}

test("a sound file is found sound, and left as it is", (t) => {
  const { path } = ledger(t);
  const before = digests(path);
  assert.deepEqual(examineIntegrity(path).damages, []);
  assert.deepEqual(digests(path), before);
});

test("bytes overwritten in the middle are found", (t) => {
  const { path } = ledger(t);
  const middle = Math.floor(statSync(path).size / 2 / 4_096) * 4_096;
  overwrite(path, middle, 2_000);
  assertDamaged(path);
});

test("an overwritten header is found", (t) => {
  const { path } = ledger(t);
  overwrite(path, 0, 100);
  assertDamaged(path);
});

test("a file that lost its end is found", (t) => {
  const { path } = ledger(t);
  truncateSync(path, statSync(path).size - 10 * 4_096);
  assertDamaged(path);
});

test("the log of another database is found, and not mixed into the file", (t) => {
  const mine = ledger(t, 500);
  const other = ledger(t, 5_000);
  using writer = other.open();
  fill(writer, 5); // Now the log holds some pages of a file that is much larger than mine.
  copyFileSync(`${other.path}-wal`, `${mine.path}-wal`);
  assertDamaged(mine.path);
});

test("a row that refers to nothing is found", (t) => {
  const { path, open } = ledger(t, 10);
  {
    using database = open();
    database.prepare("pragma foreign_keys = off").run();
    database.prepare("delete from owner").run();
  }
  assert.match(
    examineIntegrity(path).damages[0] ?? "",
    /^row 1 of thing refers to no row of owner$/,
  );
  assertDamaged(path);
});

test("a sound file is examined while others write to it", (t) => {
  const { path, open } = ledger(t);
  using writer = open();
  fill(writer, 100);
  assert.deepEqual(examineIntegrity(path).damages, []);
  const count = readDatabase(path, (from) =>
    from.prepare<{ things: number }>("select count(*) as things from thing").get(),
  );
  assert.equal(count?.things, 2_100, "what is in the log counts");
  fill(writer, 100);
});

test("damage that is met at work is told with the same words", (t) => {
  const { path, open } = ledger(t);
  const middle = Math.floor(statSync(path).size / 2 / 4_096) * 4_096;
  overwrite(path, middle, 40 * 4_096);
  using database = open();
  const read = (): unknown => database.prepare("select sum(length(body)) from thing").get();
  assert.throws(read, (error) => {
    assert.equal(codeOf(error), "database-damaged");
    assert.match(
      (error as Error).message,
      /is damaged: the file contradicts itself \(SQLITE_CORRUPT/,
    );
    return true;
  });
});

test("what is no file at all is told as unusable, not as damaged", (t) => {
  const { folder } = ledger(t, 1);
  const nothing = join(folder, "nothing.db");
  assert.throws(() => examineIntegrity(nothing), { code: "database-unusable" });
  writeFileSync(nothing, "");
  assert.deepEqual(examineIntegrity(nothing).damages, [], "an empty file is an empty database");
});
