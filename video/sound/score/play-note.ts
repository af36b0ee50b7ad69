import { gainOf } from "../loudness.ts";
import { filteredNoise } from "../synthesis/drums.ts";
import { fadeEnd, softenOnset, strike } from "../synthesis/partials.ts";
import type { Random } from "../synthesis/random.ts";
import { place, type Placing, type Stage } from "../synthesis/stage.ts";
import { RATE } from "../wav.ts";
import { frequencyOf } from "./harmony.ts";
import { type Instrument, INSTRUMENTS, type InstrumentName } from "./instruments.ts";

/** How far to either side the two strings of a note lie. */
const STRING_PAN = 0.42;
const KNOCK_SECONDS = 0.024;
const KNOCKS = 5;

export interface Note {
  readonly midi: number;
  /** Seconds from the start of the piece. */
  readonly at: number;
  /** Seconds for which it may ring. */
  readonly hold: number;
  /** 0 is soft and dull, 1 firm and clear. */
  readonly touch: number;
}

/** Somebody at one instrument; each has its own few knocks of hammer or finger. */
export function playerOf(stage: Stage, name: InstrumentName, random: Random) {
  const instrument = INSTRUMENTS[name];
  const [first, ...others] = Array.from({ length: KNOCKS }, () => knock(instrument, random));
  const knocks = [first as Float32Array, ...others] as const;
  return (note: Note, placing: Placing): void => {
    const start = Math.round(note.at * RATE);
    for (const side of [-1, 1]) {
      const frequency = frequencyOf(note.midi + (side * instrument.spread) / 200);
      const { partials, attack } = instrument;
      const sound = strike(frequency, partials, attack, note.hold, note.touch);
      const pan = Math.max(-1, Math.min(1, placing.pan + side * STRING_PAN));
      place(stage, sound, start, { ...placing, pan, gain: placing.gain * Math.SQRT1_2 });
    }
    const gain = placing.gain * gainOf(instrument.knock.level - 8 * (1 - note.touch));
    place(stage, random.pick(knocks), start, { ...placing, gain, echo: 0 });
  };
}

function knock({ knock: { low, high } }: Instrument, random: Random): Float32Array {
  const sound = filteredNoise(random, Math.round(KNOCK_SECONDS * RATE), low, high);
  for (let i = 0; i < sound.length; i++) {
    sound[i] = (sound[i] as number) * Math.exp((-5 * i) / sound.length);
  }
  softenOnset(sound, 0.001);
  fadeEnd(sound, KNOCK_SECONDS / 3);
  return sound;
}
