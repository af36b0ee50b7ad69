import { join } from "node:path";
import { codeOf } from "../../kernel/errors.ts";
import { runOrThrow } from "../../kernel/process.ts";
import { soundsOf } from "../scene-graph/layers.ts";
import type { AudioLayer, SceneGraph } from "../scene-graph/scene-graph.ts";
import { gainOf, integratedLoudness, type SampleSpan } from "./loudness.ts";
import { RATE, readWav, type Sound } from "./wav.ts";

/** At a gain of 0 dB every asset is this loud: the graph's gains are relative to each other. */
const REFERENCE_LUFS = -18;
/** A layer that ends inside its file fades out, so that it does not click. */
const FADE_SECONDS = 0.02;

export type Stereo = readonly [Float32Array, Float32Array];

/** The sounds of a film by role, each as long as the film. */
export interface Stems {
  readonly voice: Stereo;
  readonly music: Stereo;
  readonly effects: Stereo;
  /** Where each spoken sentence sounds. */
  readonly voices: readonly SampleSpan[];
}

/** Reads the graph's sounds and places them on its frames. */
export async function buildStems(options: {
  readonly graph: SceneGraph;
  readonly fileOf: (assetId: string) => string;
  readonly folder: string;
  readonly signal: AbortSignal;
}): Promise<Stems> {
  const { graph } = options;
  const length = Math.round((graph.duration / graph.fps) * RATE);
  const stem = (): Stereo => [new Float32Array(length), new Float32Array(length)];
  const stems = { voice: stem(), music: stem(), effect: stem() };
  const sounds = new Map<string, Sound>();
  const voices: SampleSpan[] = [];
  for (const layer of soundsOf(graph)) {
    const sound = sounds.get(layer.ref) ?? (await readSound(layer.ref, options));
    sounds.set(layer.ref, sound);
    const span = addLayer(stems[layer.role], sound, layer, graph.fps);
    if (layer.role === "voice") voices.push(span);
  }
  return { voice: stems.voice, music: stems.music, effects: stems.effect, voices };
}

/** An asset as samples at our rate, at the reference loudness. */
async function readSound(
  ref: string,
  options: { fileOf: (assetId: string) => string; folder: string; signal: AbortSignal },
): Promise<Sound> {
  const sound = plainSound(options.fileOf(ref)) ?? (await decode(ref, options));
  // The loudness of one channel on both sides is 3 LU more than of the file alone.
  const loudness = integratedLoudness(sidesOf(sound));
  const gain = Number.isFinite(loudness) ? gainOf(REFERENCE_LUFS - loudness) : 1;
  return { rate: RATE, channels: sound.channels.map((it) => it.map((sample) => sample * gain)) };
}

/** What Kantoku itself has recorded; a decoder takes a quarter of a second to say the same. */
function plainSound(file: string): Sound | undefined {
  if (!file.endsWith(".wav")) return undefined;
  try {
    const sound = readWav(file);
    const isPlain = sound.rate === RATE && [1, 2].includes(sound.channels.length);
    return isPlain ? sound : undefined;
  } catch (error) {
    if (codeOf(error) === "wav-unreadable") return undefined;
    throw error;
  }
}

async function decode(
  ref: string,
  options: { fileOf: (assetId: string) => string; folder: string; signal: AbortSignal },
): Promise<Sound> {
  const decoded = join(options.folder, `decoded-${ref.replaceAll(/[^A-Za-z0-9-]/g, "_")}.wav`);
  const input = ["-nostdin", "-v", "error", "-y", "-i", options.fileOf(ref)];
  const output = ["-vn", "-ar", String(RATE), "-c:a", "pcm_f32le", decoded];
  await runOrThrow("ffmpeg", [...input, ...output], { signal: options.signal });
  return readWav(decoded);
}

function addLayer(stem: Stereo, sound: Sound, layer: AudioLayer, fps: number): SampleSpan {
  const from = Math.round((layer.start / fps) * RATE);
  const end = Math.round(((layer.start + layer.duration) / fps) * RATE);
  const sides = sidesOf(sound);
  const gain = gainOf(layer.gainDb);
  const length = Math.min(sides[0].length, end - from, stem[0].length - from);
  const cut = length < sides[0].length;
  const fade = FADE_SECONDS * RATE;
  for (const [side, target] of stem.entries()) {
    const source = sides[side] as Float32Array;
    for (let i = 0; i < length; i++) {
      const level = cut ? gain * Math.min(1, (length - i) / fade) : gain;
      target[from + i] = (target[from + i] as number) + (source[i] as number) * level;
    }
  }
  return { from, to: from + Math.max(0, length) };
}

function sidesOf(sound: Sound): Stereo {
  const [left = new Float32Array(), right = left] = sound.channels;
  return [left, right];
}
