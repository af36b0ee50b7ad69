import assert from "node:assert/strict";
import { test } from "node:test";
import { checkCaptions } from "../../../video/measure/caption-checks.ts";
import { checkContainer } from "../../../video/measure/container-checks.ts";
import type { Finding } from "../../../video/measure/critic-report.ts";
import type { SoundFacts } from "../../../video/measure/decode.ts";
import { checkPicture } from "../../../video/measure/picture-checks.ts";
import type { FilmFacts } from "../../../video/measure/probe.ts";
import { checkSound } from "../../../video/measure/sound-checks.ts";
import { otherFraming, remaster } from "../../../video/measure/remedies.ts";
import type { SceneGraph } from "../../../video/scene-graph/scene-graph.ts";
import { scenesOf } from "../../../video/scene-graph/layers.ts";
import { applied, EXPECTATIONS, FPS, NARRATION, sceneGraph, sceneLayer, SECONDS } from "./films.ts";

const FIRST = "The first sentence.";
const SECOND = "The second sentence.";

function captioned(...cues: readonly [start: number, end: number, line: string][]): SceneGraph {
  const pages = cues.map(([start, end, line]) => ({ start, end, lines: [line] }));
  return sceneGraph({ captions: { burnIn: true, cues: pages } });
}

const captionFindings = (graph: SceneGraph) => checkCaptions(graph, NARRATION).findings;

/** All patches of all findings, each once. */
function mended(graph: SceneGraph, findings: readonly Finding[]): SceneGraph {
  const patches = new Map(findings.map(({ patch }) => [JSON.stringify(patch), patch]));
  return [...patches.values()].reduce((after, patch) => applied(after, patch), graph);
}

test("a caption that flies by stands until it can be read: one patch for both faults", () => {
  const graph = captioned([15, 20, FIRST], [130, 200, SECOND]);
  const findings = captionFindings(graph);
  assert.deepEqual(
    findings.map(({ check }) => check),
    ["Caption reading speed", "Caption durations"],
  );
  assert.deepEqual(findings[0]?.patch, findings[1]?.patch);
  assert.deepEqual(captionFindings(mended(graph, findings)), []);
});

test("a caption that has no room to be read has no patch", () => {
  const graph = captioned([15, 20, FIRST], [30, 100, SECOND]);
  for (const { patch } of captionFindings(graph).slice(0, 2)) assert.equal(patch, null);
});

test("a caption that stands too long ends when it may, one that leaves the film with the film", () => {
  const long = captioned([15, 15 + 7 * FPS + 10, FIRST]);
  const late = captioned([15, 85, FIRST], [130, SECONDS * FPS + 9, SECOND]);
  for (const [graph, end] of [
    [long, 15 + 7 * FPS],
    [late, SECONDS * FPS],
  ] as const) {
    const [finding] = captionFindings(graph);
    assert.equal(applied(graph, finding?.patch ?? null).captions.cues.at(-1)?.end, end);
  }
});

const frozenFrom = (from: number, graph: SceneGraph): Finding | undefined =>
  checkPicture(
    { black: [], frozen: [{ start: from, end: from + 3 }], tiles: [], thumbs: [] },
    graph,
  ).findings.find(({ check }) => check === "Frozen picture");

test("a picture that stands still gets a camera where there is something to move, or is held", () => {
  const scene = { ...sceneLayer(1, 0, 120), backdrop: "backdrop-1" };
  const graph = sceneGraph({ layers: [scene, sceneLayer(2, 120, 120)] });
  const moved = scenesOf(applied(graph, frozenFrom(0.5, graph)?.patch ?? null))[0];
  assert.deepEqual([moved?.camera, moved?.hold], ["push-in", false]);
  const held = scenesOf(applied(graph, frozenFrom(4.5, graph)?.patch ?? null))[1];
  assert.deepEqual([held?.camera, held?.hold], ["still", true]);
});

test("a scene that looks like another gets a framing that its neighbours don't have", () => {
  const framed = (index: number, framing: "center" | "left" | "right") => ({
    ...sceneLayer(index, (index - 1) * 60, 60),
    framing,
  });
  const graph = sceneGraph({
    layers: [framed(1, "center"), framed(2, "left"), framed(3, "center"), framed(4, "right")],
  });
  const [twin, , scene] = scenesOf(graph);
  assert.ok(twin && scene);
  const after = applied(graph, otherFraming(graph, scene, twin));
  assert.equal(scenesOf(after)[2]?.framing, "split");
});

function sounding(facts: Partial<SoundFacts>): SoundFacts {
  const good = { integratedLufs: -14, truePeakDbtp: -2, clippedSamples: 0, dcOffset: 0 };
  return { ...good, silences: [], ...facts };
}

test("a film too quiet and too peaky is mixed again once, to what was measured", () => {
  const graph = sceneGraph();
  const facts = sounding({ integratedLufs: -17, truePeakDbtp: -0.6 });
  const { findings } = checkSound(facts, graph, SECONDS, 12);
  assert.deepEqual(
    findings.map(({ check }) => check),
    ["Loudness", "True peak"],
  );
  assert.deepEqual(findings[0]?.patch, findings[1]?.patch);
  const after = applied(graph, findings[0]?.patch ?? null);
  assert.deepEqual(after.master, { lufs: -11, truePeak: -2.1 });
  const again = applied(after, remaster(after, { louder: -1.5, peakDown: 0 }));
  assert.deepEqual(again.master, { lufs: -12.5, truePeak: -2.1 });
});

test("sound that is far off, or silent, is no matter of the mix", () => {
  for (const integratedLufs of [-40, -Infinity]) {
    const { findings } = checkSound(sounding({ integratedLufs }), sceneGraph(), SECONDS, 12);
    assert.equal(findings[0]?.patch, null);
  }
});

test("music too near to the voice is taken back", () => {
  const graph = sceneGraph();
  const [finding] = checkSound(sounding({}), graph, SECONDS, 6).findings;
  const music = applied(graph, finding?.patch ?? null).layers.find((it) => it["@id"] === "music");
  assert.equal(music?.type === "Footage" && music.gainDb, -17);
});

function ofLength(seconds: number): FilmFacts {
  const video = {
    codec_type: "video",
    codec_name: "h264",
    pix_fmt: "yuv420p",
    width: 320,
    height: 180,
    avg_frame_rate: "30/1",
    start_time: 0,
    duration: seconds,
    nb_frames: Math.round(seconds * FPS),
  };
  return { seconds, startSeconds: 0, faststart: true, audio: null, video };
}

const durationPatch = (graph: SceneGraph, seconds: number, wanted: number): Finding["patch"] =>
  checkContainer(ofLength(seconds), graph, {
    ...EXPECTATIONS,
    durationSeconds: wanted,
  }).findings.find(({ check }) => check === "Duration")?.patch ?? null;

test("a film planned too long or too short ends where it should, picture and music alike", () => {
  const graph = sceneGraph();
  for (const wanted of [7, 9.5]) {
    const after = applied(graph, durationPatch(graph, SECONDS, wanted));
    const ends = after.layers
      .filter(({ "@id": id }) => id === "scene-2" || id === "music")
      .map(({ start, duration }) => start + duration);
    assert.deepEqual([after.duration, ...ends], [wanted * FPS, wanted * FPS, wanted * FPS]);
  }
});

test("a film is not cut into a sentence, and a file unlike its graph is no matter of an edit", () => {
  assert.equal(durationPatch(sceneGraph(), SECONDS, 6), null);
  assert.equal(durationPatch(sceneGraph(), 7, SECONDS), null);
});
