import { FIGURATIVE, FOLLOWERS, UNCOUNTED } from "./english-usage.ts";
import { PICTOGRAM_NAMES, VOCABULARY, type PictogramName } from "./names.ts";
import { entriesOf, type Named } from "./words.ts";

/**
 * The things that an English text names, in its order. A noun that only tells what kind another one
 * is ("house rules"), a name ("Apple announced"), and what is said in a figure of speech is none.
 */
export function namedInEnglish(text: string): Named<PictogramName>[] {
  const tokens = tokensOf(text);
  const figurative = Array.from(text.matchAll(FIGURATIVE), ({ 0: words, index: from }) => ({
    from,
    to: from + words.length,
  }));
  const found: Named<PictogramName>[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const match = longestAt(tokens, at);
    if (!match) continue;
    const [first, last] = [tokens[at], tokens[at + match.length - 1]];
    if (!first || !last) continue;
    const { start } = first;
    const end = last.start + last.word.length;
    const isMeant = !figurative.some(({ from, to }) => start < to && end > from);
    if (isMeant && !isDenied(tokens, at)) found.push({ name: match.name, start, end });
    at += match.length - 1;
  }
  return found;
}

/** "No server", "not a web browser", "does not need a separate server": what is not there is not shown. */
function isDenied(tokens: readonly Token[], at: number): boolean {
  let first = at;
  while (first > 0 && at - first < DENIAL && tokens[first]?.isJoined) first -= 1;
  const before = tokens.slice(first, at).map(({ word }) => word.toLowerCase().replace("’", "'"));
  return DENYING.test(before.slice(-NEAR).join(" ")) || NOT_HAD.test(before.join(" "));
}

/** In words before the thing. */
const DENIAL = 5;
const NEAR = 3;
const DENYING = /(?:^|\s)(?:no|not|without|never|neither|nor|0|zero|[a-z]+n't)(?:\s|$)/;
const NOT_HAD =
  /(?:not|never|[a-z]n't) (?:really |even )?(?:be|contain|have|include|need|require|use|want)\b/;

interface Token {
  readonly word: string;
  readonly start: number;
  /** Nothing but a space parts it from the one before. */
  readonly isJoined: boolean;
  /** Where every first letter is large, or where a large one may be any word's. */
  readonly mayBeLarge: boolean;
}

function tokensOf(text: string): Token[] {
  const words = Array.from(text.matchAll(/[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu));
  const long = words.filter(([word]) => word.length > 3);
  const isTitle = long.filter(([word]) => isLarge(word)).length > long.length * 0.6;
  return words.map(({ 0: word, index }, at) => {
    const before = words[at - 1];
    const gap = before ? text.slice(before.index + before[0].length, index) : "";
    const opens = before === undefined || /[.!?:;—–«“"(/]/u.test(gap);
    return { word, start: index, isJoined: /^ +$/.test(gap), mayBeLarge: opens || isTitle };
  });
}

function isLarge(word: string): boolean {
  return /^\p{Lu}/u.test(word);
}

interface Entry {
  readonly name: PictogramName;
  readonly mayModify: boolean;
}

const LONGEST = 5;
let index: ReadonlyMap<string, Entry> | undefined;

/** The entry of most words that begins with a token and stands as a noun there. */
function longestAt(
  tokens: readonly Token[],
  at: number,
): { name: PictogramName; length: number } | null {
  index ??= indexed();
  for (let length = Math.min(LONGEST, tokens.length - at); length > 0; length -= 1) {
    const part = tokens.slice(at, at + length);
    if (part.some(({ isJoined }, place) => place > 0 && !isJoined)) continue;
    const entry = entryOf(part, tokens[at - 1]);
    const next = tokens[at + length];
    if (entry && mayStand(part, entry, next)) return { name: entry.name, length };
  }
  return null;
}

function entryOf(part: readonly Token[], before: Token | undefined): Entry | undefined {
  const written = part.map(({ word }) => word.replaceAll("’", "'")).join(" ");
  const proper = index?.get(written);
  if (proper && isLarge(written)) {
    const isPartOfName =
      before &&
      part[0]?.isJoined &&
      isLarge(before.word) &&
      !FOLLOWERS.has(before.word.toLowerCase());
    return isPartOfName ? undefined : proper;
  }
  const isWord = part.every(
    ({ word, mayBeLarge }) =>
      word === word.toLowerCase() || (mayBeLarge && word.slice(1) === word.slice(1).toLowerCase()),
  );
  return isWord ? index?.get(written.toLowerCase()) : undefined;
}

const FOLLOWING = /(?:ed|ly|ing)$/;

function mayStand(part: readonly Token[], { mayModify }: Entry, next: Token | undefined): boolean {
  if (!next?.isJoined) return true;
  const word = next.word.toLowerCase();
  const [first] = part;
  // "Rocket is a web framework": one that could be counted has an article unless it is a name.
  const isBare =
    part.length === 1 &&
    first &&
    !first.isJoined &&
    isLarge(first.word) &&
    !first.word.endsWith("s");
  if (isBare && VERBS.has(word) && !UNCOUNTED.has(first.word.toLowerCase())) return false;
  return mayModify || FOLLOWERS.has(word) || FOLLOWING.test(word);
}

const VERBS: ReadonlySet<string> = new Set(
  "is was has can will does did may might must should would could".split(" "),
);

function indexed(): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const name of PICTOGRAM_NAMES) {
    for (const entry of entriesOf(VOCABULARY[name][0])) {
      const noun = entry.replace("*", "");
      for (const form of formsOf(noun)) entries.set(form, { name, mayModify: noun !== entry });
    }
  }
  return entries;
}

/** A noun and its plural; names and what already ends as a plural have none. */
function formsOf(noun: string): string[] {
  if (isLarge(noun) || noun.endsWith("s")) return [noun];
  if (/[^aeiou]y$/.test(noun)) return [noun, `${noun.slice(0, -1)}ies`];
  return [noun, /(?:x|ch|sh|z)$/.test(noun) ? `${noun}es` : `${noun}s`];
}
