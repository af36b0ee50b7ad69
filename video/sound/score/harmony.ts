import type { Random } from "../synthesis/random.ts";

const SCALES = {
  major: [0, 2, 4, 5, 7, 9, 11],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
} as const;
export type ScaleName = keyof typeof SCALES;
/** As musicians write them: minor keys prefer sharps where a major key would take flats. */
const NAMES = {
  major: ["C", "D♭", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"],
  minor: ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "G♯", "A", "B♭", "B"],
} as const;
/** Voicings stay around here: under a voice, but not muddy. */
const CENTRE = 63;
const LOWEST = 53;
const HIGHEST = 76;

export interface Key {
  /** Pitch class of the tonic. */
  readonly tonic: number;
  readonly scale: ScaleName;
  /** "E♭ major" */
  readonly name: string;
}

/** Tones as MIDI numbers. */
export interface Chord {
  readonly bass: number;
  /** Low to high. */
  readonly voicing: readonly number[];
}

export function chooseKey(random: Random, scale: Key["scale"]): Key {
  const tonic = Math.floor(random.next() * 12);
  const names = scale === "minor" || scale === "dorian" ? NAMES.minor : NAMES.major;
  return { tonic, scale, name: `${names[tonic]} ${scale}` };
}

export function frequencyOf(midi: number): number {
  return 440 * 2 ** ((midi - 69) / 12);
}

/** The tone `steps` scale steps above the tonic that stands in the octave of MIDI 60. */
export function scaleTone(key: Key, steps: number): number {
  const scale = SCALES[key.scale];
  const octave = Math.floor(steps / 7);
  return (
    60 + key.tonic + (scale[steps - octave * 7] ?? 0) + 12 * (octave - (key.tonic > 6 ? 1 : 0))
  );
}

/** Sets a chord so that its tones move as little as possible from the chord before. */
export function voiceChord(
  key: Key,
  degree: number,
  tones: 4 | 5,
  before: readonly number[] | undefined,
): Chord {
  const stack = [0, 2, 4, ...(tones === 5 ? [6, 8] : [colourOf(key, degree)])];
  const classes = stack.map((step) => scaleTone(key, degree + step));
  const candidates = inversions(classes);
  const cost = (voicing: readonly number[]): number => distance(voicing, before);
  const voicing = candidates.toSorted((a, b) => cost(a) - cost(b))[0] ?? classes;
  const root = scaleTone(key, degree) % 12;
  return { bass: root + (root < 4 ? 48 : 36), voicing };
}

/**
 * The fourth tone of a chord: the ninth where it is a whole tone above the root (soft and open), the
 * seventh elsewhere.
 */
function colourOf(key: Key, degree: number): number {
  return scaleTone(key, degree + 8) - scaleTone(key, degree) === 14 ? 8 : 6;
}

/** Every close setting of the tones whose lowest and highest stay in the range. */
function inversions(tones: readonly number[]): number[][] {
  const found: number[][] = [];
  for (let lowest = LOWEST; lowest < LOWEST + 12; lowest++) {
    const voicing = tones
      .map((tone) => lowest + ((((tone - lowest) % 12) + 12) % 12))
      .toSorted((a, b) => a - b);
    if ((voicing.at(-1) ?? 0) <= HIGHEST) found.push(voicing);
  }
  return found;
}

function distance(voicing: readonly number[], before: readonly number[] | undefined): number {
  const mean = voicing.reduce((sum, tone) => sum + tone, 0) / voicing.length;
  const drift = Math.abs(mean - CENTRE) * 0.6;
  const rubs = voicing.filter((tone, i) => i > 0 && tone - (voicing[i - 1] ?? 0) === 1).length * 3;
  if (before === undefined) return drift + rubs;
  const moves = voicing.map((tone) => Math.min(...before.map((other) => Math.abs(other - tone))));
  return drift + rubs + moves.reduce((sum, move) => sum + move, 0);
}
