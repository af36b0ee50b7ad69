import type { Database, Tx } from "../../kernel/database.ts";
import { requestOfJob, wakeSheets } from "../inbox/github/statements.ts";

export interface OpenSheetRow {
  readonly request: number;
  readonly repository: string;
  /** GitHub's number of it, where it is known. */
  readonly repositoryId: number | null;
  readonly issue: number;
  readonly generation: number;
  readonly labelledAt: string;
  readonly title: string;
  /** Of the brief, enough to tell its language: all sheets are read at once. */
  readonly opening: string;
  readonly state: "admitted" | "refused";
  readonly job: string | null;
  readonly reason: string | null;
  readonly commentId: number | null;
  readonly attemptedAt: number | null;
  readonly sentHash: string | null;
  readonly sentAt: number | null;
  readonly label: string | null;
  readonly closedAt: number | null;
  readonly acceptedAt: number | null;
  readonly doubtedAt: number | null;
  readonly lookedAt: number | null;
  readonly soughtAt: number | null;
  readonly laterLabel: string | null;
  /** 1 when an approval or answers are wanted, and the comment did not ask for them yet. */
  readonly asksAnew: 0 | 1;
  /** The label that asked for this film, where others have asked for others; null where it is the only one. */
  readonly askedBy: string | null;
  /** 0 when the issue's label was set again later: the newer request's state is shown then. */
  readonly isNewest: 0 | 1;
}

/** Gives every request that has something to say its sheet. */
export function openMissingSheets(tx: Tx): void {
  tx.prepare(
    `insert into github_sheets (request)
     select id from github_requests
     where state in ('admitted', 'refused')
       and id not in (select request from github_sheets)`,
  ).run();
}

/**
 * Where it is known what the repository is called. Of a label that moved with its issue, and asked anew
 * there, only the newer request is told of.
 */
export function openSheets(database: Database): OpenSheetRow[] {
  return database
    .prepare<OpenSheetRow>(
      `select
         request, coalesce(moved_repository, repository) as repository,
         iif(moved_repository is null, repository_id, null) as repositoryId,
         coalesce(moved_issue, issue) as issue, generation, labelled_at as labelledAt, title, state, job, reason,
         substr(brief, 1, 2000) as opening,
         comment_id as commentId, attempted_at as attemptedAt, sent_hash as sentHash,
         sent_at as sentAt, github_sheets.label, closed_at as closedAt,
         accepted_at as acceptedAt, doubted_at as doubtedAt, looked_at as lookedAt,
         sought_at as soughtAt, later_label as laterLabel,
         asked_hold is not null and asked_at is null
           or questions_hold is not null and questions_at is null as asksAnew,
         case when exists (
           select 1 from github_requests other
           where other.repository = mine.repository and other.issue = mine.issue
             and other.label <> mine.label collate nocase and other.state in ('admitted', 'refused')
         ) then mine.label end as askedBy,
         not exists (
           select 1 from github_requests newer
           where newer.repository = coalesce(mine.moved_repository, mine.repository)
             and newer.issue = coalesce(mine.moved_issue, mine.issue) and newer.id > mine.id and newer.state in ('admitted', 'refused')
         ) as isNewest
       from github_sheets join github_requests mine on mine.id = request
       where settled_at is null and mine.state in ('admitted', 'refused')
         and instr(coalesce(moved_repository, repository), '@') = 0
         and not exists (
           select 1 from github_requests heir
           where heir.generation = mine.generation and heir.id > mine.id and heir.state <> 'ignored'
         )
       order by request`,
    )
    .all();
}

export interface SiblingRow {
  readonly request: number;
  readonly state: "taken" | "admitted" | "refused";
  readonly job: string | null;
  readonly closedAt: number | null;
  readonly settledAt: number | null;
}

/** What else the same issue was asked for: the newest request of each of its labels. */
export function siblingsOf(database: Database, request: number): SiblingRow[] {
  return database
    .prepare<SiblingRow>(
      `select other.id as request, other.state, other.job, closed_at as closedAt,
         settled_at as settledAt
       from github_requests mine
       join github_requests other
         on other.repository = mine.repository and other.issue = mine.issue and other.id <> mine.id
       left join github_sheets on github_sheets.request = other.id
       where mine.id = @request and other.state <> 'ignored'
         and not exists (
           select 1 from github_requests newer
           where newer.repository = other.repository and newer.issue = other.issue
             and newer.label = other.label collate nocase
             and newer.id > other.id and newer.state <> 'ignored'
         )
       order by other.id`,
    )
    .all({ request });
}

/**
 * Written before a comment is sent, so that a crash in between is remembered. After an attempt whose
 * fate is not known there may be two comments: a doubt.
 */
export function recordAttempt(tx: Tx, request: number, now: number): void {
  tx.prepare(
    `update github_sheets
     set doubted_at = case when attempted_at is null then doubted_at else @now end,
       attempted_at = @now, later_label = null, sought_at = null
     where request = @request`,
  ).run({ request, now });
}

/** The attempt is over, and nobody knows its fate. */
export function recordUnanswered(tx: Tx, request: number, now: number): void {
  tx.prepare(`update github_sheets set attempted_at = @now where request = @request`).run({
    request,
    now,
  });
}

/** A comment whose answer got lost was looked for in vain. */
export function recordSought(tx: Tx, request: number, now: number): void {
  tx.prepare(`update github_sheets set sought_at = @now where request = @request`).run({
    request,
    now,
  });
}

/** Our comments were looked through; a doubt older than `doubtMs` ends. */
export function recordLook(tx: Tx, look: { request: number; now: number; doubtMs: number }): void {
  tx.prepare(
    `update github_sheets
     set looked_at = @now, doubted_at = case when doubted_at + @doubtMs <= @now then null else doubted_at end
     where request = @request`,
  ).run(look);
}

/** GitHub refused the comment for certain. */
export function forgetAttempt(tx: Tx, request: number): void {
  tx.prepare(`update github_sheets set attempted_at = null where request = @request`).run({
    request,
  });
}

/** A comment that was found again: what it says is not known. */
export function recordFound(tx: Tx, request: number, commentId: number): void {
  tx.prepare(
    `update github_sheets set comment_id = @commentId, attempted_at = null where request = @request`,
  ).run({ request, commentId });
}

/** `at` is GitHub's time: what is asked of people is asked from then on; `now` is ours. */
export function recordSent(
  tx: Tx,
  sent: { request: number; commentId: number; hash: string; now: number; at: string },
): void {
  tx.prepare(
    `update github_sheets
     set comment_id = @commentId, attempted_at = null, sent_hash = @hash, sent_at = @now,
       asked_at = case when asked_hold is not null then coalesce(asked_at, @at) end,
       questions_at = case when questions_hold is not null then coalesce(questions_at, @now) end
     where request = @request`,
  ).run(sent);
}

/** Somebody deleted the comment, or GitHub only says so for the moment: it may or may not exist. */
export function forgetComment(tx: Tx, request: number, now: number): void {
  tx.prepare(
    `update github_sheets
     set comment_id = null, sent_hash = null, sent_at = null, attempted_at = @now, sought_at = null,
       asked_at = null
     where request = @request`,
  ).run({ request, now });
}

/** A new state also forgets that the issue was closed for an earlier one. */
export function recordLabel(
  tx: Tx,
  shown: { readonly request: number; readonly label: string; readonly isAdded: boolean },
): void {
  tx.prepare(
    `update github_sheets
     set label = @label, closed_at = null,
       later_label = case when @isAdded then @label else later_label end
     where request = @request`,
  ).run({ ...shown, isAdded: shown.isAdded ? 1 : 0 });
}

/** For all films of the request's issue. */
export function recordClosed(tx: Tx, request: number, now: number): void {
  tx.prepare(
    `update github_sheets set closed_at = @now
     where request in (
       select other.id from github_requests mine
       join github_requests other on other.repository = mine.repository and other.issue = mine.issue
       where mine.id = @request)`,
  ).run({ request, now });
}

export function recordSettled(tx: Tx, request: number, now: number): void {
  tx.prepare(`update github_sheets set settled_at = @now where request = @request`).run({
    request,
    now,
  });
}

/** The job moves again. */
export function reopenSheet(tx: Tx, job: string): void {
  const request = requestOfJob(tx, job);
  if (request) wakeSheets(tx, request.id);
}

export function recordAccepted(tx: Tx, request: number, now: number): void {
  tx.prepare(`update github_sheets set accepted_at = @now where request = @request`).run({
    request,
    now,
  });
}

/** What people's thumbs are wanted for: the hold that began then; null for none. */
export function recordAsking(tx: Tx, request: number, hold: number | null): void {
  tx.prepare(
    `update github_sheets set asked_hold = @hold, asked_at = null
     where request = @request and asked_hold is not @hold`,
  ).run({ request, hold });
}

export interface PublicationRow {
  readonly output: "video" | "poster" | "captions";
  readonly sha256: string;
  readonly url: string | null;
  readonly remark: string | null;
  /** 1 when it stays on this machine by the settings; else what has no URL was refused. */
  readonly isKept: 0 | 1;
}

export function publicationsOf(database: Database, request: number): PublicationRow[] {
  return database
    .prepare<PublicationRow>(
      `select output, sha256, url, remark, is_kept as isKept from github_publications
       where request = @request`,
    )
    .all({ request });
}

export function recordPublication(
  tx: Tx,
  publication: PublicationRow & { readonly request: number; readonly now: number },
): void {
  tx.prepare(
    `insert into github_publications (request, output, sha256, url, remark, is_kept, published_at)
     values (@request, @output, @sha256, @url, @remark, @isKept, @now)
     on conflict (request, output, sha256) do update
       set url = excluded.url, remark = excluded.remark, is_kept = excluded.is_kept,
         published_at = excluded.published_at`,
  ).run({ ...publication });
}

/** Whether anything could not be published, and was not tried again since. */
export function hasFailedPublications(database: Database, job: string): boolean {
  const failed = database
    .prepare(
      `select 1 from github_publications
       where url is null and is_kept = 0
         and request = (select id from github_requests where job = @job)`,
    )
    .get({ job });
  return failed !== undefined;
}

/** What could not be published is tried again, once somebody asks for it; false when there is nothing. */
export function forgetFailedPublications(tx: Tx, job: string): boolean {
  const { changes } = tx
    .prepare(
      `delete from github_publications
       where url is null and is_kept = 0
         and request = (select id from github_requests where job = @job)`,
    )
    .run({ job });
  return changes > 0;
}
