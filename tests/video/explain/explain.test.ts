import assert from "node:assert/strict";
import { test } from "node:test";
import { explainDifference, explainHistory } from "../../../video/explain/explain.ts";
import { patchGraph, type PatchOperation } from "../../../video/scene-graph/patch.ts";
import type { AudioLayer, SceneGraph } from "../../../video/scene-graph/scene-graph.ts";
import { graphOf, sceneOf } from "../scene-graph/fixtures/graph.ts";

const whoosh = (id: string): AudioLayer => ({
  "@id": id,
  type: "Footage",
  media: "audio",
  role: "effect",
  ref: "whoosh",
  start: 0,
  duration: 10,
  gainDb: -20,
});
const film = graphOf(3, {
  layers: [
    sceneOf(0),
    sceneOf(1),
    sceneOf(2),
    whoosh("effect-1"),
    whoosh("effect-2"),
    { ...whoosh("music"), role: "music" },
  ],
  captions: { burnIn: true, cues: [{ start: 0, end: 30, lines: ["One."] }] },
});

function patched(operations: readonly PatchOperation[], graph: SceneGraph = film): SceneGraph {
  const result = patchGraph(graph, { author: "editor", reason: "a test", operations });
  assert.ok(result.kind === "patched", JSON.stringify(result));
  return result.graph;
}

const TOLD: readonly (readonly [readonly PatchOperation[], string, string])[] = [
  [
    [{ op: "replace", path: "/layers/1/duration", value: 45 }],
    "Scene 2 lasts 1.5 s instead of 2 s.",
    "シーン2の長さを2秒から1.5秒に変えます。",
  ],
  [
    [{ op: "copy", from: "/layers/1/framing", path: "/layers/2/framing" }],
    'Scene 3 has its weight at "left" instead of "center".',
    "シーン3の構図を center から left に変えます。",
  ],
  [
    [{ op: "replace", path: "/layers/0/content/text", value: "Hello." }],
    'Scene 1 says "Hello." instead of "Statement number 1.".',
    "シーン1の「Statement number 1.」を「Hello.」に変えます。",
  ],
  [
    [{ op: "add", path: "/layers/1/pictograms", value: ["candle"] }],
    'Scene 2 shows the pictogram "candle".',
    "シーン2に絵「candle」を描きます。",
  ],
  [[{ op: "remove", path: "/layers/1" }], "Scene 2 is removed.", "シーン2を取り除きます。"],
  [
    [
      { op: "remove", path: "/layers/4" },
      { op: "remove", path: "/layers/3" },
    ],
    "2 sound effects are removed.",
    "効果音（2か所）を取り除きます。",
  ],
  [
    [{ op: "replace", path: "/layers/5/gainDb", value: -24 }],
    "The music is 4 dB quieter.",
    "BGMを4 dB小さくします。",
  ],
  [
    [{ op: "replace", path: "/captions/burnIn", value: false }],
    "The captions are hidden from the picture.",
    "字幕を画面に出さないようにします。",
  ],
  [
    [{ op: "replace", path: "/captions/cues/0/end", value: 60 }],
    "Caption 1 lasts 2 s instead of 1 s.",
    "字幕1の長さを1秒から2秒に変えます。",
  ],
  [
    [{ op: "replace", path: "/effects/0/amount", value: 0 }],
    "The grain has a strength of 0 instead of 0.3.",
    "グレインの強さを0.3から0に変えます。",
  ],
  [
    [
      {
        op: "add",
        path: "/layers/-",
        value: {
          "@id": "end",
          type: "Effect",
          effectType: "fade-out",
          start: 170,
          duration: 10,
          amount: 1,
        },
      },
    ],
    "The fade out is added.",
    "フェードアウトを加えます。",
  ],
  [
    [{ op: "replace", path: "/layers/0/hold", value: true }],
    "Scene 1 may stand still for long.",
    "シーン1は長く静止してもよいことにします。",
  ],
  [
    [{ op: "add", path: "/master", value: { lufs: -16, truePeak: -1.5 } }],
    "The film is mixed to -16 LUFS instead of -14 LUFS.",
    "映像の音量の基準を -14 LUFS から -16 LUFS に変えます。",
  ],
  [
    [{ op: "replace", path: "/layers/0/reveals", value: [3] }],
    "Scene 1 is drawn anew.",
    "シーン1を描き直します。",
  ],
  [
    [{ op: "test", path: "/title", value: "A film" }],
    "Nothing that is seen or heard changes.",
    "見えるもの、聞こえるものは何も変わりません。",
  ],
];

for (const [operations, english, japanese] of TOLD) {
  test(`a patch is told in words: ${english}`, () => {
    const after = patched(operations);
    assert.deepEqual(explainDifference(film, after, "en"), [english]);
    assert.deepEqual(explainDifference(film, after, "ja"), [japanese]);
  });
}

test("scenes inside of a comp are told as if they stood outside, so that grouping changes nothing", () => {
  const [first, second, third, ...sounds] = film.layers;
  assert.ok(first?.type === "Scene" && second?.type === "Scene" && third);
  const layers: SceneGraph["layers"] = [
    first,
    { "@id": "part", type: "Comp", start: 60, duration: 60, layers: [{ ...second, start: 0 }] },
    third,
    ...sounds,
  ];
  assert.deepEqual(explainDifference(film, { ...film, layers }, "en"), [
    "Nothing that is seen or heard changes.",
  ]);
});

test("a history is told patch by patch, with author and reason", () => {
  const change = (value: string) => [{ op: "replace" as const, path: "/title", value }];
  const first = patchGraph(film, { author: "ann", reason: "Shorter.", operations: change("One") });
  assert.ok(first.kind === "patched");
  const told = explainHistory({ draft: film, patches: [first.patch] }, "en");
  assert.ok(told.kind === "told");
  assert.deepEqual(told.explanations, [
    {
      version: 1,
      author: "ann",
      reason: "Shorter.",
      sentences: ['The film is called "One" instead of "A film".'],
    },
  ]);
  const operations: PatchOperation[] = [{ op: "test", path: "/title", value: "Two" }];
  const unfit = { ...first.patch, operations };
  const broken = explainHistory({ draft: film, patches: [first.patch, unfit] }, "ja");
  assert.deepEqual([broken.kind, "version" in broken && broken.version], ["broken", 2]);
});
