import type { CSSProperties } from "react";
import type { TransitionName } from "../look/names.ts";
import type { SceneLayer } from "../scene-graph/scene-graph.ts";
import { blend, progress, STANDARD } from "./motion.ts";

/** A scene that shows at a frame, and how far it has come in and gone out (0 to 1). */
export interface Showing {
  readonly scene: SceneLayer;
  readonly index: number;
  readonly entered: number;
  readonly left: number;
  /** How the scene after it comes in. */
  readonly leaving: TransitionName;
}

/**
 * The scenes at a frame, the newest on top. A scene enters over the end of the one before it, which
 * stays until the transition is over: nobody's time gets longer or shorter.
 */
export function showingAt(scenes: readonly SceneLayer[], frame: number): Showing[] {
  const begun = scenes.findLastIndex((scene) => scene.start <= frame);
  const newest = Math.max(0, begun);
  const scene = scenes[newest];
  if (!scene) return [];
  const { type, frames } = scene.transition;
  const isFirst = newest === 0;
  const raw = type === "cut" || isFirst ? 1 : progress(frame, scene.start, frames, STANDARD);
  const top = { scene, index: newest, entered: raw, left: 0, leaving: "cut" as const };
  const before = scenes[newest - 1];
  if (raw >= 1 || !before) return [top];
  return [{ scene: before, index: newest - 1, entered: 1, left: raw, leaving: type }, top];
}

/** How the entering scene lies over the one before it. */
export function entering(type: TransitionName, share: number): CSSProperties {
  if (share >= 1) return {};
  switch (type) {
    case "cut":
      return {};
    case "fade":
      return { opacity: share };
    case "slide":
      return { transform: `translateX(${blend(100, 0, share)}%)` };
    case "wipe":
      return { clipPath: `inset(0 0 0 ${blend(100, 0, share)}%)` };
    case "rise":
      return { transform: `translateY(${blend(100, 0, share)}%)` };
  }
}

interface Edge {
  readonly colour: string;
  /** In px. */
  readonly thickness: number;
}

/** A rule on the edge with which a scene comes in over the one before it; gone when it has come. */
export function edgeStyle(
  type: TransitionName,
  share: number,
  { colour, thickness }: Edge,
): CSSProperties {
  if (share >= 1 || type === "cut" || type === "fade") return { display: "none" };
  const opacity = Math.min(1, (1 - share) * 14);
  const rule = { position: "absolute", backgroundColor: colour, opacity } as const;
  if (type === "rise") return { ...rule, left: 0, right: 0, top: 0, height: thickness };
  const left = type === "wipe" ? `${blend(100, 0, share)}%` : 0;
  return { ...rule, top: 0, bottom: 0, left, width: thickness };
}

/** How the scene before it makes way. */
export function leavingStyle(type: TransitionName, share: number): CSSProperties {
  if (share <= 0) return {};
  switch (type) {
    case "cut":
    case "fade":
      return {};
    case "slide":
      return { transform: `translateX(${blend(0, -32, share)}%)` };
    case "wipe":
      return { transform: `translateX(${blend(0, -6, share)}%)` };
    case "rise":
      return { transform: `translateY(${blend(0, -22, share)}%)` };
  }
}

/** When the contents of an entering scene begin to move, in frames after its start. */
export function entranceDelay(scene: SceneLayer, index: number): number {
  if (index === 0) return 5;
  const { type, frames } = scene.transition;
  if (type === "cut") return 2;
  return Math.round(frames * (type === "fade" ? 0.5 : 0.62));
}
