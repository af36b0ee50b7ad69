import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database.ts";
import type { GitHub } from "../inbox/github/client.ts";
import { GitHubError } from "../inbox/github/failures.ts";
import {
  forgetAttempt,
  forgetComment,
  recordAttempt,
  recordFound,
  recordLook,
  recordSent,
  type OpenSheetRow,
} from "./statements.ts";
import { issueOf, type Touch } from "./touch.ts";

/**
 * The issue's one comment. GitHub takes no key by which it would know a second comment for the same,
 * and its lists lag behind: what was written twice all the same is found later, and taken away.
 */
export function commentHand(
  client: GitHub,
  database: Database,
  clock: Clock,
): Readonly<Record<"post" | "edit" | "tidy", Touch>> {
  return {
    post: async (row, sheet, signal) => {
      const { request } = row;
      const [found] = await ownComments(client, row, sheet.marker, signal);
      if (found !== undefined) {
        return database.transact((tx) => recordFound(tx, request, found));
      }
      database.transact((tx) => recordAttempt(tx, request, clock.now()));
      try {
        const commentId = await client.createComment(issueOf(row), sheet.body, signal);
        const sent = { request, commentId, hash: sheet.hash, now: clock.now() };
        return database.transact((tx) => recordSent(tx, sent));
      } catch (error) {
        const isCertain = error instanceof GitHubError && !error.isAmbiguous;
        if (isCertain) database.transact((tx) => forgetAttempt(tx, request));
        throw error;
      }
    },

    edit: async (row, sheet, signal) => {
      const { request, commentId } = row;
      if (commentId === null) return;
      try {
        await client.editComment(issueOf(row), commentId, sheet.body, signal);
      } catch (error) {
        if (!(error instanceof GitHubError) || error.code !== "github-gone") throw error;
        return database.transact((tx) => forgetComment(tx, request, clock.now()));
      }
      const sent = { request, commentId, hash: sheet.hash, now: clock.now() };
      database.transact((tx) => recordSent(tx, sent));
    },

    tidy: async (row, sheet, signal) => {
      const { request, commentId } = row;
      for (const id of await ownComments(client, row, sheet.marker, signal)) {
        if (id !== commentId) await client.deleteComment(issueOf(row), id, signal);
      }
      const look = { request, now: clock.now(), doubtMs: LONGEST_LAG_MS };
      database.transact((tx) => recordLook(tx, look));
    },
  };
}

/** So long a second comment is looked for: far longer than GitHub's lists lag behind. */
const LONGEST_LAG_MS = 3_600_000;

/** Our comments with this marker; somebody else's comment with the same marker is not ours. */
async function ownComments(
  client: GitHub,
  row: OpenSheetRow,
  marker: string,
  signal: AbortSignal,
): Promise<number[]> {
  const login = (await client.login(signal)).toLowerCase();
  const comments = await client.comments(issueOf(row), row.labelledAt, signal);
  const own = comments.filter((comment) => comment.author?.toLowerCase() === login);
  return own.filter((comment) => comment.body.includes(marker)).map(({ id }) => id);
}
