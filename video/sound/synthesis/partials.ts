import { RATE } from "../wav.ts";

/** One decaying sine of a struck or plucked sound. */
export interface Partial {
  /** Of the note's frequency. */
  readonly ratio: number;
  readonly gain: number;
  /** Seconds until it is 60 dB softer, for a note at middle C; higher notes ring shorter. */
  readonly decay: number;
}

const MIDDLE_C = 261.63;
const HIGHEST_HZ = 9_000;
/** A damped note is gone this quickly. */
const RELEASE_SECONDS = 0.18;

/** A soft touch takes so many dB from a partial for each step above the lowest, and so many at most. */
const SOFTER_DB = 2.6;
const SOFTEST_DB = 20;

/**
 * A struck or plucked note: every partial is a resonator that rings out. `hold` is how long the note
 * may ring before it is damped; the onset is softened over `attack` seconds. `touch` is from 0 (soft,
 * and therefore dull) to 1.
 */
export function strike(
  frequency: number,
  partials: readonly Partial[],
  attack: number,
  hold: number,
  touch = 1,
): Float32Array {
  const longest = Math.max(...partials.map((partial) => decayAt(partial, frequency)));
  const seconds = Math.min(longest, hold + RELEASE_SECONDS);
  const sound = new Float32Array(Math.ceil(seconds * RATE));
  for (const partial of partials) {
    if (frequency * partial.ratio >= HIGHEST_HZ) continue;
    const softer = Math.min(SOFTEST_DB, SOFTER_DB * (partial.ratio - 1)) * (1 - touch);
    ring(sound, { ...partial, gain: partial.gain * 10 ** (-softer / 20) }, frequency);
  }
  softenOnset(sound, attack);
  if (hold + RELEASE_SECONDS < longest) fadeEnd(sound, RELEASE_SECONDS);
  return sound;
}

/** y[n] = 2r·cos ω·y[n−1] − r²·y[n−2]: an exponentially decaying sine for two multiplications. */
function ring(sound: Float32Array, partial: Partial, frequency: number): void {
  const omega = (2 * Math.PI * frequency * partial.ratio) / RATE;
  const decay = decayAt(partial, frequency);
  const radius = 10 ** (-3 / (decay * RATE));
  const a = 2 * radius * Math.cos(omega);
  const b = radius * radius;
  let before = 0;
  let now = partial.gain * Math.sin(omega);
  const length = Math.min(sound.length, Math.ceil(decay * 1.2 * RATE));
  for (let i = 0; i < length; i++) {
    sound[i] = (sound[i] as number) + now;
    const next = a * now - b * before;
    before = now;
    now = next;
  }
}

function decayAt(partial: Partial, frequency: number): number {
  return partial.decay * Math.min(1.6, (MIDDLE_C / frequency) ** 0.5);
}

export function softenOnset(sound: Float32Array, seconds: number): void {
  const length = Math.min(sound.length, Math.round(seconds * RATE));
  for (let i = 0; i < length; i++) {
    sound[i] = (sound[i] as number) * (0.5 - 0.5 * Math.cos((Math.PI * i) / length));
  }
}

export function fadeEnd(sound: Float32Array, seconds: number): void {
  const length = Math.min(sound.length, Math.round(seconds * RATE));
  for (let i = 0; i < length; i++) {
    const at = sound.length - 1 - i;
    sound[at] = (sound[at] as number) * (0.5 - 0.5 * Math.cos((Math.PI * i) / length));
  }
}
