import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database.ts";
import type { GitHub } from "../inbox/github/client.ts";
import type { Comment } from "../inbox/github/conversation.ts";
import { GitHubError } from "../inbox/github/failures.ts";
import type { Snapshot } from "../inbox/github/snapshot.ts";
import { recordMoved } from "../inbox/github/statements.ts";
import { movedTo } from "./gone.ts";
import { isAbsenceCertain, type Age, type Pace } from "./next-step.ts";
import { isSealed } from "./seal.ts";
import type { Sheet } from "./sheet.ts";
import {
  forgetAttempt,
  forgetComment,
  recordAttempt,
  recordFound,
  recordLook,
  recordSent,
  recordSought,
  recordUnanswered,
  type OpenSheetRow,
} from "./statements.ts";
import { issueOf, type Touch } from "./touch.ts";

export interface CommentHandOptions {
  readonly client: GitHub;
  readonly database: Database;
  readonly clock: Clock;
  readonly labelPrefix: string;
  readonly pace: Pace;
}

/**
 * The issue's one comment. GitHub takes no key by which it would know a second comment for the same,
 * and its lists lag behind. So after an answer that got lost, a comment is sent again only once the
 * issue shows what we did later, and the comment not; what was written twice all the same is found
 * later, and taken away.
 */
export function commentHand(
  options: CommentHandOptions,
): Readonly<Record<"post" | "seek" | "edit" | "tidy", Touch>> {
  const { client, database, clock, labelPrefix, pace } = options;
  return {
    post: async (row, sheet, signal) => {
      const [found] = await listedOwn(client, row, sheet.marker, signal);
      if (found === undefined) return write(row, sheet, options, signal);
      database.transact((tx) => recordFound(tx, row.request, found));
    },

    seek: async (row, sheet, signal) => {
      const listed = await listedOwn(client, row, sheet.marker, signal);
      const snapshot = await snapshotOf(client, row, signal);
      const shown = await own(client, snapshot?.comments ?? [], sheet.marker, signal);
      const [found] = [...listed, ...shown].toSorted((a, b) => a - b);
      const { request } = row;
      if (found !== undefined) return database.transact((tx) => recordFound(tx, request, found));
      const now = clock.now();
      const age = ageOf(snapshot, row.laterLabel && `${labelPrefix}${row.laterLabel}`);
      if (isAbsenceCertain(row, age, pace, now)) return write(row, sheet, options, signal);
      database.transact((tx) => recordSought(tx, request, now));
    },

    edit: async (row, sheet, signal) => {
      const { request, commentId } = row;
      if (commentId === null) return;
      try {
        const { at } = await client.editComment(issueOf(row), commentId, sheet.body, signal);
        const sent = { request, commentId, hash: sheet.hash, now: clock.now(), at };
        database.transact((tx) => recordSent(tx, sent));
      } catch (error) {
        if (!(error instanceof GitHubError) || error.code !== "github-gone") throw error;
        const to = await movedTo(row, client, signal);
        database.transact((tx) =>
          to ? recordMoved(tx, request, to) : forgetComment(tx, request, clock.now()),
        );
      }
    },

    tidy: async (row, sheet, signal) => {
      const { request, commentId } = row;
      for (const id of await listedOwn(client, row, sheet.marker, signal)) {
        if (id !== commentId) await client.deleteComment(issueOf(row), id, signal);
      }
      const look = { request, now: clock.now(), doubtMs: LONGEST_DOUBT_MS };
      database.transact((tx) => recordLook(tx, look));
    },
  };
}

/** So long a second comment is looked for: far longer than GitHub's lists lag behind. */
const LONGEST_DOUBT_MS = 3_600_000;

async function write(
  row: OpenSheetRow,
  sheet: Sheet,
  { client, database, clock }: CommentHandOptions,
  signal: AbortSignal,
): Promise<void> {
  const { request } = row;
  database.transact((tx) => recordAttempt(tx, request, clock.now()));
  try {
    const { id, at } = await client.createComment(issueOf(row), sheet.body, signal);
    const sent = { request, commentId: id, hash: sheet.hash, now: clock.now(), at };
    database.transact((tx) => recordSent(tx, sent));
  } catch (error) {
    const isCertain = error instanceof GitHubError && !error.isAmbiguous;
    database.transact((tx) =>
      isCertain ? forgetAttempt(tx, request) : recordUnanswered(tx, request, clock.now()),
    );
    throw error;
  }
}

/** By GitHub's list of an issue's comments, which has all of them, sooner or later. */
async function listedOwn(
  client: GitHub,
  row: OpenSheetRow,
  marker: string,
  signal: AbortSignal,
): Promise<number[]> {
  return own(client, await client.comments(issueOf(row), row.labelledAt, signal), marker, signal);
}

/**
 * Our comments with this marker. Not ours are somebody else's with the same marker, and what a person
 * with our account has made of one.
 */
async function own(
  client: GitHub,
  comments: readonly Comment[],
  marker: string,
  signal: AbortSignal,
): Promise<number[]> {
  const login = (await client.login(signal)).toLowerCase();
  const ours = comments.filter((comment) => comment.author?.toLowerCase() === login);
  return ours.filter(({ body }) => body.includes(marker) && isSealed(body)).map(({ id }) => id);
}

/** Undefined where it is not to be had: an older Enterprise Server does not know the question. */
async function snapshotOf(
  client: GitHub,
  row: OpenSheetRow,
  signal: AbortSignal,
): Promise<Snapshot | undefined> {
  try {
    return await client.snapshot(issueOf(row), signal);
  } catch (error) {
    if (error instanceof GitHubError && error.code === "github-refused") return undefined;
    throw error;
  }
}

function ageOf(snapshot: Snapshot | undefined, laterLabel: string | null): Age {
  if (!snapshot || laterLabel === null) return "unknown";
  const name = laterLabel.toLowerCase();
  return snapshot.labels.some((label) => label.toLowerCase() === name) ? "later" : "earlier";
}
