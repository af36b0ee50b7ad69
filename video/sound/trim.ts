import type { Sound } from "./wav.ts";
import { gainOf, integratedLoudness } from "./loudness.ts";

/** Below the loudest moment, in dB: what counts as silence at the ends of a recording. */
const SILENCE_DB = -42;
const WINDOW_SECONDS = 0.005;
/** Kept before and after the speech, so that breathy consonants are not cut. */
const LEAD_SECONDS = 0.02;
const TAIL_SECONDS = 0.07;
const FADE_IN_SECONDS = 0.006;
const FADE_OUT_SECONDS = 0.03;
const PEAK_LIMIT_DB = -2;

/** Cuts the silence at both ends and softens the cuts. A silent recording comes back empty. */
export function trimSilence(sound: Sound): Sound {
  const [samples = new Float32Array()] = sound.channels;
  const window = Math.round(WINDOW_SECONDS * sound.rate);
  const peaks = windowPeaks(samples, window);
  const threshold = Math.max(...peaks, 0) * gainOf(SILENCE_DB);
  const first = peaks.findIndex((peak) => peak > threshold);
  if (first < 0) return { rate: sound.rate, channels: [new Float32Array()] };
  const last = peaks.findLastIndex((peak) => peak > threshold);
  const from = Math.max(0, first * window - LEAD_SECONDS * sound.rate);
  const to = Math.min(samples.length, (last + 1) * window + TAIL_SECONDS * sound.rate);
  return { rate: sound.rate, channels: [fadeEnds(samples.slice(from, to), sound.rate)] };
}

/** Brings a recording to a loudness in LUFS, as far as its peaks allow. */
export function levelTo(sound: Sound, lufs: number): Sound {
  const measured = integratedLoudness(sound.channels);
  if (measured === -Infinity) return sound;
  const peak = Math.max(...sound.channels.map(peakOf));
  const gain = Math.min(gainOf(lufs - measured), gainOf(PEAK_LIMIT_DB) / peak);
  const channels = sound.channels.map((channel) => channel.map((sample) => sample * gain));
  return { rate: sound.rate, channels };
}

export function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}

function windowPeaks(samples: Float32Array, window: number): number[] {
  const count = Math.ceil(samples.length / window);
  return Array.from({ length: count }, (_, i) =>
    peakOf(samples.subarray(i * window, (i + 1) * window)),
  );
}

function fadeEnds(samples: Float32Array, rate: number): Float32Array {
  const fadeIn = Math.min(samples.length, FADE_IN_SECONDS * rate);
  const fadeOut = Math.min(samples.length, FADE_OUT_SECONDS * rate);
  for (let i = 0; i < fadeIn; i++) samples[i] = (samples[i] as number) * (i / fadeIn);
  for (let i = 0; i < fadeOut; i++) {
    const at = samples.length - 1 - i;
    samples[at] = (samples[at] as number) * (i / fadeOut);
  }
  return samples;
}
