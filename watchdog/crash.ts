import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeJson } from "../kernel/files.ts";
import type { Ending } from "../agents/pane.ts";
import type { Heartbeat } from "../queue/heartbeat.ts";
import type { AgentRecord } from "./record.ts";

/** What is kept of a process that had to be replaced. Times are ISO 8601. */
export interface CrashReport {
  readonly at: string;
  readonly agent: string;
  readonly generation: number;
  readonly pid: number | null;
  readonly cause: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly upSeconds: number | null;
  /** The work in hand, by the last beat. */
  readonly job: string | null;
  readonly step: string | null;
  readonly doing: string;
  readonly progress: number | null;
  /** How many messages went back to the queue. */
  readonly released: number;
  /** What the pane showed, oldest line first. */
  readonly lastLines: readonly string[];
}

export interface Crash {
  readonly at: number;
  readonly record: AgentRecord;
  readonly cause: string;
  readonly ending: Ending | null;
  readonly beat: Heartbeat | null;
  readonly released: number;
  readonly lastLines: readonly string[];
}

/** Files beyond this are removed, oldest first: an agent in a crash loop must not fill the disk. */
const KEPT_REPORTS = 200;

/** Writes the report as one JSON file below `folder`; answers its path. */
export function saveCrash(folder: string, crash: Crash): string {
  mkdirSync(folder, { recursive: true });
  const { record, at } = crash;
  const time = new Date(at).toISOString();
  const path = join(folder, `${time.replaceAll(":", "")}-${record.name}-${record.generation}.json`);
  writeJson(path, reportOf(crash));
  const reports = reportFiles(folder);
  for (const name of reports.slice(0, Math.max(reports.length - KEPT_REPORTS, 0))) {
    rmSync(join(folder, name), { force: true });
  }
  return path;
}

/** The reports, newest first. */
export function readCrashes(folder: string): CrashReport[] {
  return reportFiles(folder)
    .toReversed()
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as CrashReport);
}

function reportOf({ at, record, cause, ending, beat, released, lastLines }: Crash): CrashReport {
  const own = beat?.generation === record.generation ? beat : null;
  return {
    at: new Date(at).toISOString(),
    agent: record.name,
    generation: record.generation,
    pid: record.pid,
    cause,
    exitCode: ending?.exitCode ?? null,
    signal: ending?.signal ?? null,
    upSeconds: record.startedAt === null ? null : Math.round((at - record.startedAt) / 1000),
    job: own?.job ?? null,
    step: own?.step ?? null,
    doing: own?.doing ?? "",
    progress: own?.progress ?? null,
    released,
    lastLines,
  };
}

function reportFiles(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .toSorted();
}
