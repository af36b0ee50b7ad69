import type { SceneContent } from "../scene-graph/content.ts";
import { brandedTheme } from "../look/brand.ts";
import type { BrandKit } from "../look/brand-kit.ts";
import type { Aspect, Framing, ThemeName } from "../look/names.ts";
import { SIZES } from "../look/names.ts";
import { emblemBox } from "../look/emblem.ts";
import { dice, type Dice } from "../look/random.ts";
import type { Box, Layout } from "../look/stage.ts";
import { isHero, layoutOf, stageOf } from "../look/stage.ts";
import { panelToneOf, toneOf } from "../look/theme.ts";
import { THEMES } from "../look/themes.ts";
import { flange, massing, traces } from "./backdrop-blueprint.ts";
import { beams, chevrons, lanes } from "./backdrop-cobalt.ts";
import { cutouts, hoops, pieces } from "./backdrop-confetti.ts";
import { contours, hills, sunrise } from "./backdrop-daybreak.ts";
import { arches, fans, fronds } from "./backdrop-evergreen.ts";
import { dotField, orbits, strands } from "./backdrop-midnight.ts";
import type { Draw, Easel, Loudness, Point } from "./backdrop-easel.ts";
import { bars, blocks, halftone } from "./backdrop-signal.ts";
import { enso, mountains, waves } from "./backdrop-washi.ts";

export interface BackdropOptions {
  readonly theme: ThemeName;
  readonly brand?: BrandKit | undefined;
  /** The film's seed mixed with the shot's: the same seed draws the same picture. */
  readonly seed: number;
  /** The film's full size. */
  readonly size: { readonly w: number; readonly h: number };
  readonly content: SceneContent;
  readonly framing: Framing;
  /** Whether a pictogram is named for the scene: where there is room for it, it takes the drawing's place. */
  readonly hasPictogram?: boolean;
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
  blueprint: [
    { name: "flange", draw: flange },
    { name: "massing", draw: massing },
    { name: "traces", draw: traces },
  ],
  evergreen: [
    { name: "fans", draw: fans },
    { name: "fronds", draw: fronds },
    { name: "arches", draw: arches },
  ],
  confetti: [
    { name: "pieces", draw: pieces },
    { name: "cutouts", draw: cutouts },
    { name: "hoops", draw: hoops },
  ],
  cobalt: [
    { name: "chevrons", draw: chevrons },
    { name: "lanes", draw: lanes },
    { name: "beams", draw: beams },
  ],
};

/** A ring or an orbit would only repeat the one around the pictogram. */
const BESIDE_EMBLEMS: typeof DRAWINGS = {
  ...DRAWINGS,
  midnight: [
    { name: "dot-field", draw: dotField },
    { name: "strands", draw: strands },
  ],
  washi: [
    { name: "mountains", draw: mountains },
    { name: "waves", draw: waves },
  ],
};

interface Drawing {
  readonly name: string;
  readonly draw: Draw;
}

/**
 * Draws a scene's backdrop in its theme's language: loud where the layout keeps room for it, large
 * and even behind the film's first and last words, in a corner under texts. Pure: the same options
 * give the same SVG. A panel's edge is the composition's to keep.
 */
export function drawBackdrop({
  theme,
  brand,
  seed,
  size,
  content,
  framing,
  hasPictogram = false,
}: BackdropOptions): Backdrop {
  const rolls = dice(seed, theme, JSON.stringify(content), framing);
  const look = brandedTheme(THEMES[theme], brand);
  const stage = stageOf(aspectOf(size), true);
  const layout = layoutOf(stage, framing, content);
  const emblem = hasPictogram ? emblemBox(content.template, layout, stage) : null;
  const drawing = rolls.pick(emblem ? BESIDE_EMBLEMS[theme] : DRAWINGS[theme]);
  const art = emblem ? null : layout.art;
  const loudness = art ? "art" : isPoster(content) && !emblem ? "poster" : "ground";
  const isFramed = art !== null && layout.panel !== null;
  const easel: Easel = {
    w: size.w,
    h: size.h,
    unit: Math.min(size.w, size.h) / 1080,
    tone: layout.art && layout.panel ? panelToneOf(look, content) : toneOf(look, content),
    loudness,
    art: art && isFramed ? beyond(art) : art,
    isFramed,
    anchors: emblem ? awayFrom(emblem, layout, size, rolls) : anchorsOf(loudness, layout, size),
    dice: rolls,
  };
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${size.w}" height="${size.h}" viewBox="0 0 ${size.w} ${size.h}">${drawing.draw(easel)}</svg>`,
    generator: `kantoku/backdrop/${theme}/${drawing.name}`,
  };
}

/** Over the panel's edges, so that no move of the camera shows where a drawing ends. */
function beyond({ x, y, w, h }: Box): Box {
  return { x, y, w: w * 1.14, h: h * 1.14 };
}

/** Few large words that bear a large picture behind them. */
function isPoster({ template }: SceneContent): boolean {
  return isHero(template) && template !== "quote";
}

function anchorsOf(
  loudness: Loudness,
  { align, panel }: Layout,
  { w, h }: { w: number; h: number },
): readonly [Point, ...Point[]] {
  if (loudness === "poster") return [{ x: w * (align === "center" ? 0.5 : 0.72), y: h * 0.46 }];
  const right = [
    { x: w, y: h * 0.04 },
    { x: w * 0.98, y: h * 0.94 },
  ] as const;
  const left = { x: w * 0.02, y: h * 0.96 };
  if (panel) return panel.w < w ? right : [right[1], left];
  return [...right, left];
}

/** The corner of the picture, or of the panel, that a pictogram leaves free. */
function awayFrom(
  emblem: Box,
  { panel }: Layout,
  { w, h }: { w: number; h: number },
  rolls: Dice,
): readonly [Point] {
  const [inwards, upwards] = [rolls.between(0, 0.08), rolls.between(0, 0.08)];
  if (panel) return [{ x: panel.x + panel.w * inwards, y: panel.y + panel.h * (1 - upwards) }];
  const isRight = emblem.x + emblem.w / 2 > w / 2;
  return [{ x: w * (isRight ? inwards : 1 - inwards), y: h * (1 - upwards) }];
}

function aspectOf({ w, h }: { w: number; h: number }): Aspect {
  const found = (Object.keys(SIZES) as Aspect[]).find(
    (aspect) => Math.abs(SIZES[aspect].w / SIZES[aspect].h - w / h) < 0.01,
  );
  return found ?? (w > h ? "16:9" : w < h ? "9:16" : "1:1");
}
