import assert from "node:assert/strict";
import { test } from "node:test";
import { planSegments } from "../../../video/render/segments.ts";
import type { SceneGraph } from "../../../video/scene-graph/scene-graph.ts";
import { sampleFilm } from "../../../video/gallery/sample-film.ts";
import { SAMPLES } from "../../../video/gallery/samples.ts";
import * as fc from "../../support/fast-check.ts";

/** A film whose scenes have the given lengths. */
function filmOf(lengths: readonly number[]): SceneGraph {
  const content = SAMPLES.en.short[0];
  assert.ok(content);
  const { graph } = sampleFilm({
    contents: lengths.map(() => content),
    theme: "signal",
    aspect: "16:9",
    language: "en",
  });
  let start = 0;
  const layers = graph.layers.map((layer, index) => {
    const duration = lengths[index] ?? 1;
    start += duration;
    return { ...layer, start: start - duration, duration };
  });
  return { ...graph, layers, duration: start };
}

test("two segments of a film are about equally long and begin with a scene", () => {
  const segments = planSegments(filmOf([90, 120, 60, 150, 80, 100]), 2);
  assert.deepEqual(segments, [
    { key: "seg1", from: 0, to: 270 },
    { key: "seg2", from: 270, to: 600 },
  ]);
});

test("a film of one scene is one segment", () => {
  assert.deepEqual(planSegments(filmOf([90]), 3), [{ key: "seg1", from: 0, to: 90 }]);
});

test("whatever the scenes, the segments hold every frame exactly once and start at scenes", () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 6 }), (scenes, count) => {
      const graph = filmOf(scenes);
      const segments = planSegments(graph, count);
      const starts = new Set(graph.layers.map((layer) => layer.start));
      assert.ok(segments.length <= count);
      let next = 0;
      for (const segment of segments) {
        assert.equal(segment.from, next);
        assert.ok(segment.to > segment.from && starts.has(segment.from));
        next = segment.to;
      }
      assert.equal(next, graph.duration);
    }),
  );
});
