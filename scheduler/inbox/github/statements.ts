import type { Database, Tx } from "../../../kernel/database.ts";

/** A label generation of an issue, as stored. */
export interface RequestRow {
  readonly id: number;
  readonly repository: string;
  readonly issue: number;
  readonly generation: number;
  readonly workflow: string;
  readonly title: string;
  readonly brief: string;
}

export interface NewRequest extends Omit<RequestRow, "id"> {
  readonly actor: string;
  readonly labelledAt: string;
  readonly state: "taken" | "ignored";
  readonly reason: string | null;
  readonly takenAt: number;
}

/** Does nothing when this generation is known already. */
export function insertRequest(tx: Tx, request: NewRequest): void {
  tx.prepare(
    `insert into github_requests
       (repository, issue, generation, actor, labelled_at, workflow, title, brief, state, reason, taken_at)
     values
       (@repository, @issue, @generation, @actor, @labelledAt, @workflow, @title, @brief, @state, @reason, @takenAt)
     on conflict (repository, issue, generation) do nothing`,
  ).run({ ...request });
}

export function requestExists(
  database: Database,
  key: { repository: string; issue: number; generation: number },
): boolean {
  const found = database
    .prepare(
      `select 1 from github_requests
       where repository = @repository and issue = @issue and generation = @generation`,
    )
    .get({ ...key });
  return found !== undefined;
}

/** Requests whose brief is stored and whose job is not known yet, oldest first. */
export function takenRequests(database: Database): RequestRow[] {
  return database
    .prepare<RequestRow>(
      `select id, repository, issue, generation, workflow, title, brief
       from github_requests where state = 'taken' order by id`,
    )
    .all();
}

export function markAdmitted(tx: Tx, id: number, job: string): void {
  tx.prepare(
    `update github_requests set state = 'admitted', job = @job where id = @id and state = 'taken'`,
  ).run({ id, job });
}

export function markRefused(tx: Tx, id: number, reason: string): void {
  tx.prepare(
    `update github_requests set state = 'refused', reason = @reason where id = @id and state = 'taken'`,
  ).run({ id, reason });
}
