import { gainOf, integratedLoudness } from "./loudness.ts";
import { peakOf } from "./trim.ts";
import { RATE, type Sound } from "./wav.ts";

const HIGH_PASS_HZ = 32;
const AIR_HZ = 2_000;
const MUD_HZ = 310;
const MUD_Q = 0.75;
const FADE_IN_SECONDS = 0.01;

/**
 * Finishes a synthesized sound: no rumble and no DC, peaks rounded off softly, a loudness in LUFS
 * below a peak in dBFS, and a fade that reaches zero with the last sample.
 */
export function finishSound(
  channels: readonly [Float32Array, Float32Array],
  target: {
    readonly lufs: number;
    readonly peakDb: number;
    readonly fadeSeconds: number;
    readonly airDb?: number;
    /** What is taken around 300 Hz, where pads, keys and a voice's first formants pile up. */
    readonly mudDb?: number;
  },
): Sound {
  for (const channel of channels) removeRumble(channel);
  if (target.mudDb) for (const channel of channels) cutBell(channel, target.mudDb);
  for (const channel of channels) addAir(channel, target.airDb ?? 0);
  scale(channels, gainOf(target.lufs - integratedLoudness(channels)));
  for (const channel of channels) {
    for (let i = 0; i < channel.length; i++) channel[i] = rounded(channel[i] as number);
    fade(channel, target.fadeSeconds);
  }
  const peak = Math.max(...channels.map(peakOf));
  if (peak > gainOf(target.peakDb)) scale(channels, gainOf(target.peakDb) / peak);
  return { rate: RATE, channels };
}

/** Straight up to half of full scale, then bent towards it. */
function rounded(sample: number): number {
  const size = Math.abs(sample);
  return size <= 0.5 ? sample : Math.sign(sample) * (0.5 + 0.5 * Math.tanh((size - 0.5) / 0.5));
}

function removeRumble(channel: Float32Array): void {
  const keep = Math.exp((-2 * Math.PI * HIGH_PASS_HZ) / RATE);
  for (let pass = 0; pass < 2; pass++) {
    let [before, output] = [0, 0];
    for (let i = 0; i < channel.length; i++) {
      const input = channel[i] as number;
      output = keep * (output + input - before);
      before = input;
      channel[i] = output;
    }
  }
}

/** Lifts everything above about 2 kHz by a first-order shelf. */
function addAir(channel: Float32Array, decibels: number): void {
  const follow = 1 - Math.exp((-2 * Math.PI * AIR_HZ) / RATE);
  const lift = gainOf(decibels) - 1;
  let low = 0;
  for (let i = 0; i < channel.length; i++) {
    const input = channel[i] as number;
    low += follow * (input - low);
    channel[i] = input + (input - low) * lift;
  }
}

/** A bell-shaped cut (Bristow-Johnson's peaking filter). */
function cutBell(channel: Float32Array, decibels: number): void {
  const omega = (2 * Math.PI * MUD_HZ) / RATE;
  const alpha = Math.sin(omega) / (2 * MUD_Q);
  const size = 10 ** (-decibels / 40);
  const a0 = 1 + alpha / size;
  const [b0, b1, b2] = [
    (1 + alpha * size) / a0,
    (-2 * Math.cos(omega)) / a0,
    (1 - alpha * size) / a0,
  ];
  const a2 = (1 - alpha / size) / a0;
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let i = 0; i < channel.length; i++) {
    const x = channel[i] as number;
    const y = b0 * x + b1 * x1 + b2 * x2 - b1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    channel[i] = y;
  }
}

function scale(channels: readonly Float32Array[], gain: number): void {
  if (!Number.isFinite(gain)) return;
  for (const channel of channels) {
    for (let i = 0; i < channel.length; i++) channel[i] = (channel[i] as number) * gain;
  }
}

function fade(channel: Float32Array, seconds: number): void {
  const start = Math.min(channel.length, Math.round(FADE_IN_SECONDS * RATE));
  for (let i = 0; i < start; i++) channel[i] = (channel[i] as number) * (i / start);
  const end = Math.min(channel.length, Math.round(seconds * RATE));
  for (let i = 0; i < end; i++) {
    const at = channel.length - 1 - i;
    channel[at] = (channel[at] as number) * (0.5 - 0.5 * Math.cos((Math.PI * i) / end));
  }
}
