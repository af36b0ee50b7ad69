import { createContext, useContext } from "react";
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
  /** Footage by its asset id. */
  readonly footage: Readonly<Record<string, Clip>>;
}

export const SceneContext = createContext<SceneStage | null>(null);

export function useStage(): SceneStage {
  const stage = useContext(SceneContext);
  if (!stage) throw new TypeError("A scene template was drawn outside of a scene.");
  return stage;
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
