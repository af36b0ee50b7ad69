import { measureText } from "@remotion/layout-utils";
import type { FitOptions, Fitted, Measure } from "../../look/fit.ts";
import { fitText } from "../../look/fit.ts";
import { isJapanese } from "../../look/phrases.ts";
import type { Face } from "../../look/theme.ts";

/** A fit's options without what the face decides. */
export type SetOptions = Omit<FitOptions, "lineHeight"> & { readonly isBold?: boolean };

const settings = new Map<string, Fitted>();

/** Sets a text in a face so that it fits; remembered, since every frame asks again. */
export function setText(text: string, face: Face, options: SetOptions): Fitted {
  const key = JSON.stringify([
    text,
    face.family,
    face.weight,
    face.lineHeight,
    face.tracking,
    options,
  ]);
  let fitted = settings.get(key);
  if (!fitted) {
    const lineHeight = lineHeightOf(face, text);
    fitted = fitText(text, measureIn(face, text, options.isBold ?? false), {
      ...options,
      lineHeight,
    });
    settings.set(key, fitted);
  }
  return fitted;
}

/** Japanese needs more air between its lines, and none between its letters. */
export function lineHeightOf(face: Face, text: string): number {
  return isJapanese(text) ? Math.max(1.28, face.lineHeight + 0.14) : face.lineHeight;
}

export function trackingOf(face: Face, text: string): number {
  return isJapanese(text) ? 0 : face.tracking;
}

/** Proportional kana in Japanese (`palt`); figures of one width otherwise. */
export function featuresOf(text: string): string {
  return isJapanese(text) ? `"palt" 1` : `"kern" 1`;
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
