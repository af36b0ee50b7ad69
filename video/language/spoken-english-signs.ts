import type { SpokenRule } from "./spoken-rule.ts";

const PARTS: Readonly<Record<string, string>> = {
  "1/2": "one half",
  "1/3": "one third",
  "2/3": "two thirds",
  "1/4": "one quarter",
  "3/4": "three quarters",
  "1/5": "one fifth",
  "2/5": "two fifths",
  "3/5": "three fifths",
  "4/5": "four fifths",
  "1/8": "one eighth",
  "3/8": "three eighths",
  "5/8": "five eighths",
  "7/8": "seven eighths",
  "1/10": "one tenth",
};
const SINGLE: Readonly<Record<string, string>> = {
  "½": "1/2",
  "⅓": "1/3",
  "⅔": "2/3",
  "¼": "1/4",
  "¾": "3/4",
  "⅕": "1/5",
  "⅛": "1/8",
  "⅜": "3/8",
};
const DATE_OR_PATH = String.raw`(?![\d/])`;

/** "1/3", "1 1/2", "½". */
export const FRACTIONS: readonly SpokenRule[] = [
  [/(\d?)([½⅓⅔¼¾⅕⅛⅜])/g, (_, whole = "", part = "") => `${whole && `${whole} `}${SINGLE[part]}`],
  [
    new RegExp(String.raw`(?<![\w/.,])(?:(\d+)\s)?([1-7]\/(?:10|[2-58]))${DATE_OR_PATH}`, "g"),
    (written = "", whole = "", part = "") =>
      PARTS[part] === undefined
        ? written
        : whole
          ? `${whole} and ${PARTS[part].replace(/^one half/, "a half")}`
          : PARTS[part],
  ],
];

/** "≥ 20", "~50", "−3", "12,000+". */
export const BOUNDS: readonly SpokenRule[] = [
  [/(?<=^|[\s(])±\s?(?=\d)/g, "plus or minus "],
  [/(?<=^|[\s(])[~≈]\s?(?=[\d$€£¥])/g, "about "],
  [/(?<=^|[\s(])(?:≤|<=)\s?(?=[\d$€£¥])/g, "at most "],
  [/(?<=^|[\s(])(?:≥|>=)\s?(?=[\d$€£¥])/g, "at least "],
  [/(?<=^|[\s(])<\s?(?=[\d$€£¥])/g, "less than "],
  [/(?<=^|[\s(])>\s?(?=[\d$€£¥])/g, "more than "],
  [/(?<=^|[\s(:])[−–-](?=[\d$€£¥])/g, "minus "],
  [/(?<=^|[\s(])\+(?=[\d$€£¥])/g, "plus "],
  // "Node 18+ runs it", but "12,000+ titles".
  [/(?<![\w.,]|\b[A-Z]\w*\s|\bages?\s)(\d[\d,.]*[kKMB]?)\+(?=\s[a-z]{3})/g, "more than $1"],
  [/(?<=\d)\+(?![\d\w])/g, " plus"],
];

/** "10–15", "90×90", "1 → 2", and digits that are none: "CVE-2026-1". */
export const RANGES: readonly SpokenRule[] = [
  [/\b24-7\b/g, "twenty-four seven"],
  // Several in a row part a telephone or serial number.
  [/(?<![\w-])\d+(?:-\d+){2,}(?![\w-])/g, (digits = "") => digits.replaceAll("-", " ")],
  // "Core i7-13650HX" is a name.
  [/(?<=\b[A-Za-z]\d{1,2})-(?=\d{3})/g, " "],
  [/(?<=\d)-(?=0\d)|(?<=\b[A-Z][a-z]+\s\d{3,4})-(?=\d{3}(?!\d))/g, " "],
  [
    /\b([A-Z]{2,})-(\d+)(?:-(\d+))?\b/g,
    (_, name = "", ...digits) => [name, digits[0], digits[1]].filter(Boolean).join(" "),
  ],
  [/(?<=\d)\s?[×x]\s?(?=\d)/g, " by "],
  [/(?<=\d\s?%)\s?[–-]\s?(?=\d)/g, " to "],
  [/(?<=\d)\s?[–-]\s?(?=\d)/g, " to "],
  [/\s?(?:→|->|=>)\s?/g, " to "],
  [/(?<=\d)\s?%/g, " percent"],
];

/** Subscripts, powers and the signs of programs. */
export const SIGNS: readonly SpokenRule[] = [
  [/\bCO[₂2](?!\w)/g, "C O 2"],
  [/\bH[₂2]O\b/g, "H 2 O"],
  [
    /([₀-₉]+)(?=(\p{L})?)/gu,
    (digits = "", _, next = "") => ` ${plainDigits(digits)}${next && " "}`,
  ],
  [/(?<=[\w)])²/g, " squared"],
  [/(?<=[\w)])³/g, " cubed"],
  [/\s?&&\s?/g, " and "],
  [/\s?!==?\s?/g, " is not "],
  [/\s?\|\|\s?/g, " or "],
  [/\s?&\s?/g, " and "],
  [/\s\+\s/g, " plus "],
  [/(?<=\w)\s?=\s?(?=\w)/g, " equals "],
  [/(?<=[A-Za-z\d])_(?=[A-Za-z\d])/g, " "],
  [/©\s?/g, "copyright "],
];

function plainDigits(digits: string): string {
  return Array.from(digits, (digit) => String((digit.codePointAt(0) ?? 0) - 0x2080)).join("");
}
