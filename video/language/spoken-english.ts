import { inWords, pointedInWords } from "./numbers.ts";

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

/** One and many of each unit, as it is said. */
const UNITS: Readonly<Record<string, readonly [string, string]>> = {
  ms: ["millisecond", "milliseconds"],
  s: ["second", "seconds"],
  sec: ["second", "seconds"],
  secs: ["second", "seconds"],
  min: ["minute", "minutes"],
  mins: ["minute", "minutes"],
  h: ["hour", "hours"],
  hrs: ["hour", "hours"],
  kB: ["kilobyte", "kilobytes"],
  KB: ["kilobyte", "kilobytes"],
  MB: ["megabyte", "megabytes"],
  GB: ["gigabyte", "gigabytes"],
  TB: ["terabyte", "terabytes"],
  KiB: ["kibibyte", "kibibytes"],
  MiB: ["mebibyte", "mebibytes"],
  GiB: ["gibibyte", "gibibytes"],
  fps: ["frame per second", "frames per second"],
  Hz: ["hertz", "hertz"],
  kHz: ["kilohertz", "kilohertz"],
  MHz: ["megahertz", "megahertz"],
  GHz: ["gigahertz", "gigahertz"],
  km: ["kilometre", "kilometres"],
  m: ["metre", "metres"],
  cm: ["centimetre", "centimetres"],
  mm: ["millimetre", "millimetres"],
  kg: ["kilogram", "kilograms"],
  g: ["gram", "grams"],
  W: ["watt", "watts"],
  kW: ["kilowatt", "kilowatts"],
  kWh: ["kilowatt hour", "kilowatt hours"],
  "km/h": ["kilometre per hour", "kilometres per hour"],
  "°C": ["degree Celsius", "degrees Celsius"],
  "°F": ["degree Fahrenheit", "degrees Fahrenheit"],
  dB: ["decibel", "decibels"],
  LUFS: ["LUFS", "LUFS"],
  px: ["pixel", "pixels"],
  x: ["times", "times"],
  "×": ["times", "times"],
};
const UNIT_NAMES = Object.keys(UNITS)
  .toSorted((a, b) => b.length - a.length)
  .map((name) => name.replace("/", "\\/"))
  .join("|");

const SCALES: Readonly<Record<string, string>> = {
  k: "thousand",
  K: "thousand",
  M: "million",
  B: "billion",
  bn: "billion",
};
const CURRENCIES: Readonly<Record<string, string>> = {
  $: "dollars",
  "€": "euros",
  "£": "pounds",
  "¥": "yen",
};

type Rule = readonly [RegExp, string | ((...match: string[]) => string)];

const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
/** In order: longer patterns before those that would eat a part of them. */
const RULES: readonly Rule[] = [
  [
    /\b[\w.+-]+@[\w-]+\.[\w.]+\b/g,
    (address = "") => address.replaceAll(".", " dot ").replace("@", " at "),
  ],
  [
    /\bhttps?:\/\/(?:www\.)?([^\s)]+?)\/?(?=[.,;:!?]?(?:\s|$|\)))/gi,
    (_, rest = "") => spokenAddress(rest),
  ],
  [
    /\b(?:[a-z0-9-]+\.)+(?:com|org|net|dev|io|jp|app|ai|co|edu|gov|info|sh|uk|de|fr|se|nl|ch|eu|ca|au|nz|kr|tw|fi|dk)(?![\w-])(?:\/[^\s),;]*[^\s),;.!?])?/gi,
    (address) => spokenAddress(address ?? ""),
  ],
  [/(?<![\w-])--([a-z][\w-]*)/gi, (_, flag = "") => `dash dash ${flag.replaceAll("-", " ")}`],
  [/(?<![\w-])-([a-z])\b(?!-)/gi, "dash $1"],
  [
    /\b(\d{4})-(\d{2})-(\d{2})\b/g,
    (whole, year, month, day) => spokenDate(whole, year, month, day),
  ],
  [/\be\.g\.,?/gi, "for example"],
  [/\bi\.e\.,?/gi, "that is"],
  [/\betc\./gi, "and so on"],
  [/\bvs\.?(?=\s|$)/gi, "versus"],
  [/\bapprox\./gi, "about"],
  [/\bw\/o\b/gi, "without"],
  [/\band\/or\b/gi, "or"],
  [/\bI\/O\b/g, "I O"],
  [/\b24\/7\b/g, "twenty-four seven"],
  [/\bC\+\+/g, "C plus plus"],
  [/\bC#/g, "C sharp"],
  [/\b([A-Z][a-z]+)\.js\b/g, "$1 JS"],
  [/\bH\.(26[45])\b/g, "H $1"],
  [/\b([A-Z]{2,})\/(?=\d)/g, "$1 "],
  [/(?<=\w)\.(?=(?:json|md|ts|tsx|yaml|yml|toml|sh|py|txt|mp4|html)\b)/g, " dot "],
  [/(?<=^|\s)\.([a-z]{2,5})\b/g, "dot $1"],
  [/\b1080p30\b/g, "1080p at 30 frames per second"],
  [/(?<=^|[\s(])#(\d+)\b/g, "number $1"],
  [
    /\b(v(?:ersion )?)(\d+(?:\.\d+)+)\b/gi,
    (_, word = "", number = "") =>
      `${word.startsWith("V") ? "Version" : "version"} ${pointedInWords(number, true)}`,
  ],
  [
    new RegExp(
      String.raw`(?<=\b[A-Z][\w.]*\s)\d+(?:\.\d+)+\b(?!\s?(?:%|percent|times|seconds?|minutes?|hours?|million|billion|(?:${UNIT_NAMES})\b))`,
      "g",
    ),
    (number = "") => pointedInWords(number, true),
  ],
  [/\bv(\d+)\b/g, "version $1"],
  [
    new RegExp(String.raw`([$€£¥])\s?(${NUMBER})\s?(k|K|M|B|bn)?(?!\w)`, "g"),
    (_, sign, number, scale) => spokenMoney(sign, number, scale),
  ],
  [/(?<=^|[\s(])[~≈]\s?(?=\d)/g, "about "],
  [/(?<=^|[\s(])(?:≤|<=)\s?(?=\d)/g, "at most "],
  [/(?<=^|[\s(])(?:≥|>=)\s?(?=\d)/g, "at least "],
  [/(?<=^|[\s(])<\s?(?=\d)/g, "less than "],
  [/(?<=^|[\s(])>\s?(?=\d)/g, "more than "],
  [/(?<=^|[\s(])[−-](?=\d)/g, "minus "],
  [/(?<=\d)\s?[–-]\s?(?=\d)/g, " to "],
  [/\s?(?:→|->|=>)\s?/g, " to "],
  [/(?<=\d)\s?%/g, " percent"],
  [
    new RegExp(String.raw`\b(${NUMBER})\s?(${UNIT_NAMES})(?![\w/])`, "g"),
    (_, number, unit) => spokenQuantity(number, unit),
  ],
  [/\b(\d+(?:\.\d+)?)(k|K|M|B|bn)\b/g, (_, number, scale) => `${number} ${SCALES[scale ?? ""]}`],
  [/\b\d+(?:\.\d+)+\b/g, (number = "") => pointedInWords(number)],
  [/\s?&\s?/g, " and "],
  [/\s\+\s/g, " plus "],
  [/(?<=\w)\s?=\s?(?=\w)/g, " equals "],
  [/(?<=[A-Za-z])_(?=[A-Za-z])/g, " "],
  [/[`*_]{1,3}(?=\S)|(?<=\S)[`*_]{1,3}(?=[\s.,;:!?]|$)/g, ""],
  [/\s[—–]\s|—/g, ", "],
];

/** English as it is said: versions, units, addresses and flags in words. Whole numbers stay digits. */
export function spokenEnglish(text: string): string {
  let spoken = text;
  for (const [pattern, say] of RULES) {
    spoken =
      typeof say === "string" ? spoken.replaceAll(pattern, say) : spoken.replaceAll(pattern, say);
  }
  return spoken
    .replaceAll(/\s+([.,;:!?])/g, "$1")
    .replaceAll(/\s{2,}/g, " ")
    .trim();
}

function spokenAddress(address: string): string {
  return address
    .replaceAll(".", " dot ")
    .replaceAll("/", " slash ")
    .replaceAll(/[-_]/g, " ")
    .replaceAll(/[?#=&%].*$/g, "")
    .trim();
}

function spokenDate(whole = "", year = "", month = "", day = ""): string {
  const name = MONTHS[Number(month) - 1];
  return name ? `${name} ${Number(day)}, ${year}` : whole;
}

function spokenMoney(sign = "", number = "", scale = ""): string {
  const amount = number.includes(".") ? pointedInWords(number.replaceAll(",", "")) : number;
  return [amount, SCALES[scale], CURRENCIES[sign]].filter(Boolean).join(" ");
}

function spokenQuantity(number = "", unit = ""): string {
  const [one, many] = UNITS[unit] ?? [unit, unit];
  const amount = /^\d+\.\d+$/.test(number) ? pointedInWords(number) : number;
  return `${amount === "1" ? inWords(1) : amount} ${amount === "1" ? one : many}`;
}
