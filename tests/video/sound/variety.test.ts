import assert from "node:assert/strict";
import { join } from "node:path";
import { before, test } from "node:test";
import { MOODS, type Mood } from "../../../video/look/names.ts";
import { composeMusic } from "../../../video/sound/music.ts";
import { writeScore } from "../../../video/sound/score/score.ts";
import { readWav } from "../../../video/sound/wav.ts";
import { NEVER, ownFolder } from "./folder.ts";
import { distance, type Portrait, portraitOf } from "./likeness.ts";

const folder = ownFolder("variety");
const BPM: Readonly<Record<Mood, number>> = {
  uplifting: 108,
  calm: 76,
  driven: 124,
  serious: 88,
  playful: 116,
};
const SEEDS = [21, 22, 23];
const pieces: { readonly mood: Mood; readonly portrait: Portrait }[] = [];

async function portray(mood: Mood, seed: number, name: string): Promise<Portrait> {
  const output = join(folder, `${name}.wav`);
  await composeMusic({ mood, bpm: BPM[mood], seconds: 14, seed, output, signal: NEVER });
  return portraitOf(readWav(output).channels[0] ?? new Float32Array());
}

before(async () => {
  for (const mood of MOODS) {
    for (const seed of SEEDS) {
      pieces.push({ mood, portrait: await portray(mood, seed, `${mood}-${seed}`) });
    }
  }
});

test("no two films sound alike, not even in one mood at one tempo; the same film does", async () => {
  for (const [index, one] of pieces.entries()) {
    for (const other of pieces.slice(0, index)) {
      const apart = distance(one.portrait, other.portrait);
      assert.ok(apart > 0.12, `${one.mood} and ${other.mood} are ${apart.toFixed(2)} apart`);
    }
  }
  const [first] = pieces;
  assert.ok(first);
  assert.ok(distance(await portray("uplifting", 21, "again"), first.portrait) < 1e-9);
});

test("moods lie further from each other than the films in one of them", () => {
  for (const mood of MOODS) {
    const own = pieces.filter((piece) => piece.mood === mood);
    const others = pieces.filter((piece) => piece.mood !== mood);
    const within = own.flatMap((one, i) =>
      own.slice(0, i).map((other) => distance(one.portrait, other.portrait)),
    );
    const across = own.flatMap((one) =>
      others.map((other) => distance(one.portrait, other.portrait)),
    );
    assert.ok(mean(across) > mean(within) * 1.2, `${mood}: ${mean(across)} and ${mean(within)}`);
  }
});

test("music lies under a voice: its weight is low, and it neither pumps nor stands still", () => {
  for (const { mood, portrait } of pieces) {
    const { centroid, dynamics } = portrait;
    assert.ok(centroid > 80 && centroid < 700, `${mood}: ${centroid} Hz`);
    assert.ok(dynamics > 0.2 && dynamics < 6, `${mood}: ${dynamics} dB`);
  }
});

test("five hundred films have five hundred scores, also when all are in one key", () => {
  const scores = MOODS.flatMap((mood) =>
    Array.from({ length: 100 }, (_, seed) => {
      const { key, style, keys, bars } = writeScore({ mood, bpm: BPM[mood], seconds: 30, seed });
      const relative = (midi: number): number => (midi - key.tonic + 120) % 12;
      const chords = bars.map(({ chord }) => relative(chord.bass)).join(" ");
      const lead = bars.flatMap((bar) => bar.lead.map((tone) => relative(tone.midi))).join(" ");
      const drums = style.drums.map((part) => part.pattern).join(" ");
      return [key.scale, keys, style.lead, bars[0]?.arpeggio, chords, lead, drums].join("|");
    }),
  );
  assert.equal(new Set(scores).size, scores.length);
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
