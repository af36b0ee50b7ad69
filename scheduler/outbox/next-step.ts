import type { Sheet } from "./sheet.ts";

/** What was sent about a request so far; times in ms since the epoch. */
export interface SheetRecord {
  readonly commentId: number | null;
  /** A comment was sent and no answer seen: it may or may not exist. */
  readonly attemptedAt: number | null;
  readonly sentHash: string | null;
  readonly sentAt: number | null;
  /** State label last set; empty for none, null before the first one. */
  readonly label: string | null;
  readonly closedAt: number | null;
  /** When the issue got its 👀. */
  readonly acceptedAt: number | null;
  /** When a comment was sent although an earlier one may exist, too; null when there is no such doubt. */
  readonly doubtedAt: number | null;
  /** When a second comment was last looked for. */
  readonly lookedAt: number | null;
}

export interface Pace {
  /** Shortest time between two edits of a comment, except for a new state. */
  readonly coalesceMs: number;
  /** How long GitHub's lists may lag behind an answer that got lost. */
  readonly settleMs: number;
  /** Rest between two looks for a second comment, while there may be one. */
  readonly doubtMs: number;
  readonly closesDoneIssues: boolean;
}

export type NextStep =
  | "accept"
  | "post"
  | "publish"
  | "edit"
  | "tidy"
  | "label"
  | "close"
  | "settle"
  | "wait";

/** The one thing to do now so that the issue comes to show the sheet. */
export function nextStep(record: SheetRecord, sheet: Sheet, pace: Pace, now: number): NextStep {
  if (sheet.isAccepted && record.acceptedAt === null) return "accept";
  const isNewState = record.label !== (sheet.label ?? "");
  if (record.commentId === null) {
    return now < (record.attemptedAt ?? -Infinity) + pace.settleMs ? "wait" : "post";
  }
  if (isDoubtDue(record, pace, now)) return "tidy";
  if (sheet.isToBePublished) return "publish";
  if (record.sentHash !== sheet.hash) {
    const isDue = now >= (record.sentAt ?? -Infinity) + pace.coalesceMs;
    if (isDue || isNewState || sheet.isFinal) return "edit";
  }
  if (isNewState) return "label";
  if (!sheet.isFinal) return "wait";
  const isToBeClosed = sheet.isToBeClosed && pace.closesDoneIssues && record.closedAt === null;
  if (isToBeClosed) return "close";
  return record.doubtedAt === null ? "settle" : "wait";
}

function isDoubtDue({ doubtedAt, lookedAt }: SheetRecord, { doubtMs }: Pace, now: number): boolean {
  return doubtedAt !== null && now >= Math.max(doubtedAt, lookedAt ?? doubtedAt) + doubtMs;
}
