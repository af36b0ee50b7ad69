import type { Tx } from "../../kernel/database.ts";
import type { JobEventName, JobSource, JobStatus, Priority, StoredStepStatus } from "../job.ts";

type Reader = Pick<Tx, "prepare">;

export interface SummaryRow {
  readonly id: string;
  readonly status: JobStatus;
  readonly reason: string | null;
  readonly source_kind: JobSource["kind"];
  readonly source_ref: string;
  readonly workflow: string;
  readonly priority: Priority;
  readonly title: string;
  readonly created_at: number;
  readonly finished_at: number | null;
  readonly done: number;
  readonly total: number;
}

/** An expanded fan-out counts by its items only. */
const SUMMARY = `job.id, job.status, job.reason, job.source_kind, job.source_ref, job.workflow,
  job.priority, job.title, job.created_at, job.finished_at,
  (select count(*) from step where step.job = job.id and not step.expanded
    and step.status in ('done', 'skipped')) as done,
  (select count(*) from step where step.job = job.id and not step.expanded) as total`;

export const newestJobs = (
  reader: Reader,
  filter: { status: string | null; source: string | null; limit: number },
): SummaryRow[] =>
  reader
    .prepare<SummaryRow>(
      `select ${SUMMARY} from job
       where (@status is null or job.status = @status)
         and (@source is null or job.source_kind = @source)
       order by job.created_at desc, job.id desc limit @limit`,
    )
    .all(filter);

export const summaryOf = (reader: Reader, job: string): SummaryRow | undefined =>
  reader.prepare<SummaryRow>(`select ${SUMMARY} from job where job.id = @job`).get({ job });

export const statusOf = (reader: Reader, job: string): JobStatus | undefined =>
  reader.prepare<{ status: JobStatus }>("select status from job where id = @job").get({ job })
    ?.status;

export interface StepViewRow {
  readonly name: string;
  readonly role: string;
  readonly status: StoredStepStatus;
  readonly attempt: number;
  readonly message: string | null;
  readonly agent: string | null;
  readonly started_at: number | null;
  readonly finished_at: number | null;
  readonly summary: string | null;
  readonly notes: string | null;
  readonly failure: string | null;
}

/** What the last attempt of each step came to; a step opened again has none yet. */
export const stepViews = (reader: Reader, job: string): StepViewRow[] =>
  reader
    .prepare<StepViewRow>(
      `select step.name, step.role, step.status, step.attempt, attempt.message, attempt.agent,
         attempt.started_at, attempt.finished_at, attempt.summary, attempt.notes, attempt.failure
       from step left join step_attempt as attempt on attempt.job = step.job
         and attempt.step = step.name and attempt.attempt = step.attempt
         and step.status <> 'waiting'
       where step.job = @job and not step.expanded
       order by step.position, step.sequence`,
    )
    .all({ job });

export interface RevisionViewRow {
  readonly round: number;
  readonly asked_by: string;
  readonly step: string;
  readonly reasons: string;
  readonly asked_at: number;
  readonly superseded_at: number | null;
}

export const revisionViews = (reader: Reader, job: string): RevisionViewRow[] =>
  reader
    .prepare<RevisionViewRow>(
      `select round, asked_by, step, reasons, asked_at, superseded_at from revision
       where job = @job order by asked_at, round`,
    )
    .all({ job });

export const lastSteps = (reader: Reader, job: string): string[] =>
  reader
    .prepare<{ name: string }>(
      `select name from step where job = @job and not exists (
         select 1 from step_need
         where step_need.job = step.job and step_need.need = step.name)`,
    )
    .all({ job })
    .map(({ name }) => name);

export const costOf = (
  reader: Reader,
  job: string,
): { readonly usd: number; readonly estimateUsd: number | null } =>
  reader
    .prepare<{ usd: number; estimateUsd: number | null }>(
      `select estimate_usd as estimateUsd,
         (select coalesce(sum(cost_usd), 0.0) from step_attempt as attempt where attempt.job = job.id) as usd
       from job where id = @job`,
    )
    .get({ job }) ?? { usd: 0, estimateUsd: null };

export const statusCounts = (reader: Reader): { status: JobStatus; jobs: number }[] =>
  reader
    .prepare<{ status: JobStatus; jobs: number }>(
      "select status, count(*) as jobs from job group by status",
    )
    .all();

export interface EventRow {
  readonly id: number;
  readonly job: string;
  readonly step: string | null;
  readonly name: JobEventName;
  readonly at: number;
  readonly detail: string;
}

export const eventsOfJob = (reader: Reader, job: string): EventRow[] =>
  reader.prepare<EventRow>("select * from job_event where job = @job order by id").all({ job });

export const eventsAfter = (reader: Reader, id: number, limit: number): EventRow[] =>
  reader
    .prepare<EventRow>("select * from job_event where id > @id order by id limit @limit")
    .all({ id, limit });

export interface OpenStepRow {
  readonly name: string;
  readonly base: string;
  readonly status: StoredStepStatus;
}

/** The steps that a job still has to do; an expanded fan-out is there by its items. */
export const openStepsOf = (reader: Reader, job: string): OpenStepRow[] =>
  reader
    .prepare<OpenStepRow>(
      `select name, coalesce(member_of, name) as base, status from step
       where job = @job and status in ('waiting', 'ready')`,
    )
    .all({ job });

export const openNeedsOf = (reader: Reader, job: string): { step: string; need: string }[] =>
  reader
    .prepare<{ step: string; need: string }>(
      `select step_need.step, step_need.need from step_need
       join step on step.job = step_need.job and step.name = step_need.need
         and step.status in ('waiting', 'ready')
       where step_need.job = @job`,
    )
    .all({ job });

/** Mean ms by step, over the last attempts of the job's workflow that were done. */
export const usualDurations = (
  reader: Reader,
  job: string,
  limit: number,
): { base: string; ms: number }[] =>
  reader
    .prepare<{ base: string; ms: number }>(
      `select base, avg(ms) as ms from (
         select case instr(attempt.step, ':') when 0 then attempt.step
             else substr(attempt.step, 1, instr(attempt.step, ':') - 1) end as base,
           attempt.finished_at - attempt.started_at as ms
         from step_attempt as attempt
         join job as other on other.id = attempt.job
         where attempt.ending = 'done' and attempt.started_at is not null
           and other.workflow = (select workflow from job where id = @job)
         order by attempt.sent_at desc limit @limit)
       group by base`,
    )
    .all({ job, limit });
