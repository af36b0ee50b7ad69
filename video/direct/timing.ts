/** All of this file counts in whole frames: sound and picture must meet on the same integers. */

/** What one beat needs of the timeline. */
export interface BeatNeed {
  /** Length of each spoken sentence, rounded up. */
  readonly lines: readonly number[];
  /** Frames during which the scene enters over the one before. */
  readonly entrance: number;
  /** What the shot plan asked for. */
  readonly planned: number;
  /** Shortest time that its picture can be read in. */
  readonly readable: number;
}

/** Where a beat lies and when each of its sentences begins, from the film's first frame. */
export interface BeatPlace {
  readonly start: number;
  readonly slot: number;
  readonly lineStarts: readonly number[];
}

export type Fit =
  | { readonly kind: "fits"; readonly places: readonly BeatPlace[]; readonly air: number }
  | { readonly kind: "too-long"; readonly needed: number; readonly available: number };

/** Silence around speech, from comfortable to the least that still sounds like speaking. */
interface Air {
  readonly lead: number;
  readonly pause: number;
  readonly tail: number;
}
const COMFORTABLE: Air = { lead: 8, pause: 11, tail: 14 };
const TIGHT: Air = { lead: 3, pause: 5, tail: 5 };
const AIR_STEPS = 8;
/** Of the time that is left over, this much goes between the sentences rather than after them. */
const WIDEST_PAUSE = 21;
const WIDEST_LEAD = 24;

/**
 * Lays beats end to end over exactly `total` frames. Speech is never cut: first the air around it
 * shrinks; when even that is not enough the answer is `too-long`.
 */
export function fitBeats(beats: readonly BeatNeed[], total: number): Fit {
  for (let step = AIR_STEPS; step >= 0; step -= 1) {
    const air = airBetween(step / AIR_STEPS);
    const least = beats.map((beat) => leastSlot(beat, air, step > 0));
    const needed = sum(least);
    if (needed <= total) {
      return {
        kind: "fits",
        places: place(beats, shareOut(beats, least, total), air),
        air: step / AIR_STEPS,
      };
    }
  }
  const needed = sum(beats.map((beat) => leastSlot(beat, TIGHT, false)));
  return { kind: "too-long", needed, available: total };
}

function airBetween(comfort: number): Air {
  const mix = (tight: number, wide: number): number => Math.round(tight + (wide - tight) * comfort);
  return {
    lead: mix(TIGHT.lead, COMFORTABLE.lead),
    pause: mix(TIGHT.pause, COMFORTABLE.pause),
    tail: mix(TIGHT.tail, COMFORTABLE.tail),
  };
}

function leastSlot(beat: BeatNeed, air: Air, forReading: boolean): number {
  const spoken = sum(beat.lines) + air.pause * Math.max(0, beat.lines.length - 1);
  const heard = beat.lines.length === 0 ? 0 : settled(beat) + air.lead + spoken + air.tail;
  const shortest = forReading ? beat.readable : Math.min(beat.readable, 30);
  return Math.max(heard, beat.entrance + shortest);
}

/** The voice waits until most of the entrance is over. */
function settled(beat: BeatNeed): number {
  return Math.ceil(beat.entrance * 0.6);
}

/** Gives the frames left over to the beats that the shot plan wanted longer, and a little to all. */
function shareOut(beats: readonly BeatNeed[], least: readonly number[], total: number): number[] {
  const extra = total - sum(least);
  const wishes = beats.map(
    (beat, i) => Math.max(0, beat.planned - (least[i] ?? 0)) + 0.2 * beat.planned + 1,
  );
  const allWishes = sum(wishes);
  const slots = least.map(
    (frames, i) => frames + Math.floor((extra * (wishes[i] ?? 0)) / allWishes),
  );
  const last = slots.length - 1;
  if (last >= 0) slots[last] = (slots[last] ?? 0) + total - sum(slots);
  return slots;
}

function place(beats: readonly BeatNeed[], slots: readonly number[], air: Air): BeatPlace[] {
  let start = 0;
  return beats.map((beat, i) => {
    const slot = slots[i] ?? 0;
    const placed = { start, slot, lineStarts: startsOf(beat, start, slot, air) };
    start += slot;
    return placed;
  });
}

function startsOf(beat: BeatNeed, start: number, slot: number, air: Air): number[] {
  const gaps = Math.max(0, beat.lines.length - 1);
  const used = settled(beat) + air.lead + sum(beat.lines) + air.pause * gaps + air.tail;
  const spare = Math.max(0, slot - used);
  const lead = Math.min(air.lead + Math.floor(spare * 0.25), Math.max(WIDEST_LEAD, air.lead));
  const wider = gaps === 0 ? 0 : Math.floor((spare * 0.4) / gaps);
  const pause = Math.min(air.pause + wider, WIDEST_PAUSE);
  let at = start + settled(beat) + lead;
  return beat.lines.map((length) => {
    const lineStart = at;
    at += length + pause;
    return lineStart;
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
