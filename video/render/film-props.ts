import type { BlobRef } from "../../kernel/blobs.ts";
import { burntCues, captionedScenes } from "../captions/burnt.ts";
import type { FilmProps } from "../composition/film-props.ts";
import { picturesOf } from "../scene-graph/content.ts";
import type { EffectLayer, SceneGraph, SceneLayer } from "../scene-graph/scene-graph.ts";
import { effectsOf, scenesOf } from "../scene-graph/layers.ts";
import { strokesOf } from "../pictograms/shapes.ts";
import { clipsOf } from "./clips.ts";
import type { Segment } from "./segments.ts";

/** Answers an asset's content. */
export type ReadAsset = (ref: BlobRef) => Buffer;

/**
 * The composition's input: the graph without its sounds, and the backdrops, pictures and footage as data URIs. With
 * `segment`, nothing but what decides its pictures, so that equal input means equal pictures.
 */
export function filmProps(graph: SceneGraph, readAsset: ReadAsset, segment?: Segment): FilmProps {
  const burnt = { ...graph, captions: { burnIn: true, cues: burntCues(graph) } };
  const drawn = segment ? shownIn(burnt, segment) : burnt;
  const scenes = scenesOf(drawn);
  const backdrops: Record<string, string> = {};
  for (const { backdrop } of scenes) {
    const ref = backdrop === null ? undefined : graph.assets[backdrop];
    if (backdrop === null || !ref || ref.extension !== ".svg") continue;
    backdrops[backdrop] = `data:image/svg+xml;base64,${readAsset(ref).toString("base64")}`;
  }
  const shown = new Set(scenes.flatMap(({ content }) => picturesOf(content)));
  const pictures: Record<string, string> = {};
  for (const id of shown) {
    const ref = graph.assets[id];
    const type = ref ? PICTURE_TYPES[ref.extension] : undefined;
    if (ref && type) pictures[id] = `data:${type};base64,${readAsset(ref).toString("base64")}`;
  }
  const { master: _master, ...picture } = drawn;
  const captioned = captionedScenes(graph);
  return {
    graph: { ...picture, layers: [...scenes, ...effectsOf(drawn)], assets: {} },
    captioned: scenes.map((scene) => scene["@id"]).filter((id) => captioned.includes(id)),
    backdrops,
    pictures,
    pictograms: Object.fromEntries(
      scenes.flatMap(({ pictograms = [] }) => pictograms.map((name) => [name, strokesOf(name)])),
    ),
    footage: clipsOf(scenes, graph.assets, readAsset, segment ?? { from: 0, to: graph.duration }),
  };
}

const PICTURE_TYPES: Readonly<Record<string, string>> = {
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
};

/** The part of a film that can be seen in a segment, at its own place in time. */
function shownIn(graph: SceneGraph, segment: Segment): SceneGraph {
  const { from, to } = segment;
  const scenes = scenesOf(graph);
  const showing = scenes.filter((_, index) => showsIn(scenes, index, segment)).map(pictureOf);
  const [first] = showing;
  const opening = first && first["@id"] !== scenes[0]?.["@id"] ? [standIn(first)] : [];
  const cues = graph.captions.cues.filter(({ start, end }) => start < to && end > from);
  return {
    ...graph,
    "@id": "segment",
    title: "",
    duration: to,
    layers: [...opening, ...showing, ...effectsIn(graph, segment)],
    captions: { ...graph.captions, cues },
  };
}

function effectsIn(graph: SceneGraph, { from, to }: Segment): EffectLayer[] {
  return effectsOf(graph).filter(({ start, duration }) => start < to && start + duration > from);
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

/** Without what is said of a scene but not seen of it. */
function pictureOf(scene: SceneLayer): SceneLayer {
  return { ...scene, shot: "", hold: false, sources: [] };
}

/** In place of all scenes before: the first scene of a segment must not open as the film does. */
function standIn(first: SceneLayer): SceneLayer {
  return {
    ...first,
    "@id": "before",
    start: 0,
    duration: 1,
    content: { template: "statement", text: "0", emphasis: [] },
    framing: "center",
    camera: "still",
    transition: { type: "cut", frames: 0 },
    backdrop: null,
    reveals: [],
  };
}
