import assert from "node:assert/strict";
import { test } from "node:test";
import { sheetLayout } from "../../../video/composition/sheet/sheet-props.ts";
import type { AudioLayer, SceneGraph } from "../../../video/scene-graph/scene-graph.ts";
import type { ShotPlan } from "../../../video/shots/shot-plan.ts";
import { contactSheet, storyboardFrames } from "../../../video/storyboard/storyboard.ts";
import { graphOf, sceneOf } from "../scene-graph/fixtures/graph.ts";

const PLAN = { shots: [{ id: "s01", type: "wide" }] } as unknown as ShotPlan;

const voice = (start: number): AudioLayer => ({
  "@id": `voice-${start}`,
  type: "Footage",
  media: "audio",
  role: "voice",
  ref: "voice",
  start,
  duration: 20,
  gainDb: 0,
});

const sheetOf = (graph: SceneGraph) => contactSheet(graph, PLAN, ({ frame }) => `frame ${frame}`);

test("each scene is drawn when all of it has come and before the next one comes in over it", () => {
  const graph = graphOf(2, {
    layers: [sceneOf(0), sceneOf(1, { transition: { type: "wipe", frames: 8 } })],
  });
  assert.deepEqual(
    storyboardFrames(graph).map(({ frame }) => frame),
    [46, 114],
  );
});

test("a tile has the scene's place in time, how it is shot, and what is said", () => {
  const graph = graphOf(2, {
    layers: [sceneOf(0), sceneOf(1), voice(0), voice(30), voice(62)],
    captions: {
      burnIn: "unwritten",
      cues: [
        { start: 1, end: 15, lines: ["Before: draw,"] },
        { start: 17, end: 28, lines: ["cut"] },
        { start: 30, end: 55, lines: ["After: drop", "a file."] },
        { start: 62, end: 110, lines: ["Done."] },
      ],
    },
  });
  const [first, second] = sheetOf(graph).tiles;
  assert.deepEqual(first, {
    shot: "s01",
    picture: "frame 54",
    time: "0:00.0 – 0:02.0",
    manner: "statement, wide, center, push-in",
    said: "Before: draw, cut / After: drop a file.",
  });
  assert.equal(second?.said, "Done.");
  assert.equal(second?.time, "0:02.0 – 0:04.0");
});

test("Japanese is joined without spaces", () => {
  const cues = [{ start: 0, end: 50, lines: ["煎茶の味は、", "お湯の温度で決まります。"] }];
  const graph = graphOf(1, { language: "ja", captions: { burnIn: false, cues } });
  assert.equal(sheetOf(graph).tiles[0]?.said, "煎茶の味は、お湯の温度で決まります。");
});

test("the sheet has a row more for what a row doesn't hold, and keeps the film's shape", () => {
  const heightOf = (count: number, ratio: number): number =>
    sheetLayout({ ratio, tiles: sheetOf(graphOf(count)).tiles }).height;
  assert.equal(heightOf(3, 16 / 9), heightOf(1, 16 / 9));
  assert.ok(heightOf(4, 16 / 9) > heightOf(3, 16 / 9));
  const { columns, picture } = sheetLayout({ ratio: 9 / 16, tiles: [] });
  assert.equal(columns, 5);
  assert.ok(Math.abs(picture.w / picture.h - 9 / 16) < 0.01);
});
