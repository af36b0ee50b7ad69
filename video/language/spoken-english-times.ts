import { inWords } from "./numbers.ts";
import type { SpokenRule } from "./spoken-rule.ts";

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );
const DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");
const MONTH = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec";
const DAY = "Mon|Tues|Tue|Wed|Thurs|Thur|Thu|Fri|Sat|Sun";

const named = (short: string, names: readonly string[]): string =>
  names.find((name) => name.startsWith(short.slice(0, 3))) ?? short;

/** Days, months, hours and decades: "Mon–Fri", "1 Jan.", "7.30 p.m.", "the 1990s". */
export const TIMES: readonly SpokenRule[] = [
  [
    /\b(\d{4})-(\d{2})-(\d{2})\b/g,
    (whole = "", year = "", month = "", day = "") => {
      const name = MONTHS[Number(month) - 1];
      return name ? `${name} ${Number(day)}, ${year}` : whole;
    },
  ],
  [
    new RegExp(String.raw`\b(${DAY})\.?\s?[–-]\s?(${DAY})\b\.?`, "g"),
    (_, from = "", to = "") => `${named(from, DAYS)} to ${named(to, DAYS)}`,
  ],
  [
    /\b(Mon|Tues?|Wed|Thu(?:rs?)?|Fri)\b(?:\.(?=\s[a-z\d]))?(?!['’\p{L}])/gu,
    (_, day = "") => named(day, DAYS),
  ],
  // The Sun is a star, and "sat" a verb.
  [
    /(?<![Tt]he\s)\b(Sat|Sun)(?:\.(?=\s[a-z\d])|(?=,?\s\d|\s(?:and|or|to)\s(?:Sat|Sun)\b))/g,
    (_, day = "") => named(day, DAYS),
  ],
  [
    /(?<=\b(?:on|every|each|\w+day(?:,|\sand|\sor|\sto))\s)(Sat|Sun)\b/g,
    (_, day = "") => named(day, DAYS),
  ],
  [
    new RegExp(String.raw`(?<=\b\d{1,2}(?:st|nd|rd|th)?\s)(${MONTH})\b\.?(?=\s|$|[,;:)])`, "g"),
    (_, month = "") => named(month, MONTHS),
  ],
  [new RegExp(String.raw`\b(${MONTH})\b\.?(?=\s\d)`, "g"), (_, month = "") => named(month, MONTHS)],
  [
    new RegExp(
      String.raw`(?<=\b(?:in|until|till|since|by)\s)(${MONTH})\b(?!\s?\p{L}*\p{Lu})`,
      "gu",
    ),
    (_, month = "") => named(month, MONTHS),
  ],
  [/\b(\d{1,2})\.([0-5]\d)(?=\s?[ap]\.?m\b)/g, "$1:$2"],
  [/\b(1[1-9]|20)(\d)0s\b/g, (_, century = "", tens = "") => decade(Number(century), Number(tens))],
  [/(?<![\w.,])['’]?([2-9])0s\b/g, (_, tens = "") => manyTens(Number(tens))],
];

/** "nineteen nineties", "nineteen hundreds", "two thousands". */
function decade(century: number, tens: number): string {
  if (century === 20 && tens === 0) return "two thousands";
  return `${inWords(century)} ${tens === 0 ? "hundreds" : manyTens(tens)}`;
}

function manyTens(tens: number): string {
  return tens === 1 ? "tens" : inWords(tens * 10).replace(/y$/, "ies");
}
