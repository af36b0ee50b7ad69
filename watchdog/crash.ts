import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { OperationalError, operationalOf } from "../kernel/errors.ts";
import { readJson, writeJson } from "../kernel/files.ts";

const time = z.iso.datetime();

/** What is kept of a process that had to be replaced. */
const Report = z.object({
  at: time,
  agent: z.string(),
  generation: z.int(),
  pid: z.int().nullable(),
  cause: z.string(),
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  upSeconds: z.number().nullable(),
  /** The work in hand, by the last beat. */
  job: z.string().nullable(),
  step: z.string().nullable(),
  doing: z.string(),
  /** 0 to 1. */
  progress: z.number().nullable(),
  /** How many messages went back to the queue. */
  released: z.int(),
  /** Those messages; `attempt` is 1 for the first. */
  messages: z
    .array(z.object({ id: z.string(), topic: z.string(), attempt: z.int() }))
    .default(() => []),
  /** What it said of itself lately, oldest first; equal beats are one. */
  beats: z
    .array(
      z.object({
        at: time,
        state: z.string(),
        step: z.string().nullable(),
        doing: z.string(),
        progress: z.number().nullable(),
      }),
    )
    .default(() => []),
  /** The most memory that it was seen to hold, children included; null when nobody has looked. */
  peakMemoryBytes: z.number().nullable().default(null),
  /** How the host stood: load averages over 1, 5 and 15 minutes. */
  host: z
    .object({ loadAverages: z.array(z.number()), freeMemoryBytes: z.number() })
    .nullable()
    .default(null),
  /** What the pane showed, oldest line first. */
  lastLines: z.array(z.string()),
});

/** A report with the name by which people ask for it: `renderer-1#4`, as the queue names its worker. */
export type CrashReport = z.infer<typeof Report> & { readonly id: string };

/** Files beyond this are removed, oldest first: an agent in a crash loop must not fill the disk. */
export const KEPT_REPORTS = 200;

/**
 * Writes the report as one JSON file below `folder`; answers its path. Throws `disk-full`, or
 * `crash-report-unwritable` where the file system refuses it: no reason for a daemon to end.
 */
export function saveCrash(folder: string, report: Omit<CrashReport, "id">): string {
  try {
    return writeReport(folder, report);
  } catch (error) {
    throw operationalOf(error) ?? unwritable(error, folder, report);
  }
}

function unwritable(error: unknown, folder: string, { agent, generation }: Named): unknown {
  if (!(error instanceof Error) || !("syscall" in error)) return error;
  const name = `${agent}#${generation}`;
  return new OperationalError(
    "crash-report-unwritable",
    `The crash report of ${name} can't be written.`,
    { hint: `${folder} must be a folder that the daemon may write to.`, cause: error },
  );
}

type Named = Pick<CrashReport, "agent" | "generation">;

function writeReport(folder: string, report: Omit<CrashReport, "id">): string {
  const { at, agent, generation } = report;
  const path = join(folder, `${at.replaceAll(":", "")}-${agent}-${generation}.json`);
  writeJson(path, report);
  const reports = reportFiles(folder);
  for (const name of reports.slice(0, Math.max(reports.length - KEPT_REPORTS, 0))) {
    rmSync(join(folder, name), { force: true });
  }
  return path;
}

/** The reports, newest first; what is no report is left out. */
export function readCrashes(folder: string): CrashReport[] {
  return reportFiles(folder)
    .toReversed()
    .flatMap((name) => readReport(join(folder, name)));
}

/** By `AGENT#GENERATION`, or the latest of `AGENT`. */
export function findCrash(reports: readonly CrashReport[], name: string): CrashReport | undefined {
  return reports.find(({ id, agent }) => id === name || agent === name);
}

function readReport(path: string): CrashReport[] {
  const { data } = Report.safeParse(contentOf(path));
  return data ? [{ id: `${data.agent}#${data.generation}`, ...data }] : [];
}

function contentOf(path: string): unknown {
  try {
    return readJson(path);
  } catch {
    return undefined;
  }
}

function reportFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .toSorted();
}
