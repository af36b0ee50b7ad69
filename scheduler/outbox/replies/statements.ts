import type { Database, Tx } from "../../../kernel/database.ts";

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

export interface RequestAtRow {
  readonly id: number;
  readonly repository: string;
  readonly issue: number;
  readonly job: string | null;
}

/** The request that a comment of that moment is about: the newest that was labelled by then. */
export const requestAt = (
  database: Database,
  moment: { repository: string; issue: number; at: string },
): RequestAtRow | undefined =>
  database
    .prepare<RequestAtRow>(
      `select id, repository, issue, job from github_requests
       where repository = @repository collate nocase and issue = @issue
         and state in ('admitted', 'refused') and labelled_at <= @at
       order by id desc limit 1`,
    )
    .get(moment);

/** Does nothing when the comment was heard before. */
export const insertReply = (
  tx: Tx,
  reply: {
    comment: number;
    request: number;
    author: string;
    isTrusted: 0 | 1;
    text: string;
    heardAt: number;
  },
): void => {
  tx.prepare(
    `insert into github_replies (comment, request, author, is_trusted, text, heard_at, state)
     values (@comment, @request, @author, @isTrusted, @text, @heardAt, 'heard')
     on conflict (comment) do nothing`,
  ).run(reply);
};

export interface OpenReplyRow {
  readonly comment: number;
  readonly author: string;
  readonly isTrusted: 0 | 1;
  readonly text: string;
  readonly state: "heard" | "kept";
  readonly job: string | null;
}

/** In the order in which they were said. */
export const openReplies = (database: Database): OpenReplyRow[] =>
  database
    .prepare<OpenReplyRow>(
      `select comment, author, is_trusted as isTrusted, text, reply.state, job
       from github_replies as reply join github_requests as request on request.id = reply.request
       where reply.state in ('heard', 'kept') order by comment`,
    )
    .all();

export const settleReply = (
  tx: Tx,
  settled: {
    comment: number;
    state: "kept" | "answered" | "idle";
    answer: string | null;
    reaction: string | null;
  },
): void => {
  tx.prepare(
    `update github_replies set state = @state, answer = @answer, reaction = @reaction
     where comment = @comment`,
  ).run(settled);
};

export interface ReactionRow {
  readonly comment: number;
  readonly repository: string;
  readonly reaction: "eyes" | "+1" | "confused";
}

/** Reactions that GitHub was not told yet. */
export const missingReactions = (database: Database): ReactionRow[] =>
  database
    .prepare<ReactionRow>(
      `select comment, repository, reaction from github_replies as reply
       join github_requests as request on request.id = reply.request
       where reaction is not null and reacted is not reaction order by comment`,
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
