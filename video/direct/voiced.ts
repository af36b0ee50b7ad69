import { japanesePhrases } from "../japanese/phrases.ts";
import { isUnspaced } from "../captions/limits.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import type { VoicedPlace } from "../scene-graph/scene-graph.ts";
import type { SpokenWord } from "./reveals.ts";

/** Share of a text's words that must be heard in their order; with less, the voice says something else. */
const HEARD = 0.6;
/** Words that the voice may put between two words of the text. */
const WORDS_BETWEEN = 8;
/** The same in characters, where words are written without spaces. */
const LETTERS_BETWEEN = 24;
/** By so many letters two forms of a word are told to be one. */
const STEM = 5;
const STEM_UNSPACED = 2;

/**
 * Where the voice reaches a scene's large text, word by word (phrase by phrase in Japanese); empty
 * when the voice doesn't say that text. Frames count from the start of the scene.
 */
export function voicedPlaces(
  content: SceneContent,
  words: readonly SpokenWord[],
  language: string,
): VoicedPlace[] {
  if (content.template !== "statement" && content.template !== "quote") return [];
  const pieces = piecesOf(content.text, language);
  const places = isUnspaced(language) ? byLetters(pieces, words) : byWords(pieces, words);
  return pieces.length > 0 && places.length >= pieces.length * HEARD ? places : [];
}

interface Piece {
  readonly text: string;
  /** In the scene's text. */
  readonly from: number;
}

function piecesOf(text: string, language: string): Piece[] {
  if (!isUnspaced(language)) {
    return [...text.matchAll(/\S+/g)].flatMap(({ 0: word, index }) =>
      lettersOf(word) === "" ? [] : [{ text: word, from: index }],
    );
  }
  let from = 0;
  return japanesePhrases(text).map((phrase) => {
    const piece = { text: phrase, from };
    from += phrase.length;
    return piece;
  });
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

function byWords(pieces: readonly Piece[], words: readonly SpokenWord[]): VoicedPlace[] {
  const heard = words.map(({ text, start }) => ({ stem: stemOf(text), start }));
  const stems = pieces.map(({ text }) => stemOf(text));
  let next = inOneGo(stems, heard);
  return pieces.flatMap(({ from }, piece) => {
    const at = heard.findIndex(({ stem }, index) => index >= next && stem === stems[piece]);
    if (at < 0 || at > next + WORDS_BETWEEN) return [];
    next = at + 1;
    return [{ from, at: heard[at]?.start ?? 0 }];
  });
}

function stemOf(word: string): string {
  return lettersOf(word).slice(0, STEM);
}

/** Where all the words are heard one after the other: an "of the" before them is not theirs. 0 when nowhere. */
function inOneGo(stems: readonly string[], heard: readonly { readonly stem: string }[]): number {
  const at = heard.findIndex((_, start) =>
    stems.every((stem, index) => heard[start + index]?.stem === stem),
  );
  return Math.max(0, at);
}

/** Phrases are cut by what stands around them, so a text's phrases need not be those that were spoken. */
function byLetters(pieces: readonly Piece[], words: readonly SpokenWord[]): VoicedPlace[] {
  const heard = words.flatMap(({ text, start }) =>
    lettersOf(text)
      .split("")
      .map((letter) => ({ letter, start })),
  );
  const letters = heard.map(({ letter }) => letter).join("");
  let next = 0;
  return pieces.flatMap(({ text, from }) => {
    const stem = lettersOf(text).slice(0, STEM_UNSPACED);
    const at = stem === "" ? -1 : letters.indexOf(stem, next);
    if (at < 0 || at > next + LETTERS_BETWEEN) return [];
    next = at + stem.length;
    return [{ from, at: heard[at]?.start ?? 0 }];
  });
}
