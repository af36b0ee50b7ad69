import type { Face } from "./theme.ts";

/** The bundled families by the names that a person knows them by. */
export const FONT_NAMES = [
  "Inter",
  "Fraunces",
  "Newsreader",
  "Bricolage Grotesque",
  "JetBrains Mono",
] as const;
export type FontName = (typeof FONT_NAMES)[number];

interface Setting {
  readonly family: string;
  readonly display: Pick<Face, "weight" | "bold" | "tracking" | "lineHeight" | "variation">;
  readonly body: Pick<Face, "weight" | "bold" | "tracking" | "lineHeight" | "variation">;
}

const READ = { weight: 400, bold: 700, tracking: 0, lineHeight: 1.38 } as const;

const SETTINGS: Readonly<Record<FontName, Setting>> = {
  Inter: {
    family: `"Inter Variable", "Noto Sans JP"`,
    display: { weight: 800, bold: 900, tracking: -0.04, lineHeight: 1.05, variation: "normal" },
    body: { ...READ, tracking: -0.005, variation: "normal" },
  },
  Fraunces: {
    family: `"Fraunces Variable", "Noto Serif JP"`,
    display: { weight: 600, bold: 700, tracking: -0.025, lineHeight: 1.1, variation: `"opsz" 72` },
    body: { ...READ, variation: `"opsz" 18` },
  },
  Newsreader: {
    family: `"Newsreader Variable", "Noto Serif JP"`,
    display: { weight: 500, bold: 700, tracking: -0.02, lineHeight: 1.16, variation: `"opsz" 72` },
    body: { ...READ, weight: 500, variation: `"opsz" 24` },
  },
  "Bricolage Grotesque": {
    family: `"Bricolage Grotesque Variable", "Noto Sans JP"`,
    display: { weight: 700, bold: 800, tracking: -0.03, lineHeight: 1.08, variation: `"opsz" 96` },
    body: { ...READ, variation: `"opsz" 24` },
  },
  "JetBrains Mono": {
    family: `"JetBrains Mono", "Noto Sans JP"`,
    display: { weight: 700, bold: 800, tracking: -0.045, lineHeight: 1.14, variation: "normal" },
    body: { ...READ, tracking: -0.02, variation: "normal" },
  },
};

/** How a bundled family is set in headlines, or in running text. */
export function faceNamed(name: FontName, part: "display" | "body"): Face {
  const { family, ...settings } = SETTINGS[name];
  return { family, ...settings[part] };
}
