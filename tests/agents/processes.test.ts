import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test, type TestContext } from "node:test";
import { isKilledZombie, processState } from "../../agents/processes.ts";
import { eventually } from "../support/eventually.ts";

test("the kernel tells who was killed before the parent asks", async (t) => {
  const [killed, terminated, ended] = await orphans(t, [
    "exec sleep 1000",
    "exec sleep 1000",
    "exit 9",
  ]);
  assert.ok(!isKilledZombie(killed), "it lives");
  process.kill(killed, "SIGKILL");
  process.kill(terminated, "SIGTERM");
  for (const pid of [killed, terminated, ended]) {
    await eventually(() => processState(pid) === "zombie");
  }
  assert.deepEqual([killed, terminated, ended].map(isKilledZombie), [true, false, false]);
});

test("a process that nobody knows was not killed", () => {
  assert.ok(!isKilledZombie(2 ** 30));
});

/** Processes whose parent never asks how they ended. */
async function orphans(t: TestContext, commands: readonly [string, string, string]) {
  const lines = commands.map((command) => `sh -c '${command}' & echo $!`);
  const parent = spawn("sh", ["-c", [...lines, "exec sleep 1000"].join("\n")], {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  t.after(async () => {
    process.kill(-(parent.pid ?? 0), "SIGKILL");
    await once(parent, "exit");
  });
  const pids: number[] = [];
  for await (const line of createInterface({ input: parent.stdout })) {
    pids.push(Number(line));
    if (pids.length === commands.length) break;
  }
  return pids as [number, number, number];
}
