import { join } from "node:path";
import { openBlobs } from "../../../kernel/blobs.ts";
import { systemClock, type Clock } from "../../../kernel/clock.ts";
import { openDatabase, type Database } from "../../../kernel/database.ts";
import { createEvents, type Events } from "../../../kernel/events.ts";
import { runServices } from "../../../kernel/service.ts";
import { openQueue, queueMigrations } from "../../../queue/sqlite/queue.ts";
import { Work } from "../../../queue/payloads.ts";
import {
  RESULT_TOPIC,
  workTopic,
  type Result,
  type StepDone,
  type StepFailed,
} from "../../../queue/topics.ts";
import type { Queue, QueueTransactions } from "../../../queue/queue.ts";
import type { Admission, Jobs, JobStatus } from "../../../scheduler/job.ts";
import { dispatcher } from "../../../scheduler/dispatcher.ts";
import { openJobs } from "../../../scheduler/jobs.ts";
import { limits } from "../../../scheduler/limits.ts";
import { settler } from "../../../scheduler/settler.ts";
import { schedulerMigrations } from "../../../scheduler/migrations.ts";
import type { SchedulerParts } from "../../../scheduler/transition.ts";
import { readTemplate } from "../../../scheduler/template.ts";
import type { WorkflowTemplate } from "../../../scheduler/workflow.ts";
import type { Cleanup } from "../../support/temp.ts";

/** A scheduler with everything real but the craft: its agents answer what the test says. */
export interface Workshop extends SchedulerParts {
  readonly jobs: Jobs;
  readonly events: Events;
  /** Ends the services; waits for them. */
  readonly stop: () => Promise<void>;
  /** Resolves when the job has this status. */
  readonly reaches: (job: string, status: JobStatus) => Promise<void>;
}

export interface WorkshopOptions {
  readonly templates: readonly WorkflowTemplate[];
  readonly clock?: Clock;
  readonly perform?: Perform;
  /** Roles that nobody serves. */
  readonly idleRoles?: readonly string[];
  /** False leaves dispatcher, settler and limits out. */
  readonly isRunning?: boolean;
  /** False refuses payloads over 256 KB, as those over 64 MB are refused with a store for big ones. */
  readonly hasBlobs?: boolean;
  /** What the scheduler and its queue get to see of their database; default the database itself. */
  readonly through?: (database: Database) => Database;
}

/** What an agent answers to a work. */
export type Perform = (work: Work) => Result["outcome"];

export const done = (outcome: Partial<StepDone> = {}): StepDone => ({
  kind: "done",
  outputs: {},
  fanOut: {},
  summary: "made",
  notes: [],
  costUsd: 0,
  tokens: { input: 0, output: 0 },
  ...outcome,
});

export const failed = (message: string): StepFailed => ({
  kind: "failed",
  failure: { code: "impossible", message, hint: "" },
});

export const items = (...keys: string[]) => keys.map((key) => ({ key, params: { id: key } }));

/** A blob that is only a name: nobody reads it here. */
export const blob = (digit: string) => ({
  sha256: digit.repeat(64).slice(0, 64),
  bytes: 1,
  extension: ".json",
});

export function template(yaml: string): WorkflowTemplate {
  const read = readTemplate(yaml, "test.yaml");
  if (read.kind === "invalid") throw new Error(JSON.stringify(read.problems));
  return read.template;
}

let admissions = 0;

export function admission(changes: Partial<Admission> = {}): Admission {
  const ref = `test-${(admissions += 1)}`;
  return {
    title: "A test",
    brief: blob("b"),
    briefText: blob("c"),
    source: { kind: "api", ref },
    admissionKey: `api:${ref}`,
    workflow: "test",
    ...changes,
  };
}

export function openParts(
  folder: string,
  clock: Clock = systemClock,
  { through = (database) => database, hasBlobs = true }: Partial<WorkshopOptions> = {},
): SchedulerParts {
  const database = through(
    openDatabase(join(folder, "kantoku.db"), {
      migrations: [queueMigrations, schedulerMigrations],
      synchronous: "normal",
    }),
  );
  const events = createEvents();
  const queue = openQueue(database, {
    doorbells: join(folder, "bells"),
    ...(hasBlobs && { blobs: openBlobs(join(folder, "blobs")) }),
    clock,
    events,
  });
  return { database, queue, clock, events };
}

export function openWorkshop(t: Cleanup, folder: string, options: WorkshopOptions): Workshop {
  const parts = openParts(folder, options.clock, options);
  const { queue, clock, events, database } = parts;
  const templates = new Map(options.templates.map((each) => [each.name, each]));
  const jobs = openJobs(database, queue, { clock, events, templates: () => templates });
  const stopping = new AbortController();
  const roles = new Set(options.templates.flatMap(({ steps }) => steps.map(({ role }) => role)));
  for (const role of options.idleRoles ?? []) roles.delete(role);
  const running =
    options.isRunning === false ? [] : [dispatcher(parts), settler(parts), limits(parts)];
  if (options.perform && roles.size > 0) running.push(agent(queue, [...roles], options.perform));
  const ended = runServices(running, stopping.signal);
  ended.catch(() => {});
  const stop = async (): Promise<void> => {
    stopping.abort();
    await ended;
  };
  t.after(async () => {
    await stop();
    queue[Symbol.dispose]();
    database.close();
  });
  const reaches = (job: string, status: JobStatus): Promise<void> =>
    Promise.race([
      ended,
      new Promise<void>((resolve) => {
        events.on("job.changed", (change) => {
          if (change.job === job && change.status === status) resolve();
        });
        if (jobs.list().some((each) => each.id === job && each.status === status)) resolve();
      }),
    ]);
  return { ...parts, jobs, stop, reaches };
}

/** One agent that serves every role, message by message. */
export function agent(
  queue: Queue & QueueTransactions,
  roles: readonly string[],
  perform: Perform,
) {
  const topics = roles.map(workTopic);
  return {
    name: "agent",
    async run(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        const request = { topics, worker: "smith#1", max: 16, waitMs: 10_000 };
        for (const leased of await queue.receive(request, signal)) {
          const work = Work.parse(leased.payload);
          const payload = resultOf(work, perform(work));
          await queue.ack(leased, [{ topic: RESULT_TOPIC, payload, correlationId: work.job }]);
        }
      }
    },
  };
}

export function resultOf({ job, step, attempt }: Work, outcome: Result["outcome"]): Result {
  const now = Date.now();
  return { job, step, attempt, agent: "smith", startedAt: now, finishedAt: now, outcome };
}
