import { japanesePhrases, splitPhrase } from "../japanese/phrases.ts";
import { phrasesOf } from "../look/phrases.ts";
import { isJapanese, isUnspaced, type CaptionLimits } from "./limits.ts";

/** A piece of text that a line never divides, and how good a break after it is. */
export interface Atom {
  readonly text: string;
  /** 0 is the best place to break, 1 a poor one. */
  readonly breakCost: number;
  /** The last atom of a sentence. */
  readonly endsSentence: boolean;
}

/** Words that lead into what follows: a line ending with one reads badly. */
const LEADING_WORDS = new Set(
  (
    "a an the of to in on at by for from with as and or but nor that which who if when than then is are was were be " +
    "been has have had will would can could may might must should do does did not no its their his her our your my this these those"
  ).split(" "),
);
/** Words that begin a clause: a break before one reads well. */
const CLAUSE_WORDS = new Set(
  "and or but because so when while which who that if as than with for to from by in on at".split(
    " ",
  ),
);

/** Splits a sentence into words (in Japanese and Chinese: phrases), none wider than a line. */
export function atomsOf(sentence: string, language: string, limits: CaptionLimits): Atom[] {
  const texts = isUnspaced(language)
    ? phrasesIn(sentence, language).flatMap((phrase) => fitPhrase(phrase, limits))
    : (sentence.match(/\S+/g) ?? []).flatMap((word) => fitWord(word, limits));
  return texts.map((text, index) => ({
    text,
    breakCost: isUnspaced(language) ? phraseCost(text) : wordCost(text, texts[index + 1]),
    endsSentence: index === texts.length - 1,
  }));
}

/** Joins atoms to the text of one line. */
export function joinAtoms(atoms: readonly Atom[], language: string): string {
  return atoms
    .map((atom) => atom.text)
    .join(isUnspaced(language) ? "" : " ")
    .trim();
}

/** Joined, they are the sentence. */
function phrasesIn(sentence: string, language: string): string[] {
  if (isJapanese(language)) return japanesePhrases(sentence);
  return phrasesOf(sentence).map(({ text, spaceAfter }) => (spaceAfter ? `${text} ` : text));
}

function fitPhrase(phrase: string, { lineWidth, widthOf }: CaptionLimits): string[] {
  return widthOf(phrase) <= lineWidth ? [phrase] : splitPhrase(phrase, lineWidth);
}

/** Only addresses and the like are wider than a line; they break after a mark where there is one. */
function fitWord(word: string, limits: CaptionLimits): string[] {
  if (limits.widthOf(word) <= limits.lineWidth) return [word];
  const most = charactersWithin(word, limits);
  const mark = word.slice(0, most).search(/[/.\-_?=&][^/.\-_?=&]*$/);
  const cut = mark > 0 ? mark + 1 : most;
  return [word.slice(0, cut), ...fitWord(word.slice(cut), limits)];
}

/** How much of a word a line holds: at least one character, and none by half. */
function charactersWithin(word: string, { lineWidth, widthOf }: CaptionLimits): number {
  let most = 0;
  for (const character of word) {
    if (most > 0 && widthOf(word.slice(0, most + character.length)) > lineWidth) break;
    most += character.length;
  }
  return most;
}

function wordCost(word: string, next: string | undefined): number {
  if (next === undefined || /[.!?:;]["'”’)]*$/.test(word)) return 0;
  if (/[,—–…]["'”’)]*$/.test(word)) return 0.1;
  if (LEADING_WORDS.has(word.toLowerCase())) return 1;
  return CLAUSE_WORDS.has(next.toLowerCase()) ? 0.3 : 0.6;
}

function phraseCost(phrase: string): number {
  if (/[。！？!?；][」”]?\s?$/.test(phrase)) return 0;
  if (/[、，：]\s?$/.test(phrase)) return 0.1;
  return /(?:は|が|も|て|で|ば|から|ので|けど)$/.test(phrase) ? 0.35 : 0.6;
}
