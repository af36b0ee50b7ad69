import assert from "node:assert/strict";
import { test } from "node:test";
import { limitFiles, limitsFor, sizeInBytes, sizeProblem } from "../../../agents/cgroup/limits.ts";

const HOST = 8_000_000_000;

test("a size is a number with a unit, or a share of the host's memory", () => {
  assert.equal(sizeInBytes("2GB", HOST), 2_000_000_000);
  assert.equal(sizeInBytes("1.5 GB", HOST), 1_500_000_000);
  assert.equal(sizeInBytes("512MiB", HOST), 536_870_912);
  assert.equal(sizeInBytes("50%", HOST), 4_000_000_000);
  for (const text of ["2", "2G", "-1GB", "GB", "1,5GB", "lots", ""]) {
    assert.equal(sizeInBytes(text, HOST), undefined, text);
  }
});

test("a size that no agent can live with is refused with the reason", () => {
  for (const text of ["2GB", "128MB", "1%", "100%"]) assert.equal(sizeProblem(text), undefined);
  assert.equal(sizeProblem("2G"), "write it as 2GB, 1536MB or 50%");
  assert.equal(sizeProblem("64MB"), "an agent needs 128MB at least");
  for (const text of ["0%", "101%"]) assert.match(sizeProblem(text) ?? "", /1% to 100%/);
});

test("limits for a host: a share that no agent could start with is raised to the least", () => {
  assert.deepEqual(limitsFor({ cpus: 2 }, HOST), { cpus: 2 });
  assert.equal(limitsFor({ memory: "25%" }, HOST).memoryBytes, 2_000_000_000);
  assert.equal(limitsFor({ memory: "1%" }, HOST).memoryBytes, 128_000_000);
});

test("a limit becomes the kernel's files, as far as there is a controller for it", () => {
  const limits = { memoryBytes: 1_000_000_000, cpus: 1.5, cpuWeight: 50, tasks: 512 };
  assert.deepEqual(limitFiles(limits, ["memory", "cpu", "pids"]), [
    ["memory.oom.group", "1"],
    ["memory.max", "1000000000"],
    ["memory.swap.max", "0"],
    ["cpu.weight", "50"],
    ["cpu.max", "150000 100000"],
    ["pids.max", "512"],
  ]);
  assert.deepEqual(limitFiles(limits, ["pids"]), [["pids.max", "512"]]);
  assert.deepEqual(limitFiles({}, ["memory", "cpu", "pids"]), [["memory.oom.group", "1"]]);
});
