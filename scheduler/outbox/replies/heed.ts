import { tongueOfWords } from "../../../kernel/tongue.ts";
import type { Film } from "./addressees.ts";
import { commandIn } from "./command.ts";
import { isDone, type Begun } from "./deeds.ts";
import type { Direction, Heeded, Words } from "./direction.ts";
import { intentsOf, type Intent } from "./intents.ts";

/** With the film whose comment tells it. */
export interface Heard extends Heeded {
  readonly film: Film;
}

/** What a comment's deeds are by now, and where to store those that begin. */
export interface DeedBook {
  readonly begun: readonly Begun[];
  /** Stores them for good: only then they are done. */
  readonly begin: (deeds: readonly Begun[]) => void;
}

/** Does what a comment asks of an issue's films, the newest first; null when it is nothing for us. */
export async function heed(
  films: readonly Film[],
  words: Words,
  direction: Direction,
  { begun, begin }: DeedBook,
): Promise<Heard | null> {
  const command = commandIn(words.text);
  const hearing = { command, words, direction, tongue: tongueOfWords(words.text) };
  const intents: Intent[] = begun.length > 0 ? [] : await intentsOf(films, hearing);
  for (const each of begun) {
    const { film, deed } = each;
    if (!isDone(each, words.key, direction)) intents.push(...(await intentsOf([film], hearing)));
    else intents.push({ film, kind: "done", answer: deed.answer });
  }
  const deeds = intents.flatMap(({ film, deed }) => (deed ? [{ film, deed }] : []));
  if (deeds.length > 0) begin(deeds);
  const heard: Heard[] = [];
  for (const { film, kind, answer, deed } of intents) {
    heard.push({ ...((await deed?.act()) ?? { kind, answer }), film });
  }
  return inOne(heard);
}

/** A film that a comment is not for says nothing as long as it is for another one. */
function inOne(all: readonly Heard[]): Heard | null {
  const done = all.filter(({ kind }) => kind === "done");
  const [first, ...others] = done.length > 0 ? done : all.slice(0, 1);
  return first ? { ...first, answer: answersOf([first, ...others]) } : null;
}

/** What is said of several films alike is said once; else with the label that asked for each. */
function answersOf(heard: readonly Heard[]): string {
  const answers = new Set(heard.map(({ answer }) => answer));
  if (answers.size <= 1) return [...answers].join("");
  return heard.map(({ answer, film }) => `${film.label}: ${answer}`).join("\n");
}
