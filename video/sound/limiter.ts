import { gainOf } from "./loudness.ts";
import { RATE } from "./wav.ts";

const LOOK_AHEAD = Math.round(0.004 * RATE);
const RELEASE_SECONDS = 0.12;
const PHASES = 4;
const TAPS = 12;

/** Windowed-sinc filters that give the waveform between samples, for four-fold oversampling. */
const BETWEEN = Array.from({ length: PHASES - 1 }, (_, phase) =>
  Float64Array.from({ length: TAPS }, (_, tap) => {
    const x = tap - (TAPS / 2 - 1) - (phase + 1) / PHASES;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / (TAPS / 2));
    return (Math.sin(Math.PI * x) / (Math.PI * x)) * window;
  }),
);

/** The highest true peak (as a factor of full scale) around every sample, over all channels. */
export function truePeaks(channels: readonly Float32Array[]): Float32Array {
  const peaks = new Float32Array(channels[0]?.length ?? 0);
  for (const channel of channels) {
    for (let i = 0; i < channel.length; i++) {
      let peak = Math.max(peaks[i] as number, Math.abs(channel[i] as number));
      const first = i - (TAPS / 2 - 1);
      if (peak > 0.02 && first >= 0 && first + TAPS <= channel.length) {
        for (const filter of BETWEEN) {
          let sum = 0;
          for (let tap = 0; tap < TAPS; tap++) {
            sum += (channel[first + tap] as number) * (filter[tap] as number);
          }
          peak = Math.max(peak, Math.abs(sum));
        }
      }
      peaks[i] = peak;
    }
  }
  return peaks;
}

/**
 * The sound at `gainDb`, with every true peak held under `ceilingDb`: the limiter looks ahead, so that
 * it turns down smoothly before a peak and never cuts it off.
 */
export function limited(
  channels: readonly Float32Array[],
  peaks: Float32Array,
  gainDb: number,
  ceilingDb: number,
): Float32Array[] {
  const gain = gainOf(gainDb);
  const reduction = reductions(peaks, gain, gainOf(ceilingDb));
  return channels.map((channel) => {
    const output = new Float32Array(channel.length);
    for (let i = 0; i < channel.length; i++) {
      output[i] = (channel[i] as number) * gain * (reduction[i] as number);
    }
    return output;
  });
}

/** Factor for each sample: the least that its neighbourhood needs, released slowly, then smoothed. */
function reductions(peaks: Float32Array, gain: number, ceiling: number): Float32Array {
  const needed = peaks.map((peak) => Math.min(1, ceiling / Math.max(1e-9, peak * gain)));
  const held = slidingMinimum(needed, LOOK_AHEAD);
  const rise = 1 - Math.exp(-1 / (RELEASE_SECONDS * RATE));
  let level = 1;
  for (let i = 0; i < held.length; i++) {
    const target = held[i] as number;
    level = target < level ? target : level + (target - level) * rise;
    held[i] = level;
  }
  return movingAverage(held, LOOK_AHEAD);
}

/** The least value from `reach` before to `reach` after each position. */
function slidingMinimum(values: Float32Array, reach: number): Float32Array {
  const minima = new Float32Array(values.length);
  const queue = new Int32Array(values.length);
  let [head, tail] = [0, 0];
  for (let i = 0; i < values.length + reach; i++) {
    if (i < values.length) {
      while (tail > head && (values[queue[tail - 1] as number] as number) >= (values[i] as number))
        tail--;
      queue[tail++] = i;
    }
    const at = i - reach;
    if (at < 0) continue;
    while ((queue[head] as number) < at - reach) head++;
    minima[at] = values[queue[head] as number] as number;
  }
  return minima;
}

/** Mean over `reach` on both sides: as wide as the minimum before it, so that no peak slips through. */
function movingAverage(values: Float32Array, reach: number): Float32Array {
  const averages = new Float32Array(values.length);
  const width = 2 * reach + 1;
  const at = (i: number): number => values[Math.max(0, Math.min(values.length - 1, i))] as number;
  let sum = 0;
  for (let i = -reach; i <= reach; i++) sum += at(i);
  for (let i = 0; i < values.length; i++) {
    averages[i] = sum / width;
    sum += at(i + reach + 1) - at(i - reach);
  }
  return averages;
}
