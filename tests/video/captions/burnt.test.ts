import assert from "node:assert/strict";
import { test } from "node:test";
import { burntCues, captionedScenes } from "../../../video/captions/burnt.ts";
import type { SceneContent } from "../../../video/scene-graph/content.ts";
import type { CaptionCue, SceneGraph } from "../../../video/scene-graph/scene-graph.ts";
import { graphOf, sceneOf } from "../scene-graph/fixtures/graph.ts";

const statement = (text: string): SceneContent => ({ template: "statement", text, emphasis: [] });

/** Scenes of 100 frames each. */
function filmOf(
  contents: readonly SceneContent[],
  cues: readonly CaptionCue[],
  more: Partial<SceneGraph> = {},
): SceneGraph {
  return graphOf(contents.length, {
    duration: contents.length * 100,
    layers: contents.map((content, index) => ({
      ...sceneOf(index),
      start: index * 100,
      duration: 100,
      content,
    })),
    captions: { burnIn: "unwritten", cues: [...cues] },
    ...more,
  });
}

const linesOf = (graph: SceneGraph): string[] =>
  burntCues(graph).map(({ lines }) => lines.join(" "));

test("what the scene writes itself is not drawn a second time below it", () => {
  const film = filmOf(
    [statement("Every message waits for its answer"), statement("A killed agent is replaced")],
    [
      { start: 10, end: 90, lines: ["Every message waits", "for its answer."] },
      { start: 110, end: 190, lines: ["The queue keeps its work safe."] },
    ],
  );
  assert.deepEqual(linesOf(film), ["The queue keeps its work safe."]);
  assert.deepEqual(captionedScenes(film), [sceneOf(1)["@id"]]);
});

test("a sentence that the scene writes only in part is drawn whole", () => {
  const film = filmOf(
    [statement("We are met on a great battle-field")],
    [
      { start: 0, end: 40, lines: ["We are met on a great battle-field"] },
      {
        start: 42,
        end: 95,
        lines: ["where those who here gave their lives", "lie under the grass."],
      },
    ],
  );
  assert.equal(burntCues(film).length, 2);
});

test("a Japanese sentence in kana, of which the scene writes the only kanji, is drawn all the same", () => {
  const film = filmOf(
    [statement("そのとおり書いた")],
    [
      { start: 0, end: 40, lines: ["どうしてもこんなことが", "あるようでしかたないという"] },
      { start: 42, end: 95, lines: ["ことを、わたくしは", "そのとおり書いたまでです。"] },
    ],
    { language: "ja" },
  );
  assert.equal(burntCues(film).length, 2);
});

test("polite Japanese counts as written when the scene writes it plainly", () => {
  const film = filmOf(
    [statement("煎茶の味は、お湯の温度で決まる")],
    [{ start: 0, end: 90, lines: ["煎茶の味は、", "お湯の温度で決まります。"] }],
    { language: "ja" },
  );
  assert.deepEqual(linesOf(film), []);
});

test("a caption is gone when a scene without captions comes", () => {
  const film = filmOf(
    [statement("Nothing of it"), statement("It is written here")],
    [
      { start: 20, end: 106, lines: ["The voice says more than this."] },
      { start: 120, end: 190, lines: ["It is written here."] },
    ],
  );
  assert.equal(burntCues(film)[0]?.end, 100);
  assert.deepEqual(captionedScenes(film), [sceneOf(0)["@id"]]);
});

test("who asks for all captions or for none gets them", () => {
  const cues = [{ start: 0, end: 90, lines: ["It is written here."] }];
  const film = (burnIn: boolean): SceneGraph =>
    filmOf([statement("It is written here")], cues, { captions: { burnIn, cues } });
  assert.equal(burntCues(film(true)).length, 1);
  assert.equal(burntCues(film(false)).length, 0);
  assert.deepEqual(captionedScenes(film(false)), []);
});
