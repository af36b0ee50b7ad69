import { loadDefaultJapaneseParser } from "budoux";

/** Characters that may not begin a line (kinsoku shori). */
const NOT_FIRST =
  /^[、。，．,.・：；:;？！?!）)」』】〕》〉”’ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々ゝゞ〜%％]/;
/** Characters that may not end a line. */
const NOT_LAST = /[（(「『【〔《〈“‘]$/;

let parser: ReturnType<typeof loadDefaultJapaneseParser> | undefined;

/** Splits a Japanese sentence into phrases at which a line may break; joined, they are the sentence. */
export function japanesePhrases(text: string): string[] {
  parser ??= loadDefaultJapaneseParser();
  return mergeUnbreakable(parser.parse(text));
}

/** Splits a phrase that is wider than a line, between characters where kinsoku allows it. */
export function splitPhrase(phrase: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const atom of mergeUnbreakable(phrase.match(/[A-Za-z0-9.'_/-]+\s?|[^]/gu) ?? [])) {
    if (piece !== "" && displayWidth(piece + atom) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += atom;
  }
  return piece === "" ? pieces : [...pieces, piece];
}

/** Width in full-width characters: Latin letters and half-width kana count a half. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += /[\u0020-\u007E\uFF61-\uFF9F]/.test(character) ? 0.5 : 1;
  return width;
}

function mergeUnbreakable(pieces: readonly string[]): string[] {
  const merged: string[] = [];
  for (const piece of pieces) {
    const before = merged.at(-1);
    const breakable = before === undefined || !(NOT_FIRST.test(piece) || NOT_LAST.test(before));
    if (breakable) merged.push(piece);
    else merged[merged.length - 1] = before + piece;
  }
  return merged;
}
