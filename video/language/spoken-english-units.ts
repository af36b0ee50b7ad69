import { inWords, pointedInWords } from "./numbers.ts";
import type { SpokenRule } from "./spoken-rule.ts";

/** One and many of each unit, as it is said. */
const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  ms: ["millisecond", "milliseconds"],
  s: ["second", "seconds"],
  sec: ["second", "seconds"],
  secs: ["second", "seconds"],
  min: ["minute", "minutes"],
  mins: ["minute", "minutes"],
  h: ["hour", "hours"],
  hr: ["hour", "hours"],
  hrs: ["hour", "hours"],
  kB: ["kilobyte", "kilobytes"],
  KB: ["kilobyte", "kilobytes"],
  MB: ["megabyte", "megabytes"],
  GB: ["gigabyte", "gigabytes"],
  TB: ["terabyte", "terabytes"],
  KiB: ["kibibyte", "kibibytes"],
  MiB: ["mebibyte", "mebibytes"],
  GiB: ["gibibyte", "gibibytes"],
  kbit: ["kilobit", "kilobits"],
  Mbit: ["megabit", "megabits"],
  Gbit: ["gigabit", "gigabits"],
  pp: ["percentage point", "percentage points"],
  fps: ["frame per second", "frames per second"],
  Hz: ["hertz", "hertz"],
  kHz: ["kilohertz", "kilohertz"],
  MHz: ["megahertz", "megahertz"],
  GHz: ["gigahertz", "gigahertz"],
  km: ["kilometre", "kilometres"],
  m: ["metre", "metres"],
  cm: ["centimetre", "centimetres"],
  mm: ["millimetre", "millimetres"],
  "km²": ["square kilometre", "square kilometres"],
  "m²": ["square metre", "square metres"],
  "cm²": ["square centimetre", "square centimetres"],
  "m³": ["cubic metre", "cubic metres"],
  "cm³": ["cubic centimetre", "cubic centimetres"],
  ft: ["foot", "feet"],
  kg: ["kilogram", "kilograms"],
  g: ["gram", "grams"],
  mg: ["milligram", "milligrams"],
  L: ["litre", "litres"],
  l: ["litre", "litres"],
  ml: ["millilitre", "millilitres"],
  mL: ["millilitre", "millilitres"],
  tsp: ["teaspoon", "teaspoons"],
  tbsp: ["tablespoon", "tablespoons"],
  W: ["watt", "watts"],
  kW: ["kilowatt", "kilowatts"],
  MW: ["megawatt", "megawatts"],
  Wh: ["watt hour", "watt hours"],
  kWh: ["kilowatt hour", "kilowatt hours"],
  MWh: ["megawatt hour", "megawatt hours"],
  "°C": ["degree Celsius", "degrees Celsius"],
  "℃": ["degree Celsius", "degrees Celsius"],
  "°F": ["degree Fahrenheit", "degrees Fahrenheit"],
  "°": ["degree", "degrees"],
  dB: ["decibel", "decibels"],
  LUFS: ["LUFS", "LUFS"],
  px: ["pixel", "pixels"],
  x: ["times", "times"],
  "×": ["times", "times"],
};
const NAMES = Object.keys(UNITS)
  .toSorted((a, b) => b.length - a.length)
  .join("|");
const RATES: Readonly<Record<string, string>> = { d: "day", y: "year", yr: "year", mo: "month" };
const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
/** No more of a number or a word before it; no more of a word, version or power behind it. */
const QUANTITY = String.raw`(?<![\w.,]|[A-Za-z]-(?=\d+s))(${NUMBER})\s?(${NAMES})(?![\w²³]|\/\w)`;
/** Not what a measure describes, but how the sentence goes on. */
const GOES_ON =
  "of|in|on|at|by|to|for|from|with|without|and|or|but|nor|per|than|as|is|are|was|were|has|had|will|can|may|must|if|when|while|until|till|before|after|later|ago|away|apart|long|wide|high|deep|tall|thick|old|each|every|more|less|faster|slower|only|instead|because|so|that|which|who|the|an?|its|this|between|over|under|up|down|into|through|now|then|too|off|out|not|during|within|earlier|further|longer|higher|lower|plus|we|you|they|he|she|it";
/** They are described even where no article tells: "5 min walk". */
const DESCRIBED =
  "walk|drive|ride|run|film|video|clip|talk|break|delay|timeout|limit|trail|route|race";

/** The name of a unit, by its sign: "kilometres", or "kilometre" of one. */
export const UNIT_NAMES = NAMES;

export const QUANTITIES: readonly SpokenRule[] = [
  [/(?<=\d\s?(?:min|mins|sec|secs|hr|hrs|h|ft))\.(?=\s[\p{Ll}(]|[),;])/gu, ""],
  [/(?<=\d)\s?°\s+(?=[CF]\b)/g, "°"],
  [/(?<=\d\s?)([kc]?m)2(?!\w)/g, "$1²"],
  [
    new RegExp(
      String.raw`(?<=\b(?:[Aa]n?|[Tt]he)\s)(${NUMBER})\s?(${NAMES})(?=\s(?:long|wide|high|deep|tall|thick)\s[a-z]{3})`,
      "g",
    ),
    (_, number = "", unit = "") => describing(number, unit),
  ],
  [/\b(\d+)m(\d+)s\b/g, "$1 min $2 s"],
  [/\b(\d+)h(\d+)m?\b/g, "$1 h $2 min"],
  [
    new RegExp(
      String.raw`(?<![\w.,])(${NUMBER})\s?(${NAMES})\/(${NAMES}|d|day|yr?|year|mo|month|week)(?![\w²³])`,
      "g",
    ),
    (_, number = "", unit = "", per = "") =>
      `${spokenQuantity(number, unit)} per ${RATES[per] ?? nameOf(per)}`,
  ],
  [
    new RegExp(String.raw`(?<=\bper\s|\/)(${NAMES})(?![\w²³])`, "g"),
    (_, unit = "") => nameOf(unit),
  ],
  [
    new RegExp(
      String.raw`(?<=\b(?:[Aa]n?|[Tt]he|each|every|our|its|their|your)\s)(${NUMBER})\s?(${NAMES.replace("|x|", "|")})(?=\s[a-z]{2})(?!\s(?:${GOES_ON})\b)`,
      "g",
    ),
    (_, number = "", unit = "") => describing(number, unit),
  ],
  [
    new RegExp(String.raw`(?<![\w.,])(${NUMBER})\s?(${NAMES})(?=\s(?:${DESCRIBED})\b)`, "g"),
    (_, number = "", unit = "") => describing(number, unit),
  ],
  [
    new RegExp(String.raw`(?<= and (?:a|one|two|three) \w+\s)(${NAMES})(?![\w²³])`, "g"),
    (_, unit = "") => UNITS[unit]?.[1] ?? unit,
  ],
  [
    new RegExp(
      String.raw`(?<=\b(?:half|thirds?|quarters?|fifths?|eighths?|tenth)\s)(${NAMES})(?![\w²³])`,
      "g",
    ),
    (_, unit = "") => nameOf(unit),
  ],
  [new RegExp(QUANTITY, "g"), (_, number = "", unit = "") => spokenQuantity(number, unit)],
  [
    new RegExp(String.raw`(?<![\w²³])(k?m|c?m)²`, "g"),
    (_, unit = "") => UNITS[`${unit}²`]?.[1] ?? "",
  ],
];

const nameOf = (unit: string): string => UNITS[unit]?.[0] ?? unit;

function spokenQuantity(number: string, unit: string): string {
  const [one, many] = UNITS[unit] ?? [unit, unit];
  return number === "1" ? `${inWords(1)} ${one}` : `${amountOf(number)} ${many}`;
}

/** "A 5 centimetre bulb". */
function describing(number: string, unit: string): string {
  const name = nameOf(unit);
  return name.includes(" per ") ? spokenQuantity(number, unit) : `${amountOf(number)} ${name}`;
}

function amountOf(number: string): string {
  return number.includes(".") ? pointedInWords(number.replaceAll(",", "")) : number;
}
