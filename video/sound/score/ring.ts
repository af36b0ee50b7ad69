import type { Chord } from "./harmony.ts";

/** A tone beside the chord may sound for an eighth of a bar: in passing. */
const PASSING = 1 / 8;

/** What is needed to know how long a note may ring. */
export interface Harmony {
  readonly barSeconds: number;
  readonly bars: readonly { readonly start: number; readonly chord: Chord }[];
  readonly ending: { readonly start: number; readonly chord: Chord };
}

/**
 * Seconds that a note struck at `at` may ring, `wanted` at most: until a chord comes that it would rub
 * against; one that rubs against the chord it is struck in only passes.
 */
export function ringSeconds(harmony: Harmony, at: number, midi: number, wanted: number): number {
  const { bars, ending, barSeconds } = harmony;
  const spans = [...bars, ending];
  const now = spans.findLastIndex(({ start }) => start <= at + 1e-9);
  const chord = spans[now]?.chord;
  if (chord && rubs(midi, chord)) return Math.min(wanted, barSeconds * PASSING);
  const until = spans.slice(now + 1).find((span) => rubs(midi, span.chord))?.start ?? Infinity;
  return Math.min(wanted, until - at);
}

/** True when a tone lies a semitone beside a tone of the chord, in any octave, and is none itself. */
export function rubs(midi: number, chord: Chord): boolean {
  const tones = [chord.bass, ...chord.voicing].map((tone) => tone % 12);
  const beside = (tone: number): boolean => [1, 11].includes((midi - tone + 120) % 12);
  return !tones.includes(midi % 12) && tones.some(beside);
}
