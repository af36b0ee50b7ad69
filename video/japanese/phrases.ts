import { loadDefaultJapaneseParser } from "budoux";
import { isBonded } from "./bonds.ts";

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

/**
 * Splits a phrase that is wider than a line, between characters where kinsoku allows it. A Latin word
 * is cut only when it alone is wider than a line.
 */
export function splitPhrase(phrase: string, width: number): string[] {
  const atoms = mergeUnbreakable(phrase.match(/[A-Za-z0-9.'_/-]+\s?|[^]/gu) ?? []);
  const pieces: string[] = [];
  let piece = "";
  for (const atom of atoms.flatMap((each) => cutToWidth(each, width))) {
    if (piece !== "" && displayWidth(piece + atom) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += atom;
  }
  return piece === "" ? pieces : [...pieces, piece];
}

function cutToWidth(atom: string, width: number): string[] {
  const pieces = [""];
  for (const character of atom) {
    const last = pieces.length - 1;
    const longer = `${pieces[last]}${character}`;
    if (displayWidth(longer) <= width) pieces[last] = longer;
    else pieces.push(character);
  }
  const [before, last] = pieces.slice(-2);
  if (before === undefined || last === undefined || !NOT_FIRST.test(last)) return pieces;
  // The mark that may not begin a line takes the character before it along.
  const taken = Array.from(before).at(-1) ?? "";
  return [...pieces.slice(0, -2), before.slice(0, -taken.length), taken + last];
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
    const breakable =
      before === undefined ||
      !(NOT_FIRST.test(piece) || NOT_LAST.test(before) || isBonded(before, piece));
    if (breakable) merged.push(piece);
    else merged[merged.length - 1] = before + piece;
  }
  return merged;
}
