import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { findDelegation, prepareFolder } from "../../../agents/cgroup/delegation.ts";
import { countIn, groupsBeside, openGroups } from "../../../agents/cgroup/groups.ts";
import { isAlive } from "../../../agents/processes.ts";
import { cgroupWithServer, whyNoCgroup } from "../../support/cgroup.ts";
import { eventually } from "../../support/eventually.ts";
import type { Cleanup } from "../../support/temp.ts";

const skip = whyNoCgroup();

async function delegation(t: Cleanup) {
  const { folder, server } = await cgroupWithServer(t);
  return { ...prepareFolder(folder, server), server };
}

function run(command: readonly string[]) {
  const [program = "", ...args] = command;
  return spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
}

test(
  "the command runs in its group from its first moment, with its words as they are",
  { skip },
  async (t) => {
    const groups = openGroups(await delegation(t), () => ({}));
    const words = ["two words", "$HOME", "'\"\\", "*", "line\nline", ""];
    const print =
      'console.log(JSON.stringify([fs.readFileSync("/proc/self/cgroup", "utf8"), process.argv.slice(1)]))';
    const child = run(groups.admit("writer", 3, [process.execPath, "-e", print, ...words]));
    const [cgroup, heard] = JSON.parse(await text(child.stdout)) as [string, string[]];
    assert.match(cgroup, /\/agents\/writer\.3$/m);
    assert.deepEqual(heard, words);
  },
);

test(
  "a generation ends with all that it has started, be it stopped or a daemon",
  { skip },
  async (t) => {
    const groups = openGroups(await delegation(t), () => ({}));
    const script = `setsid sh -c 'echo $$; exec sleep 1000' & sleep 1000 & kill -STOP $!; echo $! $$; wait`;
    const child = run(groups.admit("renderer-1", 1, ["sh", "-c", script]));
    const pids = await said(child, 3);
    assert.equal(pids.filter((pid) => isAlive(pid)).length, 3);
    groups.kill("renderer-1", 1);
    await once(child, "exit");
    assert.equal(child.signalCode, "SIGKILL");
    await eventually("all have ended", () => !pids.some((pid) => isAlive(pid)));
  },
);

test(
  "older generations are ended and put away; the present one and others stay",
  { skip },
  async (t) => {
    const { folder, ...rest } = await delegation(t);
    const groups = openGroups({ folder, ...rest }, () => ({}));
    const sleep = ["sh", "-c", "echo $$; exec sleep 1000"];
    const start = async (agent: string, generation: number): Promise<number> => {
      const [pid = 0] = await said(run(groups.admit(agent, generation, sleep)), 1);
      return pid;
    };
    const old = [await start("artist-1", 9), await start("artist-1", 10)];
    const young = [
      await start("artist-1", 11),
      await start("artist-2", 1),
      await start("artist", 1),
    ];
    assert.deepEqual(new Set(groups.reap("artist-1", 11)), new Set(old));
    await eventually("the old ones have ended", () => !old.some((pid) => isAlive(pid)));
    assert.deepEqual(groups.reap("artist-1", 11), []);
    assert.deepEqual(
      [9, 10, 11].map((generation) => existsSync(join(folder, `artist-1.${generation}`))),
      [false, false, true],
    );
    assert.ok(young.every((pid) => isAlive(pid)));
  },
);

test(
  "an agent that outgrows its memory is killed, alone, and the kernel's count tells",
  { skip },
  async (t) => {
    const delegated = await delegation(t);
    if (!delegated.controllers.includes("memory")) {
      return t.skip("this host's kernel does not give memory to version 2 of cgroups");
    }
    const groups = openGroups(delegated, () => ({ memoryBytes: 200_000_000 }));
    const idle = run(groups.admit("writer", 1, ["sh", "-c", "echo $$; exec sleep 1000"]));
    await said(idle, 1);
    const grow = "const held = []; for (;;) held.push(Buffer.alloc(1e7, 1));";
    const script = 'node -e "$0" & wait';
    const hog = run(groups.admit("renderer", 1, ["sh", "-c", script, grow]));
    await once(hog, "exit");
    assert.equal(hog.signalCode, "SIGKILL", "the parent goes with the child that grew");
    const { oomKills = 0, peakBytes } = groups.account("renderer", 1) ?? {};
    assert.ok(Number(oomKills) > 0);
    if (peakBytes !== null) assert.ok(Number(peakBytes) > 150_000_000, `${peakBytes}`);
    assert.equal(groups.account("writer", 1)?.oomKills, 0);
    assert.equal(idle.exitCode ?? idle.signalCode, null);
  },
);

test(
  "without a group nothing is accounted; when none can be made, the command runs as it is",
  { skip },
  async (t) => {
    const { folder, controllers } = await delegation(t);
    const groups = openGroups({ folder, controllers }, () => ({}));
    assert.equal(groups.account("writer", 1), null);
    groups.kill("writer", 1);
    assert.deepEqual(groups.reap("writer", 2), []);
    const nowhere = openGroups({ folder: join(folder, "gone"), controllers }, () => ({}));
    assert.deepEqual(nowhere.admit("writer", 1, ["true"]), ["true"]);
    assert.deepEqual(nowhere.reap("writer", 2), []);
  },
);

test("the groups are those of the tmux server that runs, looked for once", { skip }, async (t) => {
  const { folder, server } = await delegation(t);
  let asked = 0;
  let pid = process.pid;
  const beside = groupsBeside(
    async () => {
      asked += 1;
      return pid;
    },
    () => ({}),
  );
  assert.deepEqual(beside.groups.admit("writer", 1, ["true"]), ["true"]);
  await beside.look();
  await beside.look();
  assert.equal(asked, 1);
  assert.deepEqual(beside.groups.admit("writer", 1, ["true"]), ["true"]);
  pid = server;
  beside.forget();
  await beside.look();
  assert.equal(
    beside.groups.admit("writer", 1, ["true"]).at(-2),
    join(folder, "writer.1/cgroup.procs"),
  );
  assert.equal(findDelegation(server)?.folder, folder);
});

test("a count is found by its whole name", () => {
  const events = "low 0\nhigh 3\nmax 17\noom 2\noom_kill 5\noom_group_kill 1\n";
  assert.equal(countIn(events, "oom"), 2);
  assert.equal(countIn(events, "oom_kill"), 5);
  assert.equal(countIn("low 0\n", "oom_kill"), 0);
});

/** The first numbers that a child prints. */
async function said(child: ReturnType<typeof run>, count: number): Promise<number[]> {
  let words = "";
  child.stdout.on("data", (part) => (words += String(part)));
  const numbers = (): number[] => words.split(/\s+/).filter(Boolean).map(Number);
  await eventually(
    "all have said their pid",
    () => words.endsWith("\n") && numbers().length >= count,
  );
  return numbers().slice(0, count);
}
