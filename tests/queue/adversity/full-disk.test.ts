import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { onSmallDisk } from "../../support/disk.ts";

const FIXTURE = join(import.meta.dirname, "fixtures", "full-disk.ts");

interface Report {
  readonly sent: number;
  readonly refusal: string;
  readonly whileFull: readonly string[];
  readonly failures: { readonly sender: number; readonly worker: number };
  readonly expected: number;
  readonly done: number;
  readonly twice: number;
  readonly uninvited: number;
  readonly damages: readonly string[];
}

test("a full disk is told clearly, loses nothing, and work goes on when there is space", async (t) => {
  const report = await onSmallDisk<Report>(t, FIXTURE, "12m");
  if (!report) return;
  const refusal = /^database-unusable: The disk (is full|failed or is full)/;
  assert.ok(report.sent > 100);
  assert.match(report.refusal, refusal);
  for (const outcome of report.whileFull) if (outcome !== "fine") assert.match(outcome, refusal);
  assert.match(report.whileFull[0] ?? "", refusal, "still full");
  assert.ok(report.failures.sender > 0, "the sender met the full disk");
  assert.equal(report.done, report.expected, "all that was acknowledged, and all that came later");
  assert.equal(report.twice, 0);
  assert.equal(report.uninvited, 0, "what was refused was not sent");
  assert.deepEqual(report.damages, []);
});
