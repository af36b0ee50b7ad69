import { z } from "zod";

/** What was made of a text, and how it measures; one row of the page. */
export const FilmFacts = z.strictObject({
  name: z.string(),
  title: z.string(),
  kind: z.string(),
  source: z.string(),
  licence: z.string(),
  language: z.string(),
  aspect: z.string(),
  theme: z.string(),
  mood: z.string(),
  /** As the brief asks, and as the scene graph is. */
  askedSeconds: z.number(),
  seconds: z.number(),
  templates: z.array(z.string()),
  voice: z.string(),
  captions: z.int(),
  /** Captions that break a reading limit, and what the Editor would still change, in words. */
  findings: z.array(z.string()),
  /** In held frames of every scene, in words. */
  layout: z.array(z.string()),
  integratedLufs: z.number(),
  truePeakDbtp: z.number(),
  voiceOverMusicLu: z.number().nullable(),
  /** The Critic's verdict on the rendered film; null when it was not rendered. */
  critic: z.strictObject({ measured: z.int(), missed: z.array(z.string()) }).nullable(),
});
export type FilmFacts = z.infer<typeof FilmFacts>;

/** What keeps a film from being shown: empty when it is within all limits. */
export function problemsOf(facts: FilmFacts): string[] {
  const { integratedLufs, truePeakDbtp, voiceOverMusicLu, seconds, askedSeconds } = facts;
  return [
    ...(Math.abs(seconds - askedSeconds) > 0.5 ? [`${seconds} s long, not ${askedSeconds} s`] : []),
    ...(Math.abs(integratedLufs + 14) > 0.5 ? [`${integratedLufs.toFixed(1)} LUFS`] : []),
    ...(truePeakDbtp > -1.5 ? [`${truePeakDbtp.toFixed(1)} dBTP`] : []),
    ...(voiceOverMusicLu !== null && voiceOverMusicLu < 10
      ? [`the voice is ${voiceOverMusicLu.toFixed(1)} LU over the music`]
      : []),
    ...facts.findings,
    ...facts.layout,
    ...(facts.critic?.missed ?? []),
  ];
}
