import { counterAt, counterReading } from "./counters.ts";
import { beforeReading, SYMBOLS } from "./kana.ts";
import { readLatin } from "./latin.ts";
import { readDigits, readNumber } from "./numbers.ts";

const WORD = /(?<![A-Za-z])[A-Za-z]+(?:'[a-z]+)?/g;
/** A number with the Latin letters of a unit: 4g, 1.2 GB. */
const MEASURE = /(?<=[0-9]) ?([A-Za-z℃]+)/g;
const VERSION = /(?<![0-9.])[0-9]+(?:\.[0-9]+){2,}(?![0-9.])/g;
const FRACTION = /(?<![0-9.])([0-9]+)分の(?=[0-9])/g;
const SPOKEN_SYMBOL = /[&+=@#×~〜→—–…]/g;
/** Zeros in front are said one by one: 007. */
const ZEROS = /(?<![0-9.,])0[0-9]+(?![0-9.,])/g;

/** What the dictionary NAIST-jdic reads wrong where it stands alone, and how it is meant. */
const MISREAD: readonly (readonly [written: RegExp, reading: string])[] = [
  [/冷ま(?=[さしすせそ])/g, "さま"],
  [/第一夜/g, "ダイイチヤ"],
  [/煎目/g, "せんめ"],
  [/仰向(?=[にけ])/g, "あおむ"],
  [/(?<![0-9])1000(?=[万億兆])/g, "一千"],
];

/**
 * Japanese text for a voice that has a dictionary with pitch accents of its own: kanji and plain
 * numbers stay, so that they keep their accents; what such a dictionary spells out or passes over
 * (Latin words, units, versions, fractions, symbols) is put into kana.
 */
export function plainJapanese(text: string): string {
  let plain = beforeReading(text);
  for (const [written, reading] of MISREAD) plain = plain.replaceAll(written, reading);
  return plain
    .replaceAll(FRACTION, (_, parts: string) => `${readNumber(parts, "")}ブンノ`)
    .replaceAll(VERSION, (version) => readNumber(version, ""))
    .replaceAll(ZEROS, readDigits)
    .replaceAll(MEASURE, (written: string, unit: string) => readUnit(unit) ?? written)
    .replaceAll(WORD, (word) => readLatin(word.replace("'", "")))
    .replaceAll(SPOKEN_SYMBOL, (symbol) => SYMBOLS[symbol] ?? "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function readUnit(unit: string): string | undefined {
  return counterAt(unit) === unit ? counterReading(unit) : undefined;
}
