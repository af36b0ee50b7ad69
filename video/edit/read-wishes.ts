import { tongueOfWords, type Tongue } from "../../kernel/tongue.ts";
import { topicAfter, wishesIn, type Topic } from "./clause-wishes.ts";
import { clausesOf } from "./clauses.ts";
import { SHOTS } from "./shot-names.ts";
import type { Wish } from "./wish.ts";
import { CAMERAS, CAPTIONS, firstNamed, SOUNDS, TEXTURES, TRANSITION_WORDS } from "./wish-words.ts";

/** What was understood of a person's words, and the parts that were not. */
export interface WishReading {
  readonly wishes: readonly Wish[];
  readonly unclear: readonly string[];
  readonly tongue: Tongue;
}

const LONGEST_TEXT = 2_000;

/**
 * Reads wishes such as "make shot 3 shorter and turn the music down" or 「BGMを静かに」 by rules. Only
 * what a clause asks for is one: what is refused, asked about, praised or told is unclear. A clause
 * that names nothing is about what the clauses before it named.
 */
export function readWishes(text: string): WishReading {
  const wishes: Wish[] = [];
  const unclear: string[] = [];
  let topic: Topic = {};
  for (const clause of clausesOf(unquoted(text.slice(0, LONGEST_TEXT)))) {
    if (isCourtesy(clause.text)) continue;
    const found = wishesIn(clause, topic);
    topic = topicAfter(clause, topic);
    if (isTakenBack(clause.text)) wishes.length = 0;
    if (found.length === 0) unclear.push(clause.text);
    wishes.push(...found);
  }
  return { wishes: withoutRepeats(wishes), unclear, tongue: tongueOfWords(text) };
}

/** Whether the words speak of a film at all: then it is worth saying that they were not understood. */
export function speaksOfFilm(text: string): boolean {
  return (
    new RegExp(SHOTS.source, "i").test(text.normalize("NFKC")) ||
    CAPTIONS.test(text) ||
    [SOUNDS, TEXTURES, CAMERAS, TRANSITION_WORDS].some((words) => firstNamed(words, text) !== null)
  );
}

/** Our own examples, copied with their quotes. */
function unquoted(text: string): string {
  return /^\s*["“「『]([^"”」』]*)["”」』]\s*$/.exec(text)?.[1] ?? text;
}

const COURTESY =
  /^(?:(?:hi|hello|hey|thanks?|thank you|thx|please|great|nice|good|ok|okay|cool|yes|no|yeah|well|sorry|looks good|love it|perfect|could you|great work|good job|well done|nice work|(?:that|it)(?:'d| would) be (?:great|nice|lovely|good|perfect)|(?:is|are|does)n['’]t (?:it|they|that)|お願いします|ありがとう.*|よろしく.*|いいですね|すみません|はい|いいえ)[\s,:]*)+$/i;

function isCourtesy(clause: string): boolean {
  return COURTESY.test(clause);
}

/** "… Actually, never mind." What was asked for before it is not. */
const TAKEN_BACK =
  /^(?:actually |oh |no |please |sorry )*(?:never ?mind|forget (?:it|that|about (?:it|that))|scratch that|ignore (?:that|this|it)|(?:don['’]t|do not)(?: do (?:it|that))?|just kidding|i take (?:it|that) back)$|^やっぱり?(?:やめ|なし|(?:いい|結構)(?:です)?$)|なんでもない|何でもない|冗談(?:です|だ)|取り消し/i;

function isTakenBack(clause: string): boolean {
  return TAKEN_BACK.test(clause);
}

function withoutRepeats(wishes: readonly Wish[]): Wish[] {
  return [...new Map(wishes.map((wish) => [JSON.stringify(wish), wish])).values()];
}
