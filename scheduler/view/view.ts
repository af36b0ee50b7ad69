import type { BlobRef } from "../../kernel/blobs.ts";
import type { Database } from "../../kernel/database.ts";
import type { MessageView, Queue } from "../../queue/queue.ts";
import type { StepFailure } from "../../queue/topics.ts";
import {
  JOB_STATUSES,
  type BetterBrief,
  type JobEvent,
  type JobFilter,
  type JobStatus,
  type JobSummary,
  type JobView,
  type RevisionView,
  type StepView,
} from "../job.ts";
import { outputsOf } from "../attempt/statements.ts";
import { briefOf, holdsOf, reviewReasons } from "../people/statements.ts";
import {
  costOf,
  lastSteps,
  newestJobs,
  revisionViews,
  statusCounts,
  stepViews,
  summaryOf,
  type EventRow,
  type RevisionViewRow,
  type StepViewRow,
  type SummaryRow,
} from "./statements.ts";

const DEFAULT_LIMIT = 100;

export function listJobs(database: Database, filter: JobFilter = {}): JobSummary[] {
  const { status = null, source = null, limit = DEFAULT_LIMIT } = filter;
  return newestJobs(database, { status, source, limit }).map(summary);
}

/** A job in the shape that people and programs see; undefined when there is none. */
export async function viewJob(
  database: Database,
  queue: Queue,
  job: string,
): Promise<JobView | undefined> {
  const row = summaryOf(database, job);
  if (!row) return undefined;
  const steps = stepViews(database, job);
  const cost = costOf(database, job);
  const outputs = lastOutputs(database, job);
  return {
    ...summary(row),
    steps: await Promise.all(steps.map((step) => viewStep(queue, step))),
    revisions: revisionViews(database, job).map(viewRevision),
    outputs,
    cost,
    holds: holdsOf(database, job),
    doubts: reviewReasons(database, job),
  };
}

export function viewBrief(database: Database, job: string): BetterBrief | undefined {
  const row = briefOf(database, job);
  return (
    row && {
      title: row.title,
      brief: JSON.parse(row.brief) as BlobRef,
      briefText: JSON.parse(row.briefText) as BlobRef,
    }
  );
}

export function countJobs(database: Database): Record<JobStatus, number> {
  const counts = Object.fromEntries(JOB_STATUSES.map((status) => [status, 0]));
  for (const { status, jobs } of statusCounts(database)) counts[status] = jobs;
  return counts as Record<JobStatus, number>;
}

export const viewEvent = (row: EventRow): JobEvent => ({
  ...row,
  detail: JSON.parse(row.detail) as JobEvent["detail"],
});

const summary = (row: SummaryRow): JobSummary => ({
  id: row.id,
  status: row.status,
  source: { kind: row.source_kind, ref: row.source_ref },
  workflow: row.workflow,
  priority: row.priority,
  title: row.title,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
  reason: row.reason,
  progress: { done: row.done, total: row.total },
});

/** Only the queue knows whether an agent has the work in hand. */
async function viewStep(queue: Queue, row: StepViewRow): Promise<StepView> {
  const isReady = row.status === "ready" && row.message !== null;
  const message = isReady ? await queue.find(row.message) : undefined;
  const held = message?.state === "leased" ? message : undefined;
  return {
    name: row.name,
    role: row.role,
    status: held ? "running" : row.status,
    attempts: row.attempt,
    startedAt: held?.leasedAt ?? row.started_at,
    finishedAt: row.finished_at,
    agent: held ? agentOf(held) : row.agent,
    summary: row.summary,
    notes: row.notes === null ? [] : (JSON.parse(row.notes) as string[]),
    failure: row.failure === null ? null : (JSON.parse(row.failure) as StepFailure),
  };
}

const viewRevision = (row: RevisionViewRow): RevisionView => ({
  round: row.round,
  askedBy: row.asked_by,
  step: row.step,
  reasons: JSON.parse(row.reasons) as string[],
  askedAt: row.asked_at,
  isSuperseded: row.superseded_at !== null,
});

/** The holder of a lease is `<agent>#<generation>`. */
function agentOf({ worker }: MessageView): string | null {
  return worker?.replace(/#\d+$/, "") ?? null;
}

/** Items of a fan-out that comes last tell their outputs apart by key: `video:s01`. */
function lastOutputs(database: Database, job: string): Record<string, BlobRef> {
  const last = new Set(lastSteps(database, job));
  const outputs: Record<string, BlobRef> = {};
  for (const { step, key, name, blob } of outputsOf(database, job)) {
    if (last.has(step)) outputs[key === null ? name : `${name}:${key}`] = blob;
  }
  return outputs;
}
