import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";

const PROGRAM = join(import.meta.dirname, "fixtures", "program.ts");

test("a program that is interrupted says so in a line, and ends as a shell expects", async () => {
  const { child, stderr } = start("wait");
  await once(child.stdout, "data");
  child.kill("SIGINT");
  assert.deepEqual(await once(child, "exit"), [130, null]);
  assert.equal(await stderr, "Stopped before the end; no figures.\n");
});

test("what the host refuses is told in a line, with what to do", async () => {
  const { child, stderr } = start("refuse");
  assert.deepEqual(await once(child, "exit"), [1, null]);
  assert.equal(await stderr, "There is no room. Make some.\n");
});

test("a programmer's error crashes the program and shows where it is", async () => {
  const { child, stderr } = start("stumble");
  assert.deepEqual(await once(child, "exit"), [1, null]);
  assert.match(await stderr, /TypeError: not this way\n\s+at .*program\.ts/);
});

function start(how: string) {
  const child = spawn(process.execPath, [PROGRAM, how], { stdio: ["ignore", "pipe", "pipe"] });
  return { child, stderr: text(child.stderr) };
}
