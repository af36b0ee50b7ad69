import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { MOODS } from "../../../video/look/names.ts";
import { composeMusic } from "../../../video/sound/music.ts";
import { INSTRUMENTS } from "../../../video/sound/score/instruments.ts";
import { makeDrums } from "../../../video/sound/synthesis/drums.ts";
import { strike } from "../../../video/sound/synthesis/partials.ts";
import { randomFrom } from "../../../video/sound/synthesis/random.ts";
import { addRoom } from "../../../video/sound/synthesis/space.ts";
import { openStage } from "../../../video/sound/synthesis/stage.ts";
import { sustain, wavetable } from "../../../video/sound/synthesis/wavetable.ts";
import { readWav } from "../../../video/sound/wav.ts";
import { NEVER, ownFolder } from "./folder.ts";

const folder = ownFolder("timbre");

function energy(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0);
}

/** The share of energy above a frequency, by a second-order filter. */
function above(samples: Float32Array, hz: number): number {
  return energy(withoutLow(withoutLow(samples, hz), hz)) / energy(samples);
}

function withoutLow(samples: Float32Array, hz: number): Float32Array {
  const follow = 1 - Math.exp((-2 * Math.PI * hz) / 48_000);
  let low = 0;
  return samples.map((sample) => {
    low += follow * (sample - low);
    return sample - low;
  });
}

for (const mood of MOODS) {
  test(`${mood} music is wide, and still whole in mono`, async () => {
    const output = join(folder, `${mood}.wav`);
    await composeMusic({ mood, bpm: 104, seconds: 16, seed: 8, output, signal: NEVER });
    const [left = new Float32Array(), right = new Float32Array()] = readWav(output).channels;
    const middle = left.map((sample, i) => (sample + (right[i] ?? 0)) / 2);
    const sides = left.map((sample, i) => (sample - (right[i] ?? 0)) / 2);
    const width = 10 * Math.log10(energy(sides) / energy(middle));
    assert.ok(width > -16 && width < -2, `sides ${width} dB under the middle`);
  });
}

test("a soft touch is duller than a firm one, on every instrument", () => {
  for (const [name, { partials, attack }] of Object.entries(INSTRUMENTS)) {
    const soft = strike(262, partials, attack, 1, 0.2);
    const firm = strike(262, partials, attack, 1, 1);
    assert.ok(above(soft, 1_000) < above(firm, 1_000) * 0.8, name);
  }
});

test("light drums are never twice alike", () => {
  const drums = makeDrums(randomFrom(3), 1);
  for (const name of ["snare", "hat", "shaker", "rim"] as const) {
    const seen = new Set(drums[name].map((take) => take.slice(100, 110).join(" ")));
    assert.equal(seen.size, 4, name);
  }
});

test("a held tone drifts by no more than its cents", () => {
  const table = wavetable(1, 1);
  const tone = { frequency: 440, seconds: 4, attack: 0.01, release: 0.01, phase: 0, brightness: 0 };
  const play = (drift?: { cents: number; hz: number }): number[] => {
    const sound = new Float32Array(4 * 48_000);
    sustain(sound, table, table, drift ? { ...tone, drift } : tone, 1);
    const crossings = [...sound.keys()].filter(
      (i) => (sound[i - 1] ?? 1) < 0 && (sound[i] ?? 0) >= 0,
    );
    // Periods, averaged over fifty of them.
    return crossings.slice(50).map((at, i) => (at - (crossings[i] ?? 0)) / 50);
  };
  const cents = (periods: readonly number[]): number =>
    1200 * Math.log2(Math.max(...periods) / Math.min(...periods));
  assert.ok(cents(play()) < 1);
  const drifting = cents(play({ cents: 6, hz: 0.5 }));
  assert.ok(drifting > 8 && drifting < 13, `${drifting} cents from lowest to highest`);
});

test("a room answers a click with a dense tail that dies away in its time", () => {
  const stage = openStage(2.5);
  stage.room[0] = 1;
  addRoom(stage, 1.5, 1);
  const level = (from: number): number =>
    10 * Math.log10(energy(stage.left.subarray(from * 48_000, (from + 0.1) * 48_000)) + 1e-15);
  const early = level(0.3);
  assert.ok(early - level(1.1) > 24 && early - level(1.1) < 60, `${early} and ${level(1.1)} dB`);
  const tail = stage.left.subarray(0.2 * 48_000, 0.3 * 48_000);
  const peak = Math.max(...tail.map(Math.abs));
  const heard = tail.filter((sample) => Math.abs(sample) > peak / 30).length / tail.length;
  assert.ok(heard > 0.5, `${(heard * 100).toFixed(0)} % of the tail sounds`);
});
