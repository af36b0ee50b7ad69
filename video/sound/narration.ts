import { z } from "zod";

/** One spoken sentence: measured, silence trimmed. Times are seconds within its own file. */
export const SpokenLine = z.strictObject({
  beat: z.string(),
  index: z.int().nonnegative(),
  /** As spoken, written for the ear. */
  text: z.string(),
  /** As captions show it, where that differs from `text`. */
  caption: z.string().optional(),
  /** Length of the trimmed recording. */
  seconds: z.number().positive(),
  /** File name beside the narration while it is made; a blob hash afterwards. */
  file: z.string(),
  /** Estimated start of each word or phrase, for captions and for reveals on the spoken word. */
  words: z.array(z.strictObject({ text: z.string(), start: z.number(), end: z.number() })),
});
export type SpokenLine = z.infer<typeof SpokenLine>;

export const Narration = z.strictObject({
  engine: z.string(),
  voice: z.string(),
  language: z.string(),
  /** 1 is the voice's own speed; 1.08 is 8 % faster. */
  pace: z.number().positive(),
  lines: z.array(SpokenLine),
  notes: z.array(z.string()),
  /** Where the voice's licence asks that somebody is named. */
  licence: z.string().optional(),
});
export type Narration = z.infer<typeof Narration>;
