import assert from "node:assert/strict";
import { test } from "node:test";
import { reviewGraph } from "../../../video/edit/review.ts";
import { patchGraph } from "../../../video/scene-graph/patch.ts";
import type { AudioLayer, SceneGraph } from "../../../video/scene-graph/scene-graph.ts";
import { graphOf, sceneOf } from "../scene-graph/fixtures/graph.ts";

function checksOf(graph: SceneGraph): string[] {
  return reviewGraph(graph).findings.map((finding) => finding.check);
}

/** Applies the editor's own patch and reads the film again. */
function mended(graph: SceneGraph): SceneGraph {
  const { operations } = reviewGraph(graph);
  const result = patchGraph(graph, { author: "editor", reason: "test", operations });
  assert.ok(result.kind === "patched", JSON.stringify(result));
  return result.graph;
}

const voice = (start: number, duration: number): AudioLayer => ({
  "@id": `voice-${start}`,
  type: "Footage",
  media: "audio",
  role: "voice",
  ref: "voice",
  start,
  duration,
  gainDb: 0,
});

test("a sound film needs no patch", () => {
  assert.deepEqual(reviewGraph(graphOf(4)), { findings: [], operations: [] });
});

test("a repeated framing is replaced by one that its neighbours don't have", () => {
  const layers = [sceneOf(0), sceneOf(1, { framing: "center" }), sceneOf(2, { framing: "right" })];
  const graph = graphOf(3, { layers });
  assert.deepEqual(checksOf(graph), ["framing"]);
  assert.deepEqual(checksOf(mended(graph)), []);
});

test("a gap between scenes is closed by holding the scene before it", () => {
  const graph = graphOf(2, { layers: [sceneOf(0, { duration: 45 }), sceneOf(1)] });
  assert.deepEqual(checksOf(graph), ["coverage"]);
  assert.deepEqual(checksOf(mended(graph)), []);
});

test("a missing end is closed too", () => {
  const graph = graphOf(2, { layers: [sceneOf(0), sceneOf(1, { duration: 50 })] });
  assert.deepEqual(checksOf(mended(graph)), []);
});

test("a scene without movement that lasts long is moved by the camera; a longer rest is declared, too", () => {
  for (const [duration, hold] of [
    [80, false],
    [150, true],
  ] as const) {
    const still = sceneOf(0, { camera: "still", backdrop: "paper", duration });
    const layers = [still, sceneOf(1, { start: duration })];
    const graph = graphOf(2, { duration: duration + 60, layers });
    assert.deepEqual(checksOf(graph), ["stillness"]);
    const [first] = mended(graph).layers;
    assert.ok(first?.type === "Scene" && first.camera === "push-in", `${duration}`);
    assert.equal(first.hold, hold, `${duration}`);
  }
});

test("a scene too long for its new move to be seen is declared as held as well, so that nothing is left to change", () => {
  const still = sceneOf(0, {
    camera: "still",
    backdrop: "paper",
    duration: 240,
    reveals: [30, 95, 160, 200],
  });
  const graph = graphOf(2, { duration: 300, layers: [still, sceneOf(1, { start: 240 })] });
  assert.deepEqual(checksOf(graph), ["stillness"]);
  const [first] = mended(graph).layers;
  assert.ok(first?.type === "Scene" && first.camera === "push-in" && first.hold);
  assert.deepEqual(checksOf(mended(graph)), []);
});

test("where nothing is behind the words, or the move would be too slow to be seen, it is declared as held", () => {
  for (const [backdrop, duration] of [
    [null, 150],
    ["paper", 400],
  ] as const) {
    const still = sceneOf(0, { camera: "still", backdrop, duration });
    const layers = [still, sceneOf(1, { start: duration })];
    const graph = graphOf(2, { duration: duration + 60, layers });
    const [first] = mended(graph).layers;
    assert.ok(first?.type === "Scene" && first.camera === "still" && first.hold);
  }
});

test("a rest between two items counts as much as one after the last", () => {
  const still = sceneOf(0, { camera: "still", duration: 240, reveals: [30, 180, 200] });
  const graph = graphOf(2, { duration: 300, layers: [still, sceneOf(1, { start: 240 })] });
  assert.deepEqual(checksOf(graph), ["stillness"]);
});

test("voices that overlap are an error that no rule mends", () => {
  const graph = graphOf(2);
  const overlapping = { ...graph, layers: [...graph.layers, voice(0, 40), voice(30, 40)] };
  assert.deepEqual(checksOf(overlapping), ["voice-overlap"]);
  assert.equal(reviewGraph(overlapping).findings[0]?.severity, "error");
});

test("captions keep two frames between them", () => {
  const cues = [
    { start: 0, end: 60, lines: ["One."] },
    { start: 60, end: 100, lines: ["Two."] },
  ];
  const graph = graphOf(2, { captions: { burnIn: true, cues } });
  assert.deepEqual(checksOf(graph), ["caption-gap"]);
  assert.equal(mended(graph).captions.cues[0]?.end, 58);
});

test("a film that was changed after the review refuses the patch", () => {
  const graph = graphOf(2, { layers: [sceneOf(0), sceneOf(1, { framing: "center" })] });
  const { operations } = reviewGraph(graph);
  const changed = graphOf(2, { layers: [sceneOf(0), sceneOf(1, { framing: "split" })] });
  assert.equal(
    patchGraph(changed, { author: "editor", reason: "late", operations }).kind,
    "refused",
  );
});
