import assert from "node:assert/strict";
import { test } from "node:test";
import { revealFrames } from "../../../video/direct/reveals.ts";
import type { SceneContent } from "../../../video/scene-graph/content.ts";
import * as fc from "../../support/fast-check.ts";

const list = (...texts: string[]): SceneContent => ({
  template: "list",
  headline: "Parts",
  items: texts.map((text) => ({ text })),
});

test("an item appears just before the word that names it is spoken", () => {
  const words = [
    { text: "watchdog", start: 60 },
    { text: "restarts", start: 75 },
    { text: "renderer", start: 140 },
  ];
  const context = { entrance: 20, duration: 300, words, voice: { from: 50, to: 200 } };
  assert.deepEqual(revealFrames(list("The watchdog", "Two renderers"), context), [57, 137]);
});

test("Japanese items are found in Japanese phrases", () => {
  const words = [
    { text: "監視役が", start: 40 },
    { text: "再起動します", start: 90 },
  ];
  const context = { entrance: 10, duration: 240, words, voice: { from: 40, to: 150 } };
  assert.deepEqual(revealFrames(list("監視役", "自動で再起動"), context), [37, 87]);
});

test("items that nobody names are spread over what is spoken", () => {
  const context = { entrance: 12, duration: 300, words: [], voice: { from: 30, to: 230 } };
  const frames = revealFrames(list("one thing", "other thing", "third thing"), context);
  assert.equal(frames.length, 3);
  assert.ok((frames[2] ?? 0) < 200);
});

test("reveals rise and leave time to read, whatever was spoken when", () => {
  const word = fc.record({
    text: fc.constantFrom("alpha", "bravo", "delta", "other"),
    start: fc.integer({ min: 0, max: 400 }),
  });
  fc.assert(
    fc.property(
      fc.array(word),
      fc.integer({ min: 60, max: 400 }),
      fc.integer({ min: 0, max: 30 }),
      (words, duration, entrance) => {
        const frames = revealFrames(list("alpha", "bravo", "delta"), {
          entrance,
          duration,
          words,
          voice: null,
        });
        assert.equal(frames.length, 3);
        frames.forEach((frame, i) => {
          assert.ok(frame >= (frames[i - 1] ?? 0) && frame < duration);
        });
      },
    ),
  );
});

test("a figure counts at once and tells its context while the voice goes on", () => {
  const figure: SceneContent = {
    template: "figure",
    value: "55",
    label: "languages",
    context: "on a golden record",
  };
  const context = { entrance: 14, duration: 200, words: [], voice: { from: 24, to: 124 } };
  assert.deepEqual(revealFrames(figure, context), [14, 81]);
});

test("an emphasis appears on its word", () => {
  const statement: SceneContent = {
    template: "statement",
    text: "The watchdog starts another one",
    emphasis: ["another one"],
  };
  const words = [{ text: "another", start: 70 }];
  const context = { entrance: 10, duration: 160, words, voice: { from: 20, to: 120 } };
  assert.deepEqual(revealFrames(statement, context), [67]);
});
