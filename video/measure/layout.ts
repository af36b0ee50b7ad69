import type { ProbedText } from "../composition/probed-text.ts";
import type { Hex } from "../look/colour.ts";
import { contrast, mix } from "../look/colour.ts";
import type { Aspect } from "../look/names.ts";
import type { Box, Stage } from "../look/stage.ts";
import { stageOf } from "../look/stage.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import { visibleText } from "../script/visible-text.ts";

/** A frame's pixels, 8-bit RGB, row by row; `scale` is its share of the full size. */
export interface Picture {
  readonly w: number;
  readonly h: number;
  readonly scale: number;
  readonly rgb: Uint8Array;
}

/** The least sizes at which each kind of text is read on a phone, in px at 1080. */
const MINIMA: Readonly<Record<string, number>> = {
  headline: 40,
  body: 28,
  detail: 28,
  label: 28,
  figure: 44,
  code: 22,
  caption: 30,
};
const SMALLEST = 28;
/** Ascenders and sidebearings may peep out of a line's box. */
const TOLERANCE = 6;
/** WCAG 2.2 AA. */
const READABLE = 4.5;
const READABLE_LARGE = 3;
/** Bigger than this a text is large on a phone, too, where the picture is a third as wide. */
const LARGE = 72;

/** The frame that was measured. */
export interface Measured {
  readonly aspect: Aspect;
  /** Of the scene that is shown. */
  readonly content: SceneContent;
  /** Without it, contrast is not measured. */
  readonly picture?: Picture | undefined;
}

/**
 * What is wrong with a frame, in words: a scene without its words, texts that leave their zone, are clipped, cut,
 * too small, lie over one another, or can't be read on what lies under them. Empty when all is well.
 */
export function layoutFindings(
  texts: readonly ProbedText[],
  { aspect, content, picture }: Measured,
): string[] {
  const visible = texts.filter((text) => text.opacity > 0.05 && text.lines.length > 0);
  const written = visible.filter(({ role }) => role !== DRAWING);
  const own = written.filter(({ role }) => role !== "caption");
  if (own.length === 0 && visibleText(content).length > 0) return ["none of its words is shown"];
  const stage = stageOf(aspect, own.length < written.length);
  return [
    ...visible.flatMap((text) => strays(text, stage)),
    ...visible.filter((text) => text.isClipped).map((text) => `${name(text)} is clipped`),
    ...visible
      .filter((text) => text.size < (MINIMA[text.role] ?? SMALLEST) - 0.5)
      .map((text) => `${name(text)} is set in ${text.size} px`),
    ...visible.filter(({ text }) => isCut(text, content)).map((text) => `${name(text)} is cut`),
    ...overlaps(visible),
    ...(picture ? visible.flatMap((text) => faint(text, picture)) : []),
  ];
}

/** An ellipsis that the scene's own words don't have. */
function isCut(text: string, content: SceneContent): boolean {
  return text.includes("…") && !visibleText(content).some((own) => own.includes("…"));
}

/** Of what is drawn and not written. */
const DRAWING = "drawing";

function strays(text: ProbedText, { safe, captions, w }: Stage): string[] {
  const above = { x: 0, y: 0, w, h: captions.y };
  const zone = text.role === "caption" ? captions : text.role === DRAWING ? above : safe;
  const allowed = text.role === "code" ? { ...zone, x: 44, w: 2 * zone.x + zone.w - 88 } : zone;
  return text.lines
    .filter((line) => !isInside(line, allowed))
    .map((line) => `${name(text)} leaves its zone: ${JSON.stringify(line)}`);
}

function overlaps(texts: readonly ProbedText[]): string[] {
  return texts.flatMap((text, index) =>
    texts
      .slice(index + 1)
      .filter((other) => text.lines.some((a) => other.lines.some((b) => isOverlap(a, b))))
      .map((other) => `${name(text)} lies over ${name(other)}`),
  );
}

/** Each of a text's colours against the least favourable pixels that it stands on. */
function faint(text: ProbedText, picture: Picture): string[] {
  const least = text.size >= LARGE ? READABLE_LARGE : READABLE;
  const fields = text.lines.flatMap((line) => fieldsUnder(line, picture));
  if (fields.length === 0) return [];
  return text.colours.flatMap((css) => {
    const ink = fromCss(css);
    if (!ink) return [];
    const ratios = fields
      .map((field) => contrast(mix(field, ink.colour, ink.opacity * text.opacity), field))
      .toSorted((a, b) => a - b);
    // A few pixels are the edge of a rule or of an underline.
    const ratio = ratios[Math.floor(ratios.length * EDGES)] ?? 21;
    return ratio < least - 0.05
      ? [`${name(text)} in ${ink.colour} has a contrast of ${ratio.toFixed(2)}:1`]
      : [];
  });
}

const EDGES = 0.04;

/** Blocks of pixels within a line, each as its mean: the grain of a film is no field of its own. */
function fieldsUnder({ x, y, w, h }: Box, picture: Picture): Hex[] {
  const { scale } = picture;
  const found: Hex[] = [];
  // The letters' own height; above and below them a line holds air.
  const [left, right] = [Math.max(0, Math.round(x * scale)), Math.min(picture.w, (x + w) * scale)];
  const top = Math.max(0, Math.round((y + h * 0.2) * scale));
  const bottom = Math.min(picture.h, (y + h * 0.8) * scale);
  for (let row = top; row < bottom; row += BLOCK) {
    for (let column = left; column < right; column += BLOCK) {
      found.push(meanOf(picture, column, row));
    }
  }
  return found;
}

const BLOCK = 3;

function meanOf({ w, h, rgb }: Picture, left: number, top: number): Hex {
  const sums: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let row = top; row < Math.min(h, top + BLOCK); row += 1) {
    for (let column = left; column < Math.min(w, left + BLOCK); column += 1) {
      const at = (row * w + column) * 3;
      for (const channel of [0, 1, 2] as const) sums[channel] += rgb[at + channel] ?? 0;
      count += 1;
    }
  }
  return hex(...sums.map((sum) => sum / count));
}

/** `rgb(1, 2, 3)` or `rgba(1, 2, 3, 0.5)`; null for what is transparent. */
function fromCss(css: string): { colour: Hex; opacity: number } | null {
  const [r, g, b, opacity = 1] = Array.from(css.matchAll(/[\d.]+/g), ([each]) => Number(each));
  if (r === undefined || g === undefined || b === undefined || opacity === 0) return null;
  return { colour: hex(r, g, b), opacity };
}

function hex(...values: readonly number[]): Hex {
  return `#${values.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;
}

function isInside(line: Box, zone: Box): boolean {
  return (
    line.x >= zone.x - TOLERANCE &&
    line.y >= zone.y - TOLERANCE &&
    line.x + line.w <= zone.x + zone.w + TOLERANCE &&
    line.y + line.h <= zone.y + zone.h + TOLERANCE
  );
}

/** Line boxes hold some air above and below the letters. */
function isOverlap(a: Box, b: Box): boolean {
  const air = 0.18;
  const [aTop, aBottom] = [a.y + a.h * air, a.y + a.h * (1 - air)];
  const [bTop, bBottom] = [b.y + b.h * air, b.y + b.h * (1 - air)];
  return a.x < b.x + b.w - 2 && b.x < a.x + a.w - 2 && aTop < bBottom && bTop < aBottom;
}

function name({ role, text }: ProbedText): string {
  return `${role} “${text.slice(0, 28)}”`;
}
