import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { requireRoom } from "../../daemon/room.ts";
import { onSmallDisk } from "../support/disk.ts";
import { temporaryFolder } from "../support/temp.ts";

interface Report {
  /** What each said: its code, or "fine". */
  readonly whileFull: { readonly room: string; readonly pulse: string };
  readonly after: { readonly room: string; readonly pulse: string };
  readonly left: readonly string[];
}

test("that there is room is found by using it, and nothing of it stays", (t) => {
  const folder = temporaryFolder(t);
  requireRoom(folder);
  assert.deepEqual(readdirSync(folder), []);
  requireRoom(join(folder, "missing")); // It is not for want of room that nobody can write there.
});

test("the proof of the database says of a full disk that it is one", async (t) => {
  const fixture = join(import.meta.dirname, "fixtures", "full-disk.ts");
  const report = await onSmallDisk<Report>(t, fixture, "4m");
  if (!report) return;
  assert.deepEqual(report.whileFull, { room: "disk-full", pulse: "disk-full" });
  assert.deepEqual(report.after, { room: "fine", pulse: "fine" });
  assert.deepEqual(report.left, []);
});
