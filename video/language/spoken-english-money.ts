import { inWords, pointedInWords } from "./numbers.ts";
import type { SpokenRule } from "./spoken-rule.ts";

/** One and many of each currency, and of its hundredth. */
const CURRENCIES: Readonly<Record<string, readonly [one: string, many: string, cents: string]>> = {
  $: ["dollar", "dollars", "cents"],
  "€": ["euro", "euros", "cents"],
  "£": ["pound", "pounds", "pence"],
  "¥": ["yen", "yen", ""],
  "￥": ["yen", "yen", ""],
  "₹": ["rupee", "rupees", "paise"],
};
const CODES: Readonly<Record<string, string>> = {
  USD: "$",
  EUR: "€",
  GBP: "£",
  JPY: "¥",
  INR: "₹",
};
const SCALES: Readonly<Record<string, string>> = {
  k: "thousand",
  m: "million",
  mn: "million",
  b: "billion",
  bn: "billion",
};

const SIGN = "[$€£¥￥₹]";
const AMOUNT = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
const SCALE = String.raw`(?:\s?(k|K|M|m|mn|B|b|bn)(?!\w)|\s(thousand|million|billion|trillion)\b)?`;

/** Amounts of money with their currency: "$2.5 million", "€12.50", "£1.9m", "100 €", "$5–10". */
export const MONEY: readonly SpokenRule[] = [
  [/\b(USD|EUR|GBP|JPY|INR)\s?(?=\d)/g, (_, code = "") => CODES[code] ?? ""],
  [/(?<=\d)\s?(USD|EUR|GBP|JPY|INR)\b/g, (_, code = "") => ` ${CODES[code]}`],
  // "1.200 €" is how the continent writes it; "4,50 €" too.
  [/\b([1-9]\d{0,2})\.(\d{3})(?=\s?€)/g, "$1,$2"],
  [/(?<![\d,.])(\d+),(\d{2})(?=\s?€)/g, "$1.$2"],
  [
    new RegExp(
      String.raw`(${SIGN})\s?(${AMOUNT})(?:k|K|M|m|mn|B|b|bn)?\s?[–-]\s?${SIGN}?(${AMOUNT})${SCALE}(?!\w)`,
      "g",
    ),
    (_, sign = "", from = "", to = "", letter = "", word = "") =>
      `${from} to ${spokenMoney(sign, to, letter, word)}`,
  ],
  [
    new RegExp(
      String.raw`\b([Aa]n?|[Tt]he)\s(${SIGN})\s?(${AMOUNT})${SCALE}(?=\s[a-z])(?!\s(?:a|an|and|or|per|each|for|in|on|to|from|off|of|at|by|with|than|as|that|which|it|we|they|you|he|she|is|are|was|were|will|has|had)\b)(?!\w)`,
      "g",
    ),
    (_, article = "", sign = "", amount = "", letter = "", word = "") =>
      `${article} ${spokenMoney(sign, amount, letter, word, true)}`,
  ],
  [
    new RegExp(String.raw`(${SIGN})\s?(${AMOUNT})${SCALE}(?!\w)`, "g"),
    (_, sign = "", amount = "", letter = "", word = "") => spokenMoney(sign, amount, letter, word),
  ],
  [
    new RegExp(String.raw`(?<![\w.,])(${AMOUNT})${SCALE}\s?(${SIGN})(?![\d\w])`, "g"),
    (_, amount = "", letter = "", word = "", sign = "") => spokenMoney(sign, amount, letter, word),
  ],
  [/[$€£¥₹](?=\/\p{L})/gu, (sign = "") => CURRENCIES[sign]?.[1] ?? sign],
  [
    /(?<=\b(?:euros?|dollars?|pounds?|yen|cents|pence)(?:\s(?:and\s)?[a-z-]+(?:\s(?:cents|pence))?)?)\/(?=\p{L})/gu,
    " per ",
  ],
];

function spokenMoney(sign: string, amount: string, letter = "", word = "", isOne = false): string {
  const [one, many, cents] = CURRENCIES[sign] ?? ["", "", ""];
  const scale = SCALES[letter.toLowerCase()] ?? word;
  const [whole = "", part] = amount.split(".");
  if (scale === "" && part?.length === 2 && cents !== "") {
    return inCoins(whole, Number(part), amount === "1.00" ? one : many, cents);
  }
  const said = part === undefined ? amount : pointedInWords(amount.replaceAll(",", ""));
  if (amount === "1" && scale === "") return `${inWords(1)} ${one}`;
  return [said, scale, isOne ? one : many].filter(Boolean).join(" ");
}

/** "12 euros fifty"; what is less than one is told in cents. */
function inCoins(whole: string, part: number, currency: string, cents: string): string {
  if (whole === "0" && part > 0) return `${part} ${part === 1 ? cents.replace(/s$/, "") : cents}`;
  const main = whole === "1" ? `one ${currency.replace(/s$/, "")}` : `${whole} ${currency}`;
  return part === 0
    ? main
    : `${main} ${part < 10 ? `and ${inWords(part)} ${cents}` : inWords(part)}`;
}
