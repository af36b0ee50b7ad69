import type { PatchOperation } from "../scene-graph/patch.ts";
import { scenePlaces, scenesOf, soundPlaces, soundsOf, type Place } from "../scene-graph/layers.ts";
import type { SceneGraph, SceneLayer } from "../scene-graph/scene-graph.ts";

/**
 * Moves the boundary between two scenes, so that one is shorter and its neighbour longer: the film
 * keeps its length, every other scene its frames, and every word its place.
 */

/** A scene must stand so long beyond its entrance to be taken in. */
const SHORTEST_SCENE_SECONDS = 1.2;
/** Silence that is left between speech and a change of scene. */
const AIR_FRAMES = 5;

export interface Room {
  /** Frames by which the boundary can go back, or forth. */
  readonly earlier: number;
  readonly later: number;
}

/** How far the boundary between the scenes `before` and `before + 1` (from 0) can be moved. */
export function roomAt(graph: SceneGraph, before: number): Room {
  const scenes = scenesOf(graph);
  const left = scenes[before];
  const right = scenes[before + 1];
  if (!left || !right) return { earlier: 0, later: 0 };
  const shortest = Math.ceil(SHORTEST_SCENE_SECONDS * graph.fps);
  const speech = voicesOf(graph);
  const said = speech.filter(({ start }) => start < right.start && start >= left.start);
  const next = speech.find(({ start }) => start >= right.start);
  const earliest = Math.max(
    left.start + left.transition.frames + shortest,
    ...said.map(({ end }) => end + AIR_FRAMES),
  );
  const end = right.start + right.duration;
  const latest = Math.min(
    end - right.transition.frames - shortest,
    next && next.start < end ? next.start - AIR_FRAMES : Infinity,
  );
  return {
    earlier: Math.max(0, right.start - earliest),
    later: Math.max(0, latest - right.start),
  };
}

function voicesOf(graph: SceneGraph): { readonly start: number; readonly end: number }[] {
  return soundsOf(graph)
    .filter(({ role }) => role === "voice")
    .map(({ start, duration }) => ({ start, end: start + duration }))
    .toSorted((a, b) => a.start - b.start);
}

/** The operations that move the boundary by so many frames; negative goes back. */
export function moveBoundary(graph: SceneGraph, before: number, by: number): PatchOperation[] {
  const scenes = scenePlaces(graph);
  const left = scenes[before];
  const right = scenes[before + 1];
  if (!left || !right || by === 0) return [];
  const { layer: next, pointer } = right;
  const reveals = next.reveals.map((frame) => Math.max(0, frame - by));
  const voiced = next.voiced?.map(({ from, at }) => ({ from, at: Math.max(0, at - by) }));
  return [
    ...guarded(`${left.pointer}/duration`, left.written.duration, left.layer.duration + by),
    ...movedBy(right, by),
    ...guarded(`${pointer}/duration`, right.written.duration, next.duration - by),
    ...(next.reveals.length > 0 ? guarded(`${pointer}/reveals`, next.reveals, reveals) : []),
    ...(voiced ? guarded(`${pointer}/voiced`, next.voiced ?? [], voiced) : []),
    ...movedEffect(graph, next, by),
  ];
}

/** The sound of a scene's entrance goes with it. */
function movedEffect(graph: SceneGraph, scene: SceneLayer, by: number): PatchOperation[] {
  return soundPlaces(graph)
    .filter(({ layer }) => layer.role === "effect" && layer.start === scene.start)
    .flatMap((place) => movedBy(place, by));
}

/** The graph counts a start from the comp around it. */
function movedBy({ written: { start }, pointer }: Place, by: number): PatchOperation[] {
  return guarded(`${pointer}/start`, start, start + by);
}

type Guarded = Extract<PatchOperation, { op: "test" }>["value"];

/** A replacement that holds only for the graph it was made for. */
export function guarded(path: string, from: Guarded, to: Guarded): PatchOperation[] {
  return [
    { op: "test", path, value: from },
    { op: "replace", path, value: to },
  ];
}
