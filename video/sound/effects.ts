import { finishSound } from "./master.ts";
import { filteredNoise } from "./synthesis/drums.ts";
import { strike } from "./synthesis/partials.ts";
import { randomFrom } from "./synthesis/random.ts";
import { addRoom } from "./synthesis/space.ts";
import { openStage, place, type Stage } from "./synthesis/stage.ts";
import { RATE, secondsOf, writeWav } from "./wav.ts";

export interface EffectOptions {
  readonly seed: number;
  /** Path of the WAV (48 kHz, stereo, 16 bit). */
  readonly output: string;
  readonly signal: AbortSignal;
}

export interface Effect {
  readonly file: string;
  readonly seconds: number;
}

const WHOOSH_SECONDS = 0.9;
/** The whoosh is loudest here: it belongs on the middle of a transition. */
export const WHOOSH_PEAK_SECONDS = 0.42;
const TICK_SECONDS = 0.35;

/** Air that passes from one side to the other, for transitions; loudest at `WHOOSH_PEAK_SECONDS`. */
export async function makeWhoosh(options: EffectOptions): Promise<Effect> {
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

/** A short wooden tick, for something that appears. */
export async function makeTick(options: EffectOptions): Promise<Effect> {
  const random = randomFrom(options.seed);
  const stage = openStage(TICK_SECONDS);
  const pitch = 720 * 2 ** (Math.round(random.signed() * 3) / 12);
  const partials = [
    { ratio: 1, gain: 1, decay: 0.14 },
    { ratio: 2.7, gain: 0.25, decay: 0.06 },
  ];
  const sound = strike(pitch, partials, 0.002, TICK_SECONDS);
  place(stage, sound, Math.round(0.005 * RATE), { gain: 0.5, pan: 0, room: 0.3, echo: 0 });
  return finish(stage, options, 0.1);
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
