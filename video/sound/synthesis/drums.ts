import { RATE } from "../wav.ts";
import type { Random } from "./random.ts";
import { fadeEnd, softenOnset } from "./partials.ts";

export const DRUMS = ["kick", "snare", "hat", "shaker", "rim", "swell"] as const;
export type Drum = (typeof DRUMS)[number];

/** One drum, struck several times: hits are copies of these. */
export type Takes = readonly [Float32Array, ...Float32Array[]];

const TAKES = 4;

/**
 * Every drum a few times, never twice alike, as no drummer hits the same spot again. Soft on purpose:
 * they stand under a voice.
 */
export function makeDrums(random: Random, swellSeconds: number): Record<Drum, Takes> {
  /** Seconds and frequencies differ a little from take to take. */
  const about = (value: number): number => value * (1 + 0.12 * random.signed());
  const hat = () =>
    noise(random, { seconds: about(0.07), attack: 0.001, low: about(6500), high: about(11000) });
  const shaker = () =>
    noise(random, { seconds: about(0.11), attack: about(0.025), low: 4200, high: about(8500) });
  return {
    kick: [kick()],
    snare: takes(() => snare(random)),
    hat: takes(hat),
    shaker: takes(shaker),
    rim: takes(() => rim(random)),
    swell: [swell(random, swellSeconds)],
  };
}

function takes(play: () => Float32Array): Takes {
  return [play(), ...Array.from({ length: TAKES - 1 }, play)];
}

/** A sine that falls from 115 to 48 Hz, with a soft beater. */
function kick(): Float32Array {
  const sound = new Float32Array(Math.round(0.32 * RATE));
  let phase = 0;
  for (let i = 0; i < sound.length; i++) {
    const time = i / RATE;
    phase += (2 * Math.PI * (48 + 67 * Math.exp(-time * 38))) / RATE;
    sound[i] =
      Math.sin(phase) * Math.exp(-time * 13) + 0.12 * Math.sin(phase * 5) * Math.exp(-time * 160);
  }
  softenOnset(sound, 0.002);
  fadeEnd(sound, 0.05);
  return sound;
}

/** Half brush, half clap. */
function snare(random: Random): Float32Array {
  const sound = noise(random, { seconds: 0.22, attack: 0.002, low: 900, high: 5200 });
  for (let i = 0; i < sound.length; i++) {
    const time = i / RATE;
    const body = 0.3 * Math.sin(2 * Math.PI * 196 * time) * Math.exp(-time * 32);
    sound[i] = (sound[i] as number) * 0.9 + body;
  }
  softenOnset(sound, 0.002);
  return sound;
}

function rim(random: Random): Float32Array {
  const sound = noise(random, { seconds: 0.05, attack: 0.001, low: 1500, high: 3800 });
  for (let i = 0; i < sound.length; i++) {
    const time = i / RATE;
    sound[i] =
      0.35 * (sound[i] as number) + 0.5 * Math.sin(2 * Math.PI * 830 * time) * Math.exp(-time * 95);
  }
  softenOnset(sound, 0.001);
  return sound;
}

/** A cymbal played backwards: it leads into a new section. */
function swell(random: Random, seconds: number): Float32Array {
  const sound = filteredNoise(random, Math.round(seconds * RATE), 2500, 9000);
  for (let i = 0; i < sound.length; i++) sound[i] = (sound[i] as number) * (i / sound.length) ** 3;
  fadeEnd(sound, 0.04);
  return sound;
}

interface NoiseShape {
  readonly seconds: number;
  readonly attack: number;
  readonly low: number;
  readonly high: number;
}

function noise(random: Random, shape: NoiseShape): Float32Array {
  const sound = filteredNoise(random, Math.round(shape.seconds * RATE), shape.low, shape.high);
  for (let i = 0; i < sound.length; i++) {
    sound[i] = (sound[i] as number) * Math.exp((-5 * i) / sound.length);
  }
  softenOnset(sound, shape.attack);
  fadeEnd(sound, shape.seconds * 0.3);
  return sound;
}

/** Noise between two frequencies, by one-pole filters in pairs, at an even loudness. */
export function filteredNoise(
  random: Random,
  length: number,
  low: number,
  high: number,
): Float32Array {
  const sound = new Float32Array(length);
  const pass = 1 - Math.exp((-2 * Math.PI * high) / RATE);
  const cut = 1 - Math.exp((-2 * Math.PI * low) / RATE);
  let [high1, high2, low1, low2, energy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < length; i++) {
    high1 += pass * (random.signed() - high1);
    high2 += pass * (high1 - high2);
    low1 += cut * (high2 - low1);
    low2 += cut * (high2 - low1 - low2);
    const sample = high2 - low1 - low2;
    sound[i] = sample;
    energy += sample * sample;
  }
  const scale = 0.3 / Math.sqrt(energy / Math.max(1, length) + 1e-12);
  return sound.map((sample) => sample * scale);
}
