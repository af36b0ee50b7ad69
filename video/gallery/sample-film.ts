import { createHash } from "node:crypto";
import type { BlobRef } from "../../kernel/blobs.ts";
import { drawBackdrop } from "../assets/backdrop.ts";
import type { Aspect, Framing, ThemeName } from "../look/names.ts";
import { CAMERA_MOVES, FPS, FRAMINGS, SIZES, TRANSITIONS } from "../look/names.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import type { SceneGraph, SceneLayer } from "../scene-graph/scene-graph.ts";
import { SCENE_GRAPH_CONTEXT } from "../scene-graph/scene-graph.ts";

export interface SampleOptions {
  readonly contents: readonly SceneContent[];
  readonly theme: ThemeName;
  readonly aspect: Aspect;
  readonly language: string;
  /** Of each scene. */
  readonly frames?: number;
  /** Of the scene with the given index; all framings in turn when left out. */
  readonly framing?: (index: number) => Framing;
  readonly caption?: string;
}

/** A film of the given scenes with its backdrops in memory. */
export function sampleFilm(options: SampleOptions): {
  graph: SceneGraph;
  readAsset: (ref: BlobRef) => Buffer;
} {
  const { contents, theme, aspect, language, frames = 120, caption } = options;
  const framingOf = options.framing ?? ((index) => FRAMINGS[index % FRAMINGS.length] ?? "left");
  const contentsByHash = new Map<string, Buffer>();
  const assets: Record<string, BlobRef> = {};
  const layers = contents.map((content, index): SceneLayer => {
    const framing = framingOf(index);
    const id = `backdrop-${index}`;
    const svg = Buffer.from(
      drawBackdrop({ theme, seed: index + 7, size: SIZES[aspect], content, framing }).svg,
    );
    const sha256 = createHash("sha256").update(svg).digest("hex");
    assets[id] = { sha256, bytes: svg.length, extension: ".svg" };
    contentsByHash.set(sha256, svg);
    return {
      "@id": `scene-${index}`,
      type: "Scene",
      shot: `s${String(index + 1).padStart(2, "0")}`,
      start: index * frames,
      duration: frames,
      content,
      framing,
      camera: CAMERA_MOVES[(index + 1) % CAMERA_MOVES.length] ?? "still",
      transition: {
        type: TRANSITIONS[index % TRANSITIONS.length] ?? "cut",
        frames: index === 0 ? 0 : 14,
      },
      backdrop: id,
      reveals: [],
      hold: false,
      sources: [],
    };
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
    theme,
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
    const found = contentsByHash.get(sha256);
    if (!found) throw new TypeError(`No asset ${sha256}.`);
    return found;
  };
  return { graph, readAsset };
}
