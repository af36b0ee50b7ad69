import { z } from "zod";
import { BlobRef } from "../../kernel/blobs.ts";
import { Span } from "../brief/brief.ts";
import { ASPECTS, CAMERA_MOVES, FRAMINGS, THEME_NAMES, TRANSITIONS } from "../look/names.ts";
import { SceneContent } from "./content.ts";

export const SCENE_GRAPH_CONTEXT = "https://schema.motiva.dev/scene-graph/v2";

const frames = z.int().nonnegative();

/** One scene on the picture track. It enters over the end of the scene before it, `transition.frames` long. */
export const SceneLayer = z.strictObject({
  "@id": z.string(),
  type: z.literal("Scene"),
  shot: z.string(),
  start: frames,
  duration: z.int().positive(),
  content: SceneContent,
  framing: z.enum(FRAMINGS),
  camera: z.enum(CAMERA_MOVES),
  transition: z.strictObject({ type: z.enum(TRANSITIONS), frames }),
  /** Asset id of the scene's procedural backdrop. */
  backdrop: z.string().nullable(),
  /** Frames within the scene at which its items appear, on the spoken word; may be shorter than the items. */
  reveals: z.array(frames),
  /** The picture may stand still for long: the Critic does not call it frozen. */
  hold: z.boolean(),
  sources: z.array(Span),
});
export type SceneLayer = z.infer<typeof SceneLayer>;

/** A sound on the timeline. Gains are dB. */
export const AudioLayer = z.strictObject({
  "@id": z.string(),
  type: z.literal("Footage"),
  media: z.literal("audio"),
  role: z.enum(["voice", "music", "effect"]),
  ref: z.string(),
  start: frames,
  duration: z.int().positive(),
  gainDb: z.number(),
});
export type AudioLayer = z.infer<typeof AudioLayer>;

/** One caption page: at most two lines. */
export const CaptionCue = z.strictObject({
  start: frames,
  end: z.int().positive(),
  lines: z.array(z.string().min(1)).min(1).max(2),
});
export type CaptionCue = z.infer<typeof CaptionCue>;

/** The only source of truth of a film (Motiva's v2 shape); changed only by RFC 6902 patches. */
export const SceneGraph = z.strictObject({
  "@context": z.literal(SCENE_GRAPH_CONTEXT),
  "@id": z.string(),
  type: z.literal("Comp"),
  title: z.string(),
  language: z.string(),
  fps: z.int().positive(),
  /** In frames. */
  duration: z.int().positive(),
  size: z.strictObject({ w: z.int().positive(), h: z.int().positive() }),
  aspect: z.enum(ASPECTS),
  theme: z.enum(THEME_NAMES),
  seed: z.int().nonnegative(),
  /** By z-order, bottom first; scenes in order of time. */
  layers: z.array(z.discriminatedUnion("type", [SceneLayer, AudioLayer])),
  captions: z.strictObject({ burnIn: z.boolean(), cues: z.array(CaptionCue) }),
  /** What the mix is brought to: LUFS and dBTP; default `DEFAULT_MASTER`. */
  master: z
    .strictObject({ lufs: z.number().min(-24).max(-6), truePeak: z.number().min(-9).max(0) })
    .optional(),
  /** Over the whole picture. */
  effects: z.array(
    z.strictObject({ type: z.enum(["grain", "vignette"]), amount: z.number().min(0).max(1) }),
  ),
  /** Asset id → content. */
  assets: z.record(z.string(), BlobRef),
});
export type SceneGraph = z.infer<typeof SceneGraph>;

/** What web players expect, with room for what an encoder adds to peaks. */
export const DEFAULT_MASTER = { lufs: -14, truePeak: -1.5 } as const;

export function scenesOf(graph: SceneGraph): SceneLayer[] {
  return graph.layers.filter((layer) => layer.type === "Scene");
}

export function soundsOf(graph: SceneGraph): AudioLayer[] {
  return graph.layers.filter((layer) => layer.type === "Footage");
}
