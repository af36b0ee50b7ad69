import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { onSmallDisk } from "../support/disk.ts";

interface Report {
  readonly before: readonly object[];
  readonly whileFull: readonly object[];
  readonly after: readonly object[];
}

const FIXTURE = join(import.meta.dirname, "fixtures", "full-disk.ts");

test("agents that can't beat because the disk is full are not taken for dead", async (t) => {
  const report = await onSmallDisk<Report>(t, FIXTURE, "12m");
  if (!report) return;
  assert.equal(report.before.length, 2);
  assert.deepEqual(report.whileFull, report.before);
  assert.deepEqual(report.after, report.before);
});
