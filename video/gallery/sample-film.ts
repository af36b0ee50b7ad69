import { createHash } from "node:crypto";
import type { BlobRef } from "../../kernel/blobs.ts";
import { drawBackdrop } from "../assets/backdrop.ts";
import type { BrandKit } from "../look/brand-kit.ts";
import type { Aspect, Framing, ThemeName } from "../look/names.ts";
import { CAMERA_MOVES, FPS, FRAMINGS, SIZES, TRANSITIONS } from "../look/names.ts";
import { picturesOf } from "../scene-graph/content.ts";
import { choosePictograms, type Pictograms } from "../pictograms/choose.ts";
import { SAMPLE_PICTURES } from "./pictures.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import type { SceneGraph, SceneLayer } from "../scene-graph/scene-graph.ts";
import { SCENE_GRAPH_CONTEXT } from "../scene-graph/scene-graph.ts";

export interface SampleOptions {
  readonly contents: readonly SceneContent[];
  readonly theme: ThemeName;
  readonly brand?: BrandKit | undefined;
  readonly aspect: Aspect;
  readonly language: string;
  /** Of each scene. */
  readonly frames?: number;
  /** Of the scene with the given index; all framings in turn when left out. */
  readonly framing?: (index: number) => Framing;
  readonly caption?: string;
  /** Of the scene with the given index; what its own words name when left out. */
  readonly pictograms?: (content: SceneContent, index: number) => Pictograms | null;
}

/** A film of the given scenes with its backdrops in memory. */
export function sampleFilm(options: SampleOptions): {
  graph: SceneGraph;
  readAsset: (ref: BlobRef) => Buffer;
} {
  const { contents, aspect, language, frames = 120, caption } = options;
  const store = new Map<string, Buffer>();
  const assets: Record<string, BlobRef> = {};
  const keep = (id: string, svg: string): void => {
    const bytes = Buffer.from(svg);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    assets[id] = { sha256, bytes: bytes.length, extension: ".svg" };
    store.set(sha256, bytes);
  };
  const layers = contents.map((content, index): SceneLayer => {
    const layer = layerOf(content, index, options);
    const { framing, backdrop } = layer;
    const drawing = {
      theme: options.theme,
      brand: options.brand,
      seed: index + 7,
      size: SIZES[aspect],
      content,
      framing,
      hasPictogram: layer.pictograms?.length === 1,
    };
    if (backdrop !== null) keep(backdrop, drawBackdrop(drawing).svg);
    for (const id of picturesOf(content)) keep(id, SAMPLE_PICTURES[id] ?? "");
    return layer;
  });
  const duration = contents.length * frames;
  const graph: SceneGraph = {
    "@context": SCENE_GRAPH_CONTEXT,
    "@id": "film",
    type: "Comp",
    title: "Sample",
    language,
    fps: FPS,
    duration,
    size: SIZES[aspect],
    aspect,
    theme: options.theme,
    ...(options.brand ? { brand: options.brand } : {}),
    seed: 7,
    layers,
    captions: {
      burnIn: caption !== undefined,
      cues: caption === undefined ? [] : [{ start: 0, end: duration, lines: caption.split("\n") }],
    },
    effects: [],
    assets,
  };
  const readAsset = ({ sha256 }: BlobRef): Buffer => {
    const found = store.get(sha256);
    if (!found) throw new TypeError(`No asset ${sha256}.`);
    return found;
  };
  return { graph, readAsset };
}

function layerOf(content: SceneContent, index: number, options: SampleOptions): SceneLayer {
  const { frames = 120, framing, language, pictograms } = options;
  const [own = null] = choosePictograms([content], language, () => true);
  const named = pictograms ? pictograms(content, index) : own;
  return {
    "@id": `scene-${index}`,
    type: "Scene",
    shot: `s${String(index + 1).padStart(2, "0")}`,
    start: index * frames,
    duration: frames,
    content,
    framing: framing?.(index) ?? FRAMINGS[index % FRAMINGS.length] ?? "left",
    camera: CAMERA_MOVES[(index + 1) % CAMERA_MOVES.length] ?? "still",
    transition: {
      type: TRANSITIONS[index % TRANSITIONS.length] ?? "cut",
      frames: index === 0 ? 0 : 14,
    },
    backdrop: `backdrop-${index}`,
    ...(named ? { pictograms: [...named] } : {}),
    reveals: [],
    hold: false,
    sources: [],
  };
}
