import type { Tongue } from "../../../kernel/tongue.ts";
import { phrasesIn, type Phrases } from "../../phrases/phrases.ts";
import { holdFor, type JobView } from "../job-view.ts";
import { QUESTIONS } from "../questions/defaults.ts";
import {
  addressees,
  APPROVAL,
  filmsThatAsk,
  filmToChange,
  hasEnded,
  isThere,
  type Film,
  type Obeyed,
} from "./addressees.ts";
import type { Command } from "./command.ts";
import type { Deed } from "./deeds.ts";
import type { Changed, Direction, Heeded, Understood, Words } from "./direction.ts";

/** What a comment means for one film: what is to be done, and what is said then; or what is said at once. */
export interface Intent extends Heeded {
  readonly film: Film;
  readonly deed?: Deed & { readonly act: () => Heeded | Promise<Heeded> };
}

export interface Hearing {
  readonly command: Command;
  readonly words: Words;
  readonly direction: Direction;
  readonly tongue: Tongue;
}

/** By how an issue's films are now, the newest first; none when it is nothing for us. Does nothing yet. */
export async function intentsOf(films: readonly Film[], hearing: Hearing): Promise<Intent[]> {
  const { command, words } = hearing;
  if (command.kind !== "words") {
    if (!words.isTrusted) return [];
    return addressees(command, films).map((film) => obedience(film, command, hearing));
  }
  const answered = await answers(films, command.text, hearing);
  if (answered.length > 0) return answered;
  const late = lateAnswers(films, command.text, hearing);
  if (late.length > 0 || !words.isTrusted) return late;
  return wishes(films, command.text, hearing);
}

/** The newest film whose questions these words answer; else what the newest that asks makes of them. */
async function answers(
  films: readonly Film[],
  words: string,
  { direction }: Hearing,
): Promise<Intent[]> {
  const unclear: Intent[] = [];
  for (const film of filmsThatAsk(films)) {
    const understood = await direction.answer(film.job, words);
    if (!understood) continue;
    const hold = holdFor(film.view, QUESTIONS)?.heldAt ?? null;
    const intent = understoodOf(film, understood, "answer", hold);
    if (intent.deed) return [intent];
    unclear.push(intent);
  }
  return unclear.slice(0, 1);
}

/** For the newest film whose questions these words would have answered. */
function lateAnswers(films: readonly Film[], words: string, { direction }: Hearing): Intent[] {
  const late = films.flatMap((film): Intent[] => {
    const heeded = direction.tooLate(film.job, words);
    return heeded ? [{ film, ...heeded }] : [];
  });
  return late.slice(0, 1);
}

/** One film is changed by a comment, whatever was begun by a version that did not note which. */
async function wishes(
  films: readonly Film[],
  text: string,
  { words, direction }: Hearing,
): Promise<Intent[]> {
  const changed = films.find(({ job }) => direction.hasChanged(job, words.key));
  const film = changed ?? filmToChange(films);
  const understood = film && (await direction.change(film.job, { ...words, text }));
  return film && understood ? [understoodOf(film, understood, "change", null)] : [];
}

function understoodOf(
  film: Film,
  { act, kind, answer }: Understood,
  deed: "answer" | "change",
  hold: number | null,
): Intent {
  return { film, kind, answer, ...(act && { deed: { kind: deed, hold, answer, act } }) };
}

function obedience(film: Film, command: Obeyed, hearing: Hearing): Intent {
  const { job, view } = film;
  const { words, direction, tongue } = hearing;
  const say = phrasesIn(tongue);
  const notNow: Heeded = { kind: "unclear", answer: say.notNow(view.status) };
  const deed = (kind: Deed["kind"], answer: string, act: () => Changed, hold?: number): Intent => {
    const done: Heeded = { kind: "done", answer };
    const told = () => (act().kind === "changed" ? done : notNow);
    return { film, ...done, deed: { kind, answer, hold: hold ?? null, act: told } };
  };
  switch (command.kind) {
    case "approve": {
      const held = holdFor(view, APPROVAL)?.heldAt;
      if (view.status === "needs-review") {
        return deed("accept", say.accepted, () => direction.accept(job));
      }
      if (held === undefined) return { film, ...notNow };
      return deed("approve", say.approved, () => direction.approve(job), held);
    }
    case "cancel":
      if (hasEnded(view)) return { film, ...notNow };
      return deed("cancel", say.cancelled, () => direction.cancel(job, words.by));
    case "retry":
      if (!(isThere(view) ? direction.isUnpublished(job) : hasEnded(view))) {
        return { film, ...notNow };
      }
      return deed("retry", say.retried, () => direction.retry(job));
    case "priority":
      return deed("prioritize", say.prioritized, () => direction.prioritize(job, command.priority));
    case "status":
      return { film, kind: "done", answer: statusOf(view, say) };
    case "again":
      return filmedAgain(film, hearing, say);
    case "unknown":
      return { film, kind: "unclear", answer: say.commands };
  }
}

function filmedAgain(film: Film, { direction, tongue }: Hearing, say: Phrases): Intent {
  const none: Heeded = { kind: "unclear", answer: say.noEdit };
  const answer = say.againFromEdit;
  const act = async () => (await direction.again?.(film.job, tongue)) ?? none;
  return { film, kind: "done", answer, deed: { kind: "again", hold: null, answer, act } };
}

function statusOf({ status, steps }: JobView, say: Phrases): string {
  const done = steps.filter((step) => step.status === "done" || step.status === "skipped").length;
  return say.status(status, done, steps.length);
}
