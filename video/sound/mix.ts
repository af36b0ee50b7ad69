import { mkdirSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { OperationalError } from "../../kernel/errors.ts";
import { runOrThrow } from "../../kernel/process.ts";
import type { SceneGraph } from "../scene-graph/scene-graph.ts";
import { duck, duckDepth, LEAST_SEPARATION_LU, separation, speechSpans } from "./duck.ts";
import { encodeSound } from "./encoding.ts";
import { limited, truePeaks } from "./limiter.ts";
import { integratedLoudness } from "./loudness.ts";
import { addRoomTone } from "./room-tone.ts";
import { buildStems, type Stems, type Stereo } from "./stems.ts";
import { RATE, writeWav } from "./wav.ts";

export interface LoudnessTarget {
  /** Integrated loudness in LUFS. */
  readonly lufs: number;
  /** The most that a true peak may reach, in dBTP. */
  readonly truePeak: number;
}

export interface MixOptions {
  readonly graph: SceneGraph;
  /** Path of an asset's content. */
  readonly fileOf: (assetId: string) => string;
  /** Path of the WAV (48 kHz, stereo, 16 bit), exactly as long as the film. */
  readonly output: string;
  /** For intermediate files. */
  readonly folder: string;
  readonly target: LoudnessTarget;
  readonly signal: AbortSignal;
  readonly onProgress?: (doing: string, progress: number) => void;
}

export interface MixedLoudness {
  readonly integratedLufs: number;
  readonly truePeakDbtp: number;
  /** Voice over music while somebody speaks; null without voice or music. */
  readonly voiceOverMusicLu: number | null;
}

const TOLERANCE_LU = 0.5;
/** Encoding to AAC lifts true peaks, mostly by less: the limiter stays this far below the target. */
const ENCODER_MARGIN_DB = 0.6;
const ATTEMPTS = 3;

/**
 * Mixes a film's sound: places every layer on its frame, lets the music give way to speech, and brings
 * the whole to its loudness. What ffmpeg measures of it, encoded as the film will have it, is what counts
 * and is answered: hard attacks can come out of the encoder 2 dB higher.
 * Throws `nothing-to-hear` for a silent film and `loudness-missed` when the target can't be reached.
 */
export async function mixSound(options: MixOptions): Promise<MixedLoudness> {
  const { target, onProgress, output } = options;
  mkdirSync(options.folder, { recursive: true });
  onProgress?.("Placing the sounds", 0);
  const stems = await buildStems(options);
  await nextTurn(undefined, { signal: options.signal });
  onProgress?.("Lowering the music under the voice", 0.4);
  const voiceOverMusicLu = makeRoomForVoice(stems);
  const mix = sumOf(stems);
  addRoomTone(mix, stems.voices, options.graph.seed);
  const peaks = truePeaks(mix);
  let wanted = target.lufs;
  let ceiling = target.truePeak - ENCODER_MARGIN_DB;
  let measured = { integratedLufs: -Infinity, truePeakDbtp: Infinity };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    await nextTurn(undefined, { signal: options.signal });
    onProgress?.("Bringing the mix to its loudness", 0.6 + attempt * 0.1);
    writeWav(output, { rate: RATE, channels: levelled(mix, peaks, wanted, ceiling) });
    const heard = await encodeSound(output, options.folder, options.signal);
    measured = await measureLoudness(heard, options.signal);
    if (meets(measured, target)) return { ...measured, voiceOverMusicLu };
    wanted += target.lufs - measured.integratedLufs;
    ceiling -= Math.max(0, measured.truePeakDbtp - target.truePeak);
  }
  throw missed(measured, target);
}

/** Integrated loudness (LUFS) and true peak (dBTP) of a file's sound, by ffmpeg's EBU R128 meter. */
export async function measureLoudness(
  file: string,
  signal: AbortSignal,
): Promise<{ integratedLufs: number; truePeakDbtp: number }> {
  const filter = "ebur128=peak=true:framelog=verbose";
  const args = [
    "-nostdin",
    "-hide_banner",
    "-nostats",
    "-i",
    file,
    "-af",
    filter,
    "-f",
    "null",
    "-",
  ];
  const { stderr } = await runOrThrow("ffmpeg", args, { signal });
  const summary = stderr.slice(stderr.lastIndexOf("Summary:"));
  const read = (pattern: RegExp): number => Number(pattern.exec(summary)?.[1] ?? NaN);
  return {
    integratedLufs: read(/I:\s+(-?[\d.]+) LUFS/),
    truePeakDbtp: read(/Peak:\s+(-?[\d.]+) dBFS/),
  };
}

/** Ducks the music in place; answers with the separation that it has then. */
function makeRoomForVoice(stems: Stems): number | null {
  const spans = speechSpans(stems.voices);
  const depth = duckDepth(separation(stems.voice, stems.music, spans));
  if (depth > 0) duck(stems.music, spans, depth);
  const reached = separation(stems.voice, stems.music, spans);
  if (reached !== null && reached < LEAST_SEPARATION_LU) {
    duck(stems.music, spans, LEAST_SEPARATION_LU - reached + 1);
    return separation(stems.voice, stems.music, spans);
  }
  return reached;
}

function sumOf({ voice, music, effects }: Stems): Stereo {
  const sum = (side: 0 | 1): Float32Array =>
    voice[side].map((sample, i) => sample + (music[side][i] ?? 0) + (effects[side][i] ?? 0));
  return [sum(0), sum(1)];
}

/** The limiter takes some loudness away: the gain is corrected until the loudness is right. */
function levelled(mix: Stereo, peaks: Float32Array, lufs: number, ceiling: number): Float32Array[] {
  const loudness = integratedLoudness(mix);
  if (!Number.isFinite(loudness)) throw silent();
  let gain = lufs - loudness;
  let output = limited(mix, peaks, gain, ceiling);
  for (let pass = 0; pass < 4; pass++) {
    const error = lufs - integratedLoudness(output);
    if (Math.abs(error) < 0.1) break;
    gain += error;
    output = limited(mix, peaks, gain, ceiling);
  }
  return output;
}

function meets(
  measured: { integratedLufs: number; truePeakDbtp: number },
  target: LoudnessTarget,
): boolean {
  const near = Math.abs(measured.integratedLufs - target.lufs) <= TOLERANCE_LU;
  return near && measured.truePeakDbtp <= target.truePeak;
}

function silent(): OperationalError {
  return new OperationalError("nothing-to-hear", "The film has no sound that could be heard.", {
    hint: "Give its scene graph a music or a voice layer.",
  });
}

function missed(
  measured: { integratedLufs: number; truePeakDbtp: number },
  target: LoudnessTarget,
): OperationalError {
  const reached = `${measured.integratedLufs} LUFS with a true peak of ${measured.truePeakDbtp} dBTP`;
  const wanted = `${target.lufs} LUFS under ${target.truePeak} dBTP`;
  return new OperationalError("loudness-missed", `The mix reaches ${reached}, not ${wanted}.`, {
    hint: "The sounds are too short or too peaky for this target: check the scene graph's layers.",
  });
}
