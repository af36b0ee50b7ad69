import type { EffectName } from "./effect-names.ts";
import { finishSound } from "./master.ts";
import { filteredNoise } from "./synthesis/drums.ts";
import { strike } from "./synthesis/partials.ts";
import { randomFrom } from "./synthesis/random.ts";
import { addRoom } from "./synthesis/space.ts";
import { openStage, place, type Stage } from "./synthesis/stage.ts";
import { RATE, secondsOf, writeWav } from "./wav.ts";

export interface EffectOptions {
  readonly seed: number;
  /** Of the film's key, an octave around middle C: effects with a pitch are in tune with the music. */
  readonly tonicHz: number;
  /** Path of the WAV (48 kHz, stereo, 16 bit). */
  readonly output: string;
  readonly signal: AbortSignal;
}

export interface Effect {
  readonly file: string;
  readonly seconds: number;
}

const WHOOSH_SECONDS = 0.9;
/** Loudest in the middle of a transition. */
const WHOOSH_PEAK_SECONDS = 0.42;

/** Air that passes from one side to the other, for transitions. */
async function makeWhoosh(options: EffectOptions): Promise<Effect> {
  const random = randomFrom(options.seed);
  const stage = openStage(WHOOSH_SECONDS);
  const direction = random.next() < 0.5 ? -1 : 1;
  // Three bands that peak one after the other sound like a moving filter.
  for (const [index, low] of [350, 800, 1700].entries()) {
    const band = filteredNoise(random, stage.length, low, low * 2.2);
    const peak = WHOOSH_PEAK_SECONDS * (0.85 + index * 0.15);
    shape(band, (time) => Math.exp(-(((time - peak) / (time < peak ? 0.16 : 0.12)) ** 2)));
    place(stage, band, 0, {
      gain: 0.5 / (index + 1),
      pan: direction * (index - 1) * 0.5,
      room: 0.25,
      echo: 0,
    });
  }
  return finish(stage, options, 0.15);
}

/** A low, soft drum, for a number that stands. */
async function makeHit(options: EffectOptions): Promise<Effect> {
  const random = randomFrom(options.seed);
  const stage = openStage(1.4);
  const pitch = 62 * 2 ** (Math.round(random.signed() * 2) / 12);
  const partials = [
    { ratio: 1, gain: 1, decay: 0.45 },
    { ratio: 2.02, gain: 0.5, decay: 0.3 },
    { ratio: 4.1, gain: 0.22, decay: 0.12 },
  ];
  const body = strike(pitch, partials, 0.004, 1);
  place(stage, body, 0, { gain: 0.7, pan: 0, room: 0.35, echo: 0 });
  const beater = filteredNoise(random, Math.round(0.06 * RATE), 300, 2400);
  shape(beater, (time) => Math.exp(-time * 70));
  place(stage, beater, 0, { gain: 0.12, pan: 0, room: 0.4, echo: 0 });
  return finish(stage, options, 0.5);
}

/** Five tones of the film's scale, upwards, for a chart that grows. */
async function makeRise(options: EffectOptions): Promise<Effect> {
  const stage = openStage(1.5);
  for (const [index, semitones] of [0, 2, 4, 7, 12].entries()) {
    const frequency = options.tonicHz * 2 * 2 ** (semitones / 12);
    const sound = strike(frequency, SOFT_BELL, 0.012, 0.5);
    const gain = 0.16 + index * 0.035;
    place(stage, sound, Math.round(index * 0.13 * RATE), {
      gain,
      pan: index * 0.2 - 0.4,
      room: 0.5,
      echo: 0,
    });
  }
  return finish(stage, options, 0.4);
}

/** A few quiet key strokes, never two alike, where code is written. */
async function makeKeys(options: EffectOptions): Promise<Effect> {
  const random = randomFrom(options.seed);
  const stage = openStage(1.3);
  for (let at = 0.02; at < 0.95; at += 0.075 + random.next() * 0.09) {
    const stroke = filteredNoise(random, Math.round(0.03 * RATE), 900, 3200 + random.next() * 1800);
    shape(stroke, (time) => Math.exp(-time * 190));
    const gain = 0.3 + random.next() * 0.25;
    place(stage, stroke, Math.round(at * RATE), {
      gain,
      pan: random.signed() * 0.3,
      room: 0.15,
      echo: 0,
    });
  }
  return finish(stage, options, 0.15);
}

/** Tonic, fifth and octave of the film's key, for a chapter. */
async function makeChime(options: EffectOptions): Promise<Effect> {
  const stage = openStage(2.2);
  for (const [index, semitones] of [0, 7, 12].entries()) {
    const sound = strike(options.tonicHz * 2 ** (semitones / 12), SOFT_BELL, 0.006, 1.6);
    place(stage, sound, Math.round(index * 0.04 * RATE), {
      gain: 0.3,
      pan: index * 0.3 - 0.3,
      room: 0.6,
      echo: 0,
    });
  }
  return finish(stage, options, 0.8);
}

const SOFT_BELL = [
  { ratio: 1, gain: 1, decay: 1.3 },
  { ratio: 2, gain: 0.3, decay: 0.8 },
  { ratio: 3.01, gain: 0.08, decay: 0.4 },
];

const MAKERS: Readonly<Record<EffectName, (options: EffectOptions) => Promise<Effect>>> = {
  whoosh: makeWhoosh,
  hit: makeHit,
  rise: makeRise,
  keys: makeKeys,
  chime: makeChime,
};

/** One of the film's effects, in its key. The same options give the same bytes. */
export function makeEffect(name: EffectName, options: EffectOptions): Promise<Effect> {
  return MAKERS[name](options);
}

function shape(sound: Float32Array, envelope: (time: number) => number): void {
  for (let i = 0; i < sound.length; i++) sound[i] = (sound[i] as number) * envelope(i / RATE);
}

function finish(stage: Stage, options: EffectOptions, fadeSeconds: number): Effect {
  options.signal.throwIfAborted();
  addRoom(stage, 0.9, 0.12);
  const sound = finishSound([stage.left, stage.right], { lufs: -20, peakDb: -3, fadeSeconds });
  writeWav(options.output, sound);
  return { file: options.output, seconds: secondsOf(sound) };
}
