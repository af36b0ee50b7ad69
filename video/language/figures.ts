import type { Tongue } from "./detect.ts";

/** A number with what it counts, as found in a sentence. */
export interface Figure {
  /** As written, without unit: `1,234`, `1.4`. */
  readonly value: string;
  readonly prefix: string;
  readonly unit: string;
  readonly start: number;
  readonly end: number;
  /** How much it is worth showing: a measure more than a count, a count more than a bare number. */
  readonly weight: number;
}

const NUMBER = /(?<![\w./#@-])([$€£¥￥])?\s?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)/g;
const MEASURE =
  /^\s?(%|％|percent\b|×|x\b|ms\b|seconds?\b|minutes?\b|hours?\b|days?\b|weeks?\b|months?\b|years?\b|[kKMGT]i?B\b|fps\b|[kMG]?Hz\b|km\/h\b|km\b|miles?\b|(?:kilo|centi|milli)?met(?:re|er)s?\b|feet\b|inches\b|degrees\b|(?:kilo|mega|giga|tera|peta)bytes?\b|(?:kilo)?grams?\b|kg\b|cm\b|mm\b|°C|°F|℃|kWh\b|kW\b|px\b|dB\b|times\b|million\b|billion\b|thousand\b|k\b|M\b|s\b)/;
const COUNTER =
  /^\s?((?:万|億)?(?:パーセント|ミリ秒|キロメートル|メートル|フレーム|ページ|か国|カ国|ヶ国|か所|カ所|種類|言語|時間|か月|カ月|ヶ月|週間|日間|年間|分間|秒間|万人|円|万|億|件|秒|倍|人|年|分|日|回|本|個|台|円|点|枚|冊|社|行|つ|歳|度|名|割|階|軒|店|駅))/;
const NOUN = /^\s([a-z][\p{L}-]+)/u;

/** Figures of a sentence in order; versions, dates, years, times and issue numbers are none. */
export function figuresIn(sentence: string, tongue: Tongue): Figure[] {
  const figures: Figure[] = [];
  for (const match of sentence.matchAll(NUMBER)) {
    const prefix = match[1] ?? "";
    const value = match[2] ?? "";
    const start = match.index;
    const rest = sentence.slice(start + match[0].length);
    if (isNoFigure(value, rest, sentence.slice(0, start))) continue;
    const unit = (MEASURE.exec(rest)?.[1] ?? COUNTER.exec(rest)?.[1] ?? "").replace("％", "%");
    const width = unit ? rest.indexOf(unit) + unit.length : 0;
    const noun = tongue === "ja" || unit ? undefined : NOUN.exec(rest)?.[1];
    // "2.5 litres", but "the 1.0 release" and "the final 3.14 update".
    const counts = noun !== undefined && (!value.includes(".") || noun.endsWith("s"));
    if (!unit && !counts && !prefix) continue;
    if (value.length > 12) continue;
    const weight = unit || prefix ? (/^(?:日|年|つ|days?|years?)$/.test(unit) ? 1 : 2) : 1.2;
    const plain = value === "0" || value === "1" ? 0.4 : 1;
    figures.push({
      value,
      prefix,
      unit,
      start,
      end: start + match[0].length + width,
      weight: weight * plain,
    });
  }
  return figures;
}

function isNoFigure(value: string, rest: string, before: string): boolean {
  if (
    /^(?:\.\d|:\d|-\d|\/\d|[A-Za-z]*\d|st\b|nd\b|rd\b|th\b|\.(?:js|md|ts|io)\b|[pP]\b)/.test(rest)
  )
    return true;
  if (
    /(?:\bv|version|[A-Z][\w]+|バージョン|第|No\.?|chapter|step|port|ポート)\s?$/i.test(before) &&
    /^(?:[\s,.。、)]|$|は|を|の|が|で|に)/.test(rest) &&
    /(?:version|\bv|port|step|chapter|No\.?|バージョン|第|ポート)\s?$|[A-Z]\w+ ?$/.test(before)
  ) {
    return !/^\s?(?:%|percent|ms|seconds?|minutes?)/.test(rest);
  }
  if (/^(?:1[89]|20)\d{2}$/.test(value) && !/^\s?(?:%|ms|[kMG]B|件|人|円|回|本)/.test(rest))
    return true;
  const month =
    /(?:January|February|March|April|May|June|July|August|September|October|November|December)\s$/;
  return month.test(before) || /^\s?月/.test(rest) || /月\s?$/.test(before);
}

/** A cell or label that is a number with at most a unit around it; null otherwise. */
export function readQuantity(
  text: string,
): { value: number; unit: string; written: string } | null {
  const match =
    /^\s*(?:about |約|~|≈)?([$€£¥])?\s?([−-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[−-]?\d+(?:\.\d+)?)\s?([^\d\s,.;:]{0,12}(?:\/[a-z]+)?(?:\s[a-z]{2,12})?)\s*$/u.exec(
      text,
    );
  if (!match) return null;
  const written = match[2] ?? "";
  const value = Number(written.replaceAll(",", "").replace("−", "-"));
  return { value, unit: (match[1] ?? "") + (match[3] ?? "").trim(), written };
}
