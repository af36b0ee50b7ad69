import assert from "node:assert/strict";
import { test } from "node:test";
import { temporaryFolder } from "../../support/temp.ts";
import { startFixture } from "../processes.ts";
import { openGround } from "./ground.ts";

interface Report {
  readonly sent: readonly string[];
  readonly done: readonly string[];
  readonly waitsMs: readonly number[];
}

const WRITERS = 8;
const ROUNDS = 100;

test("eight processes that write at once all get their turn, and nothing is lost", async (t) => {
  const folder = temporaryFolder(t);
  using ground = openGround(folder);
  const writers = Array.from({ length: WRITERS }, (_, n) =>
    startFixture(t, "../adversity/fixtures/storm", [folder, `writer-${n}`, `${ROUNDS}`]),
  );
  for (const writer of writers) await writer.line(1);
  for (const writer of writers) writer.child.stdin?.write("go");
  const reports: Report[] = [];
  for (const writer of writers) {
    reports.push(JSON.parse(await writer.line(2)) as Report);
    assert.equal(await writer.ended(), 0, "no failure has leaked out");
  }
  const rest = await ground.queue.receive({ topics: ["work"], worker: "rest#1", max: 1_000 });
  assert.ok((await ground.queue.ackAll(rest)).every((answer) => answer === "ok"));
  const sent = reports.flatMap((report) => report.sent);
  const done = [...reports.flatMap((report) => report.done), ...rest.map(({ payload }) => payload)];
  assert.equal(sent.length, WRITERS * ROUNDS);
  assert.equal(done.length, sent.length);
  assert.deepEqual(new Set(done), new Set(sent), "each exactly once");
  t.diagnostic(waits(reports.flatMap((report) => report.waitsMs)));
});

function waits(all: readonly number[]): string {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  return `${all.length} writes took p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, at most ${at(1)} ms`;
}
