import assert from "node:assert/strict";
import { test } from "node:test";
import { grantWishes } from "../../../video/edit/grant.ts";
import { reviewGraph } from "../../../video/edit/review.ts";
import { filmProps } from "../../../video/render/film-props.ts";
import {
  placesOf,
  pointerTo,
  scenePlaces,
  scenesOf,
  soundsOf,
} from "../../../video/scene-graph/layers.ts";
import { valueAt, type Json } from "../../../video/scene-graph/json-patch.ts";
import type { AudioLayer, Layer } from "../../../video/scene-graph/scene-graph.ts";
import { graphOf, sceneOf } from "./fixtures/graph.ts";

const voice: AudioLayer = {
  "@id": "voice-1",
  type: "Footage",
  media: "audio",
  role: "voice",
  ref: "voice-1",
  start: 10,
  duration: 20,
  gainDb: 0,
};
const music: AudioLayer = { ...voice, "@id": "music", role: "music", start: 0, duration: 500 };
const ending: Layer = {
  "@id": "ending",
  type: "Effect",
  effectType: "fade-out",
  start: 225,
  duration: 15,
  amount: 1,
};
/** Scenes 2 and 3 with a voice stand in a comp within a comp that begins with the third second. */
const nested = graphOf(4, {
  layers: [
    sceneOf(0),
    {
      "@id": "part",
      type: "Comp",
      start: 60,
      duration: 120,
      layers: [
        {
          "@id": "inner",
          type: "Comp",
          start: 0,
          duration: 400,
          layers: [sceneOf(1, { start: 0 }), sceneOf(2, { start: 60, duration: 90 }), voice, music],
        },
        { ...voice, "@id": "too-late", start: 120 },
      ],
    },
    sceneOf(3),
    ending,
  ],
});

test("layers of nested comps stand on the film's timeline, cut by the comps around them", () => {
  assert.deepEqual(
    scenesOf(nested).map(({ shot, start, duration }) => [shot, start, duration]),
    [
      ["s01", 0, 60],
      ["s02", 60, 60],
      ["s03", 120, 60],
      ["s04", 180, 60],
    ],
  );
  assert.deepEqual(
    soundsOf(nested).map((sound) => [sound["@id"], sound.start, sound.duration]),
    [
      ["voice-1", 70, 20],
      ["music", 60, 120],
    ],
  );
});

test("the pointer of every placed layer leads to it in the graph", () => {
  for (const { layer, pointer } of placesOf(nested)) {
    const found = valueAt(nested as unknown as Json, pointer) as unknown as Layer;
    assert.equal(found["@id"], layer["@id"]);
    assert.equal(pointerTo(nested, layer), pointer);
  }
});

test("a film with comps is edited as if it had none", () => {
  const wishes = [
    { kind: "camera", shot: 3, to: "still" },
    { kind: "length", shot: 3, change: "shorter", seconds: null },
    { kind: "text", shot: 2, from: "Statement", to: "Sentence" },
    { kind: "sound", role: "music", change: "quieter" },
  ] as const;
  const granted = grantWishes(nested, { by: "ann", text: "…", wishes: [...wishes] }, "en");
  assert.deepEqual(
    granted.said.map(({ isGranted }) => isGranted),
    [true, true, true, true],
    JSON.stringify(granted.said),
  );
  const scenes = scenesOf(granted.graph);
  assert.deepEqual(scenes[1]?.content, { ...scenes[1]?.content, text: "Sentence number 2." });
  assert.equal(scenes[2]?.camera, "still");
  assert.equal(scenes[2]?.duration, 45);
  assert.equal(scenes[3]?.start, 165);
  assert.equal(soundsOf(granted.graph).find(({ role }) => role === "music")?.gainDb, -4);
});

test("the Editor's own patches reach into comps", () => {
  const [, second] = scenePlaces(nested);
  assert.equal(second?.pointer, "/layers/1/layers/0/layers/0");
  const still = JSON.parse(
    JSON.stringify(nested).replaceAll('"camera":"push-in"', '"camera":"still"'),
  ) as typeof nested;
  const review = reviewGraph({ ...still, fps: 10 });
  assert.ok(review.operations.some(({ path }) => path === `${second.pointer}/hold`));
});

test("the picture gets scenes without comps, and only the effects that it shows", () => {
  const read = (): Buffer => Buffer.from("");
  const whole = filmProps(nested, read).graph.layers;
  assert.deepEqual(
    whole.map(({ type }) => type),
    ["Scene", "Scene", "Scene", "Scene", "Effect"],
  );
  const early = filmProps(nested, read, { key: "1", from: 0, to: 60 }).graph.layers;
  assert.ok(early.every(({ type }) => type === "Scene"));
});
