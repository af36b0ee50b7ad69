import { setImmediate as nextTurn } from "node:timers/promises";
import { gainOf } from "../loudness.ts";
import { makeDrums } from "../synthesis/drums.ts";
import { type Random, randomFrom } from "../synthesis/random.ts";
import { addEcho, addRoom } from "../synthesis/space.ts";
import { openStage, place, type Stage } from "../synthesis/stage.ts";
import { sustain, wavetable } from "../synthesis/wavetable.ts";
import { RATE } from "../wav.ts";
import { type Chord, frequencyOf } from "./harmony.ts";
import { playerOf } from "./play-note.ts";
import { ringSeconds } from "./ring.ts";
import type { Bar, Score } from "./score.ts";

/** Energy from which a layer plays; drums have their own in the style. */
const KEYS_ENERGY = 0.25;
const BASS_ENERGY = 0.38;
/** Players are never quite on the beat. */
const HUMAN_SECONDS = 0.005;
/** The whole band plays so much louder from no energy to all of it. */
const SWELL_DB = 7;
/** Each voice of the pad wanders by itself. */
const DRIFT = { cents: 3.5, leastHz: 0.11, mostHz: 0.35 };

const PAD_DARK = wavetable(7, 1.4);
const PAD_BRIGHT = wavetable(22, 0.9);
const BASS_DARK = wavetable(2, 1.8);
const BASS_BRIGHT = wavetable(8, 1.2);

/** Plays a score. Yields between bars, so that a process that composes still answers. */
export async function performScore(
  score: Score,
  seed: number,
  signal: AbortSignal,
): Promise<Stage> {
  const stage = openStage(score.seconds);
  const random = randomFrom(seed ^ 0x5eed);
  const drums = makeDrums(random, score.barSeconds / 2);
  const keys = playerOf(stage, score.keys, random);
  const lead = playerOf(stage, score.style.lead, random);
  for (const bar of score.bars) {
    await nextTurn(undefined, { signal });
    playPad(stage, score, bar.chord, bar.start, score.barSeconds, bar.energy, random);
    if (bar.energy >= KEYS_ENERGY) playArpeggio(keys, score, bar, random);
    if (bar.energy >= BASS_ENERGY) playBass(stage, score, bar);
    playLead(lead, score, bar, random);
    playDrums(stage, score, bar, drums, random);
  }
  playEnding(stage, score, keys, drums.kick[0], random);
  await nextTurn(undefined, { signal });
  addEcho(stage, (score.barSeconds / 16) * 3, 0.5);
  await nextTurn(undefined, { signal });
  addRoom(stage, score.style.room.decay, score.style.room.level);
  return stage;
}

function playPad(
  stage: Stage,
  score: Score,
  chord: Chord,
  start: number,
  seconds: number,
  energy: number,
  random: Random,
): void {
  const tone = {
    attack: Math.min(0.7, seconds * 0.35),
    release: 1.1,
    brightness: score.style.brightness * energy,
  };
  const length = Math.round((seconds + tone.release) * RATE);
  // Each side has its own two slightly detuned voices: that is the width.
  for (const [pan, cents] of [
    [-0.8, [-7, 4]],
    [0.8, [-4, 7]],
  ] as const) {
    const side = new Float32Array(length);
    for (const midi of chord.voicing) {
      for (const detune of cents) {
        const frequency = frequencyOf(midi + detune / 100);
        const hz = DRIFT.leastHz + (DRIFT.mostHz - DRIFT.leastHz) * random.next();
        const own = { phase: random.next(), drift: { cents: DRIFT.cents, hz } };
        sustain(side, PAD_DARK, PAD_BRIGHT, { ...tone, ...own, frequency, seconds }, 0.25);
      }
    }
    const gain = gainOf(score.style.levels.pad + 3 * energy + swell(energy));
    place(stage, side, Math.round(start * RATE), { gain, pan, room: 0.35, echo: 0 });
  }
}

function playArpeggio(play: Player, score: Score, bar: Bar, random: Random): void {
  const softer = (1 - bar.energy) * 5 - swell(bar.energy);
  const { octave, ring } = score.style;
  const hold = score.barSeconds * ring;
  for (const { step, symbol } of stepsOf(bar.arpeggio)) {
    const tone = Number(symbol);
    const midi =
      (bar.chord.voicing[tone % bar.chord.voicing.length] ?? 60) + (tone > 2 ? 12 : 0) + octave;
    const accent = step % 4 === 0 ? 0 : -2.5;
    const force = accent + random.signed() * 1.2;
    const gain = gainOf(score.style.levels.keys - softer + force);
    const placing = { gain, pan: 0.6 * Math.sin(step * 1.9), room: 0.4, echo: 0.22 };
    const at = timeOf(score, bar, step, random);
    const touch = touchOf(bar.energy, force);
    play({ midi, at, hold: ringSeconds(score, at, midi, hold), touch }, placing);
  }
}

function playLead(play: Player, score: Score, bar: Bar, random: Random): void {
  for (const { step, midi } of bar.lead) {
    const force = random.signed();
    const gain = gainOf(score.style.levels.lead + force + swell(bar.energy));
    const placing = { gain, pan: -0.15, room: 0.7, echo: 0.4 };
    const at = timeOf(score, bar, step, random);
    const hold = ringSeconds(score, at, midi, score.barSeconds);
    play({ midi, at, hold, touch: touchOf(bar.energy, force) }, placing);
  }
}

function playBass(stage: Stage, score: Score, bar: Bar): void {
  const hits = stepsOf(bar.bass);
  for (const [index, { step, symbol }] of hits.entries()) {
    const next = hits[index + 1]?.step ?? 16;
    const seconds = ((next - step) / 16) * score.barSeconds * 0.86;
    const fifth = symbol === "2" ? 7 : 0;
    const frequency = frequencyOf(bar.chord.bass + fifth);
    const sound = new Float32Array(Math.round((seconds + 0.12) * RATE));
    const tone = {
      frequency,
      seconds,
      attack: 0.012,
      release: 0.12,
      phase: 0,
      brightness: 0.35 + 0.4 * bar.energy,
    };
    sustain(sound, BASS_DARK, BASS_BRIGHT, tone, 1);
    const start = Math.round((bar.start + (step / 16) * score.barSeconds) * RATE);
    place(stage, sound, start, {
      gain: gainOf(score.style.levels.bass + swell(bar.energy)),
      pan: 0,
      room: 0.04,
      echo: 0,
    });
  }
}

function playDrums(
  stage: Stage,
  score: Score,
  bar: Bar,
  drums: ReturnType<typeof makeDrums>,
  random: Random,
): void {
  for (const part of score.style.drums.filter((part) => bar.energy >= part.from)) {
    const pan = { kick: 0, snare: 0.06, hat: 0.3, shaker: -0.35, rim: 0.25 }[part.drum];
    for (const { step, symbol } of stepsOf(part.pattern)) {
      const force = (symbol === "X" ? 3 : 0) + random.signed() * 1.5;
      const gain = gainOf(part.level + force + swell(bar.energy));
      const start = Math.round(timeOf(score, bar, step, random) * RATE);
      place(stage, random.pick(drums[part.drum]), start, {
        gain,
        pan,
        room: part.drum === "kick" ? 0.02 : 0.25,
        echo: 0,
      });
    }
  }
  if (!bar.leadsUp) return;
  const end = bar.start + score.barSeconds;
  const [swelling] = drums.swell;
  const start = Math.round(end * RATE) - swelling.length;
  place(stage, swelling, start, { gain: gainOf(-27), pan: 0, room: 0.5, echo: 0 });
}

/** The tonic, rolled upwards, left to ring out. */
function playEnding(
  stage: Stage,
  score: Score,
  keys: Player,
  kick: Float32Array,
  random: Random,
): void {
  const { start, chord } = score.ending;
  const seconds = score.seconds - start;
  playPad(stage, score, chord, start, seconds * 0.8, 0.55, random);
  for (const [index, midi] of [...chord.voicing, (chord.voicing[0] ?? 60) + 12].entries()) {
    const gain = gainOf(score.style.levels.keys - 1);
    const placing = { gain, pan: index * 0.15 - 0.3, room: 0.6, echo: 0.25 };
    keys({ midi, at: start + index * 0.035, hold: seconds, touch: 0.6 }, placing);
  }
  const bass = new Float32Array(Math.round(seconds * RATE));
  const tone = {
    frequency: frequencyOf(chord.bass),
    seconds: seconds * 0.6,
    attack: 0.015,
    release: seconds * 0.4,
    phase: 0,
    brightness: 0.4,
  };
  sustain(bass, BASS_DARK, BASS_BRIGHT, tone, 1);
  place(stage, bass, Math.round(start * RATE), {
    gain: gainOf(score.style.levels.bass),
    pan: 0,
    room: 0.05,
    echo: 0,
  });
  const struck = score.style.drums.find((part) => part.drum === "kick");
  if (struck)
    place(stage, kick, Math.round(start * RATE), {
      gain: gainOf(struck.level),
      pan: 0,
      room: 0.1,
      echo: 0,
    });
}

type Player = ReturnType<typeof playerOf>;

/** dB by which everybody plays louder or softer at an energy. */
function swell(energy: number): number {
  return SWELL_DB * (energy - 0.6);
}

/** Firm where the film is full and on accents (`force` in dB), soft elsewhere. */
function touchOf(energy: number, force: number): number {
  return Math.max(0, Math.min(1, 0.35 + 0.55 * energy + 0.08 * force));
}

function stepsOf(pattern: string): { step: number; symbol: string }[] {
  return Array.from(pattern, (symbol, step) => ({ step, symbol })).filter(
    ({ symbol }) => symbol !== ".",
  );
}

/** Odd sixteenths come late by the swing, and every hit by a hair. */
function timeOf(score: Score, bar: Bar, step: number, random: Random): number {
  const stepSeconds = score.barSeconds / 16;
  const late = step % 2 === 1 ? score.style.swing * stepSeconds : 0;
  return bar.start + step * stepSeconds + late + random.next() * HUMAN_SECONDS;
}
