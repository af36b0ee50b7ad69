import type { Tx } from "../../kernel/database.ts";

export const insertHold = (
  tx: Tx,
  hold: { job: string; cause: string; reason: string; now: number },
): void => {
  tx.prepare(
    `insert into job_hold (job, cause, reason, held_at) values (@job, @cause, @reason, @now)
     on conflict (job, cause) do update set reason = excluded.reason`,
  ).run(hold);
};

/** False when the job was not held for this. */
export const deleteHold = (tx: Tx, job: string, cause: string): boolean =>
  tx
    .prepare<{ cause: string }>(
      "delete from job_hold where job = @job and cause = @cause returning cause",
    )
    .all({ job, cause }).length > 0;

export const deleteHolds = (tx: Tx, job: string): void => {
  tx.prepare("delete from job_hold where job = @job").run({ job });
};

export interface HoldRow {
  readonly cause: string;
  readonly reason: string;
  readonly heldAt: number;
}

/** The oldest first. */
export const holdsOf = (tx: Pick<Tx, "prepare">, job: string): HoldRow[] =>
  tx
    .prepare<HoldRow>(
      "select cause, reason, held_at as heldAt from job_hold where job = @job order by held_at, cause",
    )
    .all({ job });

/** Jobs that wait for this, the longest first. */
export const heldFor = (
  reader: Pick<Tx, "prepare">,
  cause: string,
): { job: string; heldAt: number }[] =>
  reader
    .prepare<{ job: string; heldAt: number }>(
      "select job, held_at as heldAt from job_hold where cause = @cause order by held_at, job",
    )
    .all({ cause });

export const setBrief = (
  tx: Tx,
  change: { job: string; title: string; brief: string; briefText: string },
): void => {
  tx.prepare(
    `update job set title = @title, brief = @brief, brief_text = @briefText where id = @job`,
  ).run(change);
};

export const briefOf = (
  reader: Pick<Tx, "prepare">,
  job: string,
): { title: string; brief: string; briefText: string } | undefined =>
  reader
    .prepare<{ title: string; brief: string; briefText: string }>(
      "select title, brief, brief_text as briefText from job where id = @job",
    )
    .get({ job });

export const setPriority = (tx: Tx, job: string, priority: number): void => {
  tx.prepare("update job set priority = @priority where id = @job").run({ job, priority });
};

export const setEstimate = (tx: Tx, job: string, usd: number): void => {
  tx.prepare("update job set estimate_usd = @usd where id = @job").run({ job, usd });
};

/** What has been estimated so far may be spent. */
export const raiseCostLimit = (tx: Tx, job: string): void => {
  tx.prepare(
    `update job set cost_limit_usd = max(cost_limit_usd, estimate_usd)
     where id = @job and estimate_usd is not null`,
  ).run({ job });
};

/** Why a person should look at what stands now, as the steps that made it said. */
export const reviewReasons = (tx: Pick<Tx, "prepare">, job: string): string[] =>
  tx
    .prepare<{ reason: string }>(
      `select reason.value as reason from step
       join step_attempt as attempt on attempt.job = step.job and attempt.step = step.name
         and attempt.attempt = step.attempt
       join json_each(attempt.review) as reason
       where step.job = @job and step.status = 'done'
       order by step.position, step.sequence, reason.key`,
    )
    .all({ job })
    .map(({ reason }) => reason);

export interface ChangeRow {
  readonly job: string;
  readonly key: string;
  readonly step: string;
  readonly attempt: number;
  readonly asked_by: string;
  readonly guide: string;
  readonly asked_at: number;
}

export const insertChange = (tx: Tx, row: ChangeRow): void => {
  tx.prepare(
    `insert into change_request (job, key, step, attempt, asked_by, guide, asked_at)
     values (@job, @key, @step, @attempt, @asked_by, @guide, @asked_at)`,
  ).run({ ...row });
};

export const changeExists = (tx: Pick<Tx, "prepare">, job: string, key: string): boolean =>
  tx.prepare("select 1 from change_request where job = @job and key = @key").get({ job, key }) !==
  undefined;

/** The last change of a step's work that a person asked for. */
export const currentChange = (tx: Tx, job: string, step: string): ChangeRow | undefined =>
  tx
    .prepare<ChangeRow>(
      `select job, key, step, attempt, asked_by, guide, asked_at from change_request
       where job = @job and step = @step and outdated_at is null
       order by attempt desc limit 1`,
    )
    .get({ job, step });

export const changesOfJob = (tx: Tx, job: string): number =>
  tx
    .prepare<{ changes: number }>("select count(*) as changes from change_request where job = @job")
    .get({ job })?.changes ?? 0;

/** Its step begins from other inputs: a change of what it made before is no guide any more. */
export const outdateChanges = (tx: Tx, where: { job: string; step: string; now: number }): void => {
  tx.prepare(
    `update change_request set outdated_at = @now
     where job = @job and step = @step and outdated_at is null`,
  ).run(where);
};

/** Whether any work of the job was ever sent out. */
export const hasAttempts = (tx: Tx, job: string): boolean =>
  tx.prepare("select 1 from step_attempt where job = @job limit 1").get({ job }) !== undefined;
