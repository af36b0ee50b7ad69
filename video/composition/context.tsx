import { createContext, useContext } from "react";
import type { Line } from "../look/fit.ts";
import type { Layout, Stage } from "../look/stage.ts";
import type { Theme, Tone } from "../look/theme.ts";
import type { Clip } from "./clips.ts";
import type { SceneContent, TemplateName } from "../scene-graph/content.ts";
import type { SceneLayer } from "../scene-graph/scene-graph.ts";

/** Everything a scene template needs to draw itself at one frame. */
export interface SceneStage {
  readonly scene: SceneLayer;
  readonly theme: Theme;
  readonly tone: Tone;
  /** The tone under the headline or the art when the layout has a panel. */
  readonly panelTone: Tone;
  readonly stage: Stage;
  readonly layout: Layout;
  /** Whether the scene reads from right to left; its layout is mirrored then. */
  readonly isTurned: boolean;
  /** Frames since the scene began. */
  readonly frame: number;
  /** When its contents begin to enter: the transition has by then given way. */
  readonly enter: number;
  /** Frames of one entrance. */
  readonly entrance: number;
  readonly stagger: number;
  /** Data URI of each picture by its asset id. */
  readonly pictures: Readonly<Record<string, string>>;
  /** Strokes of each pictogram by its name. */
  readonly pictograms: Readonly<Record<string, readonly string[]>>;
  /** Footage by its asset id. */
  readonly footage: Readonly<Record<string, Clip>>;
}

export const SceneContext = createContext<SceneStage | null>(null);

export function useStage(): SceneStage {
  const stage = useContext(SceneContext);
  if (!stage) throw new TypeError("A scene template was drawn outside of a scene.");
  return stage;
}

/** A line stands for so long at least before its scene is over. */
const LINE_HOLD = 44;
/** Frames by which a line is ahead of its first word: it has come when it is heard. */
const AHEAD = 6;
/** The voice of a scene begins within so many frames after its contents do. */
const LONGEST_LEAD = 40;

/**
 * The frames at which the lines of a scene's large text come, in its order: with the voice where the
 * graph says that it speaks them, else one after the other.
 */
export function linesAt(stage: SceneStage, lines: readonly Line[]): number[] {
  const { scene, enter, stagger } = stage;
  const last = Math.max(enter, scene.duration - LINE_HOLD);
  const late = (scene.voiced?.[0]?.at ?? 0) - AHEAD - enter;
  // A phrase from the end of a sentence is there before it is said; its lines stay together.
  const sooner = late > LONGEST_LEAD ? late : 0;
  const found: number[] = [];
  for (const [index, { start, end }] of lines.entries()) {
    const soonest = index === 0 ? enter : (found[index - 1] ?? enter) + stagger;
    const place = scene.voiced?.find(({ from }) => from >= start && from < end);
    const latest = last - (lines.length - 1 - index) * stagger;
    const asked = index === 0 || !place ? soonest : place.at - AHEAD - sooner;
    found.push(Math.max(soonest, Math.min(asked, latest)));
  }
  return found;
}

export type ContentOf<Name extends TemplateName> = Extract<SceneContent, { template: Name }>;

/**
 * The frames at which `count` items appear: on their spoken words where the graph gives them,
 * else one after the other over the first half of the scene.
 */
export function revealsOf(stage: SceneStage, count: number): number[] {
  const { scene, enter, entrance } = stage;
  const given = scene.reveals.slice(0, count);
  const latest = Math.max(enter, scene.duration - entrance);
  const first = enter + Math.round(entrance * 0.7);
  const pace = Math.min(entrance * 1.4, (scene.duration * 0.5) / count);
  const found: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const asked = given[index];
    const after = (found.at(-1) ?? first - pace) + (given.length > 0 ? stage.stagger : pace);
    found.push(Math.min(latest, Math.max(asked ?? after, first * (asked === undefined ? 1 : 0))));
  }
  return found;
}
