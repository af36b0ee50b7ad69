import type { Mood } from "../../look/names.ts";
import type { ScaleName } from "./harmony.ts";
import type { InstrumentName } from "./instruments.ts";

/** Sixteen steps of a bar; in `arpeggio` and `bass` a digit names a chord tone, "." is a rest. */
export type Pattern = string;

/** How a mood sounds. Levels are dB; thresholds are the energy from which a layer plays. */
export interface Style {
  readonly scale: ScaleName;
  /** Modes and melody instruments that suit the mood as well. */
  readonly otherScales: readonly ScaleName[];
  readonly otherLeads: readonly InstrumentName[];
  /** Chords by scale degree, from 0. */
  readonly progressions: readonly [readonly number[], ...(readonly number[])[]];
  /** The chord before the end. */
  readonly cadence: number;
  /** Tones of a chord: 4 adds the seventh, 5 the ninth as well. */
  readonly chordTones: 4 | 5;
  readonly keys: readonly [InstrumentName, ...InstrumentName[]];
  readonly lead: InstrumentName;
  readonly arpeggios: readonly [Pattern, ...Pattern[]];
  readonly bass: readonly [Pattern, ...Pattern[]];
  readonly drums: readonly {
    readonly drum: "kick" | "snare" | "hat" | "shaker" | "rim";
    readonly pattern: Pattern;
    readonly others?: readonly Pattern[];
    readonly from: number;
    readonly level: number;
  }[];
  /** How late the off-beat sixteenths come, as a share of a step. */
  readonly swing: number;
  readonly levels: {
    readonly pad: number;
    readonly keys: number;
    readonly bass: number;
    readonly lead: number;
  };
  /** Semitones by which the arpeggio lies higher: 0 or 12. */
  readonly octave: 0 | 12;
  /** Share of a bar for which a note of the arpeggio may ring. */
  readonly ring: number;
  /** 0 is dark. */
  readonly brightness: number;
  readonly room: { readonly decay: number; readonly level: number };
}

export const STYLES: Readonly<Record<Mood, Style>> = {
  uplifting: {
    scale: "major",
    otherScales: ["mixolydian", "lydian"],
    otherLeads: ["keys", "pluck"],
    progressions: [
      [0, 4, 5, 3],
      [3, 0, 4, 5],
      [5, 3, 0, 4],
      [0, 5, 3, 4],
      [0, 2, 3, 4],
      [0, 1, 3, 4],
    ],
    cadence: 4,
    chordTones: 4,
    keys: ["pluck", "keys"],
    lead: "bell",
    arpeggios: ["0.2.1.3.2.1.3.2.", "0..2..1.3..2..1.", "0.1.2.3.2.1.2.3."],
    bass: ["0.......0.....0.", "0.....0.0...0..."],
    drums: [
      {
        drum: "kick",
        pattern: "x.......x.......",
        others: ["x.......x.x.....", "x.....x.x......."],
        from: 0.45,
        level: -13,
      },
      { drum: "snare", pattern: "....x.......x...", from: 0.62, level: -16 },
      {
        drum: "shaker",
        pattern: "x.x.X.x.x.x.X.x.",
        others: ["xxx.X.x.xxx.X.x."],
        from: 0.5,
        level: -22,
      },
      {
        drum: "hat",
        pattern: "..x...x...x...x.",
        others: ["....x.......x..."],
        from: 0.75,
        level: -24,
      },
    ],
    swing: 0.04,
    octave: 0,
    ring: 1,
    levels: { pad: -16, keys: -17, bass: -17, lead: -21 },
    brightness: 0.75,
    room: { decay: 2.1, level: 0.16 },
  },
  calm: {
    scale: "major",
    otherScales: ["lydian"],
    otherLeads: ["keys", "felt"],
    progressions: [
      [0, 3, 5, 3],
      [0, 2, 3, 4],
      [3, 0, 1, 4],
      [0, 5, 1, 3],
    ],
    cadence: 3,
    chordTones: 5,
    keys: ["felt", "keys"],
    lead: "bell",
    arpeggios: ["0...2...1...3...", "0.....2...1.....", "0...1...2.....3.", "0.2.1.......3..."],
    bass: ["0...............", "0.........0.....", "0.......2......."],
    drums: [{ drum: "shaker", pattern: "....x.......x...", from: 0.75, level: -26 }],
    swing: 0.08,
    octave: 0,
    ring: 1,
    levels: { pad: -17, keys: -15, bass: -19, lead: -22 },
    brightness: 0.25,
    room: { decay: 3, level: 0.22 },
  },
  driven: {
    scale: "minor",
    otherScales: ["dorian"],
    otherLeads: ["pluck", "bell"],
    progressions: [
      [0, 5, 2, 6],
      [0, 6, 5, 6],
      [0, 3, 5, 6],
      [5, 6, 0, 2],
    ],
    cadence: 6,
    chordTones: 4,
    keys: ["pluck", "marimba"],
    lead: "keys",
    arpeggios: ["0.020.130.020.13", "0.1.2.1.3.1.2.1.", "0.0.2.0.1.0.3.0."],
    bass: ["0.0.0.0.0.0.0.0.", "0..0..0.0..0..0."],
    drums: [
      {
        drum: "kick",
        pattern: "x...x...x...x...",
        others: ["x...x...x...x.x.", "x..x..x...x.x..."],
        from: 0.45,
        level: -12,
      },
      { drum: "snare", pattern: "....x.......x...", from: 0.6, level: -15 },
      {
        drum: "hat",
        pattern: "x.x.x.x.x.x.x.xx",
        others: ["..x...x...x...x.", "xxx.xxx.xxx.xxx."],
        from: 0.5,
        level: -23,
      },
      {
        drum: "rim",
        pattern: "...x..x....x..x.",
        others: ["..x..x....x..x..", "......x.......xx"],
        from: 0.78,
        level: -22,
      },
    ],
    swing: 0.1,
    octave: 0,
    ring: 0.5,
    levels: { pad: -20, keys: -16, bass: -16.5, lead: -21 },
    brightness: 0.65,
    room: { decay: 1.6, level: 0.13 },
  },
  serious: {
    scale: "minor",
    otherScales: ["dorian"],
    otherLeads: ["keys", "bell"],
    progressions: [
      [0, 5, 3, 4],
      [0, 3, 0, 5],
      [5, 3, 0, 4],
      [0, 4, 5, 3],
    ],
    cadence: 4,
    chordTones: 4,
    keys: ["felt", "keys"],
    lead: "felt",
    arpeggios: ["0...2...1...2...", "0.....1.2.....1.", "0...1...2...3...", "0...3.....2....."],
    bass: ["0...............", "0.......0.......", "0.....0.2......."],
    drums: [
      { drum: "kick", pattern: "x...............", from: 0.6, level: -15 },
      { drum: "rim", pattern: "........x.......", from: 0.75, level: -24 },
    ],
    swing: 0.05,
    octave: 0,
    ring: 1,
    levels: { pad: -18, keys: -13, bass: -15, lead: -19 },
    brightness: 0.3,
    room: { decay: 2.8, level: 0.2 },
  },
  playful: {
    scale: "major",
    otherScales: ["mixolydian", "lydian"],
    otherLeads: ["marimba", "keys"],
    progressions: [
      [0, 5, 1, 4],
      [0, 3, 1, 4],
      [0, 0, 3, 4],
      [3, 2, 1, 4],
    ],
    cadence: 4,
    chordTones: 4,
    keys: ["marimba", "pluck", "bell"],
    lead: "bell",
    arpeggios: ["0..2..1.0..3..2.", "0.2..12.0.2..31.", "0..12...0..13..."],
    bass: ["0.....0...2.....", "0..0....2..0...."],
    drums: [
      {
        drum: "kick",
        pattern: "x.....x...x.....",
        others: ["x...x.....x.....", "x..x....x......."],
        from: 0.42,
        level: -14,
      },
      {
        drum: "rim",
        pattern: "....x.......x..x",
        others: ["....x..x....x...", "..x...x...x...x."],
        from: 0.5,
        level: -19,
      },
      {
        drum: "shaker",
        pattern: "x.xXx.xXx.xXx.xX",
        others: ["..x.X.x...x.X.x."],
        from: 0.55,
        level: -23,
      },
    ],
    swing: 0.34,
    octave: 12,
    ring: 0.12,
    levels: { pad: -32, keys: -12, bass: -18, lead: -18 },
    brightness: 0.45,
    room: { decay: 1.3, level: 0.12 },
  },
};
