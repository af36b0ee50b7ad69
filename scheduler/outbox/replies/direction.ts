import type { Tongue } from "../../../kernel/tongue.ts";
import type { JobView } from "../job-view.ts";

/**
 * What people can do to a job with their comments. What was begun is stored before it is done, so that
 * after a crash it is done to the same job, unless it is done there.
 */
export interface Direction {
  view(job: string): JobView | undefined | Promise<JobView | undefined>;
  cancel(job: string, by: string): Changed;
  retry(job: string): Changed;
  /** Whether a file of it could not be published: what a retry of a film that is there does again. */
  isUnpublished(job: string): boolean;
  /** A film that waits for its review is good as it is. */
  accept(job: string): Changed;
  /** What the job is expected to cost may be spent. */
  approve(job: string): Changed;
  prioritize(job: string, priority: 0 | 1 | 2 | 3): Changed;
  /** Answers to the open questions; null: the words are none. */
  answer(job: string, words: string): Understood | null | Promise<Understood | null>;
  /** What is said of answers whose questions nobody has answered in time; null: the words are none. */
  tooLate(job: string, words: string): Heeded | null;
  /** A change of a finished film; null: the words are no business of the film's. */
  change(job: string, wish: WishOfPerson): Understood | null | Promise<Understood | null>;
  /** Whether the wish with this key changed the job. */
  hasChanged(job: string, key: string): boolean;
  /** Films the brief as it was edited since. A second time, it is the first one. */
  again?(job: string, tongue: Tongue): Heeded | Promise<Heeded>;
}

export interface WishOfPerson {
  /** The comment: one change for each. */
  readonly key: string;
  readonly by: string;
  readonly text: string;
}

export type Changed =
  | { readonly kind: "changed" }
  | { readonly kind: "refused"; readonly message: string };

/** What became of a person's words; `kept` ones are looked at again when the film is there. */
export interface Heeded {
  readonly kind: "done" | "unclear" | "kept";
  readonly answer: string;
}

/** What words mean; without `act`, nothing is to be done about them. */
export interface Understood extends Heeded {
  /** Answers what became of it: as said before, or why not. */
  readonly act?: () => Heeded;
}

export interface Words extends WishOfPerson {
  /** May command; others only answer questions. */
  readonly isTrusted: boolean;
}
