import type { Tone } from "../look/theme.ts";
import type { Dice } from "../look/random.ts";
import type { Box } from "../look/stage.ts";

/**
 * How loud a drawing may be: `art` has a place of its own in any colour, a `poster` fills the picture
 * behind few large words, a `ground` keeps to a corner under texts. The latter two take the tone's
 * `forms` alone, on which every text stays readable.
 */
export type Loudness = "art" | "poster" | "ground";

/** What a drawing works on. */
export interface Easel {
  readonly w: number;
  readonly h: number;
  /** 1 at full size. */
  readonly unit: number;
  readonly tone: Tone;
  readonly loudness: Loudness;
  /** Where it may speak up, when it is art. */
  readonly art: Box | null;
  /** Whether the art lies in a panel, whose edges the composition keeps; else it must end by itself. */
  readonly isFramed: boolean;
  /** Of a poster: the middle of its words. Of a ground: the corners that are free. */
  readonly anchors: readonly [Point, ...Point[]];
  readonly dice: Dice;
}

/** Answers SVG elements. */
export type Draw = (easel: Easel) => string;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The middle of the art (a little outwards where that is an upright field), of the poster, or a corner of the picture. */
export function focus({ art, anchors, isFramed, dice, h }: Easel): Point {
  if (!art) return dice.pick(anchors);
  const across = isFramed || art.h >= h ? 0 : art.y > 0 ? 0.16 : -0.16;
  const outward = art.h > art.w ? (art.x > 0 ? 0.12 : -0.16) : 0;
  return {
    x: art.x + art.w * (dice.between(0.45, 0.6) + outward),
    y: art.y + art.h * (dice.between(0.42, 0.58) + across),
  };
}

/** At most so far from the focus that the drawing keeps off the words beside its place, in px. */
export function within({ art, isFramed, w, h }: Easel, { x, y }: Point, wish: number): number {
  if (!art || isFramed) return wish;
  const sides = [
    art.x > 0 ? x - art.x : Infinity,
    art.x + art.w < w ? art.x + art.w - x : Infinity,
    art.y > 0 ? y - art.y : Infinity,
    art.y + art.h < h ? art.y + art.h - y : Infinity,
  ];
  return Math.min(wish, ...sides);
}

/** How far the drawing reaches from its focus, in px. */
export function reach({ w, h, art, loudness }: Easel): number {
  if (art)
    return (
      Math.min(art.w, art.h * 1.1, Math.max(art.w, art.h) * 0.7) * (art.h > art.w ? 0.62 : 0.5)
    );
  return loudness === "poster" ? Math.hypot(w, h) * 0.42 : Math.hypot(w, h) * 0.3;
}

/** A smooth path through points (Catmull-Rom as cubic Béziers). */
export function smooth(points: readonly Point[], isClosed = false): string {
  const at = (index: number): Point => {
    const size = points.length;
    const wrapped = isClosed ? (index + size) % size : Math.min(size - 1, Math.max(0, index));
    return points[wrapped] ?? { x: 0, y: 0 };
  };
  const first = at(0);
  const parts = [`M${round(first.x)} ${round(first.y)}`];
  const count = isClosed ? points.length : points.length - 1;
  for (let index = 0; index < count; index += 1) {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const [x1, y1] = [from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6];
    const [x2, y2] = [to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6];
    parts.push(`C${[x1, y1, x2, y2, to.x, to.y].map(round).join(" ")}`);
  }
  return parts.join("") + (isClosed ? "Z" : "");
}

/** One decimal keeps the files small. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Evenly spaced numbers from `low` to `high`, both included. */
export function steps(low: number, high: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => low + ((high - low) * index) / (count - 1));
}

/** Keeps a drawing to a box; where that touches the picture's edge it bleeds off, for the camera. */
export function bounded(id: string, box: Box, easel: Easel, drawing: string): string {
  if (easel.isFramed) return drawing;
  const { w, h } = easel;
  const left = box.x <= 0 ? -w : box.x;
  const top = box.y <= 0 ? -h : box.y;
  const right = box.x + box.w >= w ? 2 * w : box.x + box.w;
  const bottom = box.y + box.h >= h ? 2 * h : box.y + box.h;
  const rect = `<rect x="${round(left)}" y="${round(top)}" width="${round(right - left)}" height="${round(bottom - top)}"/>`;
  return `<clipPath id="${id}">${rect}</clipPath><g clip-path="url(#${id})">${drawing}</g>`;
}
