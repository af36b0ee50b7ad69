import { z } from "zod";
import { Span } from "../brief/brief.ts";
import { MadeBy } from "../concept/concept.ts";
import { CAMERA_MOVES, FRAMINGS, MOODS, THEME_NAMES, TRANSITIONS } from "../look/names.ts";
import { PICTOGRAM_NAMES } from "../pictograms/names.ts";
import { SceneContent } from "../scene-graph/content.ts";

/** One shot. `id`, `start`, `len` and `desc` are Motiva's interchange form; frames throughout. */
export const Shot = z.strictObject({
  id: z.string().regex(/^s\d{2,3}$/),
  start: z.int().nonnegative(),
  len: z.int().positive(),
  desc: z.string(),
  beat: z.string(),
  type: z.enum(["wide", "medium", "close-up", "insert", "detail"]),
  composition: z.string(),
  framing: z.enum(FRAMINGS),
  camera: z.enum(CAMERA_MOVES),
  lighting: z.string(),
  /** How this shot enters; overlaps the end of the one before by `frames`. */
  transition: z.strictObject({
    type: z.enum(TRANSITIONS),
    frames: z.int().nonnegative(),
    reason: z.string(),
  }),
  complexity: z.enum(["simple", "medium", "complex"]),
  continuity: z.string(),
  storyboard: z.strictObject({ description: z.string(), imagePrompt: z.string() }),
  content: SceneContent,
  /** As in the scene graph. */
  pictograms: z.array(z.enum(PICTOGRAM_NAMES)).min(1).max(6).optional(),
  sources: z.array(Span),
});
export type Shot = z.infer<typeof Shot>;

/** Motiva's `shot_plan.json`, with what a renderer needs beside it. */
export const ShotPlan = z.strictObject({
  sceneId: z.string(),
  /** In frames at `fps`. */
  duration: z.int().positive(),
  fps: z.int().positive(),
  theme: z.enum(THEME_NAMES),
  shots: z.array(Shot).min(2),
  bgm: z.strictObject({ style: z.enum(MOODS), bpm: z.int() }),
  madeBy: MadeBy,
});
export type ShotPlan = z.infer<typeof ShotPlan>;
