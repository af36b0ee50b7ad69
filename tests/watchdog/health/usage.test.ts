import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PANE_MARKER } from "../../../agents/pane.ts";
import { killMarked } from "../../../agents/processes.ts";
import {
  newMarkReader,
  processTable,
  residentOf,
  type ProcessEntry,
} from "../../../agents/usage.ts";
import { coresBetween, familiesOf, memoryOf } from "../../../watchdog/health/family.ts";
import { newTableReader } from "../../../watchdog/health/table.ts";
import { openUsageMeter } from "../../../watchdog/health/usage.ts";
import { bytesIn } from "../../../watchdog/health/work-folder.ts";
import { temporaryFolder, type Cleanup } from "../../support/temp.ts";
import { eventually } from "../../support/eventually.ts";

const entry = (pid: number, parent: number): ProcessEntry => ({
  pid,
  parent,
  start: pid,
  cpuSeconds: 0,
});

test("a family is the root, its descendants, and who bears its mark with their descendants", () => {
  const table = [
    entry(1, 0),
    entry(10, 1),
    entry(11, 10),
    entry(12, 11),
    entry(20, 1),
    entry(21, 20),
  ];
  const marks = new Map([
    [10, "home/critic/1"],
    [20, "home/critic/1"],
  ]);
  const families = familiesOf([10, 99], table, marks);
  assert.deepEqual([...families.keys()], [10]);
  const pids = families.get(10)?.map(({ pid }) => pid);
  assert.deepEqual(pids?.toSorted(), [10, 11, 12, 20, 21]);
});

test("processes without a mark have nothing in common", () => {
  const families = familiesOf([10], [entry(10, 1), entry(20, 1)], new Map());
  assert.equal(families.get(10)?.length, 1);
});

test("what processes share is counted once", () => {
  const resident = (ownBytes: number, sharedBytes: number) => ({ ownBytes, sharedBytes });
  assert.equal(memoryOf([resident(5, 3), resident(7, 9), resident(1, 2)]), 22);
  assert.equal(memoryOf([]), 0);
});

test("cores in use are CPU seconds per second; what ended children took with them is no gain", () => {
  assert.equal(coresBetween({ at: 0, cpuSeconds: 1 }, { at: 2_000, cpuSeconds: 4 }), 1.5);
  assert.equal(coresBetween({ at: 0, cpuSeconds: 4 }, { at: 2_000, cpuSeconds: 1 }), 0);
  assert.equal(coresBetween({ at: 5, cpuSeconds: 1 }, { at: 5, cpuSeconds: 2 }), null);
});

/** Says on stdout what it has to say, and lives until the test ends. */
async function started(t: Cleanup, code: string, name: string): Promise<[ChildProcess, string]> {
  const mark = `test-${process.pid}/${name}`;
  const child = spawn(process.execPath, ["-e", `${code}; setInterval(() => {}, 1e6)`], {
    env: { PATH: process.env["PATH"] ?? "", [PANE_MARKER]: mark },
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => void killMarked(PANE_MARKER, (value) => value === mark));
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  return [child, said.toString().trim()];
}

const EAT = `globalThis.eaten = Buffer.alloc(150e6, 1); console.log("full")`;

/** A child in a session of its own, whose parent has ended: only its mark tells whose it is. */
const ORPHAN = `
  const { spawn } = require("node:child_process");
  const parent = spawn("sh", ["-c", "setsid sleep 1000 & echo $!"]);
  let said = "";
  parent.stdout.on("data", (chunk) => (said += chunk));
  parent.on("exit", () => console.log(said))`;

test("memory, CPU and files are those of the whole family, as the kernel has them", async (t) => {
  const code = `
    const { spawn } = require("node:child_process");
    const code = ${JSON.stringify(`${EAT}; setInterval(() => {}, 1e6)`)};
    spawn(process.execPath, ["-e", code], { stdio: "inherit" })`;
  const [root] = await started(t, code, "eater/1");
  const meter = openUsageMeter();
  const agents = [{ name: "eater", generation: 1, pid: root.pid ?? 0 }];
  const first = meter.read(agents, 1_000, true).get("eater");
  assert.ok(first && first.memoryBytes > 150e6, `${first?.memoryBytes} bytes`);
  assert.equal(first.cores, null);
  const own = residentOf(root.pid ?? 0);
  assert.ok(own && own.ownBytes + own.sharedBytes < 150e6);
  assert.ok(first.openFiles > 10);
  const second = meter.read(agents, 2_000, false).get("eater");
  assert.ok(second?.cores !== null && second !== undefined);
  assert.ok(second.cpuSeconds >= first.cpuSeconds);
});

test("a process that its parent has left behind still belongs to the agent that it was started for", async (t) => {
  const [root, said] = await started(t, ORPHAN, "orphan/1");
  const orphan = Number(said);
  const marksOf = newMarkReader(PANE_MARKER);
  const pid = root.pid ?? 0;
  // `setsid` may still be on its way to becoming `sleep`, and has no mark for a moment.
  const found = await eventually("the orphan in the family", () => {
    const table = processTable();
    const family = familiesOf([pid], table, marksOf(table, new Set([pid]))).get(pid);
    return family?.find((each) => each.pid === orphan);
  });
  assert.notEqual(found.parent, pid);
});

test("the most that a generation took is remembered after its end, of the latest three", async (t) => {
  const meter = openUsageMeter();
  for (const generation of [1, 2, 3, 4]) {
    const [root] = await started(t, `console.log("up")`, `peak/${generation}`);
    meter.read([{ name: "peak", generation, pid: root.pid ?? 0 }], generation, false);
    root.kill("SIGKILL");
    await once(root, "exit");
    assert.equal(meter.read([{ name: "peak", generation, pid: root.pid ?? 0 }], 9, false).size, 0);
  }
  assert.equal(meter.peakOf("peak", 1), null);
  assert.ok((meter.peakOf("peak", 2) ?? 0) > 1e6);
  assert.ok((meter.peakOf("peak", 4) ?? 0) > 1e6);
  assert.equal(meter.peakOf("nobody", 1), null);
});

test("a work folder is as large as what it takes on the disk, and one that is gone takes nothing", async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "1", "frames"), { recursive: true });
  writeFileSync(join(folder, "1", "frames", "a.raw"), Buffer.alloc(3_000_000, 1));
  const bytes = await bytesIn(folder);
  assert.ok(bytes >= 3_000_000 && bytes < 3_300_000, `${bytes}`);
  assert.equal(await bytesIn(join(folder, "nothing")), 0);
});

test("as long as nobody runs no process is read, and who starts then is seen at the next look", async (t) => {
  const [child] = await started(t, `console.log("there")`, "late");
  const agent = { name: "late", generation: 1, pid: child.pid ?? 0 };
  const tables = newTableReader();
  assert.deepEqual(tables.read(new Set(), true), []);
  tables.keep([]);
  const pids = tables.read(new Set([process.pid]), false).map(({ pid }) => pid);
  assert.ok(pids.includes(agent.pid), "nobody is a stranger for having been there before");
  const meter = openUsageMeter();
  assert.equal(meter.read([], 0, true).size, 0);
  assert.ok((meter.read([agent], 1_000, false).get("late")?.memoryBytes ?? 0) > 0);
});
