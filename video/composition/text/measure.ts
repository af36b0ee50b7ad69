import { measureText } from "@remotion/layout-utils";
import type { FitOptions, Fitted } from "../../look/fit.ts";
import { fitText } from "../../look/fit.ts";
import type { Measure } from "../../look/phrases.ts";
import { isJapanese } from "../../look/phrases.ts";
import type { Face } from "../../look/theme.ts";

/** A fit's options without what the face decides. */
export type SetOptions = Omit<FitOptions, "lineHeight"> & { readonly isBold?: boolean };

/** A text in its lines and its face, ready to be drawn. */
export interface Typeset extends Fitted {
  /** The whole text, before it was broken. */
  readonly text: string;
  readonly face: Face;
  readonly isBold: boolean;
}

const settings = new Map<string, Typeset>();

/** Sets a text in a face so that it fits; remembered, since every frame asks again. */
export function setText(text: string, face: Face, options: SetOptions): Typeset {
  const key = JSON.stringify([text, face, options]);
  const known = settings.get(key);
  if (known) return known;
  const { isBold = false } = options;
  const measure = measureIn(face, text, isBold);
  const fitted = fitText(text, measure, { ...options, lineHeight: lineHeightOf(face, text) });
  const set = { ...fitted, text, face, isBold };
  settings.set(key, set);
  return set;
}

/** Sets several texts in one size: the biggest in which every one of them fits. */
export function setAll(texts: readonly string[], face: Face, options: SetOptions): Typeset[] {
  const size = Math.min(...texts.map((text) => setText(text, face, options).size));
  return texts.map((text) =>
    setText(text, face, { ...options, max: size, min: Math.min(size, options.min) }),
  );
}

/** Scripts whose letters are taller than Latin ones, and stand unspaced or joined. */
const TALL =
  /[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}\p{sc=Hangul}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Thai}\p{sc=Deva}]/u;

/** They need more air between their lines, and none between their letters. */
export function lineHeightOf(face: Face, text: string): number {
  return TALL.test(text) ? Math.max(1.28, face.lineHeight + 0.14) : face.lineHeight;
}

export function trackingOf(face: Face, text: string): number {
  return TALL.test(text) ? 0 : face.tracking;
}

/** Proportional kana in Japanese (`palt`); figures as high as capitals otherwise. */
export function featuresOf(text: string): string {
  return isJapanese(text) ? `"palt" 1` : `"kern" 1, "lnum" 1`;
}

/** Measured large, so that rounding does not matter; widths scale since the faces' axes are pinned. */
const SIZE = 100;
const widths = new Map<string, number>();

function measureIn(face: Face, whole: string, isBold: boolean): Measure {
  const weight = isBold ? face.bold : face.weight;
  const tracking = trackingOf(face, whole);
  const features = featuresOf(whole);
  return (text) => {
    const key = JSON.stringify([text, face.family, weight, tracking, features]);
    let width = widths.get(key);
    if (width === undefined) {
      width =
        measureText({
          text,
          fontFamily: face.family,
          fontSize: SIZE,
          fontWeight: weight,
          letterSpacing: `${tracking}em`,
          additionalStyles: {
            fontFeatureSettings: features,
            fontVariationSettings: face.variation,
            whiteSpace: "pre",
          },
        }).width / SIZE;
      widths.set(key, width);
    }
    return width;
  };
}
