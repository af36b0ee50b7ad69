import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { processesOf } from "../../support/daemon.ts";
import { startDaemon } from "./ground.ts";

/** What everything takes together while nothing is to do: daemon, tmux and whatever agents it keeps. */
export interface Idle {
  readonly forMs: number;
  readonly processes: number;
  /** The share of each process in the memory that is in use: what is shared counts once. */
  readonly memoryMb: number;
  /** Of one core. */
  readonly cpuPercent: number;
}

export interface IdleScale {
  /** Until the daemon has looked at everything once, and its start is over. */
  readonly settlingMs: number;
  readonly forMs: number;
}

/** The daemon as it is installed: the default configuration. */
export async function measureIdle({ settlingMs, forMs }: IdleScale): Promise<Idle> {
  await using ground = await startDaemon({});
  await delay(settlingMs);
  const pids = processesOf(ground.daemon.home);
  const [cpuBefore, at] = [cpuMs(pids), performance.now()];
  await delay(forMs);
  const elapsedMs = performance.now() - at;
  return {
    forMs,
    processes: pids.length,
    memoryMb: sum(pids, memoryMb),
    cpuPercent: ((cpuMs(pids) - cpuBefore) / elapsedMs) * 100,
  };
}

/** The kernel counts in hundredths of a second (proc_pid_stat(5)); ended children included. */
function cpuMs(pids: readonly number[]): number {
  return sum(pids, (pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return sum(fields.slice(11, 15), Number) * 10;
  });
}

/** Proportional set size. */
function memoryMb(pid: number): number {
  const [, kb] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
  return Number(kb ?? Number.NaN) / 1024;
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
