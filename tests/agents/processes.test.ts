import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { test, type TestContext } from "node:test";
import { lookAtProcess, processState } from "../../agents/processes.ts";
import { eventually } from "../support/eventually.ts";

test("the kernel tells who was killed before the parent asks", async (t) => {
  const [killed = 0, terminated = 0] = await orphans(t, 2);
  assert.ok(!lookAtProcess(killed).isKilledZombie, "it lives");
  process.kill(killed, "SIGKILL");
  process.kill(terminated, "SIGTERM");
  for (const pid of [killed, terminated]) {
    await eventually("it is a zombie", () => processState(pid) === "zombie");
  }
  assert.deepEqual(
    [killed, terminated].map((pid) => lookAtProcess(pid).isKilledZombie),
    [true, false],
  );
});

test("a process that nobody knows was not killed", () => {
  assert.ok(!lookAtProcess(2 ** 30).isKilledZombie);
});

/** Processes whose parent never asks how they ended. */
async function orphans(t: TestContext, count: number): Promise<number[]> {
  const lines = Array.from({ length: count }, () => "sleep 1000 & echo $!");
  const parent = spawn("sh", ["-c", [...lines, "exec sleep 1000"].join("\n")], {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  const { pid = 0 } = parent;
  t.after(async () => {
    process.kill(-pid, "SIGKILL");
    await once(parent, "exit");
  });
  const pids: number[] = [];
  for await (const line of createInterface({ input: parent.stdout })) {
    if (pids.push(Number(line)) === count) break;
  }
  // Until then the shell might still ask.
  await eventually(
    "the program runs",
    () => readFileSync(`/proc/${pid}/comm`, "utf8") === "sleep\n",
  );
  return pids;
}
