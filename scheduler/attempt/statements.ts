import type { Tx } from "../../kernel/database.ts";
import type { StepOutput } from "../../queue/topics.ts";

/** Also counts attempts at an item that an earlier fan-out had made under the same name. */
export const lastAttempt = (tx: Tx, job: string, step: string): number =>
  tx
    .prepare<{ last: number }>(
      `select coalesce(max(attempt), 0) as last from step_attempt
       where job = @job and step = @step`,
    )
    .get({ job, step })?.last ?? 0;

export const insertAttempt = (
  tx: Tx,
  row: { job: string; step: string; attempt: number; message: string; sent_at: number },
): void => {
  tx.prepare(
    `insert into step_attempt (job, step, attempt, message, sent_at)
     values (@job, @step, @attempt, @message, @sent_at)`,
  ).run(row);
};

export interface AttemptEnding {
  readonly job: string;
  readonly step: string;
  readonly attempt: number;
  readonly ending: "done" | "failed";
  readonly agent: string | null;
  readonly started_at: number | null;
  readonly finished_at: number;
  readonly summary: string | null;
  readonly notes: string;
  readonly fan_out: string;
  readonly failure: string | null;
  readonly cost_usd: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly review: string;
}

export const endAttempt = (tx: Tx, ending: AttemptEnding): void => {
  tx.prepare(
    `update step_attempt set ending = @ending, agent = @agent, started_at = @started_at,
       finished_at = @finished_at, summary = @summary, notes = @notes, fan_out = @fan_out,
       failure = @failure, cost_usd = @cost_usd, input_tokens = @input_tokens,
       output_tokens = @output_tokens, review = @review
     where job = @job and step = @step and attempt = @attempt and ending is null`,
  ).run({ ...ending });
};

export const insertOutput = (
  tx: Tx,
  row: {
    job: string;
    step: string;
    attempt: number;
    name: string;
    sha256: string;
    bytes: number;
    extension: string;
  },
): void => {
  tx.prepare(
    `insert into step_output (job, step, attempt, name, sha256, bytes, extension)
     values (@job, @step, @attempt, @name, @sha256, @bytes, @extension)`,
  ).run(row);
};

interface OutputRow {
  readonly step: string;
  readonly item: string | null;
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly extension: string;
}

/** Outputs of every done step that `step` needs, directly or through others, in the workflow's order. */
export const inputsOf = (tx: Tx, job: string, step: string): StepOutput[] =>
  tx
    .prepare<OutputRow>(
      `with recursive ancestor (name) as (
         select need from step_need where job = @job and step = @step
         union
         select step_need.need from ancestor
         join step_need on step_need.job = @job and step_need.step = ancestor.name
       )
       select coalesce(step.member_of, step.name) as step, step.item, output.name,
         output.sha256, output.bytes, output.extension
       from ancestor
       join step on step.job = @job and step.name = ancestor.name and step.status = 'done'
       join step_output as output on output.job = @job and output.step = step.name
         and output.attempt = step.attempt
       order by step.position, step.sequence, output.name`,
    )
    .all({ job, step })
    .map(stepOutput);

export const outputsOf = (tx: Pick<Tx, "prepare">, job: string): StepOutput[] =>
  tx
    .prepare<OutputRow>(
      `select coalesce(step.member_of, step.name) as step, step.item, output.name,
         output.sha256, output.bytes, output.extension
       from step
       join step_output as output on output.job = step.job and output.step = step.name
         and output.attempt = step.attempt
       where step.job = @job and step.status = 'done'
       order by step.position, step.sequence, output.name`,
    )
    .all({ job })
    .map(stepOutput);

/** What one attempt at a step made, whatever became of the step since. */
export const outputsOfAttempt = (
  tx: Tx,
  job: string,
  step: string,
  attempt: number,
): StepOutput[] =>
  tx
    .prepare<OutputRow>(
      `select step, null as item, name, sha256, bytes, extension from step_output
       where job = @job and step = @step and attempt = @attempt order by name`,
    )
    .all({ job, step, attempt })
    .map(stepOutput);

const stepOutput = ({ step, item, name, ...blob }: OutputRow): StepOutput => ({
  step,
  key: item,
  name,
  blob,
});

/** The list that a done step of the job brought, as JSON. */
export const fanOutList = (tx: Tx, job: string, list: string): string | undefined =>
  tx
    .prepare<{ items: string }>(
      `select attempt.fan_out -> ('$."' || @list || '"') as items
       from step join step_attempt as attempt on attempt.job = step.job
         and attempt.step = step.name and attempt.attempt = step.attempt
       where step.job = @job and step.status = 'done' and step.fan_out <> '[]'
         and exists (select 1 from json_each(step.fan_out) where value = @list)`,
    )
    .get({ job, list })?.items;

/** Their messages are gone: nobody will answer. */
export const endOpenAttempts = (tx: Tx, job: string, now: number): void => {
  tx.prepare(
    `update step_attempt set ending = 'cancelled', finished_at = @now
     where job = @job and ending is null`,
  ).run({ job, now });
};

/** Whether any work of the job came to an end of its own. */
export const hasResults = (reader: Pick<Tx, "prepare">, job: string): boolean =>
  reader
    .prepare(
      `select 1 from step_attempt
       where job = @job and ending is not null and ending <> 'cancelled' limit 1`,
    )
    .get({ job }) !== undefined;

/** Messages whose work is not done yet. */
export const openMessagesOf = (reader: Pick<Tx, "prepare">, job: string): string[] =>
  reader
    .prepare<{ message: string }>(
      "select message from step_attempt where job = @job and ending is null",
    )
    .all({ job })
    .map(({ message }) => message);

export interface OpenAttempt {
  readonly job: string;
  readonly step: string;
  readonly attempt: number;
  readonly message: string;
  readonly timeout_ms: number | null;
}

export const oldestOpenAttempts = (reader: Pick<Tx, "prepare">, limit: number): OpenAttempt[] =>
  reader
    .prepare<OpenAttempt>(
      `select attempt.job, attempt.step, attempt.attempt, attempt.message, step.timeout_ms
       from step_attempt as attempt
       join step on step.job = attempt.job and step.name = attempt.step
       where attempt.ending is null order by attempt.sent_at limit @limit`,
    )
    .all({ limit });
