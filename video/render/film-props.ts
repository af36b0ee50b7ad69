import type { BlobRef } from "../../kernel/blobs.ts";
import type { FilmProps } from "../composition/film-props.ts";
import type { SceneGraph } from "../scene-graph/scene-graph.ts";
import { scenesOf } from "../scene-graph/scene-graph.ts";
import type { Segment } from "./segments.ts";

/** Answers an asset's content. */
export type ReadAsset = (ref: BlobRef) => Buffer;

/**
 * The composition's input: the graph without its sounds, and the backdrops as data URIs; with
 * `segment`, only those that show in it.
 */
export function filmProps(graph: SceneGraph, readAsset: ReadAsset, segment?: Segment): FilmProps {
  const scenes = scenesOf(graph);
  const showing = segment ? scenes.filter((_, index) => showsIn(scenes, index, segment)) : scenes;
  const backdrops: Record<string, string> = {};
  for (const { backdrop } of showing) {
    const ref = backdrop === null ? undefined : graph.assets[backdrop];
    if (backdrop === null || !ref || ref.extension !== ".svg") continue;
    backdrops[backdrop] = `data:image/svg+xml;base64,${readAsset(ref).toString("base64")}`;
  }
  return { graph: { ...graph, layers: scenes, assets: {} }, backdrops };
}

/** A scene still shows while the next one enters over it. */
function showsIn(
  scenes: ReturnType<typeof scenesOf>,
  index: number,
  { from, to }: Segment,
): boolean {
  const scene = scenes[index];
  const next = scenes[index + 1];
  if (!scene) return false;
  const end = next ? next.start + next.transition.frames : Infinity;
  return scene.start < to && end > from;
}
