import type { ProcessEntry, Resident } from "../../agents/usage.ts";

/**
 * The processes of each root, by the root's pid: itself, its descendants, and whoever bears its mark,
 * such as a browser whose parent has died. Roots that have ended have none. Pure.
 */
export function familiesOf(
  roots: Iterable<number>,
  table: readonly ProcessEntry[],
  marks: ReadonlyMap<number, string>,
): Map<number, ProcessEntry[]> {
  const byPid = new Map(table.map((entry) => [entry.pid, entry]));
  const byParent = Map.groupBy(table, ({ parent }) => parent);
  const byMark = Map.groupBy(
    table.filter(({ pid }) => marks.has(pid)),
    ({ pid }) => marks.get(pid) ?? "",
  );
  const families = new Map<number, ProcessEntry[]>();
  for (const pid of roots) {
    const root = byPid.get(pid);
    if (!root) continue;
    const marked = byMark.get(marks.get(pid) ?? "") ?? [];
    families.set(pid, [...withDescendants([root, ...marked], byParent)]);
  }
  return families;
}

/** What processes share is counted once: as much as the one with the most of it has. Pure. */
export function memoryOf(residents: readonly Resident[]): number {
  const own = residents.reduce((sum, { ownBytes }) => sum + ownBytes, 0);
  return own + Math.max(0, ...residents.map(({ sharedBytes }) => sharedBytes));
}

/** Cores in use between two looks; a child whose end nobody waited for takes its seconds with it. Pure. */
export function coresBetween(before: CpuReading, now: CpuReading): number | null {
  const seconds = (now.at - before.at) / 1000;
  if (seconds <= 0) return null;
  return Math.max(now.cpuSeconds - before.cpuSeconds, 0) / seconds;
}

export interface CpuReading {
  /** Ms since the epoch. */
  readonly at: number;
  /** Since the process began. */
  readonly cpuSeconds: number;
}

function withDescendants(
  entries: readonly ProcessEntry[],
  byParent: ReadonlyMap<number, readonly ProcessEntry[]>,
): Set<ProcessEntry> {
  const found = new Set(entries);
  // A set that grows is walked to its new end.
  for (const { pid } of found) for (const child of byParent.get(pid) ?? []) found.add(child);
  return found;
}
