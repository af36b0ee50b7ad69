import type { Tx } from "../../kernel/database.ts";

/** Takes work in hand back to the start; its messages must be cancelled too. */
export const takeBackReadySteps = (tx: Tx, job: string): void => {
  tx.prepare("update step set status = 'waiting' where job = @job and status = 'ready'").run({
    job,
  });
};

/** Opens every step that stands between the job and `done`; answers their names. */
export const reopenUnfinished = (tx: Tx, job: string): string[] =>
  tx
    .prepare<{ name: string }>(
      `update step set status = 'waiting'
       where job = @job and (status in ('skipped', 'cancelled')
         or (status = 'failed' and on_failure <> 'continue'))
       returning name`,
    )
    .all({ job })
    .map(({ name }) => name);

/** `step` and everything that needs it, directly or through others. */
export const withDescendants = (tx: Tx, job: string, step: string): string[] =>
  tx
    .prepare<{ name: string }>(
      `with recursive descendant (name) as (
         select @step
         union
         select step_need.step from descendant
         join step_need on step_need.job = @job and step_need.need = descendant.name
       )
       select name from descendant`,
    )
    .all({ job, step })
    .map(({ name }) => name);

export const reopenStep = (tx: Tx, job: string, name: string): void => {
  tx.prepare("update step set status = 'waiting' where job = @job and name = @name").run({
    job,
    name,
  });
};

/** Expanded fan-outs of which a need of their own, and not only an item, is among the open steps. */
export const fanOutsToFold = (tx: Tx, job: string): string[] =>
  tx
    .prepare<{ name: string }>(
      `select fan_out.name from step as fan_out
       where fan_out.job = @job and fan_out.expanded = 1 and exists (
         select 1 from step_need
         join step as need on need.job = step_need.job and need.name = step_need.need
         where step_need.job = @job and step_need.step = fan_out.name
           and need.status = 'waiting' and need.member_of is not fan_out.name)`,
    )
    .all({ job })
    .map(({ name }) => name);

/** Takes the items away again; what they made stays on record. */
export const foldFanOut = (tx: Tx, job: string, name: string): void => {
  tx.prepare("delete from step where job = @job and member_of = @name").run({ job, name });
  tx.prepare("update step set expanded = 0 where job = @job and name = @name").run({ job, name });
};

/** After steps were opened again: how many needs each waiting step waits for. Mirrors `isMet`. */
export const recountNeeds = (tx: Tx, job: string): void => {
  tx.prepare(
    `update step set pending = (
       select count(*) from step_need
       join step as need on need.job = step_need.job and need.name = step_need.need
       where step_need.job = step.job and step_need.step = step.name
         and not (need.status = 'done'
           or (need.status = 'failed' and need.on_failure = 'continue')))
     where job = @job and status = 'waiting'`,
  ).run({ job });
};

export interface RevisionRow {
  readonly job: string;
  readonly asked_by: string;
  readonly asked_in: number;
  readonly step: string;
  readonly attempt: number;
  readonly round: number;
  readonly reasons: string;
  readonly asked_at: number;
}

export const insertRevision = (tx: Tx, row: RevisionRow): void => {
  tx.prepare(
    `insert into revision (job, asked_by, asked_in, step, attempt, round, reasons, asked_at)
     values (@job, @asked_by, @asked_in, @step, @attempt, @round, @reasons, @asked_at)`,
  ).run({ ...row });
};

/** How many rounds `step` has asked for; 0 for none. */
export const lastRound = (tx: Tx, job: string, step: string): number =>
  tx
    .prepare<{ last: number }>(
      `select coalesce(max(round), 0) as last from revision
       where job = @job and asked_by = @step and superseded_at is null`,
    )
    .get({ job, step })?.last ?? 0;

/** Whichever step asked: how often the job was sent back. */
export const roundOfJob = (tx: Tx, job: string): number =>
  tx
    .prepare<{ round: number }>(
      `select coalesce(max(round), 0) as round from revision
       where job = @job and superseded_at is null`,
    )
    .get({ job })?.round ?? 0;

/** The last revision that was asked of `step`, which its next attempt is to make; none from new inputs. */
export const currentRevision = (tx: Tx, job: string, step: string): RevisionRow | undefined =>
  tx
    .prepare<RevisionRow>(
      `select * from revision where job = @job and step = @step
         and superseded_at is null and outdated_at is null
       order by attempt desc limit 1`,
    )
    .get({ job, step });

/** Its rounds count on, but what was found wrong then is no guide for work from other inputs. */
export const outdateRevisions = (
  tx: Tx,
  where: { job: string; step: string; now: number },
): void => {
  tx.prepare(
    `update revision set outdated_at = @now
     where job = @job and step = @step and outdated_at is null`,
  ).run(where);
};

export const supersedeRevisions = (
  tx: Tx,
  where: { job: string; step: string; now: number },
): void => {
  tx.prepare(
    `update revision set superseded_at = @now
     where job = @job and step = @step and superseded_at is null`,
  ).run(where);
};
