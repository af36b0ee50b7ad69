import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findDelegation, folderOf, prepareFolder } from "../../../agents/cgroup/delegation.ts";
import { cgroupWithServer, whyNoCgroup } from "../../support/cgroup.ts";

const UNIFIED = "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";

test("a process's cgroup is found below the mount, with one hierarchy or several", () => {
  const unit = "0::/system.slice/kantoku-tmux.service/server\n";
  const found = "/sys/fs/cgroup/system.slice/kantoku-tmux.service/server";
  assert.equal(folderOf(unit, UNIFIED), found);
  const hybrid = `${UNIFIED.replace("cgroup2 cgroup2", "tmpfs tmpfs")}41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n`;
  assert.equal(folderOf(`4:memory:/a\n${unit}`, hybrid), found.replace("cgroup", "cgroup/unified"));
});

test("in a container the mount shows a part of the tree, and what lies outside has no folder", () => {
  const part = UNIFIED.replace(" / ", " /docker/1f ");
  assert.equal(folderOf("0::/docker/1f/server\n", part), "/sys/fs/cgroup/server");
  assert.equal(folderOf("0::/docker/1f2/server\n", part), undefined);
  assert.equal(folderOf("0::/\n", part), undefined);
});

test("a host with version 1 alone has no folder", () => {
  assert.equal(folderOf("4:memory:/a\n1:name=systemd:/\n", UNIFIED), undefined);
  assert.equal(folderOf("0::/a\n", "31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n"), undefined);
});

test(
  "the server's own group and the agents' are made, and found again",
  { skip: whyNoCgroup() },
  async (t) => {
    const { folder, server } = await cgroupWithServer(t);
    assert.equal(
      findDelegation(server),
      undefined,
      "a cgroup that nobody has prepared is not ours",
    );
    const prepared = prepareFolder(folder, server);
    assert.equal(prepared.folder, join(folder, "agents"));
    assert.equal(readFileSync(join(folder, "cgroup.procs"), "utf8"), "");
    assert.equal(readFileSync(join(folder, "server/cgroup.procs"), "utf8"), `${server}\n`);
    assert.deepEqual(findDelegation(server), prepared);
    assert.deepEqual(prepareFolder(folder, server), prepared, "it may be prepared again");
  },
);

test("a server that has ended, and one apart from systemd, have no delegation", () => {
  assert.equal(findDelegation(2 ** 22 + 1), undefined);
  assert.equal(findDelegation(process.pid), undefined);
});
