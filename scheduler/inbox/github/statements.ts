import type { Database, Tx } from "../../../kernel/database.ts";
import type { Priority } from "../../job.ts";
import { numberNamed } from "./bearers/statements.ts";

/**
 * Requests are kept for ever, and whatever is asked at each look is answered from those that are open.
 * Where SQLite would take the index of all of a repository's requests, the statement names the better one.
 */
type Reader = Pick<Tx, "prepare">;

/** A label generation of an issue, as stored. */
export interface RequestRow {
  readonly id: number;
  readonly repository: string;
  /** What the repository was called when this was taken. */
  readonly takenIn: string;
  readonly issue: number;
  readonly generation: number;
  readonly label: string;
  readonly labelledAt: string;
  readonly workflow: string;
  readonly priority: Priority | null;
  readonly preset: string;
  readonly params: string;
  readonly title: string;
  readonly brief: string;
  readonly revision: number;
  readonly seenHash: string | null;
  readonly state: "taken" | "admitted" | "refused" | "ignored";
  readonly job: string | null;
  readonly checkedAt: number | null;
  /** 1 while the job moves again after its end and the issue was not seen open since. */
  readonly isRevived: 0 | 1;
  /** 0 when its job has ended, or it has none. */
  readonly isOpen: 0 | 1;
  /** `owner/repo#12`: where its issue was moved while the job was under way. */
  readonly movedTo: string | null;
}

export interface NewRequest extends Omit<
  RequestRow,
  "id" | "takenIn" | "revision" | "job" | "state" | "checkedAt" | "isRevived" | "isOpen" | "movedTo"
> {
  readonly actor: string;
  readonly state: "taken" | "refused" | "ignored";
  readonly reason: string | null;
  readonly takenAt: number;
}

const REQUEST = `id, repository, coalesce(nullif(taken_in, ''), repository) as takenIn, issue, generation,
  label, labelled_at as labelledAt, workflow, priority, preset, params, title, brief, revision,
  seen_hash as seenHash, state, job, checked_at as checkedAt, is_revived as isRevived,
  is_open as isOpen, moved_repository || '#' || moved_issue as movedTo`;

/** Of the repository that has the name now. Answers its id; undefined when this generation is known already. */
export function insertRequest(tx: Tx, request: NewRequest): number | undefined {
  return tx
    .prepare<{ id: number }>(
      `insert into github_requests (repository, repository_id, taken_in, issue, generation, label, actor,
         labelled_at, workflow, priority, preset, params, title, brief, seen_hash, state, reason,
         taken_at, is_open)
       values (@repository, ${numberNamed("@repository")}, @repository, @issue, @generation, @label, @actor,
         @labelledAt, @workflow, @priority, @preset, @params, @title, @brief, @seenHash, @state, @reason,
         @takenAt, @state = 'taken')
       on conflict (repository, issue, generation) do nothing
       returning id`,
    )
    .get({ ...request })?.id;
}

/**
 * An event's id is GitHub's own, and stays when the repository is renamed. More than one, the oldest
 * first, where an issue has taken its events along to another repository.
 */
export const requestsOfGeneration = (reader: Reader, generation: number): RequestRow[] =>
  reader
    .prepare<RequestRow>(
      `select ${REQUEST} from github_requests where generation = @generation order by id`,
    )
    .all({ generation });

/** Requests whose brief is stored and whose job is not known yet: the most urgent, then the oldest first. */
export const takenRequests = (reader: Reader, repository: string, limit: number): RequestRow[] =>
  reader
    .prepare<RequestRow>(
      `select ${REQUEST} from github_requests indexed by github_requests_taken
       where state = 'taken' and repository = @repository
       order by coalesce(priority, 2), id limit @limit`,
    )
    .all({ repository, limit });

/** Issues that have such requests. */
export const issuesTaken = (reader: Reader, repository: string): number[] =>
  reader
    .prepare<{ issue: number }>(
      `select distinct issue from github_requests indexed by github_requests_taken
       where state = 'taken' and repository = @repository`,
    )
    .all({ repository })
    .map(({ issue }) => issue);

/** A request at work, without its brief: there may be many, and a brief may be long. */
export interface OpenRequestRow extends Pick<
  RequestRow,
  "id" | "issue" | "generation" | "label" | "labelledAt" | "title" | "job" | "isRevived"
> {
  /** Of the brief, enough to tell its language. */
  readonly opening: string;
}

/** Requests that became a job which has not ended, as far as is known. */
export const openRequests = (reader: Reader, repository: string): OpenRequestRow[] =>
  reader
    .prepare<OpenRequestRow>(
      `select id, issue, generation, label, labelled_at as labelledAt, title, substr(brief, 1, 2000) as opening, job,
         is_revived as isRevived
       from github_requests indexed by github_requests_open
       where is_open = 1 and repository = @repository order by id`,
    )
    .all({ repository });

export const requestOfJob = (reader: Reader, job: string): RequestRow | undefined =>
  reader
    .prepare<RequestRow>(`select ${REQUEST} from github_requests where job = @job`)
    .get({ job });

export const markAdmitted = (tx: Tx, id: number, job: string): void => {
  tx.prepare(
    `update github_requests set state = 'admitted', job = @job, reason = null, is_open = 1
     where id = @id and state = 'taken'`,
  ).run({ id, job });
};

export const markRefused = (tx: Tx, id: number, reason: string): void => {
  tx.prepare(
    `update github_requests set state = 'refused', reason = @reason, is_open = 0
     where id = @id and state = 'taken'`,
  ).run({ id, reason });
};

/** It was called off before it became a job. */
export const markIgnored = (tx: Tx, id: number, reason: string): void => {
  tx.prepare(
    `update github_requests set state = 'ignored', reason = @reason, is_open = 0
     where id = @id and state = 'taken'`,
  ).run({ id, reason });
};

/** From now on its issue is spoken to there. */
export const recordMoved = (
  tx: Tx,
  id: number,
  to: { readonly owner: string; readonly repo: string; readonly number: number },
): void => {
  tx.prepare(
    `update github_requests set moved_repository = @owner || '/' || @repo, moved_issue = @number
     where id = @id`,
  ).run({ id, owner: to.owner, repo: to.repo, number: to.number });
};

/** `isOpen` is 1 while the job may still be called off; a job that had ended is revived by it. */
export const setOpen = (tx: Tx, job: string, isOpen: 0 | 1): void => {
  tx.prepare(
    `update github_requests set is_open = @isOpen, is_revived = @isOpen
     where job = @job and is_open <> @isOpen`,
  ).run({ job, isOpen });
};

/** Its issue is open: should it be closed now, that takes the job back as ever. */
export const setSeenOpen = (tx: Tx, id: number): void => {
  tx.prepare("update github_requests set is_revived = 0 where id = @id").run({ id });
};

export const setSeenHash = (tx: Tx, id: number, hash: string): void => {
  tx.prepare("update github_requests set seen_hash = @hash where id = @id").run({ id, hash });
};

/** The request is admitted once more, from another text. */
export const takeAgain = (
  tx: Tx,
  again: { id: number; title: string; brief: string; actor: string },
): void => {
  tx.prepare(
    `update github_requests set state = 'taken', job = null, reason = null, is_open = 1, is_revived = 1,
       checked_at = null, title = @title, brief = @brief, actor = @actor, revision = revision + 1
     where id = @id`,
  ).run(again);
  // What people were asked about the job before is no question any more.
  tx.prepare(
    `update github_sheets
     set asked_hold = null, asked_at = null, questions_hold = null, questions_at = null,
       defaults_at = null
     where request = @id`,
  ).run({ id: again.id });
  wakeSheets(tx, again.id);
};

/**
 * The request's comment has something to say, and so has that of the newest of its issue, which sees to
 * the state and the closing of all.
 */
export const wakeSheets = (tx: Tx, id: number): void => {
  tx.prepare(
    `update github_sheets set settled_at = null
     where settled_at is not null and request in (
       select @id
       union
       select max(other.id) from github_requests mine
       join github_requests other on other.repository = mine.repository and other.issue = mine.issue
       where mine.id = @id and other.state in ('admitted', 'refused'))`,
  ).run({ id });
};

/** What else the settings call a repository that was last known by a name. */
export const otherNames = (reader: Reader, presentName: string): string[] =>
  reader
    .prepare<{ name: string }>(
      `select name from github_repositories where present_name = @presentName collate nocase and name <> @presentName`,
    )
    .all({ presentName })
    .map(({ name }) => name);

export const recordReconciled = (tx: Tx, name: string, at: string): void => {
  tx.prepare("update github_repositories set reconciled_at = @at where name = @name").run({
    name,
    at,
  });
};

/** False when the delivery was heeded before. */
export function insertDelivery(
  database: Database,
  delivery: { id: string; now: number; forgetBefore: number },
): boolean {
  const { id, now, forgetBefore } = delivery;
  return database.transact((tx) => {
    tx.prepare("delete from github_deliveries where received_at < @forgetBefore").run({
      forgetBefore,
    });
    const { changes } = tx
      .prepare(
        `insert into github_deliveries (id, received_at) values (@id, @now)
         on conflict (id) do nothing`,
      )
      .run({ id, now });
    return changes > 0;
  });
}
