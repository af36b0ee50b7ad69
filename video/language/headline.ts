import { capitalized, shorterForms, withoutBrackets, withoutConnector } from "./clauses.ts";
import type { Tongue } from "./detect.ts";
import { japanesePhrases } from "../japanese/phrases.ts";
import { plainEnding } from "./plain-ending.ts";
import { DANGLING, DANGLING_JA } from "./words.ts";

/** Characters that read at a glance on the screen. */
const GLANCE: Readonly<Record<Tongue, number>> = { en: 46, ja: 20, other: 46 };

export interface HeadlineOptions {
  readonly tongue: Tongue;
  /** Hard limit in UTF-16 units, from the content schema. */
  readonly max: number;
  /** What would read at a glance; defaults by language. */
  readonly ideal?: number;
  /** Phrases the author emphasised in the sentence. */
  readonly emphasis?: readonly string[];
  /** Spans of code in the sentence, which stay whole. */
  readonly code?: readonly string[] | undefined;
}

/**
 * A sentence as it should stand on the screen: without its full stop, shortened where a clause
 * ends, never ending in a dangling word, never with an ellipsis.
 */
export function headline(sentence: string, options: HeadlineOptions): string {
  const { tongue, max } = options;
  const ideal = Math.min(options.ideal ?? GLANCE[tongue], max);
  const forms = shorterForms(sentence, tongue, options.code).flatMap((form) =>
    condensed(form, tongue),
  );
  const usable = forms.filter((form) => form.length > 1 && form.length <= max);
  const emphasised = (options.emphasis ?? []).find(
    (phrase) =>
      isPhrase(phrase, sentence, tongue) && phrase.length <= ideal && sentence.includes(phrase),
  );
  if (emphasised) return polish(emphasised, tongue);
  const glance = usable.filter((form) => form.length <= ideal);
  const best =
    glance.toSorted((a, b) => b.length - a.length)[0] ??
    usable.toSorted((a, b) => a.length - b.length)[0];
  return best ?? fit(polish(withoutBrackets(sentence), tongue), max, tongue);
}

function isPhrase(phrase: string, sentence: string, tongue: Tongue): boolean {
  return tongue === "ja"
    ? phrase.length >= Math.max(4, sentence.length / 5)
    : phrase.split(/\s+/).length >= 2;
}

const PREDICATE = /^(?!\d)(?:[^\s,]+\s){1,3}?(?:is|are)\s((?:an?|the|one of)\s[^,]{8,})$/;
const EXPLETIVE =
  /^(?:there (?:is|are)|it is|it's|this is|here is|here are|we have|you can(?: now)?|you get|it can)\s+(?!no\b|not\b|nothing\b|never\b)(?=\S+\s\S)/i;

/** The same form with and without its empty opening; the subject goes where the title names it. */
function condensed(form: string, tongue: Tongue): string[] {
  const polished = polish(form, tongue);
  if (tongue === "ja") return [plainEnding(polished).trim()];
  if (tongue !== "en") return [polished];
  const bare = polished.replace(EXPLETIVE, "");
  const predicate = PREDICATE.exec(bare)?.[1];
  return [predicate ?? bare].map((text) => capitalized(text));
}

/** Before names, superlatives and numbers, and where they tell how often and when: "once a month", "the night before". */
const ARTICLE =
  /\b(?:[Tt]he\s+(?!\w+ of\b)|[Aa]n?\s+)(?!(?:most|best|first|last|only|same|next|other|few|little|lot|bit|couple|number|more|less|\w+est|second|minute|hour|day|night|morning|afternoon|evening|week|month|quarter|year|time|while|moment)\b|\p{Lu}|\d)(?=\p{L})/gu;

/** What is told of something, as newspapers do: "Board will not pay interim dividend". */
export function withoutArticles(text: string): string {
  const isTold = /^(?:The|An?)\s/.test(text) && !/[?:]/.test(text);
  const bare = text.replaceAll(ARTICLE, "");
  // What asks, or bids, or begins without one, would sound broken: "Open second terminal".
  return isTold && !/^(?:The|An?)\s/.test(bare) ? capitalized(bare) : text;
}

/** No full stop, no colon, a capital at the start. What only led up to a colon loses its dangling end. */
export function polish(text: string, tongue: Tongue): string {
  const bare = withoutEnd(withoutConnector(text.trim(), tongue), tongue) || text.trim();
  return tongue === "en" ? capitalized(bare) : bare;
}

/** As polished, but written as the author does: names may begin small. */
export function withoutEnd(text: string, tongue: Tongue): string {
  const leadsOn = /[:：]\s*$/.test(text);
  const bare = text
    .trim()
    .replace(/(?<!\b[ap]\.m)[\s.。．、,:;：；・–—-]+$/u, "")
    // A dash before a number is its sign.
    .replace(/^(?:[\s、。,:;・—]|–(?![\d$€£¥]))+/u, "");
  const kept = leadsOn ? withoutDangling(bare, tongue) : bare;
  return kept.trim() || text.trim();
}

/** Cuts at a word or phrase so that `text` has at most `max` UTF-16 units. */
export function fit(text: string, max: number, tongue: Tongue): string {
  if (text.length <= max) return text;
  const shorter = shorterForms(text, tongue)
    .map((form) => polish(form, tongue))
    .find((form) => form.length <= max && form.length > 0);
  if (shorter) return shorter;
  const pieces = tongue === "ja" ? japanesePhrases(text) : text.split(/(?<=\s)/);
  let kept = "";
  for (const piece of pieces) {
    if ((kept + piece).trimEnd().length > max) break;
    kept += piece;
  }
  const trimmed = withoutDangling(toClause(kept).replace(/[,;:、–—-]+$/u, ""), tongue);
  return trimmed || sliceWhole(text, max);
}

/** What was cut inside a clause goes back to where the last one ended, when that leaves enough; a date stays whole. */
function toClause(kept: string): string {
  const ends = [...kept.trimEnd().matchAll(CLAUSE_END)].map(({ index }) => index);
  const end = ends.at(-1) ?? 0;
  return end > kept.length / 2 ? kept.slice(0, end) : kept.trimEnd();
}

const CLAUSE_END =
  /[,;:—、](?!\d|\s\d{4}\b)|\s(?=(?:and|but|or|because|while|so that|in order)\s)/gu;

/** One unbroken run longer than the limit: cut between characters, never inside one. */
function sliceWhole(text: string, max: number): string {
  return Array.from(text.slice(0, max + 1))
    .reduce(
      (kept, character) => (kept.length + character.length <= max ? kept + character : kept),
      "",
    )
    .trimEnd();
}

function withoutDangling(text: string, tongue: Tongue): string {
  if (tongue === "ja") {
    const bare = text.replace(DANGLING_JA, "");
    return bare.length >= 2 ? bare : text;
  }
  if (tongue !== "en") return text;
  const words = text.split(/\s+/);
  while (words.length > 2 && DANGLING.has((words.at(-1) ?? "").toLowerCase())) {
    if (/\bdo(?:es|ing|ne)? so$/i.test(words.join(" "))) break;
    words.pop();
  }
  return words.join(" ").replace(/[,;:]+$/, "");
}
