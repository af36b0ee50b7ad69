import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { codeOf, OperationalError } from "../../kernel/errors.ts";

/**
 * The part of the cgroup tree that systemd leaves to the service's user (Delegate= of the tmux
 * server's unit): `server/` for the tmux server, `agents/<name>.<generation>/` for each agent.
 */
export interface Delegation {
  /** Of the agents' groups. */
  readonly folder: string;
  /** What can be limited there: `memory`, `cpu`, `pids`. */
  readonly controllers: readonly string[];
}

const SERVER = "server";
const AGENTS = "agents";
const WANTED = ["memory", "cpu", "pids"] as const;

/**
 * For the one who starts the tmux server, in a cgroup delegated to it: moves into `server/`, as a
 * group with limited children may hold no process itself. Throws `cgroup-missing`, or the kernel's error.
 */
export function prepareDelegation(): Delegation {
  const unit = cgroupFolder(process.pid);
  if (unit === undefined) {
    throw new OperationalError("cgroup-missing", "This host has no version 2 of cgroups.");
  }
  return prepareFolder(unit, process.pid);
}

/** As `prepareDelegation` for the cgroup in `folder`, with `pid` in it. */
export function prepareFolder(folder: string, pid: number): Delegation {
  const agents = join(folder, AGENTS);
  for (const path of [join(folder, SERVER), agents]) mkdirSync(path, { recursive: true });
  writeCgroup(join(folder, SERVER, "cgroup.procs"), `${pid}`);
  for (const group of [folder, agents]) {
    const offered = controllersIn(join(group, "cgroup.controllers"));
    const wanted = WANTED.filter((controller) => offered.includes(controller));
    const orders = wanted.map((controller) => `+${controller}`).join(" ");
    if (orders !== "") writeCgroup(join(group, "cgroup.subtree_control"), orders);
  }
  return { folder: agents, controllers: controllersIn(join(agents, "cgroup.subtree_control")) };
}

/** The delegation in which a tmux server lives; undefined when it was started in none, or isn't ours. */
export function findDelegation(serverPid: number): Delegation | undefined {
  const server = cgroupFolder(serverPid);
  if (server === undefined || !server.endsWith(`/${SERVER}`)) return undefined;
  const folder = join(dirname(server), AGENTS);
  // To move a process one must be able to write where it comes from and where it goes to.
  if (!existsSync(folder) || !isWritable(join(dirname(server), "cgroup.procs"))) return undefined;
  return { folder, controllers: controllersIn(join(folder, "cgroup.subtree_control")) };
}

/** The folder of one generation of an agent. */
export function groupFolder({ folder }: Delegation, agent: string, generation: number): string {
  return join(folder, `${agent}.${generation}`);
}

/** Whether a process runs in the group that is this generation's. */
export function isMember(
  delegation: Delegation,
  pid: number,
  agent: string,
  generation: number,
): boolean {
  return cgroupFolder(pid) === groupFolder(delegation, agent, generation);
}

/**
 * Writes a file of the kernel's: never makes one, so that what the kernel doesn't know is `ENOENT`, nor
 * asks to read it, which some forbid.
 */
export function writeCgroup(path: string, value: string): void {
  const file = openSync(path, constants.O_WRONLY);
  try {
    writeSync(file, value);
  } finally {
    closeSync(file);
  }
}

function cgroupFolder(pid: number): string | undefined {
  try {
    const mounts = readFileSync("/proc/self/mountinfo", "utf8");
    return folderOf(readFileSync(`/proc/${pid}/cgroup`, "utf8"), mounts);
  } catch (error) {
    if (["ENOENT", "ESRCH", "EACCES"].includes(codeOf(error) ?? "")) return undefined;
    throw error;
  }
}

/**
 * Where a process's cgroup of version 2 is in the file system, by its `/proc/PID/cgroup`
 * (cgroups(7)) and our `/proc/self/mountinfo` (proc_pid_mountinfo(5)). Undefined for one outside of what is mounted.
 */
export function folderOf(cgroup: string, mountinfo: string): string | undefined {
  const path = /^0::(\/.*)$/m.exec(cgroup)?.[1];
  const mount = mountinfo.split("\n").find((line) => / - cgroup2 /.test(line));
  const [, , , root = "", point = ""] = mount?.split(" ") ?? [];
  if (path === undefined || mount === undefined) return undefined;
  if (root === "/") return join(point, path);
  return `${path}/`.startsWith(`${root}/`) ? join(point, path.slice(root.length)) : undefined;
}

const controllersIn = (file: string): string[] =>
  readFileSync(file, "utf8").trim().split(" ").filter(Boolean);

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
