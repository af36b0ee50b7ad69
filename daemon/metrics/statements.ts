import type { Database } from "../../kernel/database.ts";
import type { JobSource } from "../../scheduler/job.ts";

type Reads = Pick<Database, "prepare">;

export interface EndedJob {
  readonly source: JobSource["kind"];
  /** Ms since the epoch; null when it has been taken up again meanwhile. */
  readonly finishedAt: number | null;
  readonly createdAt: number;
  /** Null when its brief names none. */
  readonly deadlineAt: number | null;
}

export function endedJob(from: Reads, job: string): EndedJob | undefined {
  return from
    .prepare<EndedJob>(
      `select source_kind as source, created_at as createdAt, finished_at as finishedAt,
              deadline_at as deadlineAt
       from job where id = @job`,
    )
    .get({ job });
}

/** Ms since the epoch; null without any. */
export function oldestOpenJob(from: Reads): number | null {
  const row = from
    .prepare<{ oldest: number | null }>(
      "select min(created_at) as oldest from job where status in ('queued', 'running')",
    )
    .get();
  return row?.oldest ?? null;
}

export function jobsPastDeadline(from: Reads, now: number): number {
  const row = from
    .prepare<{ jobs: number }>(
      `select count(*) as jobs from job
       where deadline_at < @now and status not in ('done', 'failed', 'cancelled')`,
    )
    .get({ now });
  return row?.jobs ?? 0;
}

export interface EndedStep {
  /** JSON. */
  readonly params: string;
  readonly costUsd: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The step with the costs of its last attempt that ended. */
export function endedStep(from: Reads, job: string, step: string): EndedStep | undefined {
  return from
    .prepare<EndedStep>(
      `select step.params, step_attempt.cost_usd as costUsd,
              step_attempt.input_tokens as inputTokens, step_attempt.output_tokens as outputTokens
       from step join step_attempt on step_attempt.job = step.job and step_attempt.step = step.name
       where step.job = @job and step.name = @step and step_attempt.ending is not null
       order by step_attempt.attempt desc limit 1`,
    )
    .get({ job, step });
}

export interface LateResult {
  /** Names this one among all. */
  readonly key: string;
  readonly topic: string;
}

export function lateResultsSince(from: Reads, since: number): LateResult[] {
  return from
    .prepare<LateResult>(
      `select late_result.message || '/' || late_result.lease_token as key, message.topic
       from late_result join message on message.number = late_result.message
       where late_result.arrived_at >= @since`,
    )
    .all({ since });
}
