import type { CameraMove, Framing } from "../look/names.ts";
import type { TemplateName } from "../scene-graph/content.ts";
import type { Shot } from "./shot-plan.ts";

/** How a kind of scene is usually shot. The first framing and camera are the best; the others serve for variety. */
export interface StandardShot {
  readonly type: Shot["type"];
  readonly framings: readonly [Framing, ...Framing[]];
  readonly cameras: readonly [CameraMove, ...CameraMove[]];
  readonly complexity: Shot["complexity"];
  readonly picture: string;
}

export const STANDARD_SHOTS: Readonly<Record<TemplateName, StandardShot>> = {
  title: {
    type: "wide",
    framings: ["center", "left", "lower"],
    cameras: ["push-in", "still"],
    complexity: "simple",
    picture: "a single large title on an open field",
  },
  section: {
    type: "wide",
    framings: ["left", "lower", "center"],
    cameras: ["still", "pan-right"],
    complexity: "simple",
    picture: "a chapter number beside a short heading",
  },
  statement: {
    type: "medium",
    framings: ["left", "lower", "center", "right"],
    cameras: ["push-in", "pan-right", "pull-out", "still"],
    complexity: "simple",
    picture: "one sentence in large type, its key words in the accent colour",
  },
  list: {
    type: "medium",
    // A heading is read before its lines: never to the right of them.
    framings: ["left", "split", "full"],
    cameras: ["still", "tilt-up"],
    complexity: "medium",
    picture: "short lines of type stacked with generous space",
  },
  steps: {
    type: "wide",
    framings: ["full", "split", "left"],
    cameras: ["pan-right", "still"],
    complexity: "medium",
    picture: "numbered stations joined by one thin line",
  },
  figure: {
    type: "close-up",
    framings: ["center", "right", "left"],
    cameras: ["push-in", "pull-out"],
    complexity: "medium",
    picture: "one enormous numeral with a small caption",
  },
  chart: {
    type: "insert",
    framings: ["full", "right", "split"],
    cameras: ["still", "push-in"],
    complexity: "complex",
    picture: "a plain chart with the highest value in the accent colour",
  },
  comparison: {
    type: "wide",
    framings: ["split", "full"],
    cameras: ["still", "pan-left"],
    complexity: "medium",
    picture: "two facing halves, the second brighter than the first",
  },
  quote: {
    type: "close-up",
    framings: ["lower", "center", "left"],
    cameras: ["push-in", "still"],
    complexity: "simple",
    picture: "a quotation in large serif type with its author below",
  },
  code: {
    type: "detail",
    framings: ["full", "right", "split"],
    cameras: ["still", "push-in"],
    complexity: "medium",
    picture: "a window of monospaced code, one line highlighted",
  },
  table: {
    type: "insert",
    framings: ["full", "split"],
    cameras: ["still", "tilt-up"],
    complexity: "medium",
    picture: "a quiet table with thin rules",
  },
  terminal: {
    type: "detail",
    framings: ["full", "left", "right"],
    cameras: ["still", "push-in"],
    complexity: "medium",
    picture: "a dark terminal window with a few typed lines",
  },
  fileTree: {
    type: "detail",
    framings: ["left", "split", "full"],
    cameras: ["still", "tilt-up"],
    complexity: "medium",
    picture: "an indented tree of folders and files joined by thin lines",
  },
  timeline: {
    type: "wide",
    framings: ["full", "split", "center"],
    cameras: ["pan-right", "still"],
    complexity: "medium",
    picture: "one long line with dates standing on it like flags",
  },
  kinetic: {
    type: "close-up",
    framings: ["full", "left", "lower"],
    cameras: ["push-in", "still"],
    complexity: "medium",
    picture: "words as wide as the frame, stacked like a poster",
  },
  browser: {
    type: "insert",
    framings: ["full", "right"],
    cameras: ["still", "push-in"],
    complexity: "medium",
    picture: "a browser window with an address and one large heading",
  },
  phone: {
    type: "close-up",
    framings: ["left", "right", "split"],
    cameras: ["still", "tilt-up"],
    complexity: "medium",
    picture: "a phone standing beside a few words, notices on its screen",
  },
  relations: {
    type: "wide",
    framings: ["full", "center"],
    cameras: ["push-in", "still"],
    complexity: "complex",
    picture: "one name in the middle, joined by thin curves to those around it",
  },
  location: {
    type: "medium",
    framings: ["left", "right", "center"],
    cameras: ["push-in", "still"],
    complexity: "simple",
    picture: "a place's name beside a pin with rings around it",
  },
  image: {
    type: "wide",
    framings: ["full", "lower"],
    cameras: ["push-in", "pan-left", "pull-out", "pan-right"],
    complexity: "medium",
    picture: "one photograph from edge to edge",
  },
  imageGrid: {
    type: "wide",
    framings: ["full", "center"],
    cameras: ["still", "push-in"],
    complexity: "medium",
    picture: "photographs of different sizes that share their edges",
  },
  logo: {
    type: "close-up",
    framings: ["center", "lower"],
    cameras: ["still", "push-in"],
    complexity: "simple",
    picture: "a mark and its line, alone on an open field",
  },
  closing: {
    type: "wide",
    framings: ["center", "lower", "left"],
    cameras: ["pull-out", "still"],
    complexity: "simple",
    picture: "a name, an invitation and an address, centred",
  },
};

/** Where the weight of the picture lies, and why the eye finds it. */
export const COMPOSITIONS: Readonly<Record<Framing, string>> = {
  center: "One hero on the optical centre, a little above the middle; equal air on both sides.",
  left: "Weight on the left third; the right stays open and gives direction.",
  right: "Weight on the right third; the eye enters over empty space.",
  split: "Two halves in balance; the seam is the subject.",
  lower: "Weight on the lower third above the captions, quiet space overhead.",
  full: "The subject fills the safe area edge to edge.",
};

/** Light presets of each theme: key, fill and background in words that a painter or a model understands. */
export const LIGHTING = {
  daybreak: "High key: soft warm light from the upper left, pale background, hardly any shadow.",
  midnight: "Low key: a cool rim light on dark ground, one warm accent.",
  washi: "Diffuse light as through paper: even, warm white, faint texture.",
  signal: "Hard, even studio light on saturated ground; crisp edges.",
  blueprint: "Shadowless daylight of a drawing office: cool, even, thin precise lines.",
  evergreen: "A reading lamp at night: deep green dark, brass catching the light, soft falloff.",
  confetti: "Party noon: bright, flat, saturated paper colours, no shadow at all.",
  cobalt: "Poster light: one flooded blue field, chalk white type, a lemon flash.",
} as const;
