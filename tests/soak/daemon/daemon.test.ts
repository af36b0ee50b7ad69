import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { temporaryFolder } from "../../support/temp.ts";
import { isFlat, trendOf, type Point } from "./trend.ts";

const COMMAND = join(import.meta.dirname, "main.ts");

const MINUTE_MS = 60_000;

/** Two hours, a value a minute. */
const hours = (value: (minute: number) => number): Point[] =>
  Array.from({ length: 120 }, (_, minute) => ({ at: minute * MINUTE_MS, value: value(minute) }));

test("a level that jumps about is flat, and so is one that rose while the program warmed up", () => {
  assert.ok(isFlat(trendOf(hours((minute) => 100 + (minute % 7))), 1));
  assert.ok(isFlat(trendOf(hours((minute) => Math.min(40 + 2 * minute, 100))), 1));
});

test("a slow leak is seen through the noise, and by its true slope", () => {
  const trend = trendOf(hours((minute) => 100 + minute / 6 + (minute % 5)));
  assert.ok(!isFlat(trend, 1));
  assert.ok(Math.abs(trend.risePerHour - 10) < 1, `${trend.risePerHour}`);
});

test("neither an outlier nor a fall counts as a leak", () => {
  assert.ok(isFlat(trendOf(hours((minute) => (minute === 119 ? 10_000 : 100))), 1));
  assert.ok(isFlat(trendOf(hours((minute) => 200 - minute)), 1));
});

test("the soak of the daemon samples what it takes, and does not judge by a few seconds", async (t) => {
  const out = join(temporaryFolder(t), "samples.jsonl");
  const { stdout } = await soak("--minutes", "0.1", "--out", out);
  assert.match(stdout, /Too short to judge/);
  const [first] = readFileSync(out, "utf8").split("\n");
  const sample = JSON.parse(first ?? "") as Record<string, number>;
  for (const name of ["daemonMemory", "agentMemory", "tmuxMemory", "daemonFiles", "log", "logs"]) {
    assert.ok((sample[name] ?? 0) > 0, `${name}: ${sample[name]}`);
  }
});

test("the soak of the daemon explains itself, and refuses what it does not understand", async () => {
  assert.match((await soak("--help")).stdout, /^usage: /);
  await assert.rejects(soak("--minutes", "none"), { code: 2 });
  await assert.rejects(soak("--hours", "2"), { code: 2 });
});

async function soak(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [COMMAND, ...args]);
}
