import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadConfig } from "../../daemon/config.ts";
import { logEvents, openLog } from "../../daemon/log.ts";
import { redactor } from "../../daemon/redact.ts";
import { rotatingFile } from "../../daemon/rotating-file.ts";
import { createEvents } from "../../kernel/events.ts";
import { temporaryFolder } from "./command.ts";

interface Line {
  readonly ts: string;
  readonly level: string;
  readonly event: string;
}

test("every event becomes a JSON line with time, level and what it carries", async (t) => {
  const config = await configAt(temporaryFolder(t));
  const log = openLog(config, { name: "kantoku", stdout: "nothing" });
  const events = createEvents();
  logEvents(events, log);
  events.emit("agent.restarted", { agent: "writer", cause: "killed", restarts: 1, downMs: 90 });
  events.emit("job.changed", { job: "j", status: "done" });
  events.emit("message.dead", { topic: "t", id: "m", reason: "three crashes" });
  await log.close();
  const lines = readLines(join(config.home.logs, "kantoku.log"));
  assert.deepEqual(
    lines.map(({ level, event }) => [level, event]),
    [
      ["warn", "agent.restarted"],
      ["info", "job.changed"],
      ["error", "message.dead"],
    ],
  );
  const [{ ts, ...first }] = lines as [Line, ...Line[]];
  assert.ok(Math.abs(Date.parse(ts) - Date.now()) < 60_000);
  assert.deepEqual(first, {
    level: "warn",
    event: "agent.restarted",
    agent: "writer",
    cause: "killed",
    restarts: 1,
    downMs: 90,
  });
});

test("events below the configured level are left out", async (t) => {
  const config = await configAt(temporaryFolder(t));
  const log = openLog(config, { name: "kantoku", stdout: "nothing" });
  const events = createEvents();
  logEvents(events, log);
  events.emit("step.ready", { job: "j", step: "s", role: "editor" });
  await log.close();
  assert.deepEqual(readLines(join(config.home.logs, "kantoku.log")), []);
});

test("a secret never reaches the file, wherever it stands", async (t) => {
  const config = await configAt(temporaryFolder(t), { GITHUB_TOKEN: "our-own-token" });
  const log = openLog(config, { name: "kantoku", stdout: "nothing" });
  log.write("error", "service.failed", {
    message: "GET https://x:our-own-token@github.com failed",
    headers: { authorization: "Bearer abcdefghijklmnop" },
  });
  await log.close();
  const text = readFileSync(join(config.home.logs, "kantoku.log"), "utf8");
  assert.doesNotMatch(text, /our-own-token|abcdefghijklmnop/);
  assert.match(text, /https:\/\/x:\[redacted\]@github\.com/);
});

test("tokens are known by their shape, too", () => {
  const redact = redactor([undefined]);
  const text = `sk-proj-${"a".repeat(30)} ghp_${"B".repeat(36)} github_pat_${"c".repeat(40)} ok`;
  assert.equal(redact(text), "[redacted] [redacted] [redacted] ok");
  assert.equal(redact("no secret: task-1, ghp_short"), "no secret: task-1, ghp_short");
});

test("a file that is full is followed by another, and the oldest goes", async (t) => {
  const home = temporaryFolder(t);
  writeFileSync(join(home, "kantoku.config.yaml"), "log: { maxBytes: 10000, files: 2 }\n");
  const config = await configAt(home);
  const log = openLog(config, { name: "kantoku", stdout: "nothing" });
  for (let number = 0; number < 400; number += 1) {
    log.write("info", "filler", { number, words: "x".repeat(80) });
  }
  await log.close();
  const files = readdirSync(config.home.logs).filter((name) => name.endsWith(".log"));
  assert.deepEqual(files.toSorted(), ["kantoku.1.log", "kantoku.log"]);
  const numbers = ["kantoku.1.log", "kantoku.log"].flatMap((name) => {
    const file = join(config.home.logs, name);
    assert.ok(statSync(file).size <= 10_000);
    return readLines(file).map((line) => (line as Line & { number: number }).number);
  });
  assert.deepEqual(numbers, numbersTo(400).slice(-numbers.length));
});

test("one file alone is emptied when it is full", (t) => {
  const path = join(temporaryFolder(t), "a.log");
  const file = rotatingFile(path, 10, 1);
  file.write("12345678\n");
  file.write("next\n");
  assert.equal(readFileSync(path, "utf8"), "next\n");
  file.end();
});

test(
  "a disk that takes no more loses lines, but does not end the daemon",
  { skip: !existsSync("/dev/full") },
  () => {
    const file = rotatingFile("/dev/full", 1_000, 2);
    file.on("error", assert.fail);
    file.write("lost\n");
    file.end();
  },
);

const numbersTo = (end: number): number[] => Array.from({ length: end }, (_, number) => number);

async function configAt(home: string, environment: Record<string, string> = {}) {
  const config = await loadConfig({}, { KANTOKU_HOME: home, ...environment });
  mkdirSync(config.home.logs, { recursive: true });
  return config;
}

function readLines(file: string): Line[] {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Line);
}
