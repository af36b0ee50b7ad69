import type { SceneContent, TemplateName } from "../scene-graph/content.ts";
import type { Aspect, Framing } from "./names.ts";
import type { Box, Layout, Stage } from "./stage.ts";
import { layoutOf, stageOf } from "./stage.ts";

/** Scenes that say one thing, of which a pictogram may stand beside the words. */
const BEARERS: ReadonlySet<TemplateName> = new Set([
  "title",
  "section",
  "statement",
  "figure",
  "quote",
  "closing",
]);

/** Whether a pictogram may ever stand in the art of such a scene. */
export function bearsEmblem(template: TemplateName): boolean {
  return BEARERS.has(template);
}

/**
 * The square in which a scene's pictogram stands: in its art, clear of the captions and of what phones
 * lay over a film; null where that leaves too little. `layout` may be mirrored.
 */
export function emblemBox(template: TemplateName, layout: Layout, stage: Stage): Box | null {
  const { art, panel } = layout;
  if (!art || !bearsEmblem(template)) return null;
  const { captions, safe, w } = stage;
  const margin = stage.aspect === "16:9" ? SIDE : safe.x;
  const left = Math.max(art.x + AIR, art.x <= 0 ? (panel ? AIR : margin) : 0);
  const right = Math.min(art.x + art.w - AIR, art.x + art.w >= w ? w - margin : w);
  const top = Math.max(art.y + AIR, TOP[stage.aspect]);
  const bottom = Math.min(art.y + art.h - (art.h < stage.h ? AIR / 2 : AIR), captions.y - AIR);
  const size = Math.min(right - left, bottom - top, MOST);
  if (size < LEAST) return null;
  const across = art.w > art.h && !panel ? ACROSS : 0.5;
  const isLeft = art.x + art.w / 2 < w / 2;
  const x = left + (right - left - size) * (isLeft ? 1 - across : across);
  return { x: Math.round(x), y: Math.round(top + (bottom - top - size) * 0.46), w: size, h: size };
}

/** Whether a scene framed like that has room for a pictogram in its art. */
export function hasRoomForEmblem(content: SceneContent, framing: Framing, aspect: Aspect): boolean {
  return emblemSide(content, framing, aspect) > 0;
}

/** In px at full size; 0 where there is no room. */
export function emblemSide(content: SceneContent, framing: Framing, aspect: Aspect): number {
  const stage = stageOf(aspect, true);
  return emblemBox(content.template, layoutOf(stage, framing, content), stage)?.w ?? 0;
}

/** From the picture's edge, from the edges of the art, and from the top: phones lay their own things there. */
const SIDE = 60;
const AIR = 28;
const TOP: Readonly<Record<Aspect, number>> = { "16:9": 64, "9:16": 140, "1:1": 48 };
const MOST = 600;
/** Smaller it is a mark beside the words and no picture. */
const LEAST = 210;
/** Where in a broad field it stands: towards the side that the words leave free. */
const ACROSS = 1;
