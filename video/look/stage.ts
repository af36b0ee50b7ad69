import type { SceneContent, TemplateName } from "../scene-graph/content.ts";
import type { Aspect, Framing } from "./names.ts";
import { SIZES } from "./names.ts";

/** A rectangle in pixels at full size. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** The picture's fixed zones in one aspect. */
export interface Stage {
  readonly aspect: Aspect;
  readonly w: number;
  readonly h: number;
  /** Where texts may stand: clear of the captions and of what players and phones lay over a film. */
  readonly safe: Box;
  readonly captions: Box;
}

/** Where one scene puts its things. */
export interface Layout {
  readonly align: "left" | "center";
  readonly anchor: "start" | "center" | "end";
  /** For templates that say one thing. */
  readonly hero: Box;
  /** For templates with a headline and a body; `stacked` bodies begin below the real headline. */
  readonly head: Box;
  readonly body: Box;
  readonly stacked: boolean;
  /** A field of its own colour that bleeds off the picture, under the headline or beside the hero. */
  readonly panel: Box | null;
  /** Where the backdrop may speak up; elsewhere it keeps quiet. */
  readonly art: Box | null;
}

/**
 * Margins: 6–7 % (EBU R95 asks 5 %); 9:16 keeps clear of the buttons and texts that phones overlay
 * (top 130, bottom 350, right 120 px). The caption band stands at the bottom of what is left.
 */
const STAGES: Readonly<Record<Aspect, Stage>> = {
  "16:9": stage("16:9", { x: 128, y: 92, w: 1664, h: 778 }, { x: 240, y: 894, w: 1440, h: 132 }),
  "9:16": stage("9:16", { x: 124, y: 176, w: 832, h: 1196 }, { x: 124, y: 1404, w: 832, h: 150 }),
  "1:1": stage("1:1", { x: 84, y: 80, w: 912, h: 780 }, { x: 84, y: 884, w: 912, h: 132 }),
};

function stage(aspect: Aspect, safe: Box, captions: Box): Stage {
  return { aspect, ...SIZES[aspect], safe, captions };
}

/** `hasCaptions`: whether captions are burnt in; without them the contents may use their band. */
export function stageOf(aspect: Aspect, hasCaptions: boolean): Stage {
  const found = STAGES[aspect];
  if (hasCaptions) return found;
  const bottom = aspect === "9:16" ? found.captions.y + found.captions.h : found.h - found.safe.y;
  return { ...found, safe: { ...found.safe, h: bottom - found.safe.y } };
}

const HEROES: ReadonlySet<TemplateName> = new Set([
  "title",
  "section",
  "statement",
  "figure",
  "quote",
  "kinetic",
  "location",
  "logo",
  "closing",
]);

/** Whether the template says one big thing (as against a headline over a body). */
export function isHero(template: TemplateName): boolean {
  return HEROES.has(template);
}

/** These need the picture's whole width, whatever the framing. */
const BROAD: ReadonlySet<TemplateName> = new Set([
  "comparison",
  "code",
  "terminal",
  "browser",
  "relations",
  "imageGrid",
]);

/** Composes a scene: the same framing is another picture in another aspect. */
export function layoutOf(stage: Stage, asked: Framing, content: SceneContent): Layout {
  const { template } = content;
  // A place with its facts is too much for half of a narrow picture.
  const isHalf = template === "location" && stage.aspect !== "16:9" && asked === "split";
  const framing = isHalf ? "full" : asked;
  const hasArt = widthOfWords(content) <= MOST_BESIDE_ART && template !== "kinetic";
  const layout = stage.aspect === "16:9" ? wide(stage, framing) : tall(stage, framing, hasArt);
  // Many or very large words reach up to where art would stand above them.
  if (framing === "lower" && !hasArt && isHero(template)) return { ...layout, art: null };
  if (!isHero(template) && !BROAD.has(template)) return { ...layout, art: null };
  if (!BROAD.has(template)) return layout;
  const { safe } = stage;
  const head = { ...safe, h: safe.h * (stage.aspect === "16:9" ? 0.27 : 0.3) };
  const broad = { head, body: safe, stacked: true, panel: null, art: null } as const;
  return { ...layout, ...broad, align: "left", anchor: "center" };
}

/** In half-width characters: with more words than that a narrow picture has no room for art. */
const MOST_BESIDE_ART = 66;

function widthOfWords(content: SceneContent): number {
  const { template: _template, ...words } = content;
  return Array.from(stringsIn(words).join("")).reduce(
    (sum, each) => sum + (each.charCodeAt(0) > 0x2e80 ? 2 : 1),
    0,
  );
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function wide({ safe, captions, w, h }: Stage, framing: Framing): Layout {
  const gutter = 96;
  const headWidth = 540;
  const bodyWidth = safe.w - headWidth - gutter;
  const column = (x: number, width: number): Box => ({ ...safe, x, w: width });
  const right = safe.x + safe.w;
  const foot = safe.y + safe.h;
  const panel = box(0, 0, 724, foot <= captions.y ? foot : h);
  const rows = {
    head: { ...safe, h: safe.h * 0.34 },
    body: safe,
    stacked: true,
    panel: null,
  };
  const columns = {
    head: column(safe.x, headWidth),
    body: column(right - bodyWidth, bodyWidth),
    stacked: false,
    panel: null,
  };
  const base = { align: "left", anchor: "center" } as const;
  switch (framing) {
    case "center":
      return { ...rows, align: "center", anchor: "center", hero: inset(safe, 110, 0), art: null };
    case "left":
      return { ...base, ...columns, hero: column(safe.x, 1120), art: box(1290, 0, w - 1290, h) };
    case "right":
      return {
        ...base,
        head: column(right - headWidth, headWidth),
        body: column(safe.x, bodyWidth),
        stacked: false,
        panel: null,
        hero: column(right - 1090, 1090),
        art: box(0, 0, 610, h),
      };
    case "split":
      return {
        ...base,
        ...columns,
        head: column(safe.x, 500),
        body: column(820, right - 820),
        panel,
        hero: column(820, right - 820),
        art: panel,
      };
    case "lower":
      return {
        ...base,
        ...columns,
        anchor: "end",
        hero: { ...column(safe.x, 1400), h: safe.h - FOOT },
        art: box(w * 0.56, 0, w * 0.44, h * 0.38),
      };
    case "full":
      return { ...base, ...rows, hero: safe, art: null };
  }
}

/** What stands at the foot keeps a little off the captions. */
const FOOT = 28;

/**
 * 9:16 and 1:1 stack: a column of 832 or 912 px is too narrow to be split. Art stands above or below
 * the words and takes their room, so that they can never meet.
 */
function tall({ safe, w, h, aspect }: Stage, framing: Framing, hasArt: boolean): Layout {
  const share = aspect === "9:16" ? 0.34 : 0.3;
  const top = Math.round(h * share);
  const bottom = safe.y + safe.h;
  const rows = {
    head: { ...safe, h: safe.h * 0.36 },
    body: safe,
    stacked: true,
    panel: null,
    hero: safe,
    art: null,
  };
  const base = { ...rows, align: "left", anchor: "center" } as const;
  const under = (art: Box): Partial<Layout> => {
    const y = hasArt ? Math.max(safe.y, art.y + art.h + ART_GAP) : safe.y;
    const hero = { ...safe, y, h: bottom - FOOT - y };
    return { anchor: "end", hero, art: hasArt ? art : null };
  };
  switch (framing) {
    case "center":
      return { ...base, align: "center" };
    case "left": {
      const art = box(0, h * 0.68, w, h * 0.32);
      const hero = { ...safe, h: art.y - ART_GAP - safe.y };
      if (hasArt) return { ...base, hero, art };
      const upper = { ...safe, y: safe.y + safe.h * UPPER, h: safe.h * (1 - UPPER) };
      return { ...base, anchor: "start", hero: upper };
    }
    case "right":
      return { ...base, ...under(box(w * 0.25, 0, w * 0.75, h * 0.3)) };
    case "split": {
      const below = top + (aspect === "9:16" ? 72 : 46);
      const lower = { ...safe, y: below, h: bottom - below };
      return {
        ...base,
        anchor: "start",
        panel: box(0, 0, w, top),
        head: { ...safe, h: top - safe.y - (aspect === "9:16" ? 60 : 30) },
        body: lower,
        stacked: false,
        hero: lower,
        art: box(0, 0, w, top),
      };
    }
    case "lower":
      return { ...base, ...under(box(0, 0, w, h * 0.36)) };
    case "full":
      return base;
  }
}

/** By which words without art stand below the top: not in the middle, nor stuck to the edge. */
const UPPER = 0.12;
/** Between art and words. */
const ART_GAP = 36;

/** A smaller box inside; a larger one with negative insets. */
export function inset({ x, y, w, h }: Box, dx: number, dy: number): Box {
  return { x: x + dx, y: y + dy, w: w - 2 * dx, h: h - 2 * dy };
}

function box(x: number, y: number, w: number, h: number): Box {
  return { x: Math.round(x), y: Math.round(y), w: Math.round(w), h: Math.round(h) };
}
