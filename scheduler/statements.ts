import type { Tx } from "../kernel/database.ts";
import type { FailurePolicy } from "./graph.ts";
import type { JobStatus, Priority, StoredStepStatus } from "./job.ts";

export interface JobRow {
  readonly id: string;
  readonly title: string;
  readonly status: JobStatus;
  readonly reason: string | null;
  readonly priority: Priority;
  readonly workflow: string;
  readonly source_kind: string;
  readonly source_ref: string;
  readonly admission_key: string;
  readonly brief: string;
  readonly brief_text: string;
  readonly params: string;
  readonly created_at: number;
  readonly cost_limit_usd: number | null;
  readonly deadline_at: number | null;
}

export interface StepRow {
  readonly job: string;
  readonly name: string;
  readonly role: string;
  readonly position: number;
  readonly each_list: string | null;
  readonly member_of: string | null;
  readonly item: string | null;
  readonly sequence: number;
  readonly fan_out: string;
  readonly on_failure: FailurePolicy;
  readonly max_attempts: number;
  readonly timeout_ms: number | null;
  readonly params: string;
  readonly revises: string | null;
  readonly revision_rounds: number;
  readonly status: StoredStepStatus;
  readonly pending: number;
  readonly expanded: 0 | 1;
  readonly attempt: number;
}

export const insertJob = (tx: Tx, row: JobRow): void => {
  tx.prepare(
    `insert into job (id, title, status, reason, priority, workflow, source_kind, source_ref,
       admission_key, brief, brief_text, params, created_at, cost_limit_usd,
       deadline_at)
     values (@id, @title, @status, @reason, @priority, @workflow, @source_kind, @source_ref,
       @admission_key, @brief, @brief_text, @params, @created_at,
       @cost_limit_usd, @deadline_at)`,
  ).run({ ...row });
};

export const jobOfAdmissionKey = (tx: Tx, key: string): string | undefined =>
  tx.prepare<{ id: string }>("select id from job where admission_key = @key").get({ key })?.id;

export const jobById = (tx: Tx, id: string): JobRow | undefined =>
  tx.prepare<JobRow>("select * from job where id = @id").get({ id });

export const setJobStatus = (
  tx: Tx,
  change: { id: string; status: JobStatus; reason: string | null; finished_at: number | null },
): void => {
  tx.prepare(
    `update job set status = @status, reason = @reason, finished_at = @finished_at
     where id = @id`,
  ).run(change);
};

export const insertStep = (tx: Tx, row: StepRow): void => {
  tx.prepare(
    `insert into step (job, name, role, position, each_list, member_of, item, sequence, fan_out,
       on_failure, max_attempts, timeout_ms, params, revises, revision_rounds, status, pending,
       expanded, attempt)
     values (@job, @name, @role, @position, @each_list, @member_of, @item, @sequence, @fan_out,
       @on_failure, @max_attempts, @timeout_ms, @params, @revises, @revision_rounds, @status, @pending,
       @expanded, @attempt)`,
  ).run({ ...row });
};

export const insertNeed = (tx: Tx, job: string, step: string, need: string): void => {
  tx.prepare("insert into step_need (job, step, need) values (@job, @step, @need)").run({
    job,
    step,
    need,
  });
};

export const stepByName = (tx: Tx, job: string, name: string): StepRow | undefined =>
  tx.prepare<StepRow>("select * from step where job = @job and name = @name").get({ job, name });

export const needsOf = (tx: Tx, job: string, step: string): string[] =>
  tx
    .prepare<{ need: string }>("select need from step_need where job = @job and step = @step")
    .all({ job, step })
    .map(({ need }) => need);

export const waitingDependents = (tx: Tx, job: string, need: string): StepRow[] =>
  tx
    .prepare<StepRow>(
      `select step.* from step_need
       join step on step.job = step_need.job and step.name = step_need.step
       where step_need.job = @job and step_need.need = @need and step.status = 'waiting'
       order by step.position, step.sequence`,
    )
    .all({ job, need });

/** Waiting steps with nothing left to wait for: only a new, retried or rewound job has any. */
export const unblockedSteps = (tx: Tx, job: string): StepRow[] =>
  tx
    .prepare<StepRow>(
      `select * from step where job = @job and status = 'waiting' and pending = 0
       order by position, sequence`,
    )
    .all({ job });

export const meetNeed = (tx: Tx, job: string, name: string): number =>
  tx
    .prepare<{ pending: number }>(
      `update step set pending = pending - 1 where job = @job and name = @name
       returning pending`,
    )
    .get({ job, name })?.pending ?? 0;

export const setStepStatus = (
  tx: Tx,
  job: string,
  name: string,
  status: StoredStepStatus,
): void => {
  tx.prepare("update step set status = @status where job = @job and name = @name").run({
    job,
    name,
    status,
  });
};

/** The fan-out now waits for its items. */
export const markExpanded = (tx: Tx, job: string, name: string, items: number): void => {
  tx.prepare(
    "update step set expanded = 1, pending = @items where job = @job and name = @name",
  ).run({ job, name, items });
};

export const markSent = (tx: Tx, job: string, name: string, attempt: number): void => {
  tx.prepare(
    "update step set status = 'ready', attempt = @attempt where job = @job and name = @name",
  ).run({ job, name, attempt });
};

/** One row for each status and policy that occurs among the steps that decide the job's outcome. */
export const decidingSteps = (
  tx: Tx,
  job: string,
): { status: StoredStepStatus; onFailure: FailurePolicy }[] =>
  tx
    .prepare<{ status: StoredStepStatus; onFailure: FailurePolicy }>(
      `select * from (select status, on_failure as onFailure from step
         where job = @job and status in ('waiting', 'ready') limit 1)
       union all
       select * from (select status, on_failure as onFailure from step
         where job = @job and status = 'failed' and on_failure = 'fail' limit 1)`,
    )
    .all({ job });

export const insertEvent = (
  tx: Tx,
  row: { job: string; step: string | null; name: string; at: number; detail: string },
): void => {
  tx.prepare(
    `insert into job_event (job, step, name, at, detail)
     values (@job, @step, @name, @at, @detail)`,
  ).run(row);
};

export const openSteps = (tx: Tx, job: string): string[] =>
  tx
    .prepare<{ name: string }>(
      "select name from step where job = @job and status in ('waiting', 'ready')",
    )
    .all({ job })
    .map(({ name }) => name);
