import { displayWidth } from "../japanese/phrases.ts";

/** What a viewer can read: Netflix's Timed Text Style Guides (General, English, Japanese SDH, Korean, Chinese). */
export interface CaptionLimits {
  readonly lineWidth: number;
  readonly lines: number;
  readonly charactersPerSecond: number;
  readonly minSeconds: number;
  readonly maxSeconds: number;
  /** Frames between one caption and the next. */
  readonly gapFrames: number;
  /** A caption comes within so many frames of its speech. */
  readonly inTimeFrames: number;
  /** Width of a text in the unit of `lineWidth`. */
  readonly widthOf: (text: string) => number;
}

const EVERYWHERE = { lines: 2, minSeconds: 5 / 6, maxSeconds: 7, gapFrames: 2, inTimeFrames: 3 };

export function captionLimits(language: string): CaptionLimits {
  const wide = { ...EVERYWHERE, widthOf: displayWidth };
  if (isJapanese(language)) return { ...wide, lineWidth: 13, charactersPerSecond: 7 };
  if (/^zh\b/i.test(language)) return { ...wide, lineWidth: 16, charactersPerSecond: 9 };
  if (/^ko\b/i.test(language)) return { ...wide, lineWidth: 16, charactersPerSecond: 12 };
  return { ...EVERYWHERE, lineWidth: 42, charactersPerSecond: 20, widthOf: countCharacters };
}

export function isJapanese(language: string): boolean {
  return /^ja\b/i.test(language);
}

/** Whether words are written without spaces between them. */
export function isUnspaced(language: string): boolean {
  return /^(?:ja|zh)\b/i.test(language);
}

/** Characters a second of a caption page; a line break reads like a space, where there are none like nothing. */
export function readingSpeed(lines: readonly string[], seconds: number, language: string): number {
  return captionLimits(language).widthOf(lines.join(isUnspaced(language) ? "" : " ")) / seconds;
}

function countCharacters(text: string): number {
  let count = 0;
  for (const { segment } of GRAPHEMES.segment(text)) if (segment !== "") count++;
  return count;
}

const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });
