import { readQuantity } from "../language/figures.ts";
import { fit, headline, polish } from "../language/headline.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import type { Item } from "./list-items.ts";
import type { Reading } from "./moment.ts";

/** Something with its date, as written. */
export interface Dated {
  readonly when: string;
  readonly what: string;
}

const MONTH =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const YEAR = "(?:1[5-9]|20)\\d{2}";
const DATE = [
  `${YEAR}-\\d{2}(?:-\\d{2})?`,
  `${MONTH} \\d{1,2}(?:st|nd|rd|th)?(?:,? ${YEAR})?`,
  `\\d{1,2}(?:st|nd|rd|th)? ${MONTH}(?: ${YEAR})?`,
  `(?:(?:early|mid|late|spring|summer|autumn|fall|winter)[- ])?(?:${MONTH} )?${YEAR}s?(?!\\d|年)`,
  `${MONTH}(?![\\p{L}])`,
  `Q[1-4](?: ${YEAR})?`,
  `(?:week|day|month|year) \\d{1,2}(?!\\d)`,
  "(?:mon|tues|wednes|thurs|fri|satur|sun)day",
  `(?:${YEAR}年)(?:\\d{1,2}月(?:\\d{1,2}日)?|[春夏秋冬])?`,
  "\\d{1,2}月(?:\\d{1,2}日|[上中下]旬)?",
  "[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日|の第[一二三四]月曜日)",
  "(?:午前|午後)?\\d{1,2}時(?:\\d{1,2}分|半)?",
  "第?\\d{1,2}(?:週目?|日目|か月目|年目)",
  "[月火水木金土日]曜日?",
  "\\d{1,2}[:：]\\d{2}(?: ?[ap]\\.?m\\.?)?",
].join("|");

const LINE = new RegExp(
  `^(?:in |on |at |by |since )?(${DATE})(?:\\s*[:：,、]\\s*|\\s+[–—-]\\s+|に[、は]?)(\\S.+)$`,
  "iu",
);
const TIMED = /^(\d{1,2}[:：]\d{2}(?: ?[ap]\.?m\.?)?)\s+(\S.+)$/iu;
const SENTENCE = new RegExp(`^(?:in|on|by|since) (${DATE}),? (\\S.+)$`, "iu");
const SENTENCE_JA = new RegExp(`^(${DATE})(?:に[はも]?、?|、|には)(\\S.+)$`, "u");
/** A cell that says when, and nothing else. */
const CELL = new RegExp(
  `^(?:(?:in|from|since|until|about|and|to|or|early|late|,|–|—|-|〜|、|${DATE}|${MONTH})\\s*)+$`,
  "iu",
);

/** `2024: first release`, `10:30 Opening`, 「2024年、公開」. */
export function datedLine(text: string): Dated | null {
  const found = LINE.exec(text) ?? TIMED.exec(text);
  return found ? { when: found[1] ?? "", what: found[2] ?? "" } : null;
}

/** `First release: Tuesday, 2024-10-15`, `v6 (Oct 2026): rewritten`. */
export function datedItem({ label, detail }: Item): Dated | null {
  if (detail === null) return null;
  if (isDate(detail)) return { when: detail, what: label };
  const bracketed = /^(.{1,40}?)\s*[(（]([^()（）]{3,30})[)）]$/u.exec(label);
  const [, name = "", when = ""] = bracketed ?? [];
  return isDate(when) ? { when, what: `${name}: ${detail}` } : null;
}

/** "In 1977 two probes left." */
export function datedSentence(text: string): Dated | null {
  const found = SENTENCE.exec(text) ?? SENTENCE_JA.exec(text);
  return found ? { when: found[1] ?? "", what: found[2] ?? "" } : null;
}

export function isDate(cell: string): boolean {
  return /\d|day|曜|月/.test(cell) && cell.length <= MOST_WHEN && CELL.test(cell.trim());
}

const MOST_WHEN = 30;

/** What happened, in order of time; null for less than three dates, or when they run backwards. */
export function timelineScene(
  { tongue }: Reading,
  title: string,
  dated: readonly Dated[],
): SceneContent | null {
  if (dated.length < 3 || dated.length > 6) return null;
  const years = yearsOf(dated);
  if (years.some((year, index) => year < (years[index - 1] ?? 0))) return null;
  if (dated.some(({ when }) => when.length > MOST_WHEN)) return null;
  // Numbers alone are no events.
  if (dated.every(({ what }) => readQuantity(what) !== null)) return null;
  return {
    template: "timeline",
    headline: title,
    events: dated.map(({ when, what }) => ({
      when: fit(polish(when, tongue), MOST_WHEN, tongue),
      label: headline(what, { tongue, max: 90, ideal: tongue === "ja" ? 22 : 48 }),
    })),
  };
}

/** Newest first, as changelogs are written. */
export function runsBackwards(dated: readonly Dated[]): boolean {
  const years = yearsOf(dated);
  const falls = years.every((year, index) => year <= (years[index - 1] ?? Infinity));
  return years.length > 1 && falls && (years[0] ?? 0) > (years.at(-1) ?? 0);
}

function yearsOf(dated: readonly Dated[]): number[] {
  return dated.flatMap(({ when }) => /(?:1[5-9]|20)\d{2}/.exec(when)?.[0] ?? []).map(Number);
}
