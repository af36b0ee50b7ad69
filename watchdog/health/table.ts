import { processIds, processTable, type ProcessEntry } from "../../agents/usage.ts";

/**
 * Reads the process table without those that were found to be strangers: on a busy host they are most of
 * it, and reading them would be most of the cost.
 */
export interface TableReader {
  /** `areAll`: strangers too, since a pid may have been given to somebody else meanwhile. */
  read(roots: ReadonlySet<number>, areAll: boolean): readonly ProcessEntry[];
  /** Of the last reading these are ours: all others are strangers. */
  keep(ours: Iterable<ProcessEntry>): void;
}

export function newTableReader(): TableReader {
  const strangers = new Set<number>();
  let read: readonly ProcessEntry[] = [];
  return {
    read: (roots, areAll) => {
      // Where nobody of ours runs, no process needs to be looked at.
      if (areAll || roots.size === 0) strangers.clear();
      if (roots.size === 0) return (read = []);
      // Who was seen before it was known to be an agent is a root now.
      read = processTable(processIds().filter((pid) => roots.has(pid) || !strangers.has(pid)));
      return read;
    },
    keep: (ours) => {
      const known = new Set([...ours].map(({ pid }) => pid));
      for (const { pid } of read) if (!known.has(pid)) strangers.add(pid);
    },
  };
}
