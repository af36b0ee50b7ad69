import { readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { codeOf } from "../kernel/errors.ts";

/** What the kernel says of a process. A zombie has ended, but its parent has not asked for its exit status yet. */
export type ProcessState = "running" | "stopped" | "zombie" | "gone";

/** A process at one moment; see `lookAtProcess`. */
export interface ProcessLook {
  readonly state: ProcessState;
  /** Whether it was ended by SIGKILL and its parent has not asked for its exit status yet. */
  readonly isKilledZombie: boolean;
}

/** Reads `/proc/<pid>/stat` (proc_pid_stat(5)) once; a pid that nobody has is `gone`. */
export function lookAtProcess(pid: number): ProcessLook {
  const fields = statFields(pid);
  const state = stateOf(fields?.[0]);
  const status = Number(fields?.[EXIT_STATUS] ?? 0);
  const isKilled = (status & SIGNAL_BITS) === constants.signals.SIGKILL;
  return { state, isKilledZombie: state === "zombie" && isKilled };
}

export function processState(pid: number): ProcessState {
  return lookAtProcess(pid).state;
}

function stateOf(letter: string | undefined): ProcessState {
  if (letter === undefined || letter === "X" || letter === "x") return "gone";
  if (letter === "Z") return "zombie";
  return letter === "T" || letter === "t" ? "stopped" : "running";
}

/** Clock ticks from the host's boot to the process's start: tells a process from a later one with the same pid. */
export function processStart(pid: number): number | undefined {
  const ticks = statFields(pid)?.[19];
  return ticks === undefined ? undefined : Number(ticks);
}

/** True as long as the process can still do something, be it stopped for now. */
export function isAlive(pid: number): boolean {
  const state = processState(pid);
  return state === "running" || state === "stopped";
}

/** Among the fields after the program's name; zero for whoever may not know. */
const EXIT_STATUS = 49;
/** Of a status as waitpid(2) gives it. */
const SIGNAL_BITS = 0x7f;

/** Sends the signal to a process group (the pane's process and its children); false when nobody was there. */
export function signalGroup(leader: number, signal: NodeJS.Signals): boolean {
  return signalled(() => process.kill(-leader, signal));
}

export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  return signalled(() => process.kill(pid, signal));
}

/**
 * Kills every process whose environment holds `variable=value` for a value that `isDoomed` condemns.
 * Finds what a dead agent left behind, such as a browser in a process group of its own.
 */
export function killMarked(
  variable: string,
  isDoomed: (value: string, pid: number) => boolean,
): number[] {
  const killed: number[] = [];
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const value = environmentOf(pid, variable);
    if (value !== undefined && isDoomed(value, pid) && signalProcess(pid, "SIGKILL"))
      killed.push(pid);
  }
  return killed;
}

/** The fields of `/proc/<pid>/stat` after the program's name, which may itself hold spaces and parentheses. */
export function statFields(pid: number): string[] | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** The variable's value in the environment that the process was started with. */
export function environmentOf(pid: number, variable: string): string | undefined {
  const prefix = `${variable}=`;
  return readProc(`/proc/${pid}/environ`)
    ?.split("\0")
    .find((entry) => entry.startsWith(prefix))
    ?.slice(prefix.length);
}

/** Undefined for a process that ended meanwhile or belongs to somebody else. */
export function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH", "EACCES", "EPERM"].includes(codeOf(error) ?? "")) return undefined;
    throw error;
  }
}

function signalled(send: () => void): boolean {
  try {
    send();
    return true;
  } catch (error) {
    if (codeOf(error) === "ESRCH" || codeOf(error) === "EPERM") return false;
    throw error;
  }
}
