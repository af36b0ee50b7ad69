import { displayWidth } from "../japanese/phrases.ts";

/** What a viewer can read: Netflix's Timed Text Style Guides (General, English, Japanese SDH). */
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
  if (isJapanese(language)) {
    return { ...EVERYWHERE, lineWidth: 13, charactersPerSecond: 7, widthOf: displayWidth };
  }
  return { ...EVERYWHERE, lineWidth: 42, charactersPerSecond: 20, widthOf: countCharacters };
}

export function isJapanese(language: string): boolean {
  return /^ja\b/i.test(language);
}

/** Characters a second of a caption page; a line break reads like a space, in Japanese like nothing. */
export function readingSpeed(lines: readonly string[], seconds: number, language: string): number {
  return captionLimits(language).widthOf(lines.join(isJapanese(language) ? "" : " ")) / seconds;
}

function countCharacters(text: string): number {
  let count = 0;
  for (const { segment } of GRAPHEMES.segment(text)) if (segment !== "") count++;
  return count;
}

const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });
