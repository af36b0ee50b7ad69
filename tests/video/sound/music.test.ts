import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { MOODS } from "../../../video/look/names.ts";
import { EFFECT_NAMES } from "../../../video/sound/effect-names.ts";
import { makeEffect } from "../../../video/sound/effects.ts";
import { hopEnergies, integratedLoudness } from "../../../video/sound/loudness.ts";
import { composeMusic } from "../../../video/sound/music.ts";
import { writeScore } from "../../../video/sound/score/score.ts";
import { peakOf } from "../../../video/sound/trim.ts";
import { readWav, secondsOf } from "../../../video/sound/wav.ts";
import { NEVER, ownFolder } from "./folder.ts";

const folder = ownFolder("music");
const common = { bpm: 110, seconds: 16, seed: 42, signal: NEVER } as const;

function digest(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/** Mean square of what a first-order filter lets through above or below a frequency. */
function energyBeyond(samples: Float32Array, hz: number, side: "above" | "below"): number {
  const follow = 1 - Math.exp((-2 * Math.PI * hz) / 48_000);
  let [low1, low2, energy] = [0, 0, 0];
  for (const sample of samples) {
    low1 += follow * (sample - low1);
    low2 += follow * (low1 - low2);
    const value = side === "below" ? low2 : sample - low1 - (low1 - low2);
    energy += value * value;
  }
  return energy / samples.length;
}

for (const mood of MOODS) {
  test(`${mood} music is pleasant to measure: level, peaks, spectrum, width, ending`, async () => {
    const output = join(folder, `${mood}.wav`);
    const music = await composeMusic({ ...common, mood, output });
    assert.equal(music.seconds, 16);
    const { channels, rate } = readWav(output);
    const [left = new Float32Array(), right = new Float32Array()] = channels;
    assert.equal(rate, 48_000);
    const loudness = integratedLoudness(channels);
    assert.ok(Math.abs(loudness + 18) < 1.5, `${loudness} LUFS`);
    const peak = Math.max(peakOf(left), peakOf(right));
    assert.ok(peak < 0.8, `peak ${peak}`);
    const rms = Math.sqrt(left.reduce((sum, sample) => sum + sample * sample, 0) / left.length);
    const crest = 20 * Math.log10(peak / rms);
    assert.ok(crest > 8 && crest < 22, `crest ${crest} dB`);
    const offset = Math.abs(left.reduce((sum, sample) => sum + sample, 0) / left.length);
    assert.ok(offset < 0.001, `DC ${offset}`);
    const total = energyBeyond(left, 20_000, "below");
    assert.ok(energyBeyond(left, 60, "below") / total < 0.35, "not all bass");
    assert.ok(energyBeyond(left, 6_000, "above") / total < 0.05, "not harsh");
    assert.ok(
      left.some((sample, i) => Math.abs(sample - (right[i] ?? 0)) > 0.01),
      "stereo",
    );
    assert.ok(peakOf(left.subarray(-480)) < 0.001, "rung out with the last frame");
    assert.ok(peakOf(left.subarray(-4 * 48_000, -3 * 48_000)) > 0.02, "sounds to the end");
  });
}

test("the same seed gives the same bytes, another seed another piece", async () => {
  const compose = async (seed: number, name: string) => {
    const output = join(folder, name);
    const { key, notes } = await composeMusic({
      ...common,
      mood: "uplifting",
      seconds: 8,
      seed,
      output,
    });
    return { digest: digest(output), key, notes };
  };
  const first = await compose(1, "first.wav");
  assert.deepEqual(await compose(1, "again.wav"), first);
  assert.notEqual((await compose(2, "second.wav")).digest, first.digest);
});

test("seeds differ in key, harmony and arpeggio", () => {
  const pieces = Array.from({ length: 24 }, (_, seed) => {
    const { key, bars } = writeScore({ ...common, mood: "calm", seed });
    const chords = bars.map((bar) => (bar.chord.bass - key.tonic + 12) % 12).join(" ");
    return { key: key.name, chords, arpeggio: bars[0]?.arpeggio };
  });
  for (const [part, least] of [
    ["key", 7],
    ["chords", 3],
    ["arpeggio", 2],
  ] as const) {
    assert.ok(new Set(pieces.map((piece) => piece[part])).size >= least, part);
  }
});

test("the piece ends on its tonic and fits any length in whole bars", () => {
  for (const seconds of [6, 15, 30, 61.3, 600]) {
    const score = writeScore({ mood: "driven", bpm: 124, seconds, seed: 3 });
    assert.equal(score.ending.chord.bass % 12, score.key.tonic);
    assert.ok(score.ending.start < seconds);
    assert.ok(Math.abs(score.bars.length * score.barSeconds - score.ending.start) < 1e-9);
    if (seconds >= 15) assert.ok(Math.abs(score.bpm / 124 - 1) < 0.1, `${score.bpm}`);
  }
});

test("sections step at the bar that is nearest to their beat", () => {
  const sections = [
    { atSeconds: 0, energy: 0.3 },
    { atSeconds: 7.3, energy: 0.8 },
    { atSeconds: 19, energy: 0.4 },
  ];
  const { bars, barSeconds } = writeScore({ ...common, mood: "driven", seconds: 30, sections });
  for (const { atSeconds, energy } of sections) {
    const first = bars.find((bar) => bar.energy === energy);
    assert.ok(Math.abs((first?.start ?? -9) - atSeconds) <= barSeconds / 2, `${atSeconds} s`);
  }
  const rising = bars.findIndex((bar) => bar.energy === 0.8) - 1;
  assert.equal(bars[rising]?.leadsUp, true, "a swell leads over");
});

test("music grows where its sections say so", async () => {
  const output = join(folder, "sections.wav");
  const sections = [
    { atSeconds: 0, energy: 0.1 },
    { atSeconds: 8, energy: 0.1 },
    { atSeconds: 8.1, energy: 1 },
  ];
  await composeMusic({ ...common, mood: "driven", seconds: 20, sections, output });
  const energies = hopEnergies(readWav(output).channels);
  const mean = (from: number, to: number): number =>
    energies.subarray(from * 10, to * 10).reduce((sum, energy) => sum + energy, 0) / (to - from);
  assert.ok(mean(9, 15) > 2 * mean(1, 7));
});

for (const name of EFFECT_NAMES) {
  test(`the ${name} is short, begins and ends in silence, and follows from its seed`, async () => {
    const make = (seed: number, file: string, tonicHz = 262) =>
      makeEffect(name, { seed, tonicHz, output: join(folder, file), signal: NEVER });
    const effect = await make(5, `${name}.wav`);
    const { channels } = readWav(effect.file);
    const [left = new Float32Array()] = channels;
    assert.equal(effect.seconds, secondsOf(readWav(effect.file)));
    assert.ok(effect.seconds <= 2.2);
    assert.ok(peakOf(left) > 0.02 && peakOf(left) < 0.75, `peak ${peakOf(left)}`);
    assert.ok(peakOf(left.subarray(0, 24)) < 0.05 && peakOf(left.subarray(-240)) < 0.01);
    assert.equal(digest((await make(5, `${name}2.wav`)).file), digest(effect.file));
    const other = await make(6, `${name}3.wav`, 330);
    assert.notEqual(digest(other.file), digest(effect.file));
  });
}

test("the whoosh is loudest where a transition is in its middle", async () => {
  const output = join(folder, "peak.wav");
  await makeEffect("whoosh", { seed: 5, tonicHz: 262, output, signal: NEVER });
  const [left = new Float32Array()] = readWav(output).channels;
  const loudest = left.reduce(
    (best, sample, i) => (Math.abs(sample) > Math.abs(left[best] ?? 0) ? i : best),
    0,
  );
  assert.ok(Math.abs(loudest / 48_000 - 0.42) < 0.2);
});

test("composing stops when it is told to", async () => {
  const signal = AbortSignal.abort(new Error("stopped"));
  const output = join(folder, "never.wav");
  await assert.rejects(composeMusic({ ...common, mood: "calm", output, signal }), {
    name: "AbortError",
  });
});
