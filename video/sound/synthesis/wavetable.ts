import { RATE } from "../wav.ts";

const SIZE = 2048;

/** One period of a tone with so many harmonics, each weaker by `tilt`: band-limited by construction. */
export function wavetable(harmonics: number, tilt: number): Float32Array {
  const table = new Float32Array(SIZE + 1);
  for (let harmonic = 1; harmonic <= harmonics; harmonic++) {
    // The last harmonics fade, so that the spectrum has no edge.
    const gain = harmonic ** -tilt * Math.cos((Math.PI / 2) * ((harmonic - 1) / harmonics));
    for (let i = 0; i <= SIZE; i++) {
      table[i] = (table[i] as number) + gain * Math.sin((2 * Math.PI * harmonic * i) / SIZE);
    }
  }
  return table;
}

export interface Sustained {
  readonly frequency: number;
  readonly seconds: number;
  readonly attack: number;
  readonly release: number;
  /** Phase from 0 to 1 at the start. */
  readonly phase: number;
  /** 0 plays `dark`, 1 plays `bright`, at the middle of the note; it opens and closes slowly. */
  readonly brightness: number;
  /** How far the pitch drifts, in cents, and how often a second: no player stands still. */
  readonly drift?: { readonly cents: number; readonly hz: number };
}

/** Samples between two corrections of the pitch. */
const DRIFT_EVERY = 128;

/** Adds a sustained tone, `seconds` long plus its release, that crossfades between two wavetables. */
export function sustain(
  sound: Float32Array,
  dark: Float32Array,
  bright: Float32Array,
  tone: Sustained,
  gain: number,
): void {
  const held = Math.round(tone.seconds * RATE);
  const attack = Math.max(1, tone.attack * RATE);
  const release = Math.max(1, tone.release * RATE);
  const length = Math.min(sound.length, held + Math.round(release));
  const steady = (tone.frequency / RATE) * SIZE;
  let step = steady;
  let position = tone.phase * SIZE;
  for (let i = 0; i < length; i++) {
    if (tone.drift && i % DRIFT_EVERY === 0) step = steady * driftAt(tone.drift, tone.phase, i);
    const index = position | 0;
    const fraction = position - index;
    const low = lookup(dark, index, fraction);
    const high = lookup(bright, index, fraction);
    const swell = tone.brightness * (0.55 + 0.45 * Math.sin(Math.PI * Math.min(1, i / held)));
    const rise = i < attack ? i / attack : 1;
    const fall = i > held ? Math.max(0, 1 - (i - held) / release) : 1;
    const level = rise * rise * (3 - 2 * rise) * fall * fall * gain;
    sound[i] = (sound[i] as number) + (low + (high - low) * swell) * level;
    position += step;
    if (position >= SIZE) position -= SIZE;
  }
}

function driftAt(drift: { cents: number; hz: number }, phase: number, sample: number): number {
  const swing = Math.sin(2 * Math.PI * ((drift.hz * sample) / RATE + phase));
  return 2 ** ((drift.cents * swing) / 1200);
}

function lookup(table: Float32Array, index: number, fraction: number): number {
  const value = table[index] as number;
  return value + ((table[index + 1] as number) - value) * fraction;
}
