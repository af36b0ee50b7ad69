import type { Command } from "commander";
import {
  JOB_STATUSES,
  type JobFilter,
  type JobStatus,
  type JobSummary,
} from "../../../scheduler/job.ts";
import { pausesOf, pauseWords, type Pause } from "../../pauses.ts";
import type { Stores } from "../../stores.ts";
import { openHome } from "../home.ts";
import { configOf, examples, wholeNumber, wrongFlag } from "../options.ts";
import { duration, print, printJson, table } from "../output.ts";

interface Options {
  status?: JobStatus;
  limit: number;
  json?: boolean;
}

export function define(command: Command): void {
  command
    .option("--status <status>", `only ${JOB_STATUSES.join(", ")}`, status)
    .option("--limit <n>", "how many, the newest first", wholeNumber("--limit", 1, 10_000), 100)
    .option("--json", "print JSON")
    .action(jobs);
  examples(command, "kantoku jobs", "kantoku jobs --status failed --json");
}

async function jobs({ json, ...filter }: Options, command: Command): Promise<void> {
  using stores = openHome(await configOf(command));
  const list = await withPauses(stores.jobs.list(filter satisfies JobFilter), stores);
  if (json) return printJson(list);
  if (list.length === 0) return print(nothingToTell(filter));
  const rows = list.map((job) => [
    job.id,
    job.paused.length > 0 ? `${job.status} (paused)` : job.status,
    `P${job.priority}`,
    `${job.progress.done}/${job.progress.total}`,
    duration((job.finishedAt ?? Date.now()) - job.createdAt),
    job.title,
  ]);
  print(table(["job", "status", "prio", "steps", "time", "title"], rows));
  const reasons = new Set(list.flatMap(({ paused }) => paused.map(pauseWords)));
  if (reasons.size > 0) print(`\n${[...reasons].join("\n")}`);
}

function nothingToTell({ status }: JobFilter): string {
  return status === undefined
    ? "No jobs. Make one with: kantoku submit brief.md"
    : `No job is ${status}.`;
}

/** Steps are looked at only where there may be something to tell of them. */
async function withPauses(
  list: readonly JobSummary[],
  { jobs, operations }: Stores,
): Promise<(JobSummary & { paused: Pause[] })[]> {
  const isAnyPaused = (await operations.paused()).length > 0;
  return Promise.all(
    list.map(async (job) => {
      const view = isAnyPaused && job.status === "running" ? await jobs.view(job.id) : undefined;
      return { ...job, paused: view ? await pausesOf(view, operations) : [] };
    }),
  );
}

function status(text: string): JobStatus {
  const found = JOB_STATUSES.find((known) => known === text);
  if (found) return found;
  throw wrongFlag("--status", `unknown status "${text}"`, `known: ${JOB_STATUSES.join(", ")}`);
}
