import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "../../../kernel/home.ts";

/** Who is measured, by pid. */
export interface Cast {
  readonly daemon: readonly number[];
  readonly agents: readonly number[];
  readonly tmux: readonly number[];
}

/** What is measured, with the unit and the least step that means something. */
export const SERIES = {
  daemonMemory: { title: "daemon", unit: "MB", grain: 4 },
  agentMemory: { title: "agents", unit: "MB", grain: 8 },
  tmuxMemory: { title: "tmux", unit: "MB", grain: 1 },
  daemonFiles: { title: "daemon", unit: "fds", grain: 2 },
  agentFiles: { title: "agents", unit: "fds", grain: 4 },
  tmuxFiles: { title: "tmux", unit: "fds", grain: 2 },
  log: { title: "write-ahead log", unit: "MB", grain: 4 },
  logs: { title: "log files", unit: "MB", grain: 0.3 },
} as const;
export type SeriesName = keyof typeof SERIES;

export interface Sample extends Readonly<Record<SeriesName, number>> {
  /** Ms since the beginning. */
  readonly at: number;
  /** Grows with every job, as it must: what is done is kept for a while. */
  readonly databaseMb: number;
  readonly jobs: number;
}

export function sampleOf({ daemon, agents, tmux }: Cast, home: Home): Omit<Sample, "at" | "jobs"> {
  return {
    daemonMemory: sum(daemon, residentMb),
    agentMemory: sum(agents, residentMb),
    tmuxMemory: sum(tmux, residentMb),
    daemonFiles: sum(daemon, openFiles),
    agentFiles: sum(agents, openFiles),
    tmuxFiles: sum(tmux, openFiles),
    log: sizeMb(`${home.database}-wal`) + sizeMb(`${home.heartbeats}-wal`),
    logs: sum(readdirSync(home.logs), (file) => sizeMb(join(home.logs, file))),
    databaseMb: sizeMb(home.database),
  };
}

/** Throws for a process that has ended: in a soak nobody ends. */
function residentMb(pid: number): number {
  const [, kb] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kb ?? Number.NaN) / 1024;
}

const openFiles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

const sizeMb = (path: string): number =>
  (statSync(path, { throwIfNoEntry: false })?.size ?? 0) / 1024 ** 2;

const sum = <T>(items: readonly T[], count: (item: T) => number): number =>
  items.reduce((total, item) => total + count(item), 0);
