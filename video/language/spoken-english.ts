import { pointedInWords } from "./numbers.ts";
import { MONEY } from "./spoken-english-money.ts";
import { BOUNDS, FRACTIONS, RANGES, SIGNS } from "./spoken-english-signs.ts";
import { TIMES } from "./spoken-english-times.ts";
import { QUANTITIES, UNIT_NAMES } from "./spoken-english-units.ts";
import { sayBy, type SpokenRule } from "./spoken-rule.ts";

/** English as it is said: versions, units, addresses and flags in words. Whole numbers stay digits. */
export function spokenEnglish(text: string): string {
  return sayBy(RULES, text)
    .replaceAll(/\s+([.,;:!?])/g, "$1")
    .replaceAll(/\s{2,}/g, " ")
    .trim();
}

const ADDRESSES: readonly SpokenRule[] = [
  [
    /\b[\w.+-]+@[\w-]+\.[\w.]+\b/g,
    (address = "") => address.replaceAll(".", " dot ").replace("@", " at "),
  ],
  [
    /\bhttps?:\/\/(?:www\.)?([^\s)]+?)\/?(?=[.,;:!?]?(?:\s|$|\)))/gi,
    (_, rest = "") => spokenAddress(rest),
  ],
  [
    /\b(?:[a-z0-9-]+\.)+(?:com|org|net|dev|io|jp|app|ai|co|edu|gov|info|sh|uk|de|fr|se|nl|ch|eu|ca|au|nz|kr|tw|fi|dk|example)(?![\w-])(?:\/[^\s),;]*[^\s),;.!?])?/gi,
    (address = "") => spokenAddress(address),
  ],
];

function spokenAddress(address: string): string {
  return address
    .replaceAll(".", " dot ")
    .replaceAll("/", " slash ")
    .replaceAll(/[-_]/g, " ")
    .replaceAll(/[?#=&%].*$/g, "")
    .trim();
}

const WORDS: readonly SpokenRule[] = [
  [/(?<![\w-])--([a-z][\w-]*)/gi, (_, flag = "") => `dash dash ${flag.replaceAll("-", " ")}`],
  [/(?<![\w-])-([a-z])\b(?!-)/gi, "dash $1"],
  [/\be\.g\.,?/gi, "for example"],
  [/\bi\.e\.,?/gi, "that is"],
  [/\betc\./gi, "and so on"],
  [/\bvs\.?(?=\s|$)/gi, "versus"],
  [/\b(?:approx|ca)\.(?=\s)/gi, "about"],
  [/\bincl\.(?=\s)/gi, "including"],
  [/\bexcl\.(?=\s)/gi, "excluding"],
  [/\bNo\.\s?(?=\d)/gi, "number "],
  [/(?<!\d\s?)\bmax\.\s(?=\d)/gi, "at most "],
  [/(?<!\d\s?)\bmin\.\s(?=\d)/gi, "at least "],
  [/§\s?(?=\d)/g, "section "],
  [/\bw\/\s/g, "with "],
  [/\bpp\.\s?(?=\d)/g, "pages "],
  [/\bp\.\s?(?=\d)/g, "page "],
  [/\bw\/o\b/gi, "without"],
  [/\band\/or\b/gi, "or"],
  [/(?<=\bper [a-z]+)\/(?=[a-z])/g, " per "],
  [/\bI\/O\b/g, "I O"],
  [/\b24\/7\b/g, "twenty-four seven"],
];

const NAMES: readonly SpokenRule[] = [
  [/\bC\+\+/g, "C plus plus"],
  [/\bC#/g, "C sharp"],
  [/\b([A-Z][a-z]+)\.js\b/g, "$1 JS"],
  [/\bH\.(26[45])\b/g, "H $1"],
  [/\b([A-Z]{2,})\/(?=\d)/g, "$1 "],
  [/(?<=\w)\.(?=(?:json|md|ts|tsx|yaml|yml|toml|sh|py|txt|mp4|html)\b)/g, " dot "],
  [/(?<=^|\s)\.([a-z]{2,5})\b/g, "dot $1"],
  [/\b1080p30\b/g, "1080p at 30 frames per second"],
  // A picture's size, unless so many thousands are counted.
  [
    /\b([2458])K\b(?!\s(?!(?:videos|films|movies|screens|monitors|displays|cameras)\b)[a-z]{3,}s\b)/g,
    "$1 K",
  ],
  [/(?<=^|[\s(])#(\d+)\b/g, "number $1"],
  [
    /(?<=[\w)])\^([-−]?\d+)(\s?[-−–](?=\s?\d))?/g,
    (_, power = "", minus = "") => ` to the power of ${power}${minus && " minus "}`,
  ],
  // What one chooses in a menu, one behind the other.
  [/(?<=\p{L})\s[>›]\s(?=\p{Lu})/gu, ", "],
  [/(?<=\d\s?[KMGT]B)s\b/g, ""],
  // How sure a study is, is for readers.
  [/\s?\(p\s?[<=]\s?0?\.\d+\)/gi, ""],
];

const VERSIONS: readonly SpokenRule[] = [
  [
    /(?<=\d)-(rc|alpha|beta)\.?(\d+)\b/g,
    (_, stage = "", number = "") => ` ${STAGES[stage] ?? stage} ${number}`,
  ],
  [
    /\b(v(?:ersion )?)(\d+(?:\.\d+)+)\b/gi,
    (_, word = "", number = "") =>
      `${word.startsWith("V") ? "Version" : "version"} ${pointedInWords(number, true)}`,
  ],
  [
    new RegExp(
      String.raw`(?<=\b[A-Z][\w.]*\s(?:\d+(?:\.\d+)+(?:,|\s(?:or|and|to)|\s?[–-])\s?)?)(?<![\d.])\d+(?:\.\d+)+(?![\w.]*\d)(?!\s?(?:[%€$£¥]|percent|times|seconds?|minutes?|hours?|million|billion|(?:${UNIT_NAMES})(?![\w])))`,
      "g",
    ),
    (number = "") => pointedInWords(number, true),
  ],
  [/(?<![\w/])v(\d+)\b(?!\/)/g, "version $1"],
];
const STAGES: Readonly<Record<string, string>> = { rc: "release candidate" };

const SCALES: Readonly<Record<string, string>> = {
  k: "thousand",
  K: "thousand",
  M: "million",
  B: "billion",
  bn: "billion",
};

/** In order: longer patterns before those that would eat a part of them. */
const RULES: readonly SpokenRule[] = [
  ...ADDRESSES,
  ...WORDS,
  ...NAMES,
  ...TIMES,
  ...VERSIONS,
  ...FRACTIONS,
  ...BOUNDS,
  ...MONEY,
  ...RANGES,
  ...QUANTITIES,
  [/\b(\d+(?:\.\d+)?)(k|K|M|B|bn)\b/g, (_, number, scale) => `${number} ${SCALES[scale ?? ""]}`],
  [/\b\d+(?:\.\d+)+\b/g, (number = "") => pointedInWords(number)],
  ...SIGNS,
  [/[`*_]{1,3}(?=\S)|(?<=\S)[`*_]{1,3}(?=[\s.,;:!?]|$)/g, ""],
  [/\s[—–]\s|—/g, ", "],
];
