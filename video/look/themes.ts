import { BODY, MONO, SANS } from "./faces.ts";
import type { ThemeName } from "./names.ts";
import { blueprint } from "./theme-blueprint.ts";
import { cobalt } from "./theme-cobalt.ts";
import { confetti } from "./theme-confetti.ts";
import { evergreen } from "./theme-evergreen.ts";
import type { Theme } from "./theme.ts";

/** Light and warm: an editorial page at sunrise. */
const daybreak: Theme = {
  name: "daybreak",
  tones: {
    base: {
      background: "#fbeee1",
      surface: "#fff7ec",
      foreground: "#33202a",
      muted: "#6f585a",
      accent: "#ad2850",
      accent2: "#0b655e",
      forms: ["#fde5d0", "#ffe0bb", "#ffd7a6"],
    },
    inverse: {
      background: "#3a2230",
      surface: "#4a2d3e",
      foreground: "#fdefe2",
      muted: "#dcc2ba",
      accent: "#ffb48e",
      accent2: "#94d9c8",
      forms: ["#4a2a3d", "#563144", "#63384a"],
    },
    accent: {
      background: "#a82750",
      surface: "#921f44",
      foreground: "#fff3e8",
      muted: "#fcd9d4",
      accent: "#ffd9a8",
      accent2: "#ffe9d6",
      forms: ["#921f44", "#841a3c", "#741439"],
    },
  },
  type: {
    display: {
      family: `"Fraunces Variable", "Noto Serif JP"`,
      weight: 600,
      bold: 700,
      tracking: -0.025,
      lineHeight: 1.1,
      variation: `"opsz" 72`,
    },
    body: BODY,
    mono: MONO,
  },
  motion: { entrance: 18, stagger: 4, headline: "mask", backdrop: "rise", distance: 46 },
  texture: { grain: 0.035, rule: 2, radius: 10 },
  scenes: {
    section: ["accent"],
    statement: ["base", "inverse"],
    quote: ["inverse", "base"],
    code: ["inverse"],
    closing: ["accent"],
  },
};

/** Dark: deep ink and one luminous accent. */
const midnight: Theme = {
  name: "midnight",
  tones: {
    base: {
      background: "#0d1422",
      surface: "#172136",
      foreground: "#edf1ee",
      muted: "#a0adbf",
      accent: "#d4f36b",
      accent2: "#7cc4d8",
      forms: ["#12283a", "#163247", "#1a3b50"],
    },
    inverse: {
      background: "#102c3b",
      surface: "#193b4d",
      foreground: "#edf5f2",
      muted: "#abc2cc",
      accent: "#d4f36b",
      accent2: "#96d8ea",
      forms: ["#0b2230", "#173f52", "#1b485c"],
    },
    accent: {
      background: "#d0ef66",
      surface: "#def58c",
      foreground: "#101828",
      muted: "#3f4b2b",
      accent: "#12405a",
      accent2: "#0d4b46",
      forms: ["#dcf385", "#c2e253", "#b4d445"],
    },
  },
  type: {
    display: {
      family: `"Bricolage Grotesque Variable", "Noto Sans JP"`,
      weight: 700,
      bold: 800,
      tracking: -0.03,
      lineHeight: 1.08,
      variation: `"opsz" 96`,
    },
    body: BODY,
    mono: MONO,
  },
  motion: { entrance: 16, stagger: 4, headline: "rise", backdrop: "iris", distance: 64 },
  texture: { grain: 0.04, rule: 2, radius: 14 },
  scenes: {
    section: ["accent"],
    statement: ["base", "inverse"],
    quote: ["inverse"],
    closing: ["base", "accent"],
  },
};

/** Japanese paper, ink and a vermilion seal. */
const washi: Theme = {
  name: "washi",
  tones: {
    base: {
      background: "#f0ebdf",
      surface: "#f8f5ec",
      foreground: "#25221e",
      muted: "#5b5449",
      accent: "#a62a14",
      accent2: "#28486b",
      forms: ["#e5dcc4", "#f3d9c4", "#d8dbda"],
    },
    inverse: {
      background: "#24221f",
      surface: "#34312c",
      foreground: "#f3eee2",
      muted: "#c2b9a9",
      accent: "#f69d87",
      accent2: "#a6c2dc",
      forms: ["#302d29", "#393530", "#403b35"],
    },
    accent: {
      background: "#a62d18",
      surface: "#8f2412",
      foreground: "#fbf3e7",
      muted: "#f8ddd1",
      accent: "#ffdfb0",
      accent2: "#ffefd9",
      forms: ["#952614", "#861f0f", "#751a0c"],
    },
  },
  type: {
    display: {
      family: `"Newsreader Variable", "Noto Serif JP"`,
      weight: 500,
      bold: 700,
      tracking: -0.02,
      lineHeight: 1.2,
      variation: `"opsz" 72`,
    },
    body: {
      ...BODY,
      family: `"Newsreader Variable", "Noto Serif JP"`,
      weight: 500,
      tracking: 0,
      variation: `"opsz" 24`,
    },
    mono: MONO,
  },
  motion: { entrance: 22, stagger: 6, headline: "fade", backdrop: "sweep", distance: 28 },
  texture: { grain: 0.085, rule: 1.5, radius: 0 },
  scenes: {
    section: ["inverse"],
    code: ["inverse"],
    quote: ["base", "inverse"],
    closing: ["accent"],
  },
};

/** Swiss: few colours, big type, hard edges. */
const signal: Theme = {
  name: "signal",
  tones: {
    base: {
      background: "#f3f2ed",
      surface: "#fbfaf7",
      foreground: "#131313",
      muted: "#555552",
      accent: "#b70b18",
      accent2: "#1440c8",
      forms: ["#e4e2da", "#f5dd85", "#d9d7cd"],
    },
    inverse: {
      background: "#151515",
      surface: "#262625",
      foreground: "#f6f5f1",
      muted: "#b7b6b1",
      accent: "#ff7a66",
      accent2: "#f5d547",
      forms: ["#262625", "#303030", "#383836"],
    },
    accent: {
      background: "#cf101d",
      surface: "#b50c17",
      foreground: "#fff6f0",
      muted: "#ffe0da",
      accent: "#fff0b0",
      accent2: "#fff6f0",
      forms: ["#bb0d18", "#a90b15", "#93090f"],
    },
  },
  type: {
    display: {
      family: SANS,
      weight: 800,
      bold: 900,
      tracking: -0.042,
      lineHeight: 1.04,
      variation: "normal",
    },
    body: { ...BODY, weight: 500, tracking: -0.01 },
    mono: MONO,
  },
  motion: { entrance: 14, stagger: 3, headline: "wipe", backdrop: "columns", distance: 80 },
  texture: { grain: 0, rule: 4, radius: 0 },
  scenes: {
    title: ["accent"],
    section: ["inverse"],
    statement: ["base", "accent"],
    figure: ["base", "inverse"],
    code: ["inverse"],
    closing: ["accent"],
  },
};

export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  daybreak,
  midnight,
  washi,
  signal,
  blueprint,
  evergreen,
  confetti,
  cobalt,
};
