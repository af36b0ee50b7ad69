import type { Tongue } from "./detect.ts";
import { COUNTER, MEASURE, MONEY_SCALE } from "./figure-units.ts";
import { MONTH_BEFORE, MONTH_BEHIND, SMALL_WORD } from "./figure-words.ts";

/** A number with what it counts, as found in a sentence. */
export interface Figure {
  /** As written, with its sign and without unit: `1,234`, `−1.4`, `1万5,000`, `10–15`. */
  readonly value: string;
  readonly prefix: string;
  readonly unit: string;
  readonly start: number;
  readonly end: number;
  /** How much it is worth showing: a measure more than a count, a count more than a bare number. */
  readonly weight: number;
}

/** Half of what belongs to one number would be another number: 1万5,000, 17,5, 10–15, 41%→47. */
const DIGITS = String.raw`\d+(?:[.,'’]\d+)*(?:[千百万億兆]\d+(?:[.,]\d+)*)*`;
const JOINT = String.raw`\s?(?:%|％|°C|℃|\p{L}{1,3})?\s?(?:[-–〜～]|→|->)\s?`;
const numberIn = (digits: string): RegExp =>
  new RegExp(
    String.raw`(?<![\w./#@'’×+−▲△±–－-]|\d[:\s])([-−–－+▲△±])?([$€£¥￥₹])?\s?(${digits}(?:${JOINT}${digits})*\+?)`,
    "gu",
  );
const NUMBER = numberIn(DIGITS);
/** Where thousands may be parted by spaces: 48 300. */
const SPACED_NUMBER = numberIn(String.raw`(?:\d{1,3}(?:\s\d{3})+(?!\d)(?:,\d+)?|${DIGITS})`);

/** Figures of a sentence in order; versions, dates, years, times, sizes and what can't be read for sure are none. */
export function figuresIn(sentence: string, tongue: Tongue): Figure[] {
  const matches = sentence.matchAll(tongue === "other" ? SPACED_NUMBER : NUMBER);
  return [...matches].flatMap(
    ({ index, 0: whole, 1: sign = "", 2: currency = "", 3: digits = "" }) => {
      const before = sentence.slice(0, index);
      const rest = sentence.slice(index + whole.length);
      const isSure = isWellWritten(digits, rest, tongue) && !isNoFigure(digits, rest, before);
      const unit = currency ? (MONEY_SCALE.exec(rest)?.[1] ?? "") : unitOf(rest, tongue);
      const width = unit ? rest.indexOf(unit) + unit.length : 0;
      const counts = tongue !== "ja" && !unit && isCounted(digits, rest, tongue);
      const value = currency ? digits : sign + digits;
      if (!isSure || (!unit && !counts && !currency) || value.length > 12) return [];
      if (isPartOfMore(rest.slice(width), before) || (!unit && /^[A-Za-z]/.test(rest))) return [];
      return [
        {
          value,
          prefix: currency && sign + currency,
          unit: unit.replace("％", "%"),
          start: index,
          end: index + whole.length + width,
          weight: weightOf(digits, unit || currency, rest.slice(width), before),
        },
      ];
    },
  );
}

/** A comma that parts neither thousands nor, where that is the custom, decimals leaves open which number is meant. */
const WELL_WRITTEN: Readonly<Record<Tongue, RegExp>> = {
  en: /^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\+?$/,
  ja: /^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\+?$/,
  other: /^(?:\d{1,3}(?:[.,'’\s]\d{3})+|\d+)(?:[.,]\d+)?\+?$/,
};

function isWellWritten(digits: string, rest: string, tongue: Tongue): boolean {
  // "1.200 €" in a text that is not of the continent may be either.
  if (/^[1-9]\d{0,2}\.\d{3}$/.test(digits) && /^\s?€/.test(rest) && tongue !== "other")
    return false;
  const parts = digits.split(new RegExp(JOINT, "u"));
  // "250 ms → 30 s" is a line of text, no number to stand large.
  if (parts.length > 1 && /[\sA-Za-z]/.test(digits)) return false;
  return (
    parts.length <= 2 &&
    parts
      .flatMap((part) => part.split(/[千百万億兆]/))
      .every((part) => WELL_WRITTEN[tongue].test(part))
  );
}

function unitOf(rest: string, tongue: Tongue): string {
  const unit = MEASURE.exec(rest)?.[1] ?? COUNTER.exec(rest)?.[1] ?? "";
  // In Chinese it is an hour of the day.
  return unit === "点" && tongue !== "ja" ? "" : unit;
}

/** Some words behind a number it counts, or only go on: "9 casetas", "12 new titles", but not "61 in the spring". */
function isCounted(digits: string, rest: string, tongue: Tongue): boolean {
  const [, first = "", second = ""] =
    /^\s(\p{L}[\p{L}-]+)(?:\s(\p{L}[\p{L}-]+))?/u.exec(rest) ?? [];
  if (!/^\p{Ll}/u.test(first) || SMALL_WORD.test(first)) return false;
  if (tongue === "other") return !/[.,]\d{1,2}$/.test(digits);
  const isMany = (word: string): boolean => /[^s]s$|^(?:people|men|women|children)$/.test(word);
  return isMany(first) || (!digits.includes(".") && isMany(second) && !SMALL_WORD.test(second));
}

function isNoFigure(digits: string, rest: string, before: string): boolean {
  if (
    /^(?:\.\d|:\d|-\d|\/\d|[A-Za-z]*\d|st\b|nd\b|rd\b|th\b|\.(?:js|md|ts|io)\b|\s?[ap]\.?m\b|[pP]\b|\s?[×x]\s?\d|×\p{L}|\s\d)/u.test(
      rest,
    )
  )
    return true;
  if (isNamed(rest, before) || isJapaneseDate(rest, before)) return true;
  const isYear = digits.split(/[-–〜～→]/).every((part) => /^(?:1[89]|20)\d{2}$/.test(part.trim()));
  if (isYear && !/^\s?(?:%|ms|[kMG]B|k?m\b|件|人|円|回|本)/.test(rest)) return true;
  return (
    MONTH_BEFORE.test(before) ||
    MONTH_BEHIND.test(rest) ||
    /^\s?月/.test(rest) ||
    /月\s?$/.test(before)
  );
}

/** 「昭和8年」, 「雨なら24日に」: a year of an era, a day of the month. */
function isJapaneseDate(rest: string, before: string): boolean {
  if (/(?:明治|大正|昭和|平成|令和)$/.test(before)) return /^\s?年/.test(rest);
  return /^\s?日(?:に(?!\d|[一二三]|は?かけ)|は|も(?!か)|[（(][月火水木金土日])/.test(rest);
}

/** Large at the start of a sentence, and no name: "Over 5,000 people". */
const NO_NAME =
  /(?:^|[.!?]\s)(?:Over|About|Only|Nearly|Almost|Around|Roughly|Some|Under|Just|Exactly|All|Our|The|These|Those|Another|Every|With|Within|After|From|For|In|At|By|On|Of|To|We|They|Get|Add|Up to|More than|Fewer than|Less than|At least)\s$/;

/** "Version 2", "第3", "Voyager 2". */
function isNamed(rest: string, before: string): boolean {
  if (before.endsWith("第")) return true;
  return (
    !NO_NAME.test(before) &&
    /(?:\bv|version|[A-Z][\w]+|バージョン|第|No\.?|chapter|step|port|ポート)\s?$/i.test(before) &&
    /^(?:[\s,.。、)]|$|は|を|の|が|で|に)/.test(rest) &&
    /(?:version|\bv|port|step|chapter|No\.?|バージョン|第|ポート)\s?$|[A-Z]\w+ ?$/.test(before) &&
    !MEASURE.test(rest)
  );
}

/** "5 h 30 min" is neither 5 hours nor 30 minutes, "1 in 10" and "9 to 17 h" neither of both. */
function isPartOfMore(behind: string, before: string): boolean {
  if (/\d\s(?:to|until)\s$/i.test(before) && !/\b(?:from|up|down)\b[^.;]*$/i.test(before))
    return true;
  if (/\bbetween\b[^.;]*\d\S*\sand\s$/i.test(before)) return true;
  if (/^(?:\s(?:in|of|out of)\s|に)\d/.test(behind)) return true;
  if (/\d\s(?:in|of|out of)\s$|\d[人台回件軒社]に$/.test(before)) return true;
  return /^\s?\d/.test(behind) || /\d\s?(?:h|hrs?|hours?|min|時間|時|分|feet)\s?$/.test(before);
}

function weightOf(digits: string, measure: string, behind: string, before: string): number {
  const kind = measure === "" ? 1.2 : /^(?:日|年|つ|days?|years?)$/.test(measure) ? 1 : 2;
  const small = digits === "0" || digits === "1" ? 0.4 : 1;
  // Of "from 12 to 4,100" the second tells what is so now.
  const isLeft = /\bfrom $/i.test(before)
    ? /\bto \D{0,3}\d/.test(behind)
    : /^から[^、。]{0,6}\d/.test(behind);
  return kind * small * (isLeft ? 0.6 : 1);
}

const QUANTITY =
  /^\s*(?:about |約|~|≈)?([$€£¥])?\s?([−–▲△-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s?([^\d\s,.;:]{0,12}(?:\/[a-z]+)?(?:\s[a-z]{2,12})?)\s*$/u;

/** A cell or label that is a number with at most a unit around it; null otherwise, and where it may be read in two ways. */
export function readQuantity(
  text: string,
  tongue: Tongue = "en",
): { value: number; unit: string; written: string } | null {
  const [, currency = "", written = "", behind = ""] = QUANTITY.exec(text) ?? [];
  if (written === "") return null;
  const value = Number(written.replaceAll(",", "").replace(/^[−–▲△]/, "-"));
  // "1.200" and "1,200" are not one number in all languages.
  if (tongue === "other" && (/[.,]/.test(written) || Math.abs(value) >= 1000)) return null;
  const scale = currency && behind.length > 2 ? ` ${behind.trim()}` : behind.trim();
  return { value, unit: currency + scale, written };
}
