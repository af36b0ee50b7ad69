import { z } from "zod";
import { Span } from "../brief/brief.ts";
import { MadeBy } from "../concept/concept.ts";
import { SceneContent } from "../scene-graph/content.ts";

/** The eight parts of a film; short films merge some, none changes their order. */
export const PARTS = [
  "hook",
  "context",
  "problem",
  "stakes",
  "turn",
  "proof",
  "payoff",
  "call-to-action",
] as const;
export type Part = (typeof PARTS)[number];

/** An ALT beat: what is heard (audio), what is seen (look), what is written on the screen (text). */
export const Beat = z.strictObject({
  id: z.string().regex(/^b\d{2,3}$/),
  part: z.enum(PARTS),
  audio: z.strictObject({
    /** Spoken text, sentence by sentence, already written for the ear; empty for a silent beat. */
    narration: z.array(z.string()),
    /** The same sentences as captions show them ("1.4" for "one point four"); absent when alike. */
    captions: z.array(z.string()).optional(),
    sound: z.string(),
  }),
  look: z.string(),
  text: SceneContent,
  /** Planned length, from the estimated voice plus air. */
  seconds: z.number().positive(),
  /** Where in the brief this comes from. */
  sources: z.array(Span),
});
export type Beat = z.infer<typeof Beat>;

/** The screenplay as data (script.json); `script.md` is the same for readers. */
export const Script = z.strictObject({
  title: z.string(),
  language: z.string(),
  durationSeconds: z.number().positive(),
  beats: z.array(Beat).min(2),
  /** Sentences of the brief that found no place. */
  leftOut: z.array(z.string()),
  assumptions: z.array(z.string()),
  madeBy: MadeBy,
});
export type Script = z.infer<typeof Script>;
