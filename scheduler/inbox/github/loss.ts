import type { LabelEvent, Sighting } from "./issue-reads.ts";
import { isSameLabel } from "./labels.ts";
import { isSameIssue, type IssueName } from "./names.ts";

/** What takes a job back. */
export type Loss =
  | { readonly kind: "closed" }
  | { readonly kind: "moved"; readonly to: IssueName }
  /** The issue is there, open, and without the label. */
  | { readonly kind: "unlabelled" }
  /** GitHub says that the issue is deleted, or only that it knows of none. */
  | { readonly kind: "deleted" | "hidden" };

/** What asked for a job. */
export interface Cause {
  readonly label: string;
  /** Id of the event that set the label. */
  readonly generation: number;
  /** The job moves again after its end: its issue may be closed. */
  readonly isRevived: 0 | 1;
}

/** Of an issue that the list of those with the label does not show; null: the list was late. */
export function lossOf({ label, isRevived }: Cause, name: IssueName, seen: Sighting): Loss | null {
  if (seen.kind !== "there") return seen;
  const { issue } = seen;
  if (!isSameIssue(issue, name)) return { kind: "moved", to: issue };
  if (!issue.isOpen && isRevived === 0) return { kind: "closed" };
  const isLabelled = issue.labels.some((present) => isSameLabel(present, label));
  return isLabelled ? null : { kind: "unlabelled" };
}

/** What was taken off since it was set stays so, however old the answer is that tells it. */
export function isTakenOff(events: readonly LabelEvent[], { label, generation }: Cause): boolean {
  return events.some(
    (event) =>
      event.kind === "unlabeled" && event.id > generation && isSameLabel(event.label, label),
  );
}
