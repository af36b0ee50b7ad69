import type { Mood } from "../look/names.ts";
import { finishSound } from "./master.ts";
import { frequencyOf, scaleTone } from "./score/harmony.ts";
import { performScore } from "./score/perform.ts";
import { type Section, writeScore } from "./score/score.ts";
import { secondsOf, writeWav } from "./wav.ts";

export interface ComposeOptions {
  readonly mood: Mood;
  readonly bpm: number;
  readonly seconds: number;
  readonly seed: number;
  /** Where the music grows or calms down; without it, it grows, and settles before the end. */
  readonly sections?: readonly Section[];
  /** Path of the WAV (48 kHz, stereo, 16 bit). */
  readonly output: string;
  readonly signal: AbortSignal;
}

export interface Music {
  readonly file: string;
  readonly seconds: number;
  /** "E♭ major" */
  readonly key: string;
  /** The key's first tone, within the octave around middle C. */
  readonly tonicHz: number;
  readonly notes: readonly string[];
}

const TARGET = { lufs: -18, peakDb: -2, airDb: 4, mudDb: 4, fadeSeconds: 1 };

/**
 * Composes and plays music for a film: exactly `seconds` long, ending on a resolved chord that has
 * rung out with the last sample. The same options give the same bytes.
 */
export async function composeMusic(options: ComposeOptions): Promise<Music> {
  const score = writeScore(options);
  const stage = await performScore(score, options.seed, options.signal);
  const fadeSeconds = Math.min(TARGET.fadeSeconds, options.seconds / 8);
  const sound = finishSound([stage.left, stage.right], { ...TARGET, fadeSeconds });
  writeWav(options.output, sound);
  const notes = [
    `Music synthesized on this machine: ${score.key.name}, ${score.bpm.toFixed(1)} bpm, ` +
      `${score.bars.length} bars, ${score.keys}.`,
  ];
  return {
    file: options.output,
    seconds: secondsOf(sound),
    key: score.key.name,
    tonicHz: frequencyOf(scaleTone(score.key, 0)),
    notes,
  };
}
