import { tongueOfWords, type Tongue } from "../../../kernel/tongue.ts";
import { phrasesIn, type Phrases } from "../../phrases/phrases.ts";
import type { JobView } from "../job-view.ts";
import { addressees, filmToChange, filmsThatAsk, type Film, type Obeyed } from "./addressees.ts";
import { commandIn } from "./command.ts";

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

/** With the film whose comment tells it. */
export interface Heard extends Heeded {
  readonly film: Film;
}

/** Does what a comment asks of an issue's films, the newest first; null when it is nothing for us. */
export async function heed(
  films: readonly Film[],
  words: Words,
  direction: Direction,
): Promise<Heard | null> {
  const command = commandIn(words.text);
  const tongue = tongueOfWords(words.text);
  if (command.kind !== "words") {
    return words.isTrusted ? obeyAll(films, command, { words, direction, tongue }) : null;
  }
  const answered = await answer(films, command.text, direction);
  if (answered || !words.isTrusted) return answered;
  const film = filmToChange(films);
  const changed = film && (await direction.change(film.job, { ...words, text: command.text }));
  return film && changed ? { ...changed, film } : null;
}

/** The newest film whose questions these words answer; else what the newest that asks makes of them. */
async function answer(
  films: readonly Film[],
  words: string,
  direction: Direction,
): Promise<Heard | null> {
  let first: Heard | null = null;
  for (const film of filmsThatAsk(films)) {
    const heeded = await direction.answer(film.job, words);
    if (heeded?.kind === "done") return { ...heeded, film };
    if (heeded) first ??= { ...heeded, film };
  }
  return first;
}

interface Hearing {
  readonly words: Words;
  readonly direction: Direction;
  readonly tongue: Tongue;
}

/** A film that a command is not for says nothing as long as it is for another one. */
async function obeyAll(
  films: readonly Film[],
  command: Obeyed,
  hearing: Hearing,
): Promise<Heard | null> {
  const all: Heard[] = [];
  for (const film of addressees(command, films)) {
    all.push({ ...(await obey(film.job, film.view, command, hearing)), film });
  }
  const [first, ...others] = all.some(({ kind }) => kind === "done")
    ? all.filter(({ kind }) => kind === "done")
    : all.slice(0, 1);
  return first ? { ...first, answer: answersOf([first, ...others]) } : null;
}

/** What is said of several films alike is said once; else with the label that asked for each. */
function answersOf(heard: readonly Heard[]): string {
  const answers = new Set(heard.map(({ answer }) => answer));
  if (answers.size <= 1) return [...answers].join("");
  return heard.map(({ answer, film }) => `${film.label}: ${answer}`).join("\n");
}

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
