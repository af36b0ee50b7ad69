import assert from "node:assert/strict";
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openBlobs } from "../../../../kernel/blobs.ts";
import { runOrThrow } from "../../../../kernel/process.ts";
import { takeOwnFiles, type TakeOptions } from "../../../../video/assets/own/take.ts";
import type { OwnFile } from "../../../../video/brief/brief.ts";
import { temporaryFolder } from "../../../support/temp.ts";
import { makeDrawing, makeFootage, makeMusic, makePicture } from "./files.ts";

interface Desk {
  readonly root: string;
  /** The author's folder, with everything else outside of it. */
  readonly beside: string;
  readonly blobs: TakeOptions["blobs"];
  readonly take: (
    files: readonly OwnFile[],
    overrides?: Partial<TakeOptions>,
  ) => ReturnType<typeof takeOwnFiles>;
}

function deskFor(t: TestContext): Desk {
  const root = temporaryFolder(t);
  const beside = join(root, "brief");
  const work = join(root, "work");
  mkdirSync(beside);
  mkdirSync(work);
  const blobs = openBlobs(join(root, "blobs"));
  const take: Desk["take"] = (files, overrides = {}) =>
    takeOwnFiles({
      files,
      folder: null,
      allowed: [beside],
      maxMegabytes: 20,
      seconds: 6,
      work,
      blobs,
      signal: new AbortController().signal,
      report: () => {},
      ...overrides,
    });
  return { root, beside, blobs, take };
}

function picture(path: string): OwnFile {
  return { path, use: "picture", text: "A test", span: null };
}

test("pictures are taken as they are, with provenance and the licence that lies beside them", async (t) => {
  const { beside, blobs, take } = deskFor(t);
  const path = await makePicture(beside, "港 の 夜.png");
  writeFileSync(
    `${path}.license`,
    "SPDX-FileCopyrightText: Ann\nSPDX-License-Identifier: CC-BY-4.0\n",
  );
  await makePicture(beside, "plain.jpg");
  const { assets, problems } = await take([picture("港 の 夜.png"), picture("./plain.jpg")]);
  assert.deepEqual(problems, []);
  const [night, plain] = assets.map(({ asset }) => asset);
  assert.deepEqual(readFileSync(blobs.path(night!.blob)), readFileSync(path));
  assert.equal(night?.licence, "CC-BY-4.0");
  assert.match(night?.provenance ?? "", /^The author's 港 の 夜\.png \(sha256 [0-9a-f]{64}\)\.$/);
  assert.deepEqual([plain?.licence, plain?.type], ["not stated by the author", "image"]);
});

test("what is too large for a film or of a rarer format becomes a PNG of its own", async (t) => {
  const { beside, blobs, take } = deskFor(t);
  await makePicture(beside, "huge.png", "4800x1200");
  await makePicture(beside, "old.gif");
  const { assets, problems } = await take([picture("huge.png"), picture("old.gif")]);
  assert.deepEqual(problems, []);
  const sizes = await Promise.all(assets.map(({ asset }) => sizeOf(blobs.path(asset.blob))));
  assert.deepEqual(sizes, ["png 3840x960", "png 320x180"]);
  assert.match(assets[0]?.asset.provenance ?? "", /made smaller, of 4800×1200/);
});

test("footage becomes a picture for every frame of the film, for eight seconds at most", async (t) => {
  const { beside, blobs, take } = deskFor(t);
  await makeFootage(beside, "clip.mp4", 2);
  await makeFootage(beside, "long.webm", 11);
  const { assets, problems } = await take([picture("clip.mp4"), picture("long.webm")]);
  assert.deepEqual(problems, []);
  const [clip, long] = assets.map(({ asset }) => asset);
  assert.deepEqual([clip?.type, clip?.seconds, clip?.fallback], ["video", 2, null]);
  assert.deepEqual(
    [await framesOf(blobs.path(clip!.blob)), await framesOf(blobs.path(long!.blob))],
    [60, 240],
  );
  assert.match(long?.provenance ?? "", /its first 8 s as pictures, without its sound/);
});

test("footage as a logo is shown as a still, and says so", async (t) => {
  const { beside, blobs, take } = deskFor(t);
  await makeFootage(beside, "clip.mp4");
  const { assets } = await take([{ ...picture("clip.mp4"), use: "logo" }]);
  const [still] = assets;
  assert.equal(await sizeOf(blobs.path(still!.asset.blob)), "png 160x90");
  assert.equal(still?.asset.fallback, "clip.mp4 is footage; as a logo it is shown as a still.");
});

test("music lasts as long as the film, whether it was shorter or longer", async (t) => {
  for (const seconds of [2, 9]) {
    const { beside, blobs, take } = deskFor(t);
    await makeMusic(beside, "song.mp3", seconds);
    const { assets, problems } = await take([{ ...picture("song.mp3"), use: "music" }]);
    assert.deepEqual(problems, []);
    const [music] = assets;
    assert.deepEqual([music?.asset.id, music?.asset.type], ["own-music", "audio"]);
    const args = ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0"];
    const { stdout } = await runOrThrow("ffprobe", [...args, blobs.path(music!.asset.blob)]);
    assert.ok(Math.abs(Number(stdout) - 6) < 0.01, stdout);
  }
});

test("music with odd bytes at its end is music all the same", async (t) => {
  const { beside, take } = deskFor(t);
  appendFileSync(await makeMusic(beside, "song.mp3", 2), "TAG and whatever else programs append");
  const { assets, problems } = await take([{ ...picture("song.mp3"), use: "music" }]);
  assert.deepEqual([assets.length, problems], [1, []]);
});

test("nothing outside of the allowed folders is taken, whatever path leads there", async (t) => {
  const { root, beside, take } = deskFor(t);
  const secret = await makePicture(root, "secret.png");
  symlinkSync(secret, join(beside, "link.png"));
  symlinkSync(root, join(beside, "up"));
  const paths = ["../secret.png", "link.png", "up/secret.png", secret, "/etc/passwd"];
  const { assets, problems } = await take(paths.map(picture));
  assert.deepEqual(assets, []);
  for (const [i, problem] of problems.entries()) {
    assert.equal(
      problem,
      `${paths[i]} is not in the film: it lies outside of the folders allowed.`,
    );
  }
  assert.equal(problems.length, paths.length);
  const stranger = await take([picture(secret)], { allowed: [] });
  assert.equal(stranger.assets.length, 0);
});

test("broken and unfit files are reported one by one, and the others are taken", async (t) => {
  const { beside, take } = deskFor(t);
  await makePicture(beside, "good.png");
  truncateSync(await makePicture(beside, "cut.png"), 900);
  truncateSync(await makeFootage(beside, "cut.mp4"), 700);
  writeFileSync(join(beside, "text.png"), "not a picture at all");
  writeFileSync(join(beside, "list.png"), "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n");
  writeFileSync(join(beside, "empty.png"), "");
  makeDrawing(beside, "script.svg", "<script>alert(1)</script>");
  makeDrawing(beside, "bomb.svg", '<!ENTITY a "aaaa">');
  mkdirSync(join(beside, "folder.png"));
  const names = ["good", "cut", "text", "list", "empty", "folder", "missing"];
  const { assets, problems } = await take([
    ...names.map((name) => picture(`${name}.png`)),
    picture("cut.mp4"),
    picture("script.svg"),
    picture("bomb.svg"),
    picture("ftp://example.org/a.png"),
    { ...picture("good.png"), use: "music" },
  ]);
  assert.deepEqual(
    assets.map(({ file }) => file.path),
    ["good.png"],
  );
  const reasons = problems.map((problem) => problem.replace(/ is not in the film: /, "|"));
  const expected = [
    /^cut\.png\|it is damaged|^cut\.png\|its picture can't be read/,
    /^text\.png\|it is no picture, footage or sound/,
    /^list\.png\|it is no picture/,
    /^empty\.png\|it is no picture/,
    /^folder\.png\|it is no file/,
    /^missing\.png\|there is no such file/,
    /^cut\.mp4\|/,
    /^script\.svg\|it holds scripts/,
    /^bomb\.svg\|it holds scripts or entities/,
    /^ftp:.*\|only files and web addresses are taken/,
    /^good\.png\|PNG is no music/,
  ];
  assert.equal(problems.length, expected.length, problems.join("\n"));
  for (const [i, pattern] of expected.entries()) assert.match(reasons[i] ?? "", pattern);
});

test("linked files are fetched from allowed hosts, and the others are told in one sentence", async (t) => {
  const { root, take } = deskFor(t);
  const kept = await makePicture(root, "kept.png");
  const fetched: string[] = [];
  const { assets, problems } = await take(
    [
      picture("https://pictures.example/a/lamp.png?key=secret"),
      picture("https://img.badges.example/build.svg"),
      picture("https://img.badges.example/tests.svg"),
      picture("https://pictures.example/gone.png"),
    ],
    {
      links: {
        isAllowed: ({ hostname }) => hostname === "pictures.example",
        fetch: async (address, target) => {
          fetched.push(address);
          if (address.includes("gone"))
            return { kind: "refused", reason: "its server answers 404" };
          copyFileSync(kept, target);
          return { kind: "found", file: target, bytes: statSync(target).size };
        },
      },
    },
  );
  assert.equal(fetched.length, 2);
  assert.match(
    assets[0]?.asset.provenance ?? "",
    /^From https:\/\/pictures\.example\/a\/lamp\.png \(sha256 [0-9a-f]{64}\)\.$/,
  );
  assert.deepEqual(problems, [
    "2 files are not in the film: nothing is fetched from img.badges.example (see assets.hosts).",
    "https://pictures.example/gone.png is not in the film: its server answers 404.",
  ]);
});

test("files above the limit are refused before they are read", async (t) => {
  const { beside, take } = deskFor(t);
  truncateSync(await makePicture(beside, "vast.png"), 30_000_000);
  const { problems } = await take([picture("vast.png")]);
  assert.deepEqual(problems, [
    "vast.png is not in the film: it has 30 MB, more than the 20 MB allowed.",
  ]);
});

test("a folder of assets gives all its pictures, each about what its name says", async (t) => {
  const { beside, take } = deskFor(t);
  mkdirSync(join(beside, "photos"));
  await makePicture(join(beside, "photos"), "harbour-at-night_2.png");
  await makePicture(join(beside, "photos"), "named.jpg");
  writeFileSync(join(beside, "photos", "notes.txt"), "none");
  const { assets, problems } = await take([picture("named.jpg")], { folder: "photos" });
  assert.deepEqual(problems, []);
  assert.deepEqual(
    assets.map(({ file }) => file.text),
    ["A test", "harbour at night"],
  );
  const outside = await take([], { folder: ".." });
  assert.deepEqual(outside, { assets: [], problems: [] });
});

async function sizeOf(path: string): Promise<string> {
  const entries = "stream=codec_name,width,height";
  const args = ["-v", "error", "-show_entries", entries, "-of", "csv=p=0", path];
  const { stdout } = await runOrThrow("ffprobe", args);
  const [codec, width, height] = stdout.trim().split(",");
  return `${codec} ${width}x${height}`;
}

async function framesOf(path: string): Promise<number> {
  const args = ["-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames"];
  const { stdout } = await runOrThrow("ffprobe", [...args, "-of", "csv=p=0", path]);
  return Number(stdout.trim());
}
