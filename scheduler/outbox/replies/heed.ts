import { commandIn, knownCommands, tongueOf, type Command, type Tongue } from "./command.ts";
import type { JobView } from "../job-view.ts";

/** What people can do to a job with their comments; each may be done again after a crash. */
export interface Direction {
  view(job: string): JobView | undefined | Promise<JobView | undefined>;
  cancel(job: string, by: string): Changed;
  retry(job: string): Changed;
  /** A film that waits for its review is good as it is. */
  accept(job: string): Changed;
  /** What the job is expected to cost may be spent. */
  approve(job: string): Changed;
  prioritize(job: string, priority: 0 | 1 | 2 | 3): Changed;
  /** Answers to the open questions; null: the words are none. */
  answer(job: string, words: string): Heeded | null | Promise<Heeded | null>;
  /** A change of a finished film; null: the words are no business of the film's. */
  change(job: string, wish: WishOfPerson): Heeded | null | Promise<Heeded | null>;
  /** Films the brief as it was edited since. */
  again?(job: string, by: string): Heeded | Promise<Heeded>;
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

export interface Words extends WishOfPerson {
  /** May command; others only answer questions. */
  readonly isTrusted: boolean;
}

/** Does what a comment asks; null when it is nothing for us. */
export async function heed(
  job: string,
  words: Words,
  direction: Direction,
): Promise<Heeded | null> {
  const view = await direction.view(job);
  if (!view) return null;
  const command = commandIn(words.text);
  const tongue = tongueOf(words.text);
  if (command.kind !== "words") {
    return words.isTrusted ? obey(job, view, command, { words, direction, tongue }) : null;
  }
  const asksPeople = view.holds?.some(({ cause }) => cause === "questions") ?? false;
  const answered = asksPeople ? await direction.answer(job, command.text) : null;
  if (answered || !words.isTrusted) return answered;
  return direction.change(job, { ...words, text: command.text });
}

interface Hearing {
  readonly words: Words;
  readonly direction: Direction;
  readonly tongue: Tongue;
}

type Obeyed = Exclude<Command, { kind: "words" }>;

async function obey(
  job: string,
  view: JobView,
  command: Obeyed,
  { words, direction, tongue }: Hearing,
): Promise<Heeded> {
  const { by } = words;
  switch (command.kind) {
    case "approve": {
      const isReview = view.status === "needs-review";
      const changed = isReview ? direction.accept(job) : direction.approve(job);
      return said(changed, isReview ? SAID.accepted : SAID.approved, tongue);
    }
    case "cancel":
      return said(direction.cancel(job, by), SAID.cancelled, tongue);
    case "retry":
      return said(direction.retry(job), SAID.retried, tongue);
    case "priority":
      return said(direction.prioritize(job, command.priority), SAID.prioritized, tongue);
    case "status":
      return { kind: "done", answer: statusOf(view, tongue) };
    case "again":
      return (await direction.again?.(job, by)) ?? said(NO_EDIT, SAID.retried, tongue);
    case "unknown":
      return { kind: "unclear", answer: knownCommands(tongue) };
  }
}

const SAID = {
  accepted: { en: "Accepted: the film is done.", ja: "承認されました。完成です。" },
  approved: { en: "Approved: it goes on.", ja: "承認されました。制作を続けます。" },
  cancelled: { en: "Cancelled.", ja: "中止しました。" },
  retried: { en: "It is tried again.", ja: "もう一度試します。" },
  prioritized: {
    en: "The new priority counts from the next step on.",
    ja: "次の工程から新しい優先度になります。",
  },
} as const;

const NO_EDIT: Changed = {
  kind: "refused",
  message: "The brief was not edited since the label was set.",
};

function said(changed: Changed, words: Readonly<Record<Tongue, string>>, tongue: Tongue): Heeded {
  if (changed.kind === "changed") return { kind: "done", answer: words[tongue] };
  return { kind: "unclear", answer: changed.message };
}

function statusOf({ status, steps }: JobView, tongue: Tongue): string {
  const done = steps.filter((step) => step.status === "done" || step.status === "skipped").length;
  return tongue === "ja"
    ? `${status}、${steps.length}工程中${done}工程が終わりました。`
    : `${status}, ${done} of ${steps.length} steps.`;
}
