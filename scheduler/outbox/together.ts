import type { Database } from "../../kernel/database.ts";
import { stateLabelOf, type StateLabel } from "./labels.ts";
import type { JobView } from "./job-view.ts";
import { publicationState } from "./publication.ts";
import type { Publishing } from "./publisher.ts";
import type { Sheet } from "./sheet.ts";
import { siblingsOf, type OpenSheetRow, type SiblingRow } from "./statements.ts";

export interface TogetherOptions {
  readonly jobs: { view(job: string): JobView | undefined | Promise<JobView | undefined> };
  readonly database: Database;
  readonly publishing?: Publishing;
}

/** What an issue shows of all its films. */
export interface Together {
  readonly label: StateLabel | null;
  readonly isToBeClosed: boolean;
  /** The other films' comments say all there is to say. */
  readonly isAtRest: boolean;
}

/**
 * Each label of an issue asks for a film of its own, but the issue has one state, and is closed once.
 * Only the newest request of a label counts: what was before it is over.
 */
export async function together(
  row: OpenSheetRow,
  sheet: Sheet,
  options: TogetherOptions,
): Promise<Together> {
  const siblings = siblingsOf(options.database, row.request);
  const own: Part = {
    label: sheet.label,
    end: sheet.isToBeClosed ? "done" : sheet.label === null ? "given-up" : null,
    isClosed: row.closedAt !== null,
  };
  const others = await Promise.all(siblings.map((sibling) => partOf(sibling, options)));
  const isAtRest = siblings.every(({ settledAt }) => settledAt !== null);
  return { ...shownOf([own, ...others]), isAtRest };
}

/** One film, as far as the issue itself shows it. */
export interface Part {
  readonly label: StateLabel | null;
  /** Null while somebody may still have something to do with it. */
  readonly end: "done" | "given-up" | null;
  /** The issue was closed for it. */
  readonly isClosed: boolean;
}

/** What is wanted of people first, then what is under way, then how it ended. */
const PRESSING: readonly StateLabel[] = [
  "needs-info",
  "needs-review",
  "running",
  "queued",
  "failed",
  "done",
];

/** The most pressing state; closed is the issue when all films have ended well, or were given up. */
export function shownOf(parts: readonly Part[]): Pick<Together, "label" | "isToBeClosed"> {
  const label = PRESSING.find((state) => parts.some((part) => part.label === state)) ?? null;
  const isOver = parts.every(({ end }) => end !== null);
  return {
    label,
    isToBeClosed: isOver && parts.some((part) => part.end === "done" && !part.isClosed),
  };
}

async function partOf(
  { request, job, state, closedAt }: SiblingRow,
  { jobs, ...options }: TogetherOptions,
): Promise<Part> {
  const isClosed = closedAt !== null;
  const view = job === null ? undefined : await jobs.view(job);
  if (job === null) return { label: state === "refused" ? "failed" : null, end: null, isClosed };
  if (!view || view.status === "cancelled") return { label: null, end: "given-up", isClosed };
  if (view.status !== "done") return { label: labelOf(view), end: null, isClosed };
  const { pending, refused } = await publicationState(request, job, options);
  if (refused > 0) return { label: "failed", end: null, isClosed };
  return { label: "done", end: pending > 0 ? null : "done", isClosed };
}

function labelOf({ status, holds = [] }: JobView): StateLabel | null {
  return stateLabelOf(
    status,
    holds.map(({ cause }) => cause),
  );
}
