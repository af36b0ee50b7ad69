import { counterReading, doubled } from "./counters.ts";

const DIGITS = ["ゼロ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュウ"];
const GROUPS = ["", "マン", "オク", "チョウ", "ケイ"];
const KANJI_DIGITS = "〇一二三四五六七八九";
const KANJI_PLACES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/**
 * Reads a number, as written with Arabic digits (`1,200`, `3.5`, `1.4.2`), together with the counter
 * that follows it, in katakana: `3.5` → サンテンゴ, `3` + 本 → サンボン, `20` + 日 → ハツカ.
 * `afterMonth` tells the first of the month (ツイタチ) from one day (イチニチ).
 */
export function readNumber(written: string, counter: string, afterMonth = false): string {
  const [whole = "", ...decimals] = written.replaceAll(",", "").split(".");
  if (decimals.length > 0) return readDecimal(whole, decimals) + counterReading(counter);
  if (whole.length > 1 && whole.startsWith("0")) return readDigits(whole) + counterReading(counter);
  return counterReading(counter, BigInt(whole), readInteger(BigInt(whole)), afterMonth);
}

/** The value of a number below ten thousand in kanji: 二十三 → 23, 二〇二六 → 2026. */
export function kanjiNumber(written: string): number {
  if (!/[十百千]/.test(written)) {
    return Number(Array.from(written, (digit) => KANJI_DIGITS.indexOf(digit)).join(""));
  }
  let total = 0;
  let digit = 0;
  for (const character of written) {
    const place = KANJI_PLACES[character];
    if (place === undefined) {
      digit = KANJI_DIGITS.indexOf(character);
    } else {
      total += (digit || 1) * place;
      digit = 0;
    }
  }
  return total + digit;
}

const MULTIPLES: Readonly<Record<string, bigint>> = {
  万: 10n ** 4n,
  億: 10n ** 8n,
  兆: 10n ** 12n,
};
const MIXED = /^(?:[0-9]+(?:,[0-9]{3})*[万億兆])+(?:[0-9]+(?:,[0-9]{3})*)?(?![0-9.])/;

/** Digits mixed with 万, 億 and 兆 at the start of a text, and their value: 3億5000万 → 350000000. */
export function mixedNumberAt(text: string): { written: string; value: string } | undefined {
  const written = MIXED.exec(text)?.[0];
  if (written === undefined) return undefined;
  let total = 0n;
  for (const [, digits = "", multiple = ""] of written.matchAll(/([0-9,]+)([万億兆]?)/g)) {
    total += BigInt(digits.replaceAll(",", "")) * (MULTIPLES[multiple] ?? 1n);
  }
  return { written, value: total.toString() };
}

/** Digit by digit, as telephone numbers and decimals are read. */
export function readDigits(digits: string): string {
  return Array.from(digits, (digit) => DIGITS[Number(digit)] ?? "").join("");
}

function readInteger(value: bigint): string {
  if (value === 0n) return "ゼロ";
  const digits = value.toString();
  if (digits.length > GROUPS.length * 4) return readDigits(digits);
  let reading = "";
  const groups = Math.ceil(digits.length / 4);
  for (let group = groups - 1; group >= 0; group--) {
    const four = Number(
      digits.slice(
        Math.max(0, digits.length - group * 4 - 4),
        digits.length - group * 4 || undefined,
      ),
    );
    if (four === 0) continue;
    reading += joinGroup(readBelowTenThousand(four, group > 0), GROUPS[group] ?? "");
  }
  return reading;
}

function readBelowTenThousand(value: number, leadsGroup: boolean): string {
  const thousands = Math.floor(value / 1000);
  const hundreds = Math.floor(value / 100) % 10;
  const tens = Math.floor(value / 10) % 10;
  const ones = value % 10;
  return (
    (value === 1000 && leadsGroup
      ? "イッセン"
      : place(thousands, "セン", { 3: "サンゼン", 8: "ハッセン" })) +
    place(hundreds, "ヒャク", { 3: "サンビャク", 6: "ロッピャク", 8: "ハッピャク" }) +
    place(tens, "ジュウ", {}) +
    (ones === 0 ? "" : (DIGITS[ones] ?? ""))
  );
}

function place(digit: number, name: string, irregular: Readonly<Record<number, string>>): string {
  if (digit === 0) return "";
  if (digit === 1) return name;
  return irregular[digit] ?? `${DIGITS[digit]}${name}`;
}

/** 兆 doubles its consonant after 1, 8 and 10: イッチョウ, ハッチョウ, ジュッチョウ. */
function joinGroup(reading: string, group: string): string {
  return group === "チョウ" ? doubled(reading, "イチ", "ハチ", "ジュウ") + group : reading + group;
}

function readDecimal(whole: string, decimals: readonly string[]): string {
  const value = BigInt(whole || "0");
  const head = value === 0n ? "レイ" : doubled(readInteger(value), "イチ", "ハチ", "ジュウ");
  // Versions such as 1.4.12 read their later parts as numbers, decimals digit by digit.
  const [first = "", ...rest] = decimals;
  if (rest.length === 0) return `${head}テン${readDigits(first)}`;
  return [head, ...decimals.map((part) => readInteger(BigInt(part)))].join("テン");
}
