import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { AssetManifest } from "../../../video/assets/manifest.ts";
import { filmProps } from "../../../video/render/film-props.ts";
import { scenesOf, soundsOf } from "../../../video/scene-graph/layers.ts";
import { SceneGraph } from "../../../video/scene-graph/scene-graph.ts";
import { temporaryFolder } from "../../support/temp.ts";
import { makeDrawing, makeFootage, makeMusic, makePicture } from "../../video/assets/own/files.ts";
import { studioFor, type Studio } from "./studio.ts";

const BRIEF = `---
duration: 12
music: song.wav
brand: { logo: mark.svg }
---
# A lighthouse

The lamp never goes out, whatever the weather is.

![The lamp](lamp.png)

![Gone](gone.png)

A keeper looks at it every second.
`;

test("the author's pictures, logo and music get into the film; what is missing is told", async (t) => {
  const folder = temporaryFolder(t);
  await makePicture(folder, "lamp.png");
  await makeMusic(folder, "song.wav", 3);
  makeDrawing(folder, "mark.svg");
  const studio = studioFor(t, BRIEF);
  await studio.done("concept-planner", "concept");
  const own = await studio.done("asset-synthesizer", "own", { task: "own", briefFolder: folder });
  assert.deepEqual(own.notes, ["gone.png is not in the film: there is no such file."]);
  await makeFilm(studio);

  const graph = SceneGraph.parse(studio.paper("graph"));
  const templates = scenesOf(graph).map(({ content }) => content.template);
  assert.ok(templates.includes("image"), templates.join(", "));
  const music = soundsOf(graph).find(({ role }) => role === "music");
  assert.equal(music?.ref, "own-music");
  const manifest = AssetManifest.parse(studio.paper("manifest"));
  const owned = manifest.filter(({ generator }) => generator === "author");
  assert.equal(owned.length, 3);
  assert.ok(owned.every(({ id, licence }) => id in graph.assets && licence !== ""));
  assert.ok(!manifest.some(({ id }) => id === "music"), "ours is not kept where theirs is played");
  const { pictures } = filmProps(graph, () => Buffer.from("a picture"));
  assert.match(Object.values(pictures ?? {})[0] ?? "", /^data:image\/png;base64,/);
});

test("the author's clip gets into the film and moves there", async (t) => {
  const folder = temporaryFolder(t);
  await makeFootage(folder, "lamp.mp4", 3);
  const studio = studioFor(t, BRIEF.replace("lamp.png", "lamp.mp4"));
  await studio.done("concept-planner", "concept");
  await studio.done("asset-synthesizer", "own", { task: "own", briefFolder: folder });
  await makeFilm(studio);
  const graph = SceneGraph.parse(studio.paper("graph"));
  const scene = scenesOf(graph).find(({ content }) => content.template === "image");
  assert.ok(scene, "a scene shows the clip");
  const { footage } = filmProps(graph, (ref) => readFileSync(studio.blobs.path(ref)));
  const [clip] = Object.values(footage);
  assert.equal(clip?.length, 90);
  const shown = Object.values(clip.pictures);
  assert.equal(shown.length, Math.min(90, scene.duration));
  // Made at ten pictures a second, each stands for three frames.
  assert.equal(new Set(shown).size, Math.ceil(shown.length / 3));
});

test("a brief from elsewhere names no files of this machine", async (t) => {
  const studio = studioFor(t, BRIEF.replace("lamp.png", "/etc/passwd"));
  const own = await studio.done("asset-synthesizer", "own", { task: "own" });
  assert.equal(own.notes?.length, 4);
  assert.ok(own.notes?.every((note) => note.includes("is not in the film")));
});

/** Everything between the own files and the renderers. */
async function makeFilm(studio: Studio): Promise<void> {
  await studio.done("scriptsmith", "script");
  const shots = await studio.done("shotmaster", "shots");
  for (const { key, params } of shots.fanOut?.["shots"] ?? []) {
    await studio.done("asset-synthesizer", "assets", params, key);
  }
  await studio.done("videosolver", "plan");
  await studio.done("narrator", "voice");
  await studio.done("composer", "music");
  await studio.done("director", "direct");
  await studio.done("editor", "edit");
}
