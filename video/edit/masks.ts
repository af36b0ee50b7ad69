import { SHOTS } from "./shot-names.ts";
import { THING } from "./signs.ts";

/** Quoted words stay whole, whatever punctuation is in them; so do namings of several shots. */
export function masking(text: string, kept: string[]): string {
  const keep = (brackets: string) => (words: string) =>
    `${brackets[0]}${kept.push(words) - 1}${brackets[1]}`;
  return text
    .replaceAll(/[\uE000-\uE007]/g, "")
    .normalize("NFKC")
    .replaceAll(/[^\S\n]+/g, " ")
    .replaceAll(HARD_BREAK, " ")
    .replaceAll(NUMBERED, "$1• ")
    .replaceAll(/["“「『][^"”」』]*["”」』]/g, keep("\uE000\uE001"))
    .replaceAll(SHOTS, keep("\uE002\uE003"))
    .replaceAll(WHERE, "$1 ")
    .replaceAll(BETWEEN_THINGS, "$1 & ")
    .replaceAll(CONTRAST, keep("\uE006\uE007"));
}

/** "In shot 3, …" */
const WHERE =
  /((?:^|[.;!?\n]\s*)(?:in|for|on|at|during|from|after|before|until) (?:the )?\uE002\d+\uE003(?: on(?:wards?)?)?),/gi;
const BETWEEN_THINGS = new RegExp(
  String.raw`(${THING})\s*(?:,?\s+and\s+(?:the\s+|any\s+)?|と(?=${THING}))(?=${THING})`,
  "gi",
);
/** "cut instead of fading": what stands after it is what is not wanted. */
const CONTRAST =
  /,?\s*\b(?:instead of|rather than|as opposed to)\b[^,;.!?\n]*|(?:,|\b(?:but|and))\s*not\b(?! enough)[^,;.!?\n]*|[^、。\n]*のではなく、?|[^\s\uE000-\uE007はをが、]{1,10}(?:ではなく|じゃなくて|でなく)、?/gi;

/** The items of a list: "1. shot 3 shorter", but not "1.30秒". */
const NUMBERED = /(^|\n) ?\(?\d{1,2}[.)](?: (?=\S)|(?=[^\d\s.)]))/g;

/** In a letter whose lines are as wide as its sheet. */
const HARD_BREAK = /(?<=[^\n]{50})\n(?=[a-z])/g;

/** As it was written. */
export function unmasked(said: string, kept: readonly string[]): string {
  const open = (masked: string) =>
    masked.replaceAll(
      /[\uE000\uE002\uE006](\d+)[\uE001\uE003\uE007]/g,
      (_, at) => kept[Number(at)] ?? "",
    );
  // What is not wanted may name shots.
  return open(open(said)).trim();
}
