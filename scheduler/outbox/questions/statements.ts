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
