import assert from "node:assert/strict";
import { test } from "node:test";
import type { AssetManifest } from "../../../video/assets/manifest.ts";
import { effectLayers } from "../../../video/direct/effects.ts";
import type { SceneLayer } from "../../../video/scene-graph/scene-graph.ts";
import { EFFECT_NAMES } from "../../../video/sound/effect-names.ts";
import { sceneLayer } from "../measure/films.ts";

const MANIFEST: AssetManifest = EFFECT_NAMES.map((name) => ({
  id: `effect-${name}`,
  type: "audio",
  uri: `${name}.wav`,
  generator: "kantoku-synth",
  blob: { sha256: "0".repeat(64), bytes: 1, extension: ".wav" },
  shot: null,
  seconds: 1.2,
  licence: "MIT",
  provenance: "a test",
  fallback: null,
}));
const FIGURE: SceneLayer["content"] = { template: "figure", value: "40", label: "films" };

function scene(index: number, start: number, changes: Partial<SceneLayer>): SceneLayer {
  return { ...sceneLayer(index, start, 150), ...changes };
}

function heard(scenes: readonly SceneLayer[], manifest = MANIFEST) {
  return effectLayers(manifest, scenes, 600).map(({ ref, start }) => [ref, start]);
}

test("cuts, fades and words alone are silent", () => {
  const fade = scene(2, 150, { transition: { type: "fade", frames: 12 } });
  assert.deepEqual(heard([scene(1, 0, {}), fade]), []);
});

test("an entrance that moves is heard, and a number when it stands", () => {
  const slide = scene(2, 150, { transition: { type: "slide", frames: 18 } });
  const figure = scene(3, 300, { content: FIGURE, reveals: [20] });
  assert.deepEqual(heard([scene(1, 0, {}), slide, figure]), [
    ["effect-whoosh", 150],
    ["effect-hit", 300 + 20 + 42],
  ]);
});

test("of two sounds that would run into each other, the weightier one is heard", () => {
  const chapter = scene(2, 150, {
    transition: { type: "wipe", frames: 15 },
    content: { template: "section", headline: "Second" },
  });
  assert.deepEqual(heard([scene(1, 0, {}), chapter]), [["effect-chime", 165]]);
});

test("a comparison that slides in is heard once, one that is cut to when it splits", () => {
  const content: SceneLayer["content"] = {
    template: "comparison",
    left: { title: "Before", points: ["Slow"] },
    right: { title: "After", points: ["Fast"] },
  };
  const slid = scene(2, 150, { content, reveals: [60], transition: { type: "slide", frames: 18 } });
  assert.deepEqual(heard([scene(1, 0, {}), slid]), [["effect-whoosh", 150]]);
  const cut = scene(2, 150, { content, reveals: [30] });
  assert.deepEqual(heard([scene(1, 0, {}), cut]), [["effect-whoosh", 180]]);
});

test("not every entrance is heard: the same sound rests for five seconds", () => {
  const transition = { type: "slide", frames: 18 } as const;
  const scenes = [0, 90, 180, 270].map((start, i) => scene(i + 1, start, { transition }));
  assert.deepEqual(heard(scenes), [
    ["effect-whoosh", 0],
    ["effect-whoosh", 180],
  ]);
});

test("nothing is struck when its scene, or the film, is over", () => {
  const short = { ...scene(1, 0, { content: FIGURE, reveals: [20] }), duration: 70 };
  assert.deepEqual(heard([short]), []);
  assert.deepEqual(heard([scene(1, 590, { transition: { type: "slide", frames: 9 } })]), []);
});

test("a sound that was not made is not asked for", () => {
  const slide = scene(2, 150, { transition: { type: "slide", frames: 18 } });
  assert.deepEqual(heard([slide], []), []);
});
