import { BODY, MONO } from "./faces.ts";
import type { Theme } from "./theme.ts";

/** A paper-cut party: sun yellow, plum and raspberry, fat soft letters. */
export const confetti: Theme = {
  name: "confetti",
  tones: {
    base: {
      background: "#ffd65c",
      surface: "#ffe79b",
      foreground: "#2c1338",
      muted: "#553751",
      accent: "#a1125a",
      accent2: "#123f86",
      forms: ["#ffe07f", "#ffcb4a", "#ffe9a8"],
    },
    inverse: {
      background: "#3a1748",
      surface: "#4a2159",
      foreground: "#fff2dc",
      muted: "#e2c6df",
      accent: "#ffd65c",
      accent2: "#ffab9c",
      forms: ["#431c53", "#4c235d", "#562b67"],
    },
    accent: {
      background: "#ff9d8f",
      surface: "#ffb3a4",
      foreground: "#2f0f35",
      muted: "#4d1f40",
      accent: "#7a0f4e",
      accent2: "#143a78",
      forms: ["#ffaa9c", "#ffb9aa", "#ffc4a0"],
    },
  },
  type: {
    display: {
      family: `"Fraunces Variable", "Noto Sans JP"`,
      weight: 900,
      bold: 900,
      tracking: -0.03,
      lineHeight: 1.04,
      variation: `"opsz" 144, "SOFT" 100, "WONK" 1`,
    },
    body: { ...BODY, weight: 500 },
    mono: MONO,
  },
  motion: { entrance: 17, stagger: 3, headline: "rise", backdrop: "rise", distance: 96 },
  texture: { grain: 0.02, rule: 6, radius: 28 },
  scenes: {
    section: ["accent", "inverse"],
    statement: ["base", "inverse"],
    figure: ["accent", "base"],
    quote: ["inverse"],
    code: ["inverse"],
    closing: ["base", "accent"],
  },
};
