import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  isGoodFor,
  openFinishedSegments,
  segmentKey,
} from "../../../video/render/finished-segments.ts";
import type { SceneGraph } from "../../../video/scene-graph/scene-graph.ts";
import { temporaryFolder } from "../../support/temp.ts";
import { graphOf, sceneOf } from "../scene-graph/fixtures/graph.ts";

const readAsset = (): Buffer => Buffer.from("<svg/>");
const HALF = { key: "seg1", from: 0, to: 120 };
const REST = { key: "seg2", from: 120, to: 240 };

/** Four scenes of two seconds, a caption in each, the third one entering in half a second. */
const film = graphOf(4, {
  layers: [0, 1, 2, 3].map((i) =>
    sceneOf(i, { transition: i === 0 ? { type: "cut", frames: 0 } : { type: "fade", frames: 15 } }),
  ),
  captions: {
    burnIn: true,
    cues: [0, 1, 2, 3].map((i) => ({ start: i * 60, end: i * 60 + 50, lines: [`Caption ${i}.`] })),
  },
});

const keyOf = (graph: SceneGraph, segment = HALF, scale = 1): string =>
  segmentKey({ graph, segment, scale, readAsset });

function changed(index: number, changes: Parameters<typeof sceneOf>[1]): SceneGraph {
  const layers = film.layers.map((layer, i) =>
    i === index && layer.type === "Scene" ? { ...layer, ...changes } : layer,
  );
  return { ...film, layers };
}

test("what can't be seen in a segment does not change its key", () => {
  const key = keyOf(film);
  const [first, ...cues] = film.captions.cues;
  assert.ok(first);
  const later = [first, ...cues.slice(0, 2), { start: 190, end: 230, lines: ["Other."] }];
  const unseen: SceneGraph[] = [
    { ...film, title: "Another title", master: { lufs: -16, truePeak: -2 } },
    { ...film, captions: { ...film.captions, cues: later } },
    changed(3, { camera: "pan-left" }),
    changed(0, { hold: true, sources: [{ start: 1, end: 2 }] }),
    { ...film, duration: 300 },
  ];
  for (const graph of unseen) assert.equal(keyOf(graph), key);
});

test("what is seen in it does: contents, captions, the scene that still leaves, the look, the size", () => {
  const keys = [
    keyOf(film),
    keyOf(changed(0, { camera: "still" })),
    keyOf({ ...film, captions: { ...film.captions, cues: film.captions.cues.slice(1) } }),
    keyOf({ ...film, captions: { ...film.captions, burnIn: false } }),
    keyOf({ ...film, theme: "washi" }),
    keyOf({ ...film, effects: [] }),
    keyOf({ ...film, seed: 8 }),
    keyOf(film, HALF, 0.5),
    keyOf(film, { ...HALF, to: 60 }),
    keyOf(film, REST),
    keyOf(changed(1, { camera: "still" }), REST),
  ];
  assert.equal(new Set(keys).size, keys.length);
});

test("a segment is good for others, for a new round and for a second delivery, not for who asks again", () => {
  const before = { job: "a", round: 0, attempt: 1 };
  assert.ok(isGoodFor({ job: "b", round: 0, attempt: 1 }, before));
  assert.ok(isGoodFor({ job: "a", round: 0, attempt: 1 }, before));
  assert.ok(isGoodFor({ job: "a", round: 1, attempt: 2 }, before));
  assert.ok(!isGoodFor({ job: "a", round: 0, attempt: 2 }, before));
});

test("a finished segment is found by its key, and a damaged note of one is none", (t) => {
  const folder = temporaryFolder(t);
  const finished = openFinishedSegments(folder);
  assert.equal(finished.find("a"), undefined);
  const blob = { sha256: "a".repeat(64), bytes: 1, extension: ".mp4" };
  const segment = { segment: blob, job: "j", round: 0, attempt: 1 };
  finished.keep("a", segment);
  assert.deepEqual(finished.find("a"), segment);
  mkdirSync(join(folder, "segments"), { recursive: true });
  for (const damaged of ['{"segment": 1}', '{"segm', ""]) {
    writeFileSync(join(folder, "segments", "b.json"), damaged);
    assert.equal(finished.find("b"), undefined);
  }
});
