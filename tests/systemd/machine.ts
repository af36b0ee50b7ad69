import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { findProgram } from "../../daemon/doctor.ts";
import { run, type RunResult } from "../../kernel/process.ts";
import { eventually, PATIENCE } from "../support/eventually.ts";
import type { Cleanup } from "../support/temp.ts";

const PROJECT = resolve(import.meta.dirname, "..", "..");
const SCRIPT = join(import.meta.dirname, "machine.sh");
const NODE = dirname(dirname(process.execPath));
const BOOT_LIMIT_MS = 120_000 * PATIENCE;

/** A whole Linux under a systemd of its own, with this project in /opt/kantoku, and no network. */
export interface Machine {
  /** Its file system, seen from here; another one after a reboot. */
  readonly root: string;
  /** Runs a program in it, as root, and waits for its end. */
  run(program: string, ...args: string[]): Promise<RunResult>;
  /** As `run`; answers stdout, and rejects unless the program ends with 0. */
  ask(program: string, ...args: string[]): Promise<string>;
  /** Shuts it down in order and boots it again from its own disk. */
  reboot(): Promise<void>;
  /** As a reset does: every process ends at once, and it boots again. */
  reset(): Promise<void>;
  /** What it has said on its console. */
  console(): string;
}

/** Why no machine can be booted here, or false when it can. */
export function whyNoMachine(): string | false {
  if (process.getuid?.() !== 0) return "only root can boot a machine";
  const path = "/usr/sbin:/usr/bin:/sbin:/bin";
  const missing = ["systemd-nspawn", "unshare", "setpriv", "nsenter"].find(
    (program) => !findProgram(program, path),
  );
  if (missing) return `${missing} is not installed`;
  const mounts =
    "mount -t tmpfs x /mnt && mount -t cgroup2 x /mnt && mount -t overlay -o lowerdir=/:/mnt x /mnt";
  const trial = spawnSync("unshare", ["--mount", "--pid", "--fork", "sh", "-c", mounts]);
  return trial.status === 0 ? false : `nothing may be mounted here: ${trial.stderr.toString()}`;
}

/** Boots a machine that ends, with all its processes and mounts, when the test does. */
export async function bootMachine(t: Cleanup): Promise<Machine> {
  const stage = mkdtempSync(join(tmpdir(), "kantoku-machine-"));
  const script = ["--mount", "sh", SCRIPT, stage, PROJECT, NODE];
  const host = spawn("setpriv", ["--pdeathsig", "KILL", "unshare", ...script], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  for (const stream of [host.stdout, host.stderr])
    stream.on("data", (part) => said.push(`${part}`));
  const ended = once(host, "exit");
  t.after(async () => {
    end(host);
    await ended;
    rmdirSync(stage); // Not what is in it: that would be the host's disk, were the mount still there.
  });
  const words = (): string => said.join("");
  let first = await awaitBoot(host, words);
  const enter = (program: string, args: readonly string[]): Promise<RunResult> =>
    run("nsenter", ["--target", `${first}`, "--all", program, ...args], {
      env: {
        PATH: "/opt/node/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        HOME: "/root",
        LANG: "C.UTF-8",
      },
      timeoutMs: 600_000,
    });
  const again = async (...args: string[]): Promise<void> => {
    const before = first;
    await enter("systemctl", args);
    first = await awaitBoot(host, words, before);
  };
  return {
    get root() {
      return `/proc/${first}/root`;
    },
    run: (program, ...args) => enter(program, args),
    ask: async (program, ...args) => {
      const { exitCode, signal, stdout, stderr } = await enter(program, args);
      if (exitCode === 0) return stdout.trim();
      const words = [program, ...args].join(" ");
      throw new Error(`${words} ended with ${signal ?? exitCode}: ${stdout}${stderr}`);
    },
    reboot: () => again("reboot"),
    reset: () => again("reboot", "--force", "--force"),
    console: words,
  };
}

/** The machine's first process, once its systemd has reached the end of the boot. */
async function awaitBoot(
  host: ChildProcess,
  words: () => string,
  before?: number,
): Promise<number> {
  const first = await eventually(
    "the machine's systemd",
    () => {
      if (host.exitCode !== null) throw new Error(`The machine did not boot: ${words()}`);
      const pid = descend(host.pid, 4);
      return pid !== before && existsSync(`/proc/${pid}/root/run/systemd/private`) && pid;
    },
    BOOT_LIMIT_MS,
  );
  const wait = ["--target", `${first}`, "--all", "systemctl", "is-system-running", "--wait"];
  const { stdout } = await run("nsenter", wait, { timeoutMs: BOOT_LIMIT_MS });
  if (["running", "degraded"].includes(stdout.trim())) return first;
  throw new Error(`The machine's systemd is ${stdout}: ${words()}`);
}

/** Kills the machine's namespace; the script around it then puts its cgroup away and ends. */
function end(host: ChildProcess): void {
  const namespace = descend(host.pid, 1);
  if (namespace !== undefined) process.kill(namespace, "SIGKILL");
}

/** The process that is `generations` below `pid`, by first children. */
function descend(pid: number | undefined, generations: number): number | undefined {
  let found = pid;
  for (let generation = 0; generation < generations && found !== undefined; generation += 1) {
    found = firstChild(found);
  }
  return found;
}

function firstChild(pid: number): number | undefined {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return Number(children.split(" ", 1)[0]) || undefined;
  } catch {
    return undefined; // It has ended meanwhile.
  }
}
