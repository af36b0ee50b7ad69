import { BODY, MONO } from "./faces.ts";
import type { Theme } from "./theme.ts";

/** A drawing office: pale graph paper, cobalt ink, letters of one width. */
export const blueprint: Theme = {
  name: "blueprint",
  tones: {
    base: {
      background: "#e3ebf2",
      surface: "#eff4f8",
      foreground: "#10233f",
      muted: "#465a75",
      accent: "#1546b5",
      accent2: "#9a3412",
      forms: ["#d7e2ec", "#cddbe8", "#f0e3d3"],
    },
    inverse: {
      background: "#12305c",
      surface: "#1b3d6e",
      foreground: "#ecf3fa",
      muted: "#b9cce2",
      accent: "#9fd2ff",
      accent2: "#ffc59b",
      forms: ["#183868", "#1d4073", "#23487d"],
    },
    accent: {
      background: "#1b4bb8",
      surface: "#163f9e",
      foreground: "#f2f7fd",
      muted: "#d3e1f7",
      accent: "#ffe2a8",
      accent2: "#c9e6ff",
      forms: ["#1844a8", "#153d98", "#123587"],
    },
  },
  type: {
    display: {
      family: `"JetBrains Mono", "Noto Sans JP"`,
      weight: 700,
      bold: 800,
      tracking: -0.045,
      lineHeight: 1.14,
      variation: "normal",
    },
    body: BODY,
    mono: MONO,
  },
  motion: { entrance: 15, stagger: 5, headline: "wipe", backdrop: "sweep", distance: 34 },
  texture: { grain: 0, rule: 1.5, radius: 2 },
  scenes: {
    section: ["accent"],
    statement: ["base", "inverse"],
    quote: ["base"],
    code: ["inverse"],
    closing: ["inverse", "accent"],
  },
};
