import { isSameState } from "./labels.ts";
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
  /** When a comment whose answer got lost was last looked for in vain. */
  readonly soughtAt: number | null;
  /** State label that we added last, since a comment was last sent. */
  readonly laterLabel: string | null;
  /** An approval or answers are wanted, and when the comment came to ask for them is not known. */
  readonly asksAnew: 0 | 1;
}

export interface Pace {
  /** Shortest time between two edits of a comment, except for a new state. */
  readonly coalesceMs: number;
  /**
   * GitHub ends a request after 10 s: so long after an answer that got lost, its comment is there or
   * never will be. Rest between two looks for it, too.
   */
  readonly settleMs: number;
  /** Rest between two looks for a second comment, while there may be one. */
  readonly doubtMs: number;
  readonly closesDoneIssues: boolean;
}

export type NextStep =
  | "accept"
  | "post"
  | "seek"
  | "publish"
  | "edit"
  | "tidy"
  | "label"
  | "close"
  | "settle"
  | "wait";

/** The one thing to do now so that the issue comes to show the sheet, whose label is the issue's. */
export function nextStep(record: SheetRecord, sheet: Sheet, pace: Pace, now: number): NextStep {
  if (sheet.isAccepted && record.acceptedAt === null) return "accept";
  const isNewState = record.label !== (sheet.label ?? "");
  if (record.commentId === null) return stepToComment(record, isNewState, pace, now);
  if (isDoubtDue(record, pace, now)) return "tidy";
  if (sheet.isToBePublished) return "publish";
  if (record.asksAnew) return "edit";
  if (record.sentHash !== sheet.hash) {
    const isDue = now >= (record.sentAt ?? -Infinity) + pace.coalesceMs;
    const tellsState = record.sentHash !== null && isSameState(record.sentHash, sheet.hash);
    if (isDue || !tellsState || sheet.isFinal) return "edit";
  }
  if (isNewState) return "label";
  if (!sheet.isFinal) return "wait";
  const isToBeClosed = sheet.isToBeClosed && pace.closesDoneIssues && record.closedAt === null;
  if (isToBeClosed) return "close";
  return record.doubtedAt === null ? "settle" : "wait";
}

/** A label that is set meanwhile tells the state, and shows later how old an answer of GitHub is. */
function stepToComment(
  { attemptedAt, soughtAt }: SheetRecord,
  isNewState: boolean,
  { settleMs }: Pace,
  now: number,
): NextStep {
  if (attemptedAt === null) return "post";
  if (now < Math.max(attemptedAt, soughtAt ?? attemptedAt) + settleMs) return "wait";
  return isNewState ? "label" : "seek";
}

/**
 * How old an answer of GitHub is that does not have our comment: `later` than the comment, as it shows
 * a label that we added since; `earlier`, as it does not; or it can't be told, as there is none.
 */
export type Age = "later" | "earlier" | "unknown";

/** In `settleMs`: so long a comment is looked for at least before it is written again. */
const LOOKED_FOR: Readonly<Record<Age, number>> = { later: 4, unknown: 40, earlier: 240 };

/** Whether a comment that was looked for in vain, more than once, never came to be. */
export function isAbsenceCertain(
  { attemptedAt, soughtAt }: Pick<SheetRecord, "attemptedAt" | "soughtAt">,
  age: Age,
  { settleMs }: Pick<Pace, "settleMs">,
  now: number,
): boolean {
  if (attemptedAt === null || soughtAt === null) return false;
  return now >= attemptedAt + LOOKED_FOR[age] * settleMs;
}

function isDoubtDue({ doubtedAt, lookedAt }: SheetRecord, { doubtMs }: Pace, now: number): boolean {
  return doubtedAt !== null && now >= Math.max(doubtedAt, lookedAt ?? doubtedAt) + doubtMs;
}
