import { z } from "zod";
import { MOODS, THEME_NAMES } from "../look/names.ts";

/** Who wrote something: our rules, or a model (and what happened when it failed). */
export const MadeBy = z.strictObject({
  engine: z.enum(["rules", "model"]),
  model: z.string().nullable(),
  /** Why the rules stepped in, when a model was asked first. */
  fallback: z.string().nullable(),
});
export type MadeBy = z.infer<typeof MadeBy>;
export const BY_RULES: MadeBy = { engine: "rules", model: null, fallback: null };

/** The idea of the film: what it says in one line, and how it looks and sounds. */
export const Concept = z.strictObject({
  title: z.string(),
  logline: z.string(),
  theme: z.enum(THEME_NAMES),
  mood: z.enum(MOODS),
  /** Beats per minute of the music, which also paces the cuts. */
  bpm: z.int().min(60).max(160),
  /** The points of the film in order of telling, verbatim or condensed from the brief. */
  points: z.array(z.string()),
  /** 32-bit; every free choice of later steps derives from it. */
  seed: z.int().nonnegative(),
  madeBy: MadeBy,
});
export type Concept = z.infer<typeof Concept>;
