import assert from "node:assert/strict";
import { test } from "node:test";
import { illustrate } from "../../../../video/assets/own/illustrate.ts";
import type { OwnAsset } from "../../../../video/assets/own/take.ts";
import type { OwnFile } from "../../../../video/brief/brief.ts";
import { SceneContent } from "../../../../video/scene-graph/content.ts";
import type { Beat, Script } from "../../../../video/script/script.ts";

function own(id: string, file: Partial<OwnFile>): OwnAsset {
  const blob = { sha256: "0".repeat(64), bytes: 1, extension: ".png" };
  return {
    file: { path: `${id}.png`, use: "picture", text: "", span: null, ...file },
    asset: {
      id,
      type: "image",
      uri: "",
      generator: "author",
      blob,
      shot: null,
      seconds: null,
      licence: "",
      provenance: "",
      fallback: null,
    },
  };
}

function beat(id: string, text: SceneContent, at: number): Beat {
  const narration = "text" in text ? [text.text ?? ""] : [];
  return {
    id,
    part: "context",
    audio: { narration, sound: "" },
    look: "",
    text,
    seconds: 3,
    sources: [{ start: at, end: at + 50 }],
  };
}

const statement = (text: string): SceneContent => ({ template: "statement", text, emphasis: [] });
const script: Script = {
  title: "A lighthouse",
  language: "en",
  durationSeconds: 12,
  beats: [
    beat("b01", { template: "title", headline: "A lighthouse" }, 0),
    beat("b02", statement("The lamp never goes out."), 100),
    beat("b03", statement("Ships pass the harbour at night."), 900),
    beat("b04", { template: "closing", headline: "Come and see", link: "example.org" }, 1_000),
  ],
  leftOut: [],
  assumptions: [],
  madeBy: { engine: "rules", model: null, fallback: null },
};
const templates = ({ beats }: Script): string[] => beats.map(({ text }) => text.template);

test("a picture is shown where it stood in the text, with the statement as its caption", () => {
  const pictures = [own("lamp", { span: { start: 160, end: 180 } })];
  const illustrated = illustrate(script, pictures);
  assert.deepEqual(templates(illustrated.script), ["title", "image", "statement", "closing"]);
  const content = SceneContent.parse(illustrated.script.beats[1]?.text);
  assert.deepEqual(content, {
    template: "image",
    asset: "lamp",
    caption: "The lamp never goes out.",
  });
  assert.notEqual(illustrated.script.beats[1]?.look, "");
  assert.deepEqual(script.beats[1]?.text.template, "statement", "the script given is as it was");
});

test("a picture from the folder is shown where its words are spoken", () => {
  const pictures = [own("night", { text: "harbour at night" })];
  assert.deepEqual(templates(illustrate(script, pictures).script), [
    "title",
    "statement",
    "image",
    "closing",
  ]);
});

test("pictures that belong to the same words stand together, with what they show", () => {
  const near = { start: 160, end: 180 };
  const pictures = [
    own("one", { span: near, text: "The lamp" }),
    own("two", { span: near }),
    own("three", { span: near, text: "Its stairs" }),
  ];
  const { unplaced, script: illustrated } = illustrate(script, pictures);
  assert.deepEqual(unplaced, []);
  assert.deepEqual(SceneContent.parse(illustrated.beats[1]?.text), {
    template: "imageGrid",
    headline: "The lamp never goes out.",
    images: [
      { asset: "one", caption: "The lamp" },
      { asset: "two" },
      { asset: "three", caption: "Its stairs" },
    ],
  });
});

test("a picture of something else, and one too many, are left out and named", () => {
  const near = { start: 160, end: 180 };
  const pictures = [
    own("cat", { text: "a cat in the garden" }),
    ...["one", "two", "three", "four", "five", "six", "seven"].map((id) => own(id, { span: near })),
    own("nameless", {}),
  ];
  const { unplaced, script: illustrated } = illustrate(script, pictures);
  assert.deepEqual(unplaced, [
    "cat.png has no place in the film: no scene says what it shows.",
    "seven.png has no place in the film: no scene says what it shows.",
    "nameless.png has no place in the film: no scene says what it shows.",
  ]);
  assert.deepEqual(illustrated.leftOut, unplaced);
});

test("the logo closes the film with all the words that stood there", () => {
  const { script: illustrated } = illustrate(script, [own("own-logo", { use: "logo" })]);
  assert.deepEqual(SceneContent.parse(illustrated.beats.at(-1)?.text), {
    template: "logo",
    asset: "own-logo",
    name: "A lighthouse",
    line: "Come and see · example.org",
  });
  const wordy = { ...script, title: "A lighthouse that never goes out, not even in a storm" };
  assert.equal(illustrate(wordy, [own("own-logo", { use: "logo" })]).unplaced.length, 1);
});

test("music is no picture", () => {
  const music = [own("own-music", { use: "music" })];
  assert.deepEqual(illustrate(script, music), { script, unplaced: [] });
});
