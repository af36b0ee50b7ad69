import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { plan } from "./plan.ts";

const COMMAND = join(import.meta.dirname, "queue.ts");

test("the soak of the queue ends with a table, and tells how to make the same choices again", async () => {
  const { stdout, stderr } = await soak("--kills", "20", "--seed", "7");
  assert.match(stdout, /^\d+ kills in 1 rounds?, \d+ s: every proof held \(seed 7\)/);
  assert.match(stdout, /sends acknowledged +\d/);
  assert.match(stderr, /--seed 7 /);
});

test("the soak of the queue shares out messages among ten processes", async () => {
  const { stdout } = await soak("--processes", "--messages", "500");
  assert.match(stdout, /^500 messages through 10 processes .*\n0 missing, 0 delivered twice/);
});

test("the soak of the queue explains itself, and refuses what it does not understand", async () => {
  assert.match((await soak("--help")).stdout, /^usage: /);
  for (const wrong of [
    ["--kill", "3"],
    ["--kills", "-1"],
    ["--kills", "many"],
  ]) {
    await assert.rejects(soak(...wrong), { code: 2 });
  }
});

test("a seed plans the same kills each time, and as many as were asked for", () => {
  const none = new Map<string, number>();
  const points = {
    producer: new Map([["sent", 100]]),
    consumer: none,
    sweeper: none,
    reader: none,
  };
  const first = plan(3, 101, points);
  assert.deepEqual(first, plan(3, 101, points));
  assert.notDeepEqual(first, plan(4, 101, points));
  assert.equal(Object.values(first).flat().length, 101);
});

async function soak(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [COMMAND, ...args]);
}
