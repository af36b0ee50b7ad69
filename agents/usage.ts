import { readdirSync } from "node:fs";
import { codeOf } from "../kernel/errors.ts";
import { environmentOf, readProc, statFields } from "./processes.ts";

/** A process as the kernel accounts for it (proc_pid_stat(5)). */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Clock ticks from the host's boot: tells it from a later one with the same pid. */
  readonly start: number;
  /** Its own, and that of children which have ended. */
  readonly cpuSeconds: number;
}

/** What lies in memory for one process (proc_pid_status(5)). */
export interface Resident {
  /** Nobody else's: heap and stack. */
  readonly ownBytes: number;
  /** Files and shared memory that are mapped; other processes may have the same. */
  readonly sharedBytes: number;
}

/** `_SC_CLK_TCK`: Linux tells user space times in hundredths of a second, on whatever hardware. */
const TICKS_PER_SECOND = 100;

/** Of every process of the host. */
export function processIds(): number[] {
  return readdirSync("/proc").map(Number).filter(Number.isInteger);
}

/** What the kernel accounts for these processes, of those that are still there: some 10 µs each. */
export function processTable(pids: readonly number[] = processIds()): ProcessEntry[] {
  return pids.flatMap((pid) => entryOf(pid) ?? []);
}

/** Undefined for a process that has ended or belongs to somebody else. */
export function residentOf(pid: number): Resident | undefined {
  const status = readProc(`/proc/${pid}/status`);
  if (status === undefined) return undefined;
  const bytes = (field: string): number =>
    1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1] ?? 0);
  return { ownBytes: bytes("RssAnon"), sharedBytes: bytes("RssFile") + bytes("RssShmem") };
}

/** How many file descriptors are open; undefined as above. */
export function openFilesOf(pid: number): number | undefined {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch (error) {
    if (["ENOENT", "ESRCH", "EACCES", "EPERM"].includes(codeOf(error) ?? "")) return undefined;
    throw error;
  }
}

/** Ended processes are remembered, too, until there are that many. */
const MOST_KNOWN = 10_000;

/**
 * Answers what a variable says in the environments of processes. The kernel is asked once for each; twice
 * where it has no mark, for a process that is about to become another program has none for a moment.
 */
export function newMarkReader(variable: string): MarkReader {
  const known = new Map<number, Reading>();
  return (table, roots) => {
    if (known.size > MOST_KNOWN) known.clear();
    const marks = new Map<number, string>();
    for (const { pid, start } of table) {
      const seen = known.get(pid);
      const before = seen?.start === start ? seen : undefined;
      // A root that was looked at between fork and exec still had its parent's environment.
      const isKnown = before?.mark !== undefined || (before?.isSure && !roots.has(pid));
      const mark = isKnown ? before?.mark : environmentOf(pid, variable);
      if (!isKnown) known.set(pid, { start, mark, isSure: before !== undefined });
      if (mark !== undefined) marks.set(pid, mark);
    }
    return marks;
  };
}

interface Reading {
  readonly start: number;
  readonly mark: string | undefined;
  /** Whether the kernel was asked before. */
  readonly isSure: boolean;
}

/** `roots` are the processes that must have a mark. Answers the marks by pid. */
export type MarkReader = (
  table: readonly ProcessEntry[],
  roots: ReadonlySet<number>,
) => ReadonlyMap<number, string>;

function entryOf(pid: number): ProcessEntry | undefined {
  const fields = statFields(pid);
  if (!fields) return undefined;
  const number = (index: number): number => Number(fields[index]);
  const ticks = number(11) + number(12) + number(13) + number(14);
  return { pid, parent: number(1), start: number(19), cpuSeconds: ticks / TICKS_PER_SECOND };
}
