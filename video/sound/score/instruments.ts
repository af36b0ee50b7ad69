import type { Partial } from "../synthesis/partials.ts";

export const INSTRUMENT_NAMES = ["pluck", "keys", "felt", "marimba", "bell"] as const;
export type InstrumentName = (typeof INSTRUMENT_NAMES)[number];

/** A struck or plucked instrument, as the partials that ring. */
export interface Instrument {
  readonly partials: readonly Partial[];
  /** Seconds over which the onset is softened. */
  readonly attack: number;
  /** Cents between the two strings (or tines, or bars) that each note has, one to either side. */
  readonly spread: number;
  /** The noise of hammer, finger or mallet: loudness in dB below the note, and its band in Hz. */
  readonly knock: { readonly level: number; readonly low: number; readonly high: number };
}

export const INSTRUMENTS: Readonly<Record<InstrumentName, Instrument>> = {
  /** A muted string: many harmonics, the higher the shorter. */
  pluck: {
    attack: 0.004,
    spread: 3,
    knock: { level: -17, low: 900, high: 3800 },
    partials: harmonics(16, 0.95, 1.15, 0.4),
  },
  /** An electric piano: a pure tone with a short tine. */
  keys: {
    attack: 0.005,
    spread: 4,
    knock: { level: -22, low: 300, high: 1800 },
    partials: [
      { ratio: 1, gain: 1, decay: 2.4 },
      { ratio: 2, gain: 0.34, decay: 1.6 },
      { ratio: 3, gain: 0.18, decay: 1 },
      { ratio: 4, gain: 0.1, decay: 0.7 },
      { ratio: 7.02, gain: 0.09, decay: 0.25 },
    ],
  },
  /** A piano behind felt: slightly stretched harmonics. */
  felt: {
    attack: 0.009,
    spread: 2.4,
    knock: { level: -15, low: 160, high: 1100 },
    partials: harmonics(12, 1.15, 2.9, 0.3, 0.0004),
  },
  marimba: {
    attack: 0.002,
    spread: 1.6,
    knock: { level: -18, low: 500, high: 2400 },
    partials: [
      { ratio: 1, gain: 1, decay: 0.75 },
      { ratio: 3.93, gain: 0.42, decay: 0.22 },
      { ratio: 9.2, gain: 0.14, decay: 0.08 },
    ],
  },
  bell: {
    attack: 0.003,
    spread: 5,
    knock: { level: -26, low: 2200, high: 6000 },
    partials: [
      { ratio: 1, gain: 1, decay: 2.2 },
      { ratio: 2.005, gain: 0.35, decay: 1.5 },
      { ratio: 3.01, gain: 0.12, decay: 0.8 },
      { ratio: 5.4, gain: 0.04, decay: 0.35 },
    ],
  },
};

/** Partials of a string: each `tilt` weaker and shorter than the last, sharpened by its stiffness. */
function harmonics(
  count: number,
  tilt: number,
  decay: number,
  shortening: number,
  stiffness = 0,
): Partial[] {
  return Array.from({ length: count }, (_, index) => {
    const n = index + 1;
    return {
      ratio: n * Math.sqrt(1 + stiffness * n * n),
      gain: n ** -tilt,
      decay: decay / (1 + shortening * index),
    };
  });
}
