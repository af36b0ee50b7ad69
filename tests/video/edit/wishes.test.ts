import assert from "node:assert/strict";
import { test } from "node:test";
import type { Tongue } from "../../../kernel/tongue.ts";
import { grantWishes } from "../../../video/edit/grant.ts";
import { readWishes, speaksOfFilm } from "../../../video/edit/read-wishes.ts";
import { SAYABLE, type Wish } from "../../../video/edit/wish.ts";
import { scenesOf } from "../../../video/scene-graph/layers.ts";
import type { SceneGraph } from "../../../video/scene-graph/scene-graph.ts";
import { graphOf } from "../scene-graph/fixtures/graph.ts";

const understood: readonly [string, Wish][] = [
  ["make shot 3 shorter", { kind: "length", shot: 3, change: "shorter", seconds: null }],
  ["Shot #3 is too long.", { kind: "length", shot: 3, change: "shorter", seconds: null }],
  [
    "The 2nd scene should stay longer",
    { kind: "length", shot: 2, change: "longer", seconds: null },
  ],
  ["shot 2 should last 4.5 seconds", { kind: "length", shot: 2, change: "exact", seconds: 4.5 }],
  ["turn the music down", { kind: "sound", role: "music", change: "quieter" }],
  ["I can't hear the narrator", { kind: "sound", role: "voice", change: "louder" }],
  ["no sound effects please", { kind: "sound", role: "effect", change: "off" }],
  ["hide the captions", { kind: "captions", shown: false }],
  ["please show subtitles", { kind: "captions", shown: true }],
  [
    'change "Fast, really." to "Quick"',
    { kind: "text", shot: null, from: "Fast, really.", to: "Quick" },
  ],
  ["shot 4: push in", { kind: "camera", shot: 4, to: "push-in" }],
  ["cut to shot 5 instead of fading", { kind: "transition", shot: 5, to: "cut" }],
  ["shot 2 on the left", { kind: "framing", shot: 2, to: "left" }],
  ["less grain", { kind: "texture", type: "grain", change: "less" }],
  ["ショット3を短く", { kind: "length", shot: 3, change: "shorter", seconds: null }],
  ["２番目のショットを５秒に", { kind: "length", shot: 2, change: "exact", seconds: 5 }],
  ["BGMを静かに", { kind: "sound", role: "music", change: "quieter" }],
  ["音楽がうるさいです", { kind: "sound", role: "music", change: "quieter" }],
  ["効果音なしでお願いします", { kind: "sound", role: "effect", change: "off" }],
  ["字幕を消して", { kind: "captions", shown: false }],
  [
    "「前の言葉」を「新しい言葉」に",
    { kind: "text", shot: null, from: "前の言葉", to: "新しい言葉" },
  ],
  ["ショット4でズームイン", { kind: "camera", shot: 4, to: "push-in" }],
  ["ショット5はフェードではなくカットで", { kind: "transition", shot: 5, to: "cut" }],
  ["グレインを減らして", { kind: "texture", type: "grain", change: "less" }],
];
for (const [text, wish] of understood) {
  test(`"${text}" is understood`, () => {
    const { wishes, unclear } = readWishes(text);
    assert.deepEqual([wishes, unclear], [[wish], []]);
  });
}

for (const tongue of ["en", "ja"] as const) {
  test(`every example of what can be said is understood (${tongue})`, () => {
    for (const text of SAYABLE[tongue]) {
      const reading = readWishes(text);
      assert.deepEqual([reading.wishes.length, reading.unclear], [1, []], text);
      assert.equal(reading.tongue, text.startsWith("BGM") ? "ja" : tongue);
    }
  });
}

test("several wishes in one comment, and a clause without a shot is about the one before", () => {
  const { wishes } = readWishes("Nice! Shot 3: shorter and push in. Also turn the music down.");
  assert.deepEqual(
    wishes.map(({ kind }) => kind),
    ["length", "camera", "sound"],
  );
  assert.deepEqual(wishes[1], { kind: "camera", shot: 3, to: "push-in" });
});

test("what is not understood is named, and idle talk is none of the film's business", () => {
  assert.deepEqual(readWishes("make shot 3 purple").unclear, ["make shot 3 purple"]);
  assert.ok(speaksOfFilm("make shot 3 purple"));
  assert.deepEqual(readWishes("Thanks, looks good!"), { wishes: [], unclear: [], tongue: "en" });
  assert.ok(!speaksOfFilm("I'll be on holiday next week."));
});

test("the numbers of a list are no part of what is not understood", () => {
  const asked = ["1. shot 3 shorter\n2. music off", "1) shot 3 shorter\n2) music off"];
  assert.deepEqual(
    asked.map((text) => readWishes(text).unclear),
    [[], []],
  );
  assert.deepEqual(readWishes("1. make shot 3 purple\n2. music off").unclear, [
    "make shot 3 purple",
  ]);
});

/** Three scenes of 4 s each, speech from 1 to 2 s into each of them, music and an effect. */
function film(): SceneGraph {
  const graph = graphOf(3);
  const fps = graph.fps;
  const scenes = scenesOf(graph).map((scene, index) => ({
    ...scene,
    start: index * 4 * fps,
    duration: 4 * fps,
    transition: { type: index === 0 ? ("cut" as const) : ("fade" as const), frames: 0 },
    reveals: [20, 40],
  }));
  const sound = { type: "Footage", media: "audio", gainDb: 0 } as const;
  const voices = scenes.map(({ start }, index) => ({
    ...sound,
    "@id": `voice-${index}`,
    role: "voice" as const,
    ref: `voice-${index}`,
    start: start + fps,
    duration: fps,
  }));
  const music = {
    ...sound,
    "@id": "m",
    role: "music" as const,
    ref: "m",
    start: 0,
    duration: 12 * fps,
  };
  const effect = {
    ...sound,
    "@id": "e",
    role: "effect" as const,
    ref: "e",
    start: scenes[2]!.start,
    duration: 10,
  };
  return { ...graph, duration: 12 * fps, layers: [...scenes, ...voices, music, effect] };
}

function grant(text: string, graph = film(), tongue: Tongue = "en") {
  const { wishes } = readWishes(text);
  assert.ok(wishes.length > 0, text);
  return grantWishes(graph, { by: "olga", text, wishes: [...wishes] }, tongue);
}

test("a shorter shot gives its time to the next one: the film keeps its length, every word its place", () => {
  const { graph, said, patches } = grant("make shot 2 shorter");
  const [one, two, three] = scenesOf(graph);
  assert.deepEqual(
    [one, two, three].map((scene) => [scene?.start, scene?.duration]),
    [
      [0, 120],
      [120, 90],
      [210, 150],
    ],
  );
  assert.deepEqual(three?.reveals, [50, 70], "what appears on a word still does");
  assert.deepEqual(said, [{ isGranted: true, sentence: "Shot 2 now takes 3.0 s." }]);
  assert.deepEqual(
    graph.layers.flatMap((layer) => (layer.type === "Footage" ? [layer.start] : [])),
    [30, 150, 270, 0, 210],
  );
  assert.deepEqual(
    [patches[0]?.author, patches[0]?.reason],
    ["person", "olga: make shot 2 shorter"],
  );
  assert.equal(graph.duration, 360);
});

test("a shot is shortened as far as its speech lets it, at both of its ends", () => {
  const { graph, said } = grant("shot 2 should last 1 second");
  const [, two, three] = scenesOf(graph);
  assert.deepEqual([two?.start, three?.start], [145, 185]);
  assert.equal(said[0]?.isGranted, true);
  const again = grant("make shot 2 shorter", graph);
  assert.match(again.said[0]?.sentence ?? "", /can't be moved any further: speech fills it/);
  assert.equal(again.graph, graph);
});

test("a longer shot takes its time from its neighbours, up to their first word", () => {
  const { graph } = grant("shot 2 should last 6 seconds");
  const [, two, three] = scenesOf(graph);
  assert.deepEqual([two?.start, three?.start], [85, 265]);
});

for (const [text, seconds] of [
  ["add 1 second to shot 2", 5],
  ["make shot 2 1 second longer", 5],
  ["ショット2をもう1秒長くして", 5],
  ["cut 1 second from shot 2", 3],
  ["take 1 second off shot 2", 3],
  ["make shot 2 shorter by 1 second", 3],
  ["ショット2を1秒カットして", 3],
  ["ショット2を1秒短くして", 3],
  ["Trim shot 2 by 1.5 seconds", 2.5],
  ["shorten shot 2 to 3 seconds", 3],
  ["extend shot 2 to 5 seconds", 5],
  ["ショット2を3秒に短くして", 3],
] as const) {
  test(`a shot of 4 s takes ${seconds} s after "${text}"`, () => {
    const [, two, three] = scenesOf(grant(text).graph);
    assert.equal(((three?.start ?? 0) - (two?.start ?? 0)) / film().fps, seconds);
  });
}

test("a shot that should be shorter by more than it has is as short as its speech lets it", () => {
  const shortest = grant("shot 2 should last 1 second").graph;
  assert.deepEqual(grant("make shot 2 5 seconds shorter").graph, shortest);
});

test("the last shot has only one neighbour", () => {
  const { graph } = grant("make shot 3 shorter");
  assert.deepEqual(
    scenesOf(graph).map(({ start }) => start),
    [0, 120, 265],
  );
});

test("the last shot is the film's last one, and several shots are changed one by one", () => {
  const last = grant("shorten the last shot");
  assert.deepEqual(last.graph, grant("make shot 3 shorter").graph);
  assert.equal(last.said[0]?.sentence, "Shot 3 now takes 3.2 s.");
  const several = grant("shots 2 and 3: static");
  assert.deepEqual(
    scenesOf(several.graph).map(({ camera }) => camera),
    [scenesOf(film())[0]?.camera, "still", "still"],
  );
  assert.equal(several.said.length, 2);
  const none = grant("make the last 5 shots shorter");
  assert.match(none.said[0]?.sentence ?? "", /The film has only 3 shots/);
});

test("sounds go up and down by a step or away, but never the voice", () => {
  const gains = (graph: SceneGraph, role: string): number[] =>
    graph.layers.flatMap((layer) =>
      layer.type === "Footage" && layer.role === role ? [layer.gainDb] : [],
    );
  assert.deepEqual(gains(grant("BGMを静かに").graph, "music"), [-4]);
  assert.deepEqual(gains(grant("the voice is too quiet").graph, "voice"), [4, 4, 4]);
  assert.deepEqual(gains(grant("no sound effects").graph, "effect"), []);
  assert.match(grant("remove the voice").said[0]?.sentence ?? "", /can be quieter/);
  assert.match(grant("BGMなしで", film(), "ja").said[0]?.sentence ?? "", /BGMを消しました/);
});

test("words, captions, texture, camera, framing and transition are changed where they stand", () => {
  const before = film();
  const text = JSON.stringify(before.layers).match(/"(?:headline|text)":"([^"]+)"/)?.[1] ?? "";
  const worded = grant(`change "${text}" to "$& new"`, before);
  assert.match(JSON.stringify(worded.graph.layers), /\$& new/);
  const [first] = before.layers;
  assert.ok(first?.type === "Scene");
  const lit = {
    ...first,
    content: { template: "statement" as const, text: "A candle burns", emphasis: [] },
    pictograms: ["candle" as const],
  };
  const lighted = { ...before, layers: before.layers.with(0, lit) };
  const kept = scenesOf(grant('change "burns" to "is lit"', lighted).graph)[0];
  assert.deepEqual(kept?.pictograms, ["candle"]);
  const gone = scenesOf(grant('change "candle" to "torch"', lighted).graph)[0];
  assert.equal(gone?.pictograms, undefined, "what is no longer said is no longer shown");
  const heard = {
    ...before,
    layers: before.layers.with(0, { ...lit, pictograms: ["moon" as const] }),
  };
  const spoken = scenesOf(grant('change "burns" to "is lit"', heard).graph)[0];
  assert.deepEqual(spoken?.pictograms, ["moon"], "it was the voice that named it");
  assert.equal(grant("hide the captions").graph.captions.burnIn, false);
  assert.equal(scenesOf(grant("shot 2: static").graph)[1]?.camera, "still");
  assert.equal(scenesOf(grant("shot 2: zoom out").graph)[1]?.camera, "pull-out");
  assert.equal(scenesOf(grant("shot 3: cut instead of fade").graph)[2]?.transition.type, "cut");
  const grain = { ...before, effects: [{ type: "grain" as const, amount: 0.35 }] };
  assert.deepEqual(grant("less grain", grain).graph.effects, [{ type: "grain", amount: 0.2 }]);
  assert.deepEqual(grant("no grain", grain).graph.effects, []);
});

test("a wish that can't be granted changes nothing and says why, in its language", () => {
  const cases: readonly [string, Tongue, RegExp][] = [
    ["make shot 9 shorter", "en", /no shot 9: the film has 3/],
    ["ショット9を短く", "ja", /ショット9はありません。全部で3ショット/],
    ['change "zebra" to "horse"', "en", /says "zebra" nowhere/],
    ["shot 1: fade", "en", /nothing to come from/],
    ["shot 2: fade", "en", /is so already/],
    ["less vignette", "en", /has none/],
  ];
  for (const [text, tongue, sentence] of cases) {
    const before = { ...film(), effects: [] };
    const { graph, said, changes } = grant(text, before, tongue);
    assert.match(said[0]?.sentence ?? "", sentence);
    assert.equal(graph, before);
    assert.equal(changes[0]?.outcome, "refused");
  }
});
