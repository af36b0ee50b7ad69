/**
 * Loudness by ITU-R BS.1770-4, on samples in memory: K-weighting, blocks of 400 ms with 75 %
 * overlap, an absolute gate at −70 LUFS and a relative one 10 LU below. For 48 kHz only.
 */

const BLOCK = 19_200;
const HOP = 4_800;
const ABSOLUTE_GATE = -70;

interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/** The two stages of K-weighting at 48 kHz, from the recommendation's tables. */
const SHELF: Biquad = {
  b: [1.53512485958697, -2.69169618940638, 1.19839281085285],
  a: [-1.69065929318241, 0.73248077421585],
};
const HIGH_PASS: Biquad = { b: [1, -2, 1], a: [-1.99004745483398, 0.99007225036621] };

/** Half-open range of samples. */
export interface SampleSpan {
  readonly from: number;
  readonly to: number;
}

/** Mean square of each hop of 100 ms, summed over the channels: all that gating needs. */
export function hopEnergies(channels: readonly Float32Array[]): Float64Array {
  const hops = Math.ceil((channels[0]?.length ?? 0) / HOP);
  const energies = new Float64Array(hops);
  for (const channel of channels) addHopEnergies(channel, energies);
  return energies;
}

/**
 * Integrated loudness in LUFS; with `spans`, of the blocks that lie within them for the most part.
 * −Infinity when everything is below the gate.
 */
export function loudnessOf(
  energies: Float64Array,
  options: { spans?: readonly SampleSpan[]; gated?: boolean } = {},
): number {
  const blocks = blockEnergies(energies, options.spans);
  if (options.gated === false) return lufs(mean(blocks));
  const loud = blocks.filter((energy) => lufs(energy) > ABSOLUTE_GATE);
  const relativeGate = lufs(mean(loud)) - 10;
  return lufs(mean(loud.filter((energy) => lufs(energy) > relativeGate)));
}

/** Integrated loudness of samples, in LUFS. Sounds shorter than a block are measured whole. */
export function integratedLoudness(channels: readonly Float32Array[]): number {
  const energies = hopEnergies(channels);
  return energies.length < BLOCK / HOP ? lufs(mean([...energies])) : loudnessOf(energies);
}

function addHopEnergies(channel: Float32Array, energies: Float64Array): void {
  const [s0, s1, s2] = SHELF.b;
  const [p1, p2] = SHELF.a;
  const [h0, h1, h2] = HIGH_PASS.b;
  const [q1, q2] = HIGH_PASS.a;
  let [v1, v2, w1, w2] = [0, 0, 0, 0];
  for (let hop = 0; hop < energies.length; hop++) {
    const end = Math.min(channel.length, (hop + 1) * HOP);
    let sum = 0;
    for (let i = hop * HOP; i < end; i++) {
      const v = (channel[i] as number) - p1 * v1 - p2 * v2;
      const shelved = s0 * v + s1 * v1 + s2 * v2;
      v2 = v1;
      v1 = v;
      const w = shelved - q1 * w1 - q2 * w2;
      const weighted = h0 * w + h1 * w1 + h2 * w2;
      w2 = w1;
      w1 = w;
      sum += weighted * weighted;
    }
    energies[hop] = (energies[hop] as number) + sum / HOP;
  }
}

function blockEnergies(energies: Float64Array, spans?: readonly SampleSpan[]): number[] {
  const perBlock = BLOCK / HOP;
  const blocks: number[] = [];
  for (let hop = 0; hop + perBlock <= energies.length; hop++) {
    const middle = hop * HOP + BLOCK / 2;
    if (spans && !spans.some(({ from, to }) => middle >= from && middle < to)) continue;
    blocks.push(mean([...energies.subarray(hop, hop + perBlock)]));
  }
  return blocks;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function lufs(energy: number): number {
  return energy > 0 ? -0.691 + 10 * Math.log10(energy) : -Infinity;
}

/** dB → factor of amplitude. */
export function gainOf(decibels: number): number {
  return 10 ** (decibels / 20);
}
