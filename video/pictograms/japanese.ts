import { FIGURATIVE_JA } from "./japanese-usage.ts";
import { PICTOGRAM_NAMES, VOCABULARY, type PictogramName } from "./names.ts";
import { entriesOf, type Named } from "./words.ts";

/**
 * The things that a Japanese text names, in its order. A word counts only between what cannot
 * belong to it: 「山に登る」 names a mountain, 「山田さん」 and 「登山口」 do not.
 */
export function namedInJapanese(text: string): Named<PictogramName>[] {
  index ??= indexed();
  const figurative = Array.from(text.matchAll(FIGURATIVE_JA), ({ 0: words, index: from }) => ({
    from,
    to: from + words.length,
  }));
  const found: Named<PictogramName>[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const rest = text.slice(at, at + LONGEST);
    const entry = (index.get(text[at] ?? "") ?? []).find(
      ({ word }) => rest.startsWith(word) && isWhole(text, at, word),
    );
    if (!entry) continue;
    const end = at + entry.word.length;
    const isMeant = !figurative.some(({ from, to }) => at < to && end > from);
    if (isMeant && !DENIED.test(text.slice(end))) {
      found.push({ name: entry.name, start: at, end });
    }
    at = end - 1;
  }
  return found;
}

/** 「サーバーはいらない」: what is not there is not shown. */
const DENIED =
  /^(?:では(?:ない|なく|ありません)|[がはも](?:ない|なく|無い|無く|ありません|いら|要ら|不要|必要(?:ない|ありません))|なしで?)/u;

interface Entry {
  readonly word: string;
  readonly name: PictogramName;
}

const LONGEST = 16;
let index: ReadonlyMap<string, readonly Entry[]> | undefined;

/** By first character, the longest words first. */
function indexed(): Map<string, Entry[]> {
  const entries = PICTOGRAM_NAMES.flatMap((name) =>
    entriesOf(VOCABULARY[name][1]).map((word): Entry => ({ word, name })),
  );
  const longestFirst = entries.toSorted((a, b) => b.word.length - a.word.length);
  return Map.groupBy(longestFirst, ({ word }) => word[0] ?? "");
}

const HAN = /[\p{sc=Han}々]/u;
const KANA = /[\p{sc=Kana}ー]/u;
const HIRAGANA = /\p{sc=Hira}/u;
const LATIN_OR_DIGIT = /[\p{L}\p{N}]/u;

function isWhole(text: string, at: number, word: string): boolean {
  const [before, after] = [text[at - 1] ?? "", text.slice(at + word.length)];
  return beginsApart(before, word) && endsApart(after, word);
}

function beginsApart(before: string, word: string): boolean {
  const first = word[0] ?? "";
  if (before === "") return true;
  if (HAN.test(first)) {
    if (HAN.test(before) || /[\p{N}]/u.test(before)) return false;
    return word.length > 1 || (!KANA.test(before) && !/[A-Za-z]/.test(before));
  }
  if (KANA.test(first)) return !KANA.test(before) && !HAN.test(before) && before !== "・";
  if (HIRAGANA.test(first)) return !HIRAGANA.test(before) || /[のをはがにで]/u.test(before);
  return !LATIN_OR_DIGIT.test(before) || HIRAGANA.test(before);
}

/** What may come right behind a noun. */
const PARTICLE = /^(?:は|が|を|に|で|と|の|も|へ|や|か|だ|など|なら|なの|より|まで|って)/u;
/** What makes a verb of a noun that names a deed: 「翻訳する」. */
const DOING = /^(?:する|した|して|し、|され)/u;

function endsApart(after: string, word: string): boolean {
  const next = after[0] ?? "";
  if (next === "" || !LATIN_OR_DIGIT.test(next)) return next !== "・";
  if (!HIRAGANA.test(next)) return false;
  return PARTICLE.test(after) || (word.length > 1 && DOING.test(after));
}
