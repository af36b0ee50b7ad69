import assert from "node:assert/strict";
import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../support/temp.ts";
import { onSmallDisk } from "../../support/disk.ts";
import { openGround, outcomeOf } from "./ground.ts";

const FIXTURE = join(import.meta.dirname, "fixtures", "read-only.ts");

interface Report {
  readonly inFolder: string;
  readonly file: { readonly read: string; readonly sent: string; readonly received: string };
  readonly received: readonly number[];
}

const READ_ONLY = /^database-unusable: The database file or its folder is read-only/;
const NOT_WRITABLE = /^database-unusable: .*(read-only|is writable)/;

test("a read-only disk or file is told clearly, and nothing is lost by it", async (t) => {
  const report = await onSmallDisk<Report>(t, FIXTURE, "12m");
  if (!report) return;
  assert.match(report.inFolder, NOT_WRITABLE);
  assert.equal(report.file.read, "fine", "reading goes on");
  assert.match(report.file.sent, READ_ONLY);
  assert.match(report.file.received, READ_ONLY);
  assert.deepEqual(report.received, [1, 2, 3]);
});

test("so are modes that forbid to write", async (t) => {
  if (process.getuid?.() === 0) return t.skip("root may write whatever the modes say");
  const folder = temporaryFolder(t);
  const path = `${folder}/kantoku.db`;
  openGround(folder)[Symbol.dispose]();
  chmodSync(path, 0o400);
  {
    using ground = openGround(folder);
    const sent = await outcomeOf(() => ground.queue.send([{ topic: "work", payload: 1 }]));
    assert.match(sent, READ_ONLY);
  }
  chmodSync(path, 0o600);
  // Who finds a write-ahead log needs no room in the folder; this one was made while nobody might write.
  for (const ending of ["-wal", "-shm"]) rmSync(`${path}${ending}`);
  chmodSync(folder, 0o500);
  const inFolder = await outcomeOf(() => openGround(folder)[Symbol.dispose]());
  chmodSync(folder, 0o700);
  assert.match(inFolder, NOT_WRITABLE);
});
