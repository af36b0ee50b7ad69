import type { Tongue } from "./detect.ts";
import { STOPWORDS } from "./words.ts";

/**
 * The words by which two texts are compared: content words without endings; Japanese in pairs of
 * characters, so that no dictionary is needed.
 */
export function contentWords(text: string, tongue: Tongue): Set<string> {
  if (tongue === "ja") return bigrams(text);
  const words = text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}.+#-]*/gu) ?? [];
  return new Set(
    words
      .map((word) => word.replace(/[.-]+$/, ""))
      .filter((word) => !STOPWORDS.has(word))
      .map(stem),
  );
}

/** Share of `message`'s content words that `text` holds, 0 to 1. */
export function coverage(message: string, text: string, tongue: Tongue): number {
  return coverageOf(contentWords(message, tongue), contentWords(text, tongue));
}

export function coverageOf(wanted: ReadonlySet<string>, given: ReadonlySet<string>): number {
  if (wanted.size === 0) return 1;
  let found = 0;
  for (const word of wanted) if (given.has(word)) found += 1;
  return found / wanted.size;
}

function stem(word: string): string {
  if (word.length < 5) return word.replace(/s$/, "");
  return word.replace(/(?:ations?|ings?|ed|ers?|es|s|ly|e)$/, "");
}

function bigrams(text: string): Set<string> {
  const runs = text.toLowerCase().match(/[\p{sc=Han}\p{sc=Kana}ー]+|[a-z0-9]+/gu) ?? [];
  const pairs = new Set<string>();
  for (const run of runs) {
    if (/^[a-z0-9]/.test(run)) pairs.add(run);
    else
      for (let at = 0; at < Math.max(1, run.length - 1); at += 1) pairs.add(run.slice(at, at + 2));
  }
  return pairs;
}
