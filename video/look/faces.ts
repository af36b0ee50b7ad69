import type { Face } from "./theme.ts";

/** Families that most themes set their texts in: Latin first, Japanese behind it. */
export const SANS = `"Inter Variable", "Noto Sans JP"`;

export const MONO: Face = {
  family: `"JetBrains Mono", "Noto Sans JP"`,
  weight: 400,
  bold: 700,
  tracking: 0,
  lineHeight: 1.5,
  variation: "normal",
};

export const BODY: Face = {
  family: SANS,
  weight: 400,
  bold: 700,
  tracking: -0.005,
  lineHeight: 1.38,
  variation: "normal",
};
