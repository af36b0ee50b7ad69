/**
 * Text from outside is data: what can't be spoken or drawn (control characters, bidirectional
 * overrides, pictographs, lone surrogates) is taken out before any rule reads it.
 */

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/u;
const PICTOGRAPH = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u{FE0E}\u{FE0F}\u{20E3}]/u;
const WORTH_KEEPING = new Set("©®™↔");

/** Behind the words of a link that leads to another page. */
const LEADS_OUT = new Set("⇗⧉");

/** Set by the author between words, where a common one is only a line's end. */
const IDEOGRAPHIC_SPACE = "\u3000";

/** What one code point becomes: itself, a space, or nothing. */
export function cleanCharacter(character: string): string {
  if (character === IDEOGRAPHIC_SPACE) return character;
  if (/\s/u.test(character)) return " ";
  if (WORTH_KEEPING.has(character)) return character;
  if (LEADS_OUT.has(character)) return "";
  return INVISIBLE.test(character) || PICTOGRAPH.test(character) ? "" : character;
}

/** One line without anything that can't be shown, single spaces, trimmed. */
export function cleanLine(text: string): string {
  const kept = Array.from(joinedJapanese(text), cleanCharacter).join("");
  return kept.replaceAll(/ {2,}/g, " ").trim();
}

/** Code keeps its lines and indentation; tabs become two spaces. */
export function cleanCode(text: string): string {
  return text
    .split("\n")
    .map((line) => Array.from(line.replaceAll("\t", "  "), cleanCharacter).join("").trimEnd())
    .join("\n")
    .replace(/^\n+/, "")
    .trimEnd();
}

/** A line break inside a Japanese sentence is no space; one that the author typed is. Between two words in katakana it may be one. */
function joinedJapanese(text: string): string {
  return text.replaceAll(
    /(?<=[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}、。])(?<!\p{sc=Kana}(?=\s+\p{sc=Kana}))[^\S\n]*\n\s*(?=[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}、。])/gu,
    "",
  );
}
