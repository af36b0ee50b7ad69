import type { Tx } from "../../../kernel/database.ts";

/** The questions that the comment is to ask, by when they began to hold the job; null for none. */
export const recordQuestions = (tx: Tx, request: number, hold: number | null): void => {
  tx.prepare(
    `update github_sheets set questions_hold = @hold, questions_at = null
     where request = @request and questions_hold is not @hold`,
  ).run({ request, hold });
};

export interface AskingRow {
  /** The hold that the comment asks about, or is to ask about. */
  readonly hold: number | null;
  /** When the comment that asks was sent; null as long as none was. */
  readonly askedAt: number | null;
  /** When there was nothing more to say, or nowhere to say it. */
  readonly settledAt: number | null;
}

/** How far a job's questions have come; times in ms, by our clock. */
export const askingOf = (reader: Pick<Tx, "prepare">, job: string): AskingRow | undefined =>
  reader
    .prepare<AskingRow>(
      `select questions_hold as hold, questions_at as askedAt, settled_at as settledAt
       from github_sheets where request = (select id from github_requests where job = @job)`,
    )
    .get({ job });

export interface HearingRow {
  readonly repository: string;
  /** 1 when somebody has said something about the films that is still to be heeded. */
  readonly isUnheeded: 0 | 1;
}

/** Where a job's questions are answered. */
export const hearingOf = (reader: Pick<Tx, "prepare">, job: string): HearingRow | undefined =>
  reader
    .prepare<HearingRow>(
      `select repository, exists (
         select 1 from github_replies as reply
         join github_requests as own on own.id = reply.request
         where reply.state = 'heard'
           and own.repository = mine.repository and own.issue = mine.issue
       ) as isUnheeded
       from github_requests as mine where job = @job`,
    )
    .get({ job });

/** Nobody has answered the job's questions in time. */
export const recordDefaults = (tx: Tx, job: string, now: number): void => {
  tx.prepare(
    `update github_sheets set defaults_at = @now
     where request = (select id from github_requests where job = @job)`,
  ).run({ job, now });
};

/** Whether that was so, not before `since`. */
export const haveDefaultsHeld = (
  reader: Pick<Tx, "prepare">,
  { job, since }: { readonly job: string; readonly since: number },
): boolean =>
  reader
    .prepare(
      `select 1 from github_sheets
       where defaults_at >= @since and request = (select id from github_requests where job = @job)`,
    )
    .get({ job, since }) !== undefined;
