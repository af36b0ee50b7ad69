import { BODY, MONO } from "./faces.ts";
import type { Theme } from "./theme.ts";

/** A poster on a hoarding: one saturated blue, chalk, lemon; tall narrow letters. */
export const cobalt: Theme = {
  name: "cobalt",
  tones: {
    base: {
      background: "#1d3fc4",
      surface: "#1736ad",
      foreground: "#f6f4ea",
      muted: "#d0d8f6",
      accent: "#ffe45c",
      accent2: "#ffc4cf",
      forms: ["#1a39b4", "#1733a3", "#142d92"],
    },
    inverse: {
      background: "#efede2",
      surface: "#f8f7f0",
      foreground: "#14193a",
      muted: "#52557a",
      accent: "#1d3fc4",
      accent2: "#ab1f3c",
      forms: ["#e5e2d2", "#dcdfe8", "#f7e793"],
    },
    accent: {
      background: "#ffe45c",
      surface: "#fff09a",
      foreground: "#111a4d",
      muted: "#3d3f4f",
      accent: "#1a36ab",
      accent2: "#9c1836",
      forms: ["#ffea82", "#f8da45", "#fff0a6"],
    },
  },
  type: {
    display: {
      family: `"Bricolage Grotesque Variable", "Noto Sans JP"`,
      weight: 800,
      bold: 800,
      tracking: -0.02,
      lineHeight: 0.98,
      variation: `"opsz" 96, "wdth" 75`,
    },
    body: { ...BODY, weight: 500, tracking: -0.01 },
    mono: MONO,
  },
  motion: { entrance: 12, stagger: 2, headline: "mask", backdrop: "sweep", distance: 110 },
  texture: { grain: 0.015, rule: 5, radius: 6 },
  scenes: {
    section: ["accent"],
    statement: ["base", "inverse"],
    figure: ["base", "accent"],
    quote: ["inverse"],
    chart: ["base", "inverse"],
    code: ["base"],
    closing: ["accent", "base"],
  },
};
