import { commentHand, type CommentHandOptions } from "./comment-hand.ts";
import { labelChanges } from "./labels.ts";
import type { NextStep } from "./next-step.ts";
import { recordAccepted, recordClosed, recordLabel, recordSettled } from "./statements.ts";
import { issueOf, type Touch } from "./touch.ts";

/** The ways to touch an issue. Each may be repeated after a crash without leaving a trace. */
export type IssueHand = Readonly<Record<Exclude<NextStep, "wait">, Touch>>;

export function issueHand(options: CommentHandOptions, publishNext: Touch): IssueHand {
  const { client, database, clock, labelPrefix } = options;
  return {
    accept: async (row, _sheet, signal) => {
      await client.reactToIssue(issueOf(row), "eyes", signal);
      database.transact((tx) => recordAccepted(tx, row.request, clock.now()));
    },

    publish: publishNext,

    ...commentHand(options),

    label: async (row, sheet, signal) => {
      const issue = issueOf(row);
      const present = await client.labels(issue, signal);
      const { add, remove } = labelChanges(present, sheet.label, labelPrefix);
      for (const label of remove) await client.removeLabel(issue, label, signal);
      if (add !== null) await client.addLabel(issue, add, signal);
      const shown = { request: row.request, label: sheet.label ?? "", isAdded: add !== null };
      database.transact((tx) => recordLabel(tx, shown));
    },

    close: async (row, _sheet, signal) => {
      await client.closeIssue(issueOf(row), signal);
      database.transact((tx) => recordClosed(tx, row.request, clock.now()));
    },

    settle: (row) => database.transact((tx) => recordSettled(tx, row.request, clock.now())),
  };
}
