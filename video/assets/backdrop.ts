import type { SceneContent } from "../scene-graph/content.ts";
import type { Aspect, Framing, ThemeName } from "../look/names.ts";
import { SIZES } from "../look/names.ts";
import { dice } from "../look/random.ts";
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
  const layout = layoutOf(stageOf(aspectOf(size), true), framing);
  const panelTone = layout.panel ? panelToneOf(look, content) : null;
  const isLoud = isHero(content.template) && layout.art !== null;
  const easel: Easel = {
    w: size.w,
    h: size.h,
    unit: Math.min(size.w, size.h) / 1080,
    tone: isLoud && panelTone ? panelTone : toneOf(look, content),
    art: isLoud ? layout.art : null,
    dice: rolls,
  };
  const clip = isLoud ? layout.panel : null;
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

/** With `clip`, the drawing stays within the panel, which bleeds off the picture's edges. */
function svg(
  { w, h }: { w: number; h: number },
  drawing: string,
  clip: { x: number; y: number; w: number; h: number } | null,
): string {
  const path = clip
    ? `<clipPath id="p"><rect x="${clip.x - w}" y="${clip.y - h}" width="${clip.w + w}" height="${clip.h + h + (clip.h >= h ? h : 0)}"/></clipPath>`
    : "";
  const body = clip ? `<g clip-path="url(#p)">${drawing}</g>` : drawing;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">${path}${body}</svg>`;
}
