import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { folderOf, writeCgroup } from "../../agents/cgroup/delegation.ts";
import { codeOf } from "../../kernel/errors.ts";
import { eventually } from "./eventually.ts";
import type { Cleanup } from "./temp.ts";

const OWN = folderOf(
  readFileSync("/proc/self/cgroup", "utf8"),
  readFileSync("/proc/self/mountinfo", "utf8"),
);

let made = 0;

/** Why no cgroup can be made below the test's own, or false when one can. */
export function whyNoCgroup(): string | false {
  if (OWN === undefined) return "this host has no version 2 of cgroups";
  const trial = join(OWN, `kantoku-trial-${process.pid}`);
  try {
    mkdirSync(trial);
    const canKill = existsSync(join(trial, "cgroup.kill"));
    rmdirSync(trial);
    return canKill ? false : "Linux 5.14 is needed";
  } catch (error) {
    return `no cgroup can be made here: ${codeOf(error)}`;
  }
}

/** A cgroup with one process in it, as a tmux server's unit is; all of it is ended after the test. */
export async function cgroupWithServer(t: Cleanup): Promise<{ folder: string; server: number }> {
  made += 1;
  const folder = join(OWN ?? "", `kantoku-test-${process.pid}-${made}`);
  mkdirSync(folder);
  t.after(() => putAway(folder));
  const server = spawn("sleep", ["1000"]);
  await once(server, "spawn");
  writeCgroup(join(folder, "cgroup.procs"), `${server.pid}`);
  return { folder, server: server.pid ?? 0 };
}

async function putAway(folder: string): Promise<void> {
  writeCgroup(join(folder, "cgroup.kill"), "1");
  await eventually("the group is removed", () => isRemoved(folder));
}

function isRemoved(folder: string): boolean {
  const below = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory());
  if (!below.every(({ name }) => isRemoved(join(folder, name)))) return false;
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    if (codeOf(error) === "EBUSY") return false;
    throw error;
  }
}
