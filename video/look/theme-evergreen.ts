import { BODY, MONO } from "./faces.ts";
import type { Theme } from "./theme.ts";

/** An old library at night: bottle green, brass, a bookish serif, slow. */
export const evergreen: Theme = {
  name: "evergreen",
  tones: {
    base: {
      background: "#122a22",
      surface: "#1c382e",
      foreground: "#f4ecd9",
      muted: "#b7c2ac",
      accent: "#e0b969",
      accent2: "#e9a68b",
      forms: ["#17332a", "#1c3b30", "#224438"],
    },
    inverse: {
      background: "#ece4cd",
      surface: "#f5efde",
      foreground: "#17281f",
      muted: "#53594a",
      accent: "#7a4a06",
      accent2: "#1d5c43",
      forms: ["#e3dabc", "#dcd3b0", "#d9dcc2"],
    },
    accent: {
      background: "#d8b063",
      surface: "#e4c078",
      foreground: "#17251c",
      muted: "#3b3a1d",
      accent: "#123f2d",
      accent2: "#5c2410",
      forms: ["#dfbb73", "#d1a858", "#e7c98a"],
    },
  },
  type: {
    display: {
      family: `"Newsreader Variable", "Noto Serif JP"`,
      weight: 400,
      bold: 600,
      tracking: -0.03,
      lineHeight: 1.12,
      variation: `"opsz" 72`,
    },
    body: BODY,
    mono: MONO,
  },
  motion: { entrance: 24, stagger: 7, headline: "mask", backdrop: "columns", distance: 30 },
  texture: { grain: 0.05, rule: 1.5, radius: 3 },
  scenes: {
    section: ["inverse", "accent"],
    statement: ["base"],
    figure: ["base", "inverse"],
    quote: ["inverse"],
    closing: ["base"],
  },
};
