import { z } from "zod";
import { BlobRef } from "../../kernel/blob-ref.ts";
import { Span } from "../brief/brief.ts";
import { BrandKit } from "../look/brand-kit.ts";
import { PICTOGRAM_NAMES } from "../pictograms/names.ts";
import { ASPECTS, CAMERA_MOVES, FRAMINGS, THEME_NAMES, TRANSITIONS } from "../look/names.ts";
import { SceneContent } from "./content.ts";

export const SCENE_GRAPH_CONTEXT = "https://schema.motiva.dev/scene-graph/v2";

const frames = z.int().nonnegative();

/** The voice has come to a character of the scene's large text at this frame of the scene. */
export const VoicedPlace = z.strictObject({ from: z.int().nonnegative(), at: frames });
export type VoicedPlace = z.infer<typeof VoicedPlace>;

const PictogramName = z.enum(PICTOGRAM_NAMES).meta({ id: "Pictogram" });

/** One scene on the picture track. It enters over the end of the scene before it, `transition.frames` long. */
export const SceneLayer = z
  .strictObject({
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
    /** What is drawn of the things named: one in the scene's art, or one for each row of a list in place of its number. */
    pictograms: z.array(PictogramName).min(1).max(6).optional(),
    /** Frames within the scene at which its items appear, on the spoken word; may be shorter than the items. */
    reveals: z.array(frames),
    /** Where the voice says the scene's large text itself: its lines come as they are spoken. */
    voiced: z.array(VoicedPlace).optional(),
    /** The picture may stand still for long: the Critic does not call it frozen. */
    hold: z.boolean(),
    sources: z.array(Span),
  })
  .meta({ id: "Scene" });
export type SceneLayer = z.infer<typeof SceneLayer>;

/** A sound on the timeline. Gains are dB. */
export const AudioLayer = z
  .strictObject({
    "@id": z.string(),
    type: z.literal("Footage"),
    media: z.literal("audio"),
    role: z.enum(["voice", "music", "effect"]),
    ref: z.string(),
    start: frames,
    duration: z.int().positive(),
    gainDb: z.number(),
    /** Of a voice: where in the brief its words come from. Its captions come from there, too. */
    sources: z.array(Span).optional(),
  })
  .meta({ id: "Footage" });
export type AudioLayer = z.infer<typeof AudioLayer>;

/** Something over the whole picture for a while: a fade from or to the theme's ground, a texture, stray light. */
export const EffectLayer = z
  .strictObject({
    "@id": z.string(),
    type: z.literal("Effect"),
    effectType: z.enum(["fade-in", "fade-out", "grain", "vignette", "light-leak"]),
    start: frames,
    duration: z.int().positive(),
    /** From none to the strongest that still lets texts be read. */
    amount: z.number().min(0).max(1),
  })
  .meta({ id: "Effect" });
export type EffectLayer = z.infer<typeof EffectLayer>;

/** Layers that are moved as one: their starts count from its own, and its end cuts theirs. */
export const CompLayer = z
  .strictObject({
    "@id": z.string(),
    type: z.literal("Comp"),
    start: frames,
    duration: z.int().positive(),
    get layers(): z.ZodArray<typeof Layer> {
      return z.array(Layer);
    },
  })
  .meta({ id: "Comp" });
export type CompLayer = z.infer<typeof CompLayer>;

const Layer = z
  .discriminatedUnion("type", [SceneLayer, AudioLayer, EffectLayer, CompLayer])
  .meta({ id: "Layer" });
export type Layer = z.infer<typeof Layer>;

/** One caption page: at most two lines. */
export const CaptionCue = z.strictObject({
  start: frames,
  end: z.int().positive(),
  lines: z.array(z.string().min(1)).min(1).max(2),
});
export type CaptionCue = z.infer<typeof CaptionCue>;

/** The only source of truth of a film (Motiva's v2 shape); changed only by RFC 6902 patches. */
export const SceneGraph = z
  .strictObject({
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
    /** A house's colours and faces over the theme. */
    brand: BrandKit.optional(),
    seed: z.int().nonnegative(),
    /** By z-order, bottom first; scenes in order of time. */
    layers: z.array(Layer),
    captions: z.strictObject({
      /** Which captions are drawn into the picture: all, none, or those whose words the scene doesn't write. */
      burnIn: z.union([z.boolean(), z.literal("unwritten")]),
      cues: z.array(CaptionCue),
    }),
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
  })
  .superRefine(({ layers }, context) => {
    const ids = idsOf(layers);
    const twice = ids.find((id, i) => ids.indexOf(id) !== i);
    if (twice !== undefined) {
      context.addIssue({
        code: "custom",
        path: ["layers"],
        message: `two layers have the @id "${twice}"`,
      });
    }
  });
export type SceneGraph = z.infer<typeof SceneGraph>;

/** What web players expect, with room for what an encoder adds to peaks. */
export const DEFAULT_MASTER = { lufs: -14, truePeak: -1.5 } as const;
/** EBU R128. */
export const BROADCAST_MASTER = { lufs: -23, truePeak: -1.5 } as const;

function idsOf(layers: readonly Layer[]): string[] {
  return layers.flatMap((layer) => [
    layer["@id"],
    ...(layer.type === "Comp" ? idsOf(layer.layers) : []),
  ]);
}
