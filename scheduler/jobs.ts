import type { Clock } from "../kernel/clock.ts";
import type { Database } from "../kernel/database.ts";
import type { Events } from "../kernel/events.ts";
import type { Queue, QueueTransactions } from "../queue/queue.ts";
import { admit, workflowOf } from "./admission.ts";
import type { Jobs } from "./job.ts";
import { DEPENDENCIES, hold, release } from "./people/hold.ts";
import { changeExists, heldFor } from "./people/statements.ts";
import { accept, change, prioritize } from "./people/wishes.ts";
import { cancel, retry, rewind } from "./rework/rework.ts";
import { hasBegun } from "./attempt/begun.ts";
import { outputsOf } from "./attempt/statements.ts";
import { transition, type SchedulerParts } from "./transition.ts";
import { eventsAfter, eventsOfJob, statusOf } from "./view/statements.ts";
import { forecastOf } from "./view/forecast.ts";
import { countJobs, listJobs, viewBrief, viewEvent, viewJob } from "./view/view.ts";
import type { WorkflowTemplate } from "./workflow.ts";

export interface JobsOptions {
  readonly clock: Clock;
  readonly events: Events;
  /** The workflows by name, asked for by each admission. */
  readonly templates: () => ReadonlyMap<string, WorkflowTemplate>;
}

const EVENTS_AT_ONCE = 500;

/**
 * The jobs in `database`, which must hold the queue's tables and `schedulerMigrations`. Any number of
 * processes may open it: a command writes here directly and the daemon goes on from what it finds.
 */
export function openJobs(
  database: Database,
  queue: Queue & QueueTransactions,
  { clock, events, templates }: JobsOptions,
): Jobs {
  const parts: SchedulerParts = { database, queue, clock, events };
  return {
    admit: (admission) => {
      const template = workflowOf(admission, templates());
      return transition(parts, "admit", (turn) => admit(turn, admission, template));
    },
    cancel: (job, reason = "cancelled on request") =>
      transition(parts, "cancel", (turn) => cancel(turn, job, reason)),
    retry: (job) => transition(parts, "retry", (turn) => retry(turn, job)),
    rewind: (job, step) => transition(parts, "rewind", (turn) => rewind(turn, job, step)),
    hold: (job, reason, cause = DEPENDENCIES) =>
      transition(parts, "hold", (turn) => hold(turn, job, { cause, reason })),
    release: (job, cause = DEPENDENCIES, better) =>
      transition(parts, "release", (turn) => release(turn, job, cause, better)),
    held: (cause) => heldFor(database, cause),
    accept: (job) => transition(parts, "accept", (turn) => accept(turn, job)),
    prioritize: (job, priority) =>
      transition(parts, "prioritize", (turn) => prioritize(turn, job, priority)),
    change: (job, request) => transition(parts, "change", (turn) => change(turn, job, request)),
    hasChange: (job, key) => changeExists(database, job, key),
    list: (filter) => listJobs(database, filter),
    view: (job) => viewJob(database, queue, job),
    status: (job) => statusOf(database, job),
    hasBegun: (job) => hasBegun(database, queue, job),
    counts: () => countJobs(database),
    events: (job) => eventsOfJob(database, job).map(viewEvent),
    eventsAfter: (id) => eventsAfter(database, id, EVENTS_AT_ONCE).map(viewEvent),
    brief: (job) => viewBrief(database, job),
    forecast: (job) => forecastOf(database, job),
    outputs: (job) => outputsOf(database, job),
  };
}
