import { moraeOf, readKana } from "../japanese/kana.ts";
import { japanesePhrases } from "../japanese/phrases.ts";
import type { SpokenLine } from "./narration.ts";

type Word = SpokenLine["words"][number];

/** What a pause weighs, in characters (in morae for Japanese). */
const PAUSES: readonly (readonly [mark: RegExp, weight: number])[] = [
  [/[,、:;：；]["'”’」』)]*\s*$/, 3],
  [/[—–…]\s*$/, 4],
  [/[.!?。！？]["'”’」』)]*\s*$/, 5],
];

/**
 * Estimates when each word (in Japanese: each phrase) of a recording is heard, from how long it is
 * to say. The first word begins at 0 and the last ends at `seconds`; pauses lie between words.
 */
export async function wordTimes(text: string, seconds: number, language: string): Promise<Word[]> {
  const japanese = /^ja\b/i.test(language);
  const words = japanese ? japanesePhrases(text) : (text.match(/\S+/g) ?? []);
  const weights: number[] = [];
  for (const word of words) weights.push(japanese ? await moraeIn(word) : lettersIn(word));
  const pauses = words.map((word, index) => (index === words.length - 1 ? 0 : pauseAfter(word)));
  const total = [...weights, ...pauses].reduce((sum, weight) => sum + weight, 0);
  let elapsed = 0;
  return words.map((word, index) => {
    const start = (elapsed / total) * seconds;
    elapsed += weights[index] ?? 0;
    const end = (elapsed / total) * seconds;
    elapsed += pauses[index] ?? 0;
    return { text: word, start: milliseconds(start), end: milliseconds(end) };
  });
}

/** Long words are said quicker letter by letter, and a silent final e hardly counts. */
function lettersIn(word: string): number {
  const letters = word.replaceAll(/[^\p{L}\p{N}]/gu, "").length;
  const digits = word.replaceAll(/\D/g, "").length;
  return 1.2 + letters ** 0.9 + digits * 2;
}

async function moraeIn(phrase: string): Promise<number> {
  return Math.max(1, moraeOf((await readKana(phrase)).kana));
}

function pauseAfter(word: string): number {
  return PAUSES.find(([mark]) => mark.test(word))?.[1] ?? 0;
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
