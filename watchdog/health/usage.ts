import { PANE_MARKER } from "../../agents/pane.ts";
import { newMarkReader, openFilesOf, residentOf } from "../../agents/usage.ts";
import type { AgentRecord } from "../record.ts";
import { coresBetween, familiesOf, memoryOf, type CpuReading } from "./family.ts";
import { newTableReader } from "./table.ts";

/** An agent with a process to look at. */
export type Running = Pick<AgentRecord, "name" | "generation"> & { readonly pid: number };

/** What an agent takes with all its processes, a browser and an encoder included. */
export interface Usage {
  readonly memoryBytes: number;
  /** Since the meter was opened, over all generations. */
  readonly cpuSeconds: number;
  /** Since the last look; null at the first. */
  readonly cores: number | null;
  /** At the last thorough reading. */
  readonly openFiles: number;
}

/** Reads what agents take, and remembers the most that each of them took. */
export interface UsageMeter {
  /** By the agent's name; one whose process has ended is left out. A thorough reading costs twice as much. */
  read(agents: readonly Running[], uptime: number, isThorough: boolean): Map<string, Usage>;
  /** The most memory in bytes that any reading found; null for a generation that none has seen. */
  peakOf(agent: string, generation: number): number | null;
}

/** A crash is reported when the next generation may have been read already. */
const KEPT_PEAKS = 3;

export function openUsageMeter(): UsageMeter {
  const tables = newTableReader();
  const marksOf = newMarkReader(PANE_MARKER);
  const peaks = new Map<string, Map<number, number>>();
  const totals = new Map<string, number>();
  let files = new Map<number, number>();
  let before: Map<number, CpuReading> | null = null;
  return {
    read: (agents, uptime, isThorough) => {
      const roots = new Set(agents.map(({ pid }) => pid));
      const table = tables.read(roots, isThorough);
      const families = familiesOf(roots, table, marksOf(table, roots));
      tables.keep([...families.values()].flat());
      const readings = new Map<number, CpuReading>();
      const counted = new Map<number, number>();
      const usages = new Map<string, Usage>();
      for (const { name, generation, pid } of agents) {
        const family = families.get(pid);
        if (!family) continue;
        const pids = family.map((entry) => entry.pid);
        const memoryBytes = memoryOf(pids.flatMap((member) => residentOf(member) ?? []));
        const reading = { at: uptime, cpuSeconds: sumOf(family, (entry) => entry.cpuSeconds) };
        // Who ran before the meter was opened has used what we have not seen.
        const last = before ? before.get(pid) : reading;
        const cpuSeconds = (totals.get(name) ?? 0) + secondsSince(last, reading);
        totals.set(name, cpuSeconds);
        readings.set(pid, reading);
        keepPeak(peaks, name, generation, memoryBytes);
        const cores = last ? coresBetween(last, reading) : null;
        const count = (): number => sumOf(pids, (member) => openFilesOf(member) ?? 0);
        const openFiles = (isThorough ? undefined : files.get(pid)) ?? count();
        counted.set(pid, openFiles);
        usages.set(name, { memoryBytes, cpuSeconds, cores, openFiles });
      }
      before = readings;
      files = counted;
      return usages;
    },
    peakOf: (agent, generation) => peaks.get(agent)?.get(generation) ?? null,
  };
}

const sumOf = <T>(items: readonly T[], valueOf: (item: T) => number): number =>
  items.reduce((sum, item) => sum + valueOf(item), 0);

function secondsSince(last: CpuReading | undefined, { cpuSeconds }: CpuReading): number {
  return Math.max(cpuSeconds - (last?.cpuSeconds ?? 0), 0);
}

function keepPeak(
  peaks: Map<string, Map<number, number>>,
  agent: string,
  generation: number,
  bytes: number,
): void {
  const own = peaks.get(agent) ?? new Map<number, number>();
  own.set(generation, Math.max(own.get(generation) ?? 0, bytes));
  const oldest = Math.max(...own.keys()) - KEPT_PEAKS;
  for (const kept of own.keys()) if (kept <= oldest) own.delete(kept);
  peaks.set(agent, own);
}
