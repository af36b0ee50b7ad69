import type { LabelEvent } from "./issue-reads.ts";
import { isSameLabel } from "./labels.ts";
import { isSameIssue, issueNamed, type IssueName } from "./names.ts";
import type { RequestRow } from "./statements.ts";

/** The newest time the label was set, unless it has been taken away since. */
export function currentGeneration(
  events: readonly LabelEvent[],
  label: string,
): LabelEvent | undefined {
  const ours = events.filter((event) => isSameLabel(event.label, label));
  const newest = ours.toSorted((a, b) => a.id - b.id).at(-1);
  return newest?.kind === "labeled" ? newest : undefined;
}

/** What is known of a label's generation. */
export interface Known {
  readonly request: RequestRow;
  /** False while it can't be told whether the issue has moved here: the look at where it was will tell. */
  readonly isCertain: boolean;
}

/**
 * The request of a generation that an issue shows. A repository may be called otherwise by now, and that
 * asks for nothing new; an issue that moved here from another one asks anew, and takes its events along.
 */
export function knownOf(requests: readonly RequestRow[], issue: IssueName): Known | undefined {
  const here = requests.find((request) =>
    isSameIssue(issueNamed(`${request.repository}#${request.issue}`), issue),
  );
  if (here) return { request: here, isCertain: true };
  const hasMoved = requests.some(
    ({ movedTo }) => movedTo !== null && isSameIssue(issueNamed(movedTo), issue),
  );
  const newest = requests.at(-1);
  if (hasMoved || !newest) return undefined;
  return { request: newest, isCertain: newest.isOpen === 0 };
}
