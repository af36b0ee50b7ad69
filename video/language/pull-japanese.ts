import { isHalfJapanese } from "./halves.ts";
import { displayWidth, japanesePhrases } from "../japanese/phrases.ts";

/** Full-width characters of a phrase that reads at a glance. */
const LONGEST = 14;
const SHORTEST = 4;
const MOST_SHARE = 0.7;

/** A noun with the particle that ties it to its verb. */
const NOUN =
  /^(.*?[\p{sc=Han}\p{sc=Kana}ーA-Za-z0-9」』）])(?:は|が|を|に|へ|で|と|も|から|まで|より|には|では|とは|にも|でも|への|との)?[、。]?$/u;
/** What goes with the noun behind it. */
const GOES_WITH = /(?:[なの]|[^きしくたてでに]い|という)$/u;
/** Nouns that say nothing alone. */
const EMPTY =
  /(?:こと|もの|ため|とき|ところ|ほう|よう|はず|わけ|うち|なか|それ|これ|あれ|の(?:場合|時|際))$/u;
const DENIES = /ない|ません|なく|なかっ|ぬ[。、]?$|ずに|ず、|まい|禁止|やめ|避け|控え/u;
/** A noun with what describes it in one phrase. */
const WITHIN = /^.+[なの][\p{sc=Han}\p{sc=Kana}ー]/u;
/** A word of a verb that only looks like a noun. */
const STEM_ONLY = /^[\p{sc=Han}]$/u;

/**
 * The phrase of a Japanese sentence that may stand for it on the screen: a noun with what goes with it; null where
 * there is none, or where it would say the opposite.
 */
export function pulledFromJapanese(sentence: string): string | null {
  if (/[？?「」『』]/.test(sentence) || DENIES.test(sentence)) return null;
  const phrases = japanesePhrases(sentence);
  const whole = displayWidth(sentence);
  const found = phrases.flatMap((phrase, end) => {
    const noun = NOUN.exec(phrase)?.[1];
    if (noun === undefined || EMPTY.test(noun)) return [];
    if (STEM_ONLY.test(noun) && !/[なの]$/u.test(phrases[end - 1] ?? "")) return [];
    const start = startOf(phrases, end);
    if (isHalfJapanese(phrases[start - 1] ?? "", phrases[end + 1] ?? "")) return [];
    const text = phrases.slice(start, end).join("") + noun;
    if (EMPTY.test(text)) return [];
    const width = displayWidth(text);
    const isGood = width >= SHORTEST && width <= LONGEST && width <= whole * MOST_SHARE;
    return isGood && (start < end || WITHIN.test(noun))
      ? [{ text, worth: worthOf(text, end) }]
      : [];
  });
  return found.toSorted((a, b) => b.worth - a.worth)[0]?.text ?? null;
}

function startOf(phrases: readonly string[], end: number): number {
  let start = end;
  let width = displayWidth(phrases[end] ?? "");
  while (start > 0) {
    const before = phrases[start - 1] ?? "";
    width += displayWidth(before);
    if (!GOES_WITH.test(before) || width > LONGEST + 1) break;
    start -= 1;
  }
  return start;
}

/** Kanji and katakana carry a sentence; of equals the later phrase, which is what is new. */
function worthOf(text: string, end: number): number {
  const letters = text.match(/[\p{sc=Han}\p{sc=Kana}]/gu) ?? [];
  return letters.length * 0.6 - Math.abs(displayWidth(text) - 9) * 0.3 + end * 0.05;
}
