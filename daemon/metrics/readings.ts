import { statfsSync, statSync } from "node:fs";
import { systemClock } from "../../kernel/clock.ts";
import { logOf } from "../../kernel/database/run-mark.ts";
import type { TopicStats } from "../../queue/queue.ts";
import { openAgents, type AgentView } from "../../watchdog/agents.ts";
import type { Alert } from "../../watchdog/health/record.ts";
import { openHealthRecords } from "../../watchdog/health/records.ts";
import type { Usage } from "../../watchdog/health/usage.ts";
import { backupFolder } from "../backup/folder.ts";
import { backupsIn } from "../backup/manifest.ts";
import type { Config } from "../config.ts";
import type { Health } from "../health.ts";
import type { Stores } from "../stores.ts";
import { newLateResults } from "./late-results.ts";
import * as statements from "./statements.ts";

/** What is looked up for metrics: the state when Prometheus asks, and what events leave unsaid. */
export interface Readings {
  queue(): Promise<TopicStats[]>;
  /** Number of jobs by status. */
  jobs(): Readonly<Record<string, number>>;
  /** Ms since the epoch, of those that are queued or running. */
  oldestJobAt(): number | null;
  jobsPastDeadline(): number;
  agents(): Pick<AgentView, "name" | "state" | "heartbeatAt">[];
  /** Crews that get no further agent although work waits for them. */
  heldBack(): Iterable<string>;
  /** Whether agents are started one by one, since most died soon after their start. */
  areRestartsSpaced(): boolean;
  health(): Promise<Health>;
  /** What agents take, by their names. */
  usages(): ReadonlyMap<string, Usage>;
  /** What stands out of the usual. */
  healthAlerts(): Pick<Alert, "measure">[];
  /** Ms since the epoch, of the newest whole backup; null without one. */
  lastBackupAt(): number | null;
  files(): { readonly main: number; readonly log: number; readonly free: number };
  /** Topics of the results that have come too late since the last call. */
  lateResults(): string[];
  /** Undefined when the job is not known any more. */
  endedJob(job: string): statements.EndedJob | undefined;
  endedStep(job: string, step: string): statements.EndedStep | undefined;
}

/** Reads a daemon's own stores; what it knows without them is told by `live`. */
export function readingsOf(
  config: Config,
  { database, queue, heartbeats, jobs }: Stores,
  live: Pick<Readings, "health" | "usages">,
): Readings {
  const { home } = config;
  const agents = openAgents(database, heartbeats);
  const healthRecords = openHealthRecords(database);
  return {
    queue: () => queue.stats(),
    jobs: () => jobs.counts(),
    oldestJobAt: () => statements.oldestOpenJob(database),
    jobsPastDeadline: () => statements.jobsPastDeadline(database, systemClock.now()),
    agents: () => agents.list(),
    heldBack: () => agents.heldBack().keys(),
    areRestartsSpaced: () => agents.breaker() !== null,
    health: () => live.health(),
    usages: () => live.usages(),
    healthAlerts: () => healthRecords.alerts(),
    lastBackupAt: () => backupsIn(backupFolder(config), home.root)[0]?.manifest.madeAt ?? null,
    files: () => ({
      main: sizeOf(home.database),
      log: sizeOf(logOf(home.database)),
      free: freeIn(home.data),
    }),
    lateResults: newLateResults(
      (since) => statements.lateResultsSince(database, since),
      systemClock,
    ),
    endedJob: (job) => statements.endedJob(database, job),
    endedStep: (job, step) => statements.endedStep(database, job, step),
  };
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

function freeIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
