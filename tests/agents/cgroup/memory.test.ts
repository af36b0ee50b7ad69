import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { writeCgroup } from "../../../agents/cgroup/delegation.ts";
import { memoryLeft } from "../../../agents/cgroup/memory.ts";
import { cgroupWithServer, whyNoCgroup } from "../../support/cgroup.ts";
import { temporaryFolder } from "../../support/temp.ts";

const GB = 1e9;

interface Group {
  readonly max?: number | "max";
  readonly high?: number | "max";
  readonly used?: number;
  /** Of what is used: read and written files. */
  readonly files?: number;
}

/** A branch of a cgroup tree, as the kernel shows it, the outermost group first; answers the innermost. */
function branch(t: TestContext, ...groups: readonly (Group | "without memory")[]): string {
  let folder = join(temporaryFolder(t), "cgroup");
  for (const [level, group] of groups.entries()) {
    if (level > 0) folder = join(folder, `level-${level}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "cgroup.controllers"), "\n");
    if (group === "without memory") continue;
    const { max = "max", high = "max", used = 0, files = 0 } = group;
    const stat = `anon ${used - files}\nfile ${files}\nshmem 0\ninactive_file ${files}\nactive_file 0\n`;
    writeFileSync(join(folder, "memory.max"), `${max}\n`);
    writeFileSync(join(folder, "memory.high"), `${high}\n`);
    writeFileSync(join(folder, "memory.current"), `${used}\n`);
    writeFileSync(join(folder, "memory.stat"), stat);
  }
  return folder;
}

test("a group without a limit, or a kernel that counts no memory there, has nothing to say", (t) => {
  assert.equal(memoryLeft(branch(t, { used: GB })), null);
  assert.equal(memoryLeft(branch(t, "without memory")), null);
  assert.equal(memoryLeft(join(temporaryFolder(t), "gone")), null);
});

test("what is left is what the limit leaves; files that were read or written make room", (t) => {
  assert.equal(memoryLeft(branch(t, { max: 6 * GB, used: 2 * GB })), 4 * GB);
  assert.equal(memoryLeft(branch(t, { max: 6 * GB, used: 6 * GB, files: 5 * GB })), 5 * GB);
  assert.equal(memoryLeft(branch(t, { max: 6 * GB, high: 3 * GB, used: 2 * GB })), GB);
  assert.equal(memoryLeft(branch(t, { max: GB, used: 2 * GB })), 0);
});

test("the tightest of all groups around counts", (t) => {
  const slice = { max: 4 * GB, used: 3.5 * GB };
  const unit = { max: 6 * GB, used: 2 * GB };
  assert.equal(memoryLeft(branch(t, "without memory", slice, unit)), 0.5 * GB);
  assert.equal(memoryLeft(branch(t, unit, {}, slice)), 0.5 * GB);
});

test("so it is with a cgroup of the kernel's", { skip: whyNoCgroup() }, async (t) => {
  const { folder } = await cgroupWithServer(t);
  const parent = readFileSync(join(folder, "cgroup.controllers"), "utf8");
  if (!/\bmemory\b/.test(parent)) return t.skip("memory is not in version 2 of cgroups here");
  writeCgroup(join(folder, "memory.max"), `${64 * 2 ** 20}`);
  const left = memoryLeft(folder) ?? NaN;
  assert.ok(left > 32 * 2 ** 20 && left <= 64 * 2 ** 20, `${left}`);
});
