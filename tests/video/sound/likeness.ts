import { RATE } from "../../../video/sound/wav.ts";

/**
 * How a piece sounds, in numbers that ignore its key: where its energy lies (24 bands), how that moves,
 * and where its onsets fall. Two recordings of one piece are at 0 from each other.
 */
export interface Portrait {
  /** Mean and spread of each band, in dB under the loudest. */
  readonly timbre: readonly number[];
  /** Onset strength by frames of 20 ms, at mean 0 and norm 1. */
  readonly onsets: Float64Array;
  /** Mean frequency by energy, in Hz. */
  readonly centroid: number;
  /** Spread of the loudness of half seconds, in dB. */
  readonly dynamics: number;
}

const HOP = RATE / 50;
const BANDS = Array.from({ length: 24 }, (_, band) => 60 * 2 ** (band / 3.2));

export function portraitOf(samples: Float32Array): Portrait {
  const levels = BANDS.map((hz) => bandLevels(samples, hz));
  const frames = levels[0]?.length ?? 0;
  const means = levels.map(meanOf);
  const loudest = Math.max(...means);
  const total = Array.from({ length: frames }, (_, at) =>
    levels.reduce((sum, band) => sum + 10 ** ((band[at] ?? 0) / 10), 0),
  );
  const energy = levels.map((band) => meanOf(band.map((level) => 10 ** (level / 10))));
  const halves = Array.from(
    { length: Math.floor(frames / 25) },
    (_, i) => 10 * Math.log10(meanOf(total.slice(i * 25, i * 25 + 25)) + 1e-12),
  ).slice(1, -6);
  return {
    timbre: [...means.map((mean) => mean - loudest), ...levels.map(spreadOf)],
    onsets: onsetsOf(levels, frames),
    centroid:
      energy.reduce((sum, each, i) => sum + each * (BANDS[i] ?? 0), 0) /
      energy.reduce((sum, each) => sum + each, 0),
    dynamics: spreadOf(halves),
  };
}

/** 0 for the same sound; about 1 for two that share nothing but the instruments. */
export function distance(one: Portrait, other: Portrait): number {
  const timbre = Math.sqrt(
    meanOf(one.timbre.map((each, i) => (each - (other.timbre[i] ?? 0)) ** 2)),
  );
  return Math.hypot(timbre / 6, 1 - bestCorrelation(one.onsets, other.onsets));
}

/** Level in dB around a frequency for each frame, by a pair of resonators. */
function bandLevels(samples: Float32Array, hz: number): number[] {
  const omega = (2 * Math.PI * hz) / RATE;
  const radius = 1 - (Math.PI * hz * 0.22) / RATE;
  const [a, b] = [2 * radius * Math.cos(omega), radius * radius];
  const gain = 1 - radius;
  const levels: number[] = [];
  let [now, before, energy] = [0, 0, 0];
  for (let i = 0; i < samples.length; i++) {
    const next = gain * (samples[i] as number) + a * now - b * before;
    before = now;
    now = next;
    energy += now * now;
    if ((i + 1) % HOP === 0) {
      levels.push(10 * Math.log10(energy / HOP + 1e-9));
      energy = 0;
    }
  }
  return levels;
}

function onsetsOf(levels: readonly (readonly number[])[], frames: number): Float64Array {
  const rises = Float64Array.from({ length: frames }, (_, at) =>
    levels.reduce((sum, band) => sum + Math.max(0, (band[at] ?? 0) - (band[at - 1] ?? 0)), 0),
  );
  const mean = meanOf([...rises]);
  const norm = Math.sqrt(rises.reduce((sum, each) => sum + (each - mean) ** 2, 0)) || 1;
  return rises.map((each) => (each - mean) / norm);
}

/** The best match within a quarter of a second: one piece may begin a little later. */
function bestCorrelation(one: Float64Array, other: Float64Array): number {
  let best = 0;
  for (let lag = -12; lag <= 12; lag++) {
    let sum = 0;
    for (let i = 0; i < one.length; i++) sum += (one[i] as number) * (other[i + lag] ?? 0);
    best = Math.max(best, sum);
  }
  return best;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function spreadOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}
