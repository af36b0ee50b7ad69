import { MOODS, type Mood } from "../../look/names.ts";
import { type Random, randomFrom } from "../synthesis/random.ts";
import { type Chord, chooseKey, type Key, scaleTone, voiceChord } from "./harmony.ts";
import type { InstrumentName } from "./instruments.ts";
import { type Pattern, type Style, STYLES } from "./styles.ts";
import { varied } from "./variation.ts";

/** Where the music grows or calms down, from 0 to 1. */
export interface Section {
  readonly atSeconds: number;
  readonly energy: number;
}

/** A bar with what is played in it. */
export interface Bar {
  readonly start: number;
  readonly energy: number;
  readonly chord: Chord;
  readonly arpeggio: Pattern;
  readonly bass: Pattern;
  readonly lead: readonly { readonly step: number; readonly midi: number }[];
  /** True before the energy rises: a swell leads over. */
  readonly leadsUp: boolean;
}

export interface Score {
  readonly style: Style;
  readonly key: Key;
  readonly keys: InstrumentName;
  readonly seconds: number;
  /** After the tempo was fitted to the length. */
  readonly bpm: number;
  readonly barSeconds: number;
  readonly bars: readonly Bar[];
  /** The last chord: it begins here and rings to the end. */
  readonly ending: { readonly start: number; readonly chord: Chord };
}

/** The last chord rings this long, or a quarter of a short piece. */
const ENDING_SECONDS = 3.2;
/** From this energy a melody comes in. */
const LEAD_ENERGY = 0.62;
/** From this energy the second progression is played. */
const CHORUS_ENERGY = 0.72;
/** Rhythms of the melody over two bars, as steps. */
const MOTIFS: readonly [readonly number[], ...(readonly number[])[]] = [
  [0, 6, 12, 20],
  [4, 10, 16, 22, 28],
  [0, 8, 14, 16, 24],
  [6, 12, 18, 24],
  [0, 3, 6, 16, 19, 22],
  [2, 4, 8, 18, 24],
  [0, 12, 14, 16, 28],
];

/** Writes the piece: key, chords, patterns and melody follow from the seed alone. */
export function writeScore(options: {
  readonly mood: Mood;
  readonly bpm: number;
  readonly seconds: number;
  readonly seed: number;
  readonly sections?: readonly Section[];
}): Score {
  const { seconds, seed } = options;
  const random = randomFrom(seed + MOODS.indexOf(options.mood) * 7919);
  const style = varied(STYLES[options.mood], random);
  const key = chooseKey(random, style.scale);
  const ending = Math.min(ENDING_SECONDS, seconds / 4);
  const count = Math.max(1, Math.round(((seconds - ending) * options.bpm) / 240));
  const barSeconds = (seconds - ending) / count;
  const energyAt = energyCurve(options.sections, seconds);
  const energies = Array.from({ length: count }, (_, bar) => energyAt((bar + 0.5) * barSeconds));
  const chords = writeChords(style, key, random, energies, barSeconds);
  const phrase = writePhrase(style, random);
  const bars = energies.map((energy, bar): Bar => ({
    start: bar * barSeconds,
    energy,
    chord: chords[bar] as Chord,
    ...phrase.barAt(bar),
    lead: energy < LEAD_ENERGY ? [] : melodyAt(bar, key, chords[bar] as Chord, phrase),
    leadsUp: (energies[bar + 1] ?? 0) > energy + 0.12,
  }));
  const last = { start: count * barSeconds, chord: chords[count] as Chord };
  const bpm = 240 / barSeconds;
  return {
    style,
    key,
    keys: random.pick(style.keys),
    seconds,
    bpm,
    barSeconds,
    bars,
    ending: last,
  };
}

/** A chord for every bar, other ones where the film is fullest, a cadence, and the tonic for the end. */
function writeChords(
  style: Style,
  key: Key,
  random: Random,
  energies: readonly number[],
  barSeconds: number,
): Chord[] {
  const bars = energies.length;
  const verse = random.pick(style.progressions);
  const [first, ...others] = style.progressions.filter((each) => each !== verse);
  const chorus = first === undefined ? verse : random.pick([first, ...others]);
  const barsPerChord = barSeconds < 1.7 ? 2 : 1;
  const chords: Chord[] = [];
  for (let bar = 0; bar <= bars; bar++) {
    const progression = (energies[bar] ?? 0) >= CHORUS_ENERGY ? chorus : verse;
    const degree = degreeAt(bar, bars, progression, barsPerChord, style.cadence);
    chords.push(voiceChord(key, degree, style.chordTones, chords.at(-1)?.voicing));
  }
  return chords;
}

function degreeAt(
  bar: number,
  bars: number,
  progression: readonly number[],
  barsPerChord: number,
  cadence: number,
): number {
  if (bar === bars) return 0;
  if (bar === bars - 1 && bars > 1) return cadence;
  return progression[Math.floor(bar / barsPerChord) % progression.length] ?? 0;
}

/** Energy changes with the sections, as a film does at its cuts; without any the piece grows and settles. */
function energyCurve(sections: readonly Section[] | undefined, seconds: number) {
  const given = sections?.toSorted((a, b) => a.atSeconds - b.atSeconds) ?? [];
  if (given.length > 0) {
    return (time: number): number =>
      (given.findLast((section) => section.atSeconds <= time) ?? given[0])?.energy ?? 0;
  }
  const points = shapeOf(seconds);
  return (time: number): number => {
    const after = points.findIndex((point) => point.atSeconds > time);
    const from = points.at(after < 0 ? -1 : Math.max(0, after - 1)) as Section;
    const to = after < 0 ? from : (points[after] as Section);
    const length = to.atSeconds - from.atSeconds;
    const share = length > 0 ? Math.max(0, (time - from.atSeconds) / length) : 0;
    return Math.max(0, Math.min(1, from.energy + (to.energy - from.energy) * share));
  };
}

function shapeOf(seconds: number): Section[] {
  const shape = [0.32, 0.55, 0.68, 0.6, 0.8, 0.88, 0.62];
  return shape.map((energy, i) => ({ atSeconds: (i / (shape.length - 1)) * seconds, energy }));
}

interface Phrase {
  readonly motif: readonly number[];
  /** Scale steps from one tone of the melody to the next. */
  readonly moves: readonly number[];
  barAt(bar: number): { arpeggio: Pattern; bass: Pattern };
}

/** Two patterns that alternate every four bars, and a motif that comes back. */
function writePhrase(style: Style, random: Random): Phrase {
  const arpeggios = [random.pick(style.arpeggios), random.pick(style.arpeggios)] as const;
  const bass = random.pick(style.bass);
  const motif = random.pick(MOTIFS);
  const moves = motif.map(() => Math.round(random.signed() * 2.4));
  const barAt = (bar: number) => ({ arpeggio: arpeggios[bar % 8 < 4 ? 0 : 1], bass });
  return { motif, moves, barAt };
}

/** The motif over two bars, each tone led to the nearest tone of the chord on strong steps. */
function melodyAt(bar: number, key: Key, chord: Chord, phrase: Phrase): Bar["lead"] {
  const half = bar % 2;
  // The melody breathes: it rests for two bars in four.
  if (bar % 4 >= 2) return [];
  let steps = 7 + (half === 0 ? 0 : 2);
  const tones: { step: number; midi: number }[] = [];
  for (const [index, at] of phrase.motif.entries()) {
    steps = Math.max(4, Math.min(13, steps + (phrase.moves[index] ?? 0)));
    if (Math.floor(at / 16) !== half) continue;
    const free = scaleTone(key, steps);
    const midi = at % 4 === 0 ? nearestTone(free, chord.voicing) : free;
    tones.push({ step: at % 16, midi });
  }
  return tones;
}

function nearestTone(midi: number, voicing: readonly number[]): number {
  const octaves = voicing.flatMap((tone) => [tone, tone + 12]);
  return octaves.toSorted((a, b) => Math.abs(a - midi) - Math.abs(b - midi))[0] ?? midi;
}
