import type { SceneGraph } from "../scene-graph/scene-graph.ts";
import { scenesOf } from "../scene-graph/layers.ts";

/** A run of whole scenes, rendered by one renderer: frames `from` up to but not including `to`. */
export interface Segment {
  /** `seg1`, `seg2`, … in order of time. */
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Cuts a film into at most `count` segments of about equal length, at starts of scenes. Together they
 * hold every frame exactly once; a transition belongs to the segment of the scene that enters.
 */
export function planSegments(graph: SceneGraph, count: number): Segment[] {
  const starts = scenesOf(graph)
    .map((scene) => scene.start)
    .filter((start) => start > 0 && start < graph.duration);
  const cuts = bestCuts([...new Set(starts)], graph.duration, Math.max(1, Math.floor(count)));
  const edges = [0, ...cuts, graph.duration];
  return edges.slice(1).map((to, index) => ({
    key: `seg${index + 1}`,
    from: edges[index] ?? 0,
    to,
  }));
}

/** The cuts that make the longest segment as short as can be (the films have few scenes: try lengths). */
function bestCuts(starts: readonly number[], duration: number, count: number): number[] {
  let best: number[] = [];
  for (let low = 1, high = duration; low <= high;) {
    const limit = Math.floor((low + high) / 2);
    const cuts = cutsWithin(starts, duration, limit);
    if (cuts && cuts.length < count) {
      best = cuts;
      high = limit - 1;
    } else {
      low = limit + 1;
    }
  }
  return best;
}

/** Greedy cuts so that no segment is longer than `limit`; null when one scene alone is longer. */
function cutsWithin(starts: readonly number[], duration: number, limit: number): number[] | null {
  const cuts: number[] = [];
  const edges = [...starts, duration];
  let from = 0;
  for (const [index, edge] of edges.entries()) {
    if (edge - from <= limit) continue;
    const cut = edges[index - 1] ?? 0;
    if (cut <= from || edge - cut > limit) return null;
    cuts.push(cut);
    from = cut;
  }
  return cuts;
}
