import assert from "node:assert/strict";
import { test } from "node:test";
import { fitBeats, type BeatNeed } from "../../../video/direct/timing.ts";
import * as fc from "../../support/fast-check.ts";

const beat = fc.record<BeatNeed>({
  lines: fc.array(fc.integer({ min: 10, max: 150 }), { maxLength: 4 }),
  entrance: fc.integer({ min: 0, max: 20 }),
  planned: fc.integer({ min: 30, max: 300 }),
  readable: fc.integer({ min: 30, max: 140 }),
});

test("beats fill exactly the asked frames, in order, and no sentence overlaps another", () => {
  fc.assert(
    fc.property(
      fc.array(beat, { minLength: 1, maxLength: 14 }),
      fc.integer({ min: 180, max: 3000 }),
      (beats, total) => {
        const fit = fitBeats(beats, total);
        if (fit.kind === "too-long") return assert.ok(fit.needed > total);
        let end = 0;
        fit.places.forEach((place, i) => {
          assert.equal(place.start, end);
          end += place.slot;
          let voiceEnd = place.start;
          place.lineStarts.forEach((start, line) => {
            assert.ok(start >= voiceEnd, "a sentence starts after the one before");
            voiceEnd = start + (beats[i]?.lines[line] ?? 0);
          });
          assert.ok(voiceEnd <= end, "the voice ends within its beat");
        });
        assert.equal(end, total);
      },
    ),
  );
});

test("when speech can't fit even with the least air, the answer says by how much", () => {
  const fit = fitBeats([{ lines: [200, 200], entrance: 10, planned: 100, readable: 60 }], 300);
  assert.equal(fit.kind, "too-long");
  assert.ok(fit.kind === "too-long" && fit.needed > fit.available);
});

test("time that is left over goes to the beats that the shot plan wanted longer", () => {
  const beats = [30, 300].map((planned) => ({ lines: [30], entrance: 0, planned, readable: 30 }));
  const fit = fitBeats(beats, 600);
  assert.ok(fit.kind === "fits");
  const [short, long] = fit.places;
  assert.ok(short && long && long.slot > short.slot * 2);
});
