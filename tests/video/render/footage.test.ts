import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { BlobRef } from "../../../kernel/blobs.ts";
import { openBlobs } from "../../../kernel/blobs.ts";
import { runOrThrow } from "../../../kernel/process.ts";
import { takeOwnFiles } from "../../../video/assets/own/take.ts";
import { sampleFilm } from "../../../video/gallery/sample-film.ts";
import { filmProps } from "../../../video/render/film-props.ts";
import { renderSegment } from "../../../video/render/render-segment.ts";
import type { Lens } from "./pixels.ts";
import { colourAt, openLens, rgbOf, SCALE } from "./pixels.ts";

let lens: Lens;
before(async () => {
  lens = await openLens();
});
after(async () => lens[Symbol.asyncDispose]());

test("an author's clip moves in the film, frame by frame, and its last picture stays", async () => {
  const { graph, readAsset } = await filmOfClip();
  const output = join(lens.folder, "segment.mp4");
  const segment = { key: "seg1", from: 0, to: graph.duration };
  const options = { graph, segment, scale: SCALE, serveUrl: lens.serveUrl, output };
  await renderSegment({ ...options, concurrency: 2, readAsset });
  const [w, h] = [graph.size.w * SCALE, graph.size.h * SCALE];
  const film = await rgbOf(output, join(lens.folder, "segment.rgb"));
  const colours = Array.from({ length: graph.duration }, (_, frame) => {
    const rgb = film.subarray(frame * w * h * 3, (frame + 1) * w * h * 3);
    return nameOf(colourAt({ w, h, rgb }, 0.5, 0.5));
  });
  const settled = colours.slice(20);
  assert.deepEqual(
    settled.filter((colour, index) => colour !== settled[index - 1]),
    ["red", "green", "blue"],
  );
  assert.deepEqual([colours.indexOf("green"), colours.indexOf("blue")], [30, 60]);
  for (const frame of [29, 30, 75, graph.duration - 1]) {
    const still = await lens.look(graph, readAsset, frame);
    assert.equal(nameOf(colourAt(still, 0.5, 0.5)), colours[frame], `frame ${frame}`);
  }
});

test("a segment carries no more of a clip than it shows", async () => {
  const { graph, readAsset } = await filmOfClip();
  const { footage } = filmProps(graph, readAsset, { key: "s", from: 40, to: 50 });
  const [clip] = Object.values(footage);
  assert.equal(clip?.length, 90);
  assert.deepEqual(
    Object.keys(clip.pictures).map(Number),
    [40, 41, 42, 43, 44, 45, 46, 47, 48, 49],
  );
  const beyond = Object.values(
    filmProps(graph, readAsset, { key: "s", from: 95, to: 110 }).footage,
  );
  assert.deepEqual(Object.keys(beyond[0]?.pictures ?? {}), ["89"]);
});

/** A second each of red, green and blue at 25 frames a second, taken as any file of an author's, in a scene of 4 s. */
async function filmOfClip() {
  const work = join(lens.folder, "work");
  mkdirSync(work, { recursive: true });
  const colours = ["red", "lime", "blue"].map((name) => `color=c=${name}:s=320x180:r=25:d=1`);
  const inputs = colours.flatMap((source) => ["-f", "lavfi", "-i", source]);
  const join3 = ["-filter_complex", "[0][1][2]concat=n=3:v=1:a=0", "-pix_fmt", "yuv420p"];
  await runOrThrow("ffmpeg", [
    "-v",
    "error",
    "-y",
    ...inputs,
    ...join3,
    join(lens.folder, "clip.mp4"),
  ]);
  const blobs = openBlobs(join(lens.folder, "blobs"));
  const { assets, problems } = await takeOwnFiles({
    files: [{ path: "clip.mp4", use: "picture", text: "A clip", span: null }],
    folder: null,
    allowed: [lens.folder],
    maxMegabytes: 20,
    seconds: 4,
    work,
    blobs,
    signal: new AbortController().signal,
    report: () => {},
  });
  assert.deepEqual(problems, []);
  const [taken] = assets;
  assert.ok(taken);
  const { id, blob } = taken.asset;
  const content = { template: "image", asset: id } as const;
  const film = sampleFilm({ contents: [content], theme: "signal", aspect: "16:9", language: "en" });
  const graph = { ...film.graph, assets: { ...film.graph.assets, [id]: blob } };
  const readAsset = (ref: BlobRef): Buffer =>
    ref.sha256 === blob.sha256 ? readFileSync(blobs.path(ref)) : film.readAsset(ref);
  return { graph, readAsset };
}

function nameOf([r = 0, g = 0, b = 0]: readonly number[]): string {
  if (r > 150 && g < 110 && b < 110) return "red";
  if (g > 150 && r < 110 && b < 110) return "green";
  return b > 150 && r < 110 && g < 110 ? "blue" : `${r},${g},${b}`;
}
