import { holdFor, type JobView } from "../job-view.ts";
import { QUESTIONS } from "../questions/defaults.ts";
import { APPROVAL, hasEnded, isThere, type Film } from "./addressees.ts";
import type { Direction } from "./direction.ts";

/**
 * What a comment does to one film. It is stored before it is done: heard again, the comment does that,
 * should it not be done yet, and nothing else.
 */
export interface Deed {
  readonly kind:
    | "accept"
    | "approve"
    | "cancel"
    | "retry"
    | "prioritize"
    | "answer"
    | "change"
    | "again";
  /** When the hold began that it ends, in ms; null when it ends none. */
  readonly hold: number | null;
  /** What is said of it once it is done. */
  readonly answer: string;
}

/** A deed as it was stored. */
export interface Begun {
  readonly film: Film;
  readonly deed: Deed;
}

/** Whether a deed that was begun is done. What does no harm a second time never is. */
export function isDone(
  { film: { job, view }, deed }: Begun,
  key: string,
  direction: Pick<Direction, "hasChanged" | "isUnpublished">,
): boolean {
  switch (deed.kind) {
    case "accept":
      return view.status !== "needs-review";
    case "approve":
      return !isHeldSince(view, APPROVAL, deed.hold);
    case "answer":
      return !isHeldSince(view, QUESTIONS, deed.hold);
    case "cancel":
      return view.status === "cancelled";
    case "retry":
      return isThere(view) ? !direction.isUnpublished(job) : !hasEnded(view);
    case "change":
      return direction.hasChanged(job, key);
    case "prioritize":
    case "again":
      return false;
  }
}

const isHeldSince = (view: JobView, cause: string, since: number | null): boolean =>
  holdFor(view, cause)?.heldAt === since;
