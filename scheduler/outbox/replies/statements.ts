import type { Database, Tx } from "../../../kernel/database.ts";
import type { Deed } from "./deeds.ts";

/** `repository` is GitHub's number. */
export const heardUntil = (database: Database, repository: number): string | undefined =>
  database
    .prepare<{ until: string }>(
      "select until from github_heard_by_id where repository = @repository",
    )
    .get({ repository })?.until;

export const recordHeard = (tx: Tx, repository: number, until: string): void => {
  tx.prepare(
    `insert into github_heard_by_id (repository, until) values (@repository, @until)
     on conflict (repository) do update set until = excluded.until`,
  ).run({ repository, until });
};

export const isHeard = (database: Database, comment: number): boolean =>
  database.prepare("select 1 from github_replies where comment = @comment").get({ comment }) !==
  undefined;

/** Whether it is the comment that shows a request's state. */
export const isSheet = (database: Database, comment: number): boolean =>
  database.prepare("select 1 from github_sheets where comment_id = @comment").get({ comment }) !==
  undefined;

export interface RequestAtRow {
  readonly id: number;
  readonly repository: string;
  readonly issue: number;
  readonly job: string | null;
}

/** The requests that a comment of that moment may be about, the newest first: that of each label. */
export const requestsAt = (
  database: Database,
  moment: { repository: string; issue: number; at: string },
): RequestAtRow[] =>
  database
    .prepare<RequestAtRow>(
      `select id, repository, issue, job from github_requests as mine
       where repository = @repository collate nocase and issue = @issue
         and state in ('admitted', 'refused') and labelled_at <= @at
         and not exists (
           select 1 from github_requests as newer
           where newer.repository = mine.repository and newer.issue = mine.issue
             and newer.label = mine.label collate nocase and newer.id > mine.id
             and newer.state in ('admitted', 'refused') and newer.labelled_at <= @at
         )
       order by id desc`,
    )
    .all(moment);

/** Does nothing when the comment was heard before. */
export const insertReply = (
  tx: Tx,
  reply: {
    comment: number;
    request: number;
    author: string;
    isTrusted: 0 | 1;
    text: string;
    /** GitHub's clock. */
    saidAt: string;
    heardAt: number;
  },
): void => {
  tx.prepare(
    `insert into github_replies
       (comment, request, author, is_trusted, text, said_at, heard_at, state)
     values (@comment, @request, @author, @isTrusted, @text, @saidAt, @heardAt, 'heard')
     on conflict (comment) do nothing`,
  ).run(reply);
};

export interface OpenReplyRow {
  readonly comment: number;
  readonly author: string;
  readonly isTrusted: 0 | 1;
  readonly text: string;
  readonly state: "heard" | "kept";
  readonly request: number;
}

/** In the order in which they were said. */
export const openReplies = (database: Database): OpenReplyRow[] =>
  database
    .prepare<OpenReplyRow>(
      `select comment, author, is_trusted as isTrusted, text, state, request from github_replies
       where state in ('heard', 'kept') order by comment`,
    )
    .all();

export interface FilmRow {
  readonly request: number;
  readonly job: string;
  readonly label: string;
}

/** The films that a comment which was heard may be for, the newest first; a kept one is for its own. */
export const filmsAbout = (database: Database, comment: number): FilmRow[] =>
  database
    .prepare<FilmRow>(
      `select film.id as request, film.job, film.label
       from github_replies as reply
       join github_requests as own on own.id = reply.request
       join github_requests as film on film.repository = own.repository and film.issue = own.issue
       where reply.comment = @comment and film.job is not null
         and (film.id = own.id or reply.state = 'heard')
         and film.labelled_at <= coalesce(reply.said_at, own.labelled_at)
         and not exists (
           select 1 from github_requests as newer
           where newer.repository = film.repository and newer.issue = film.issue
             and newer.label = film.label collate nocase and newer.id > film.id
             and newer.state in ('admitted', 'refused')
             and newer.labelled_at <= coalesce(reply.said_at, own.labelled_at)
         )
       order by film.id desc`,
    )
    .all({ comment });

export const settleReply = (
  tx: Tx,
  settled: {
    comment: number;
    /** Whose sheet tells the answer. */
    request: number;
    state: "kept" | "answered" | "idle";
    answer: string | null;
    reaction: string | null;
  },
): void => {
  tx.prepare(
    `update github_replies
     set request = @request, state = @state, answer = @answer, reaction = @reaction
     where comment = @comment`,
  ).run(settled);
  tx.prepare("delete from github_deeds where comment = @comment").run({ comment: settled.comment });
};

export interface DeedRow extends FilmRow, Deed {}

/** What was begun for a comment, the newest film first. */
export const deedsOf = (database: Database, comment: number): DeedRow[] =>
  database
    .prepare<DeedRow>(
      `select deed.request, deed.job, request.label, deed.kind, deed.hold, deed.answer
       from github_deeds as deed
       join github_requests as request on request.id = deed.request
       where deed.comment = @comment order by deed.request desc`,
    )
    .all({ comment });

/** What a comment was to do to that film before does not count any more. */
export const recordDeed = (
  tx: Tx,
  begun: Deed & { readonly comment: number; readonly request: number; readonly job: string },
): void => {
  tx.prepare(
    `insert into github_deeds (comment, request, job, kind, hold, answer)
     values (@comment, @request, @job, @kind, @hold, @answer)
     on conflict (comment, request) do update
       set job = excluded.job, kind = excluded.kind, hold = excluded.hold, answer = excluded.answer`,
  ).run({ ...begun });
};

export interface ReactionRow {
  readonly comment: number;
  readonly repository: string;
  readonly repositoryId: number | null;
  readonly reaction: "eyes" | "+1" | "confused";
}

/** Reactions that GitHub was not told yet, where it is known what the repository is called. */
export const missingReactions = (database: Database): ReactionRow[] =>
  database
    .prepare<ReactionRow>(
      `select comment, repository, repository_id as repositoryId, reaction
       from github_replies as reply
       join github_requests as request on request.id = reply.request
       where reaction is not null and reacted is not reaction and instr(repository, '@') = 0
       order by comment`,
    )
    .all();

export const recordReaction = (tx: Tx, comment: number, reaction: string): void => {
  tx.prepare("update github_replies set reacted = @reaction where comment = @comment").run({
    comment,
    reaction,
  });
};

/** The last things said about a request, the oldest first. */
export const repliesOf = (
  database: Database,
  request: number,
  limit: number,
): { author: string; text: string; answer: string }[] =>
  database
    .prepare<{ author: string; text: string; answer: string }>(
      `select author, text, answer from (
         select comment, author, text, answer from github_replies
         where request = @request and answer is not null order by comment desc limit @limit)
       order by comment`,
    )
    .all({ request, limit });

export interface QuestionRow {
  readonly comment: number;
  readonly job: string;
  /** The hold that it asks about: when that began, in ms. */
  readonly hold: number;
  /** ISO 8601, GitHub's clock. */
  readonly askedAt: string;
}

/**
 * Our comments on a repository's issues that ask for an approval. By the open sheets, which are few:
 * `cross join` keeps SQLite from going through all requests.
 */
export const approvalQuestions = (database: Database, repository: string): QuestionRow[] =>
  database
    .prepare<QuestionRow>(
      `select comment_id as comment, request.job, asked_hold as hold, asked_at as askedAt
       from github_sheets as sheet
       cross join github_requests as request on request.id = sheet.request
       where settled_at is null and comment_id is not null and request.job is not null
         and asked_at is not null and request.repository = @repository collate nocase`,
    )
    .all({ repository });
