import assert from "node:assert/strict";
import { test } from "node:test";
import { MOODS } from "../../../video/look/names.ts";
import { rubs, ringSeconds } from "../../../video/sound/score/ring.ts";
import { type Score, writeScore } from "../../../video/sound/score/score.ts";

const C_MAJOR = { bass: 36, voicing: [55, 60, 64] };
const F_MAJOR = { bass: 41, voicing: [57, 60, 65] };
const HARMONY = {
  barSeconds: 2,
  bars: [
    { start: 0, chord: C_MAJOR },
    { start: 2, chord: C_MAJOR },
    { start: 4, chord: F_MAJOR },
  ],
  ending: { start: 6, chord: C_MAJOR },
};

test("a tone rubs when it lies a semitone beside the chord, in any octave", () => {
  assert.equal(rubs(77, C_MAJOR), true, "F over E");
  assert.equal(rubs(71, C_MAJOR), true, "B under C");
  assert.equal(rubs(62, C_MAJOR), false, "a ninth is soft");
  assert.equal(rubs(76, C_MAJOR), false, "a tone of the chord");
});

test("a note rings until a chord comes that it rubs against; beside the chord it only passes", () => {
  assert.equal(ringSeconds(HARMONY, 1, 64, 10), 3, "E ends where F major begins");
  assert.equal(ringSeconds(HARMONY, 1, 64, 1.5), 1.5);
  assert.equal(ringSeconds(HARMONY, 1, 60, 10), 10, "C is in both");
  assert.equal(ringSeconds(HARMONY, 1, 65, 10), 0.25);
});

/** Which share of the time that arpeggio and melody sound is spent rubbing against the chord. */
function rubbing(score: Score): number {
  const spans = [...score.bars, score.ending];
  let [sounding, beside] = [0, 0];
  for (const bar of score.bars) {
    for (const { step, midi } of bar.lead) {
      const at = bar.start + (step / 16) * score.barSeconds;
      const end = at + ringSeconds(score, at, midi, score.barSeconds);
      sounding += end - at;
      for (const [index, span] of spans.entries()) {
        if (!rubs(midi, span.chord)) continue;
        const to = Math.min(end, spans[index + 1]?.start ?? score.seconds);
        beside += Math.max(0, to - Math.max(at, span.start));
      }
    }
  }
  return sounding === 0 ? 0 : beside / sounding;
}

test("melodies are in tune with their harmony, in every mood", () => {
  for (const mood of MOODS) {
    const scores = Array.from({ length: 20 }, (_, seed) =>
      writeScore({ mood, bpm: 100, seconds: 40, seed }),
    );
    const mean = scores.reduce((sum, score) => sum + rubbing(score), 0) / scores.length;
    assert.ok(mean < 0.06, `${mood}: ${(mean * 100).toFixed(1)} %`);
  }
});
