import { stripVTControlCharacters } from "node:util";

/** Characters that a terminal draws two columns wide (Unicode East Asian Width: wide and fullwidth; emoji). */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\u30fb\u30fc\uff01-\uff60\uffe0-\uffe6]/u;
/** Halfwidth katakana belong to the script, but take one column. */
const HALFWIDTH = /[\uff61-\uffdc]/u;
// oxlint-disable-next-line eslint/no-control-regex -- it is control characters that must not reach a terminal
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/gu;
const ELLIPSIS = "…";

/** One column for each of them, and no other character among them. */
const PLAIN = /^[ -~]*$/;

/** Columns that `text` takes in a terminal; it must hold no escape sequences. */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const { segment } of charactersOf(text)) width += characterWidth(segment);
  return width;
}

/** One line that is safe to draw: text of others may hold escape sequences, newlines or direction marks. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replaceAll(CONTROL, " ").trim();
}

/** At most `columns` wide; what was cut is marked by an ellipsis. */
export function fit(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  if (columns < 1) return "";
  let kept = "";
  let width = 0;
  for (const { segment } of charactersOf(text)) {
    width += characterWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}${ELLIPSIS}`;
}

let segmenter: Intl.Segmenter | undefined;

/** Characters as people see them. To make a segmenter takes longer than all else that an agent's view needs. */
function charactersOf(text: string): Iterable<{ readonly segment: string }> {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return segmenter.segment(text);
}

function characterWidth(character: string): number {
  return WIDE.test(character) && !HALFWIDTH.test(character) ? 2 : 1;
}
