import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database.ts";
import type { GitHub } from "../inbox/github/client.ts";
import { GitHubError } from "../inbox/github/failures.ts";
import { repositoryNamed, type IssueName } from "../inbox/github/names.ts";
import { labelChanges } from "./labels.ts";
import type { NextStep } from "./next-step.ts";
import type { Sheet } from "./sheet.ts";
import {
  forgetAttempt,
  forgetComment,
  recordAccepted,
  recordAttempt,
  recordClosed,
  recordFound,
  recordLabel,
  recordSent,
  recordSettled,
  type OpenSheetRow,
} from "./statements.ts";

/** The ways to touch an issue. Each may be repeated after a crash without leaving a trace. */
export type IssueHand = Readonly<Record<Exclude<NextStep, "wait">, Touch>>;
export type Touch = (row: OpenSheetRow, sheet: Sheet, signal: AbortSignal) => Promise<void> | void;

export function issueHand(
  client: GitHub,
  database: Database,
  labelPrefix: string,
  clock: Clock,
  publishNext: Touch,
): IssueHand {
  return {
    accept: async (row, _sheet, signal) => {
      await client.reactToIssue(issueOf(row), "eyes", signal);
      database.transact((tx) => recordAccepted(tx, row.request, clock.now()));
    },

    publish: publishNext,

    post: async (row, sheet, signal) => {
      const { request } = row;
      const found = await findOwnComment(client, row, sheet.marker, signal);
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
        return database.transact((tx) => forgetComment(tx, request));
      }
      const sent = { request, commentId, hash: sheet.hash, now: clock.now() };
      database.transact((tx) => recordSent(tx, sent));
    },

    label: async (row, sheet, signal) => {
      const issue = issueOf(row);
      const present = await client.labels(issue, signal);
      const { add, remove } = labelChanges(present, sheet.label, labelPrefix);
      for (const label of remove) await client.removeLabel(issue, label, signal);
      if (add !== null) await client.addLabel(issue, add, signal);
      database.transact((tx) => recordLabel(tx, row.request, sheet.label ?? ""));
    },

    close: async (row, _sheet, signal) => {
      await client.closeIssue(issueOf(row), signal);
      database.transact((tx) => recordClosed(tx, row.request, clock.now()));
    },

    settle: (row) => database.transact((tx) => recordSettled(tx, row.request, clock.now())),
  };
}

function issueOf({ repository, issue }: OpenSheetRow): IssueName {
  return { ...repositoryNamed(repository), number: issue };
}

/** Our comment with this marker; somebody else's comment with the same marker is not ours. */
async function findOwnComment(
  client: GitHub,
  row: OpenSheetRow,
  marker: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const login = (await client.login(signal)).toLowerCase();
  const comments = await client.comments(issueOf(row), row.labelledAt, signal);
  const own = comments.filter((comment) => comment.author?.toLowerCase() === login);
  return own.find((comment) => comment.body.includes(marker))?.id;
}
