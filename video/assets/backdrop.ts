import type { SceneContent } from "../scene-graph/content.ts";
import type { Aspect, Framing, ThemeName } from "../look/names.ts";
import { SIZES } from "../look/names.ts";
import { dice } from "../look/random.ts";
import type { Box } from "../look/stage.ts";
import { isHero, layoutOf, stageOf } from "../look/stage.ts";
import { panelToneOf, toneOf } from "../look/theme.ts";
import { THEMES } from "../look/themes.ts";
import { contours, hills, sunrise } from "./backdrop-daybreak.ts";
import { dotField, orbits, strands } from "./backdrop-midnight.ts";
import type { Draw, Easel } from "./backdrop-easel.ts";
import { bars, blocks, halftone } from "./backdrop-signal.ts";
import { enso, mountains, waves } from "./backdrop-washi.ts";

export interface BackdropOptions {
  readonly theme: ThemeName;
  /** The film's seed mixed with the shot's: the same seed draws the same picture. */
  readonly seed: number;
  /** The film's full size. */
  readonly size: { readonly w: number; readonly h: number };
  readonly content: SceneContent;
  readonly framing: Framing;
}

export interface Backdrop {
  /** Transparent where the scene's own colour shows; smaller than 200 kB. */
  readonly svg: string;
  /** Names the drawing, for the asset manifest. */
  readonly generator: string;
}

const DRAWINGS: Readonly<Record<ThemeName, readonly [Drawing, ...Drawing[]]>> = {
  daybreak: [
    { name: "sunrise", draw: sunrise },
    { name: "contours", draw: contours },
    { name: "hills", draw: hills },
  ],
  midnight: [
    { name: "orbits", draw: orbits },
    { name: "dot-field", draw: dotField },
    { name: "strands", draw: strands },
  ],
  washi: [
    { name: "enso", draw: enso },
    { name: "mountains", draw: mountains },
    { name: "waves", draw: waves },
  ],
  signal: [
    { name: "blocks", draw: blocks },
    { name: "halftone", draw: halftone },
    { name: "bars", draw: bars },
  ],
};

interface Drawing {
  readonly name: string;
  readonly draw: Draw;
}

/**
 * Draws a scene's backdrop in its theme's language: loud where the layout keeps room for it, quiet
 * under texts. Pure: the same options give the same SVG.
 */
export function drawBackdrop({ theme, seed, size, content, framing }: BackdropOptions): Backdrop {
  const rolls = dice(seed, theme, JSON.stringify(content), framing);
  const drawing = rolls.pick(DRAWINGS[theme]);
  const look = THEMES[theme];
  const layout = layoutOf(stageOf(aspectOf(size), true), framing, content.template);
  const panelTone = layout.panel ? panelToneOf(look, content) : null;
  const isLoud = layout.art !== null && leavesRoom(content, framing, size);
  const easel: Easel = {
    w: size.w,
    h: size.h,
    unit: Math.min(size.w, size.h) / 1080,
    tone: isLoud && panelTone ? panelTone : toneOf(look, content),
    art: isLoud ? layout.art : null,
    dice: rolls,
  };
  const clip = layout.panel ? { panel: layout.panel, isInside: isLoud } : null;
  return {
    svg: svg(size, drawing.draw(easel), clip),
    generator: `kantoku/backdrop/${theme}/${drawing.name}`,
  };
}

function aspectOf({ w, h }: { w: number; h: number }): Aspect {
  const found = (Object.keys(SIZES) as Aspect[]).find(
    (aspect) => Math.abs(SIZES[aspect].w / SIZES[aspect].h - w / h) < 0.01,
  );
  return found ?? (w > h ? "16:9" : w < h ? "9:16" : "1:1");
}

/**
 * Whether the words surely stay out of the art: beside it they always do, but above or below it only
 * when they are few.
 */
function leavesRoom(
  content: SceneContent,
  framing: Framing,
  { w, h }: { w: number; h: number },
): boolean {
  if (!isHero(content.template)) return false;
  const isBeside = w > h ? framing !== "lower" : framing === "split";
  return isBeside || widthOfWords(content) <= MOST_BELOW;
}

/** In half-width characters. */
const MOST_BELOW = 66;

function widthOfWords(content: SceneContent): number {
  const words = Object.entries(content).flatMap(([key, value]) =>
    key === "template" || typeof value !== "string" ? [] : [value],
  );
  return Array.from(words.join("")).reduce(
    (sum, each) => sum + (each.charCodeAt(0) > 0x2e80 ? 2 : 1),
    0,
  );
}

/** A loud drawing stays within the panel, a quiet one outside of it: it has the field's colours. */
function svg(
  { w, h }: { w: number; h: number },
  drawing: string,
  clip: { panel: Box; isInside: boolean } | null,
): string {
  const bounds = clip ? clipBounds(clip.panel, clip.isInside, w, h) : null;
  const path = bounds
    ? `<clipPath id="p"><rect x="${bounds.x}" y="${bounds.y}" width="${bounds.w}" height="${bounds.h}"/></clipPath>`
    : "";
  const body = bounds ? `<g clip-path="url(#p)">${drawing}</g>` : drawing;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">${path}${body}</svg>`;
}

/** Panels bleed off the left edge, or off the upper one. */
function clipBounds(panel: Box, isInside: boolean, w: number, h: number): Box {
  if (isInside) return panel;
  const isLeft = panel.h >= h;
  return isLeft ? { x: panel.w, y: 0, w: w - panel.w, h } : { x: 0, y: panel.h, w, h: h - panel.h };
}
