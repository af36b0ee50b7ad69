import { tongueOfWords, type Tongue } from "../../../kernel/tongue.ts";
import { phrasesIn, type Phrases } from "../../phrases/phrases.ts";
import { commandIn, type Command } from "./command.ts";
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
  const tongue = tongueOfWords(words.text);
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
  const say = phrasesIn(tongue);
  const said = (changed: Changed, done: string): Heeded =>
    changed.kind === "changed"
      ? { kind: "done", answer: done }
      : { kind: "unclear", answer: say.notNow(view.status) };
  switch (command.kind) {
    case "approve":
      return view.status === "needs-review"
        ? said(direction.accept(job), say.accepted)
        : said(direction.approve(job), say.approved);
    case "cancel":
      return said(direction.cancel(job, words.by), say.cancelled);
    case "retry":
      return said(direction.retry(job), say.retried);
    case "priority":
      return said(direction.prioritize(job, command.priority), say.prioritized);
    case "status":
      return { kind: "done", answer: statusOf(view, say) };
    case "again":
      return (await direction.again?.(job, tongue)) ?? { kind: "unclear", answer: say.noEdit };
    case "unknown":
      return { kind: "unclear", answer: say.commands };
  }
}

function statusOf({ status, steps }: JobView, say: Phrases): string {
  const done = steps.filter((step) => step.status === "done" || step.status === "skipped").length;
  return say.status(status, done, steps.length);
}
