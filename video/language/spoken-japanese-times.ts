import type { SpokenRule } from "./spoken-rule.ts";

const DAY_OF_WEEK = String.raw`\s?[(（]([月火水木金土日])(?:曜日?)?(?:[・･、]?祝日?)?[)）]`;

/** Days: 「2026-11-29」「11/29(日)」「1日（火）」. */
export const DATES: readonly SpokenRule[] = [
  [
    /(?<!\d)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)/g,
    (written = "", year = "", month = "", day = "") =>
      isDate(month, day) ? `${year}年${Number(month)}月${Number(day)}日` : written,
  ],
  [
    new RegExp(String.raw`(?<![\d/])(\d{1,2})\/(\d{1,2})(?=${DAY_OF_WEEK})`, "g"),
    (written = "", month = "", day = "") => (isDate(month, day) ? dayOf(month, day) : written),
  ],
  // What has no such part of a whole is a day: 11/29.
  [
    /(?<![\d/.])(\d{1,2})\/(1[1-9]|2\d|3[01])(?![\d/])/g,
    (written = "", month = "", day = "") => (isDate(month, day) ? dayOf(month, day) : written),
  ],
  [new RegExp(String.raw`(?<!\d)1日(?=${DAY_OF_WEEK})`, "g"), "ついたち"],
  [new RegExp(String.raw`(?<=[日ち])${DAY_OF_WEEK}`, "g"), "$1曜日"],
];

function isDate(month: string, day: string): boolean {
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}

const dayOf = (month: string, day: string): string => `${Number(month)}月${Number(day)}日`;

/** Digit by digit, its parts joined by の: 「078-000-0000」「〒650-0001」. */
export const TELEPHONE: readonly SpokenRule[] = [
  [
    /〒\s?(\d{3})-?(\d{4})/g,
    (_, area = "", rest = "") => `郵便番号${digitsOf(area)}の${digitsOf(rest)}`,
  ],
  [
    /(?<![\d-])0\d{1,4}-\d{1,4}-\d{3,4}(?![\d-])/g,
    (number = "") => number.split("-").map(digitsOf).join("の"),
  ],
];

const DIGITS = "ゼロ イチ ニー サン ヨン ゴー ロク ナナ ハチ キュー".split(" ");

function digitsOf(digits: string): string {
  return Array.from(digits, (digit) => DIGITS[Number(digit)] ?? digit).join("");
}
