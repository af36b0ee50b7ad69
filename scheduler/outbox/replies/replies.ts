import { failureOf } from "../../../kernel/errors.ts";
import { systemClock, type Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database.ts";
import type { Events } from "../../../kernel/events.ts";
import { loop, type Service } from "../../../kernel/service.ts";
import type { Authorization } from "../../inbox/github/authorization.ts";
import type { GitHub } from "../../inbox/github/client.ts";
import type { SaidComment } from "../../inbox/github/conversation.ts";
import { repositoryNamed, repositoryRef, type RepositoryName } from "../../inbox/github/names.ts";
import { heed, type Direction, type Heeded } from "./heed.ts";
import {
  commentsAskingForApproval,
  heardUntil,
  insertReply,
  isHeard,
  openReplies,
  recordHeard,
  requestAt,
  settleReply,
  type OpenReplyRow,
  type RequestAtRow,
} from "./statements.ts";
import { reopenSheet } from "../statements.ts";

/**
 * People's answers, commands and wishes, read from their comments. Each is stored when it is heard,
 * as it is then, and heeded after that; a crash between the two repeats nothing that shows. Whoever
 * may not write to the repository is not heard, except the author of an issue whose questions are open.
 */
export interface GithubRepliesOptions {
  readonly client: GitHub;
  readonly database: Database;
  readonly repositories: readonly RepositoryName[];
  readonly authorization: Authorization;
  readonly direction: Direction;
  readonly events: Events;
  /** Rest between two looks; default 20 000 ms. */
  readonly pollMs?: number;
  readonly clock?: Clock;
}

const POLL_MS = 20_000;
/** GitHub's lists may lag behind: so far back they are read again. */
const OVERLAP_MS = 15 * 60_000;
const LONGEST_WORDS = 4_000;

export function githubReplies(options: GithubRepliesOptions): Service {
  const { events, clock = systemClock } = options;
  const turn = async (signal: AbortSignal): Promise<number> => {
    for (const repository of options.repositories) await hear(repository, options, clock, signal);
    await heedOpen(options, signal);
    await countThumbs(options, signal);
    return options.pollMs ?? POLL_MS;
  };
  return loop("github-replies", turn, {
    clock,
    onFailure: (error, failures) =>
      events.emit("service.failed", { service: "github-replies", ...failureOf(error), failures }),
  });
}

async function hear(
  repository: RepositoryName,
  options: GithubRepliesOptions,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const { client, database } = options;
  const ref = repositoryRef(repository);
  const known = heardUntil(database, ref);
  const { comments, at } = await client.changedComments(repository, before(known), signal);
  // From the first look on, by GitHub's clock: ours may be wrong by hours.
  const until = known ?? at;
  const since = before(until) ?? "";
  const self = (await client.login(signal)).toLowerCase();
  // The list is newest first; who spoke first is heard first.
  for (const comment of comments.toReversed()) {
    if (comment.updatedAt < since) continue;
    if (comment.author?.login.toLowerCase() === self || isHeard(database, comment.id)) continue;
    await take(ref, comment, options, clock, signal);
  }
  const last = comments[0]?.updatedAt ?? until;
  database.transact((tx) => recordHeard(tx, ref, last > until ? last : until));
}

async function take(
  ref: string,
  { id, issue, author, body, createdAt }: SaidComment,
  options: GithubRepliesOptions,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const request = requestAt(options.database, { repository: ref, issue, at: createdAt });
  if (!request || !author) return;
  const standing = await standingOf(author, request, options, signal);
  if (standing === "stranger") return;
  const reply = {
    comment: id,
    request: request.id,
    author: author.login,
    isTrusted: standing === "trusted" ? (1 as const) : (0 as const),
    text: body.slice(0, LONGEST_WORDS),
    heardAt: clock.now(),
  };
  options.database.transact((tx) => insertReply(tx, reply));
}

async function standingOf(
  author: NonNullable<SaidComment["author"]>,
  { repository, issue, job }: RequestAtRow,
  { client, authorization, direction }: GithubRepliesOptions,
  signal: AbortSignal,
): Promise<"trusted" | "author" | "stranger"> {
  const name = repositoryNamed(repository);
  const verdict = await authorization.judge(name, author, signal);
  if (verdict.kind === "allowed") return "trusted";
  const view = job === null ? undefined : await direction.view(job);
  if (author.isBot || !view?.holds?.some(({ cause }) => cause === "questions")) return "stranger";
  const opener = await client.openerOf({ ...name, number: issue }, signal);
  return opener?.login.toLowerCase() === author.login.toLowerCase() ? "author" : "stranger";
}

async function heedOpen(options: GithubRepliesOptions, signal: AbortSignal): Promise<void> {
  for (const row of openReplies(options.database)) {
    if (signal.aborted) return;
    settle(row, row.job === null ? null : await heedRow(row, row.job, options), options);
  }
}

function heedRow(
  { comment, author, isTrusted, text }: OpenReplyRow,
  job: string,
  { direction }: GithubRepliesOptions,
): Promise<Heeded | null> {
  const words = { key: `github-comment-${comment}`, by: author, text, isTrusted: isTrusted === 1 };
  return heed(job, words, direction);
}

const REACTIONS = { done: "+1", unclear: "confused", kept: "eyes" } as const;

function settle(
  { comment, job, state }: OpenReplyRow,
  heeded: Heeded | null,
  { database }: GithubRepliesOptions,
): void {
  if (heeded?.kind === "kept" && state === "kept") return;
  database.transact((tx) => {
    settleReply(tx, {
      comment,
      state: heeded === null ? "idle" : heeded.kind === "kept" ? "kept" : "answered",
      answer: heeded?.answer ?? null,
      reaction: heeded === null ? null : REACTIONS[heeded.kind],
    });
    if (heeded && job !== null) reopenSheet(tx, job);
  });
}

/** A thumb on the comment that asks for it, by somebody who may, is an approval. */
async function countThumbs(options: GithubRepliesOptions, signal: AbortSignal): Promise<void> {
  const { client, database, direction, authorization } = options;
  for (const { repository, comment, job } of commentsAskingForApproval(database)) {
    const name = repositoryNamed(repository);
    for (const person of await client.thumbs(name, comment, signal)) {
      const verdict = await authorization.judge(name, person, signal);
      if (verdict.kind !== "allowed") continue;
      direction.approve(job);
      break;
    }
  }
}

/** So much earlier that nothing is missed; as GitHub writes times. */
function before(until: string | undefined): string | null {
  if (until === undefined) return null;
  return `${new Date(Date.parse(until) - OVERLAP_MS).toISOString().slice(0, 19)}Z`;
}
