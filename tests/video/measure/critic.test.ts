import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { measureFilm, type MeasureOptions } from "../../../video/measure/critic.ts";
import { CriticReport } from "../../../video/measure/critic-report.ts";
import {
  applied,
  audioLayer,
  EXPECTATIONS,
  type Film,
  makeFilm,
  NARRATION,
  sceneGraph,
} from "./films.ts";

let folder = "";
let good = "";

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "kantoku-critic-"));
  good = await makeFilm(folder, "good");
});

after(() => {
  rmSync(folder, { recursive: true, force: true });
});

function measure(film: string, changes: Partial<MeasureOptions> = {}): Promise<CriticReport> {
  return measureFilm({
    film,
    graph: sceneGraph(),
    narration: NARRATION,
    expectations: EXPECTATIONS,
    voiceOverMusicLu: 12,
    signal: new AbortController().signal,
    ...changes,
  });
}

/** Names of the checks that found an error or a warning. */
function found(report: CriticReport): string[] {
  return [...new Set(report.findings.map((finding) => finding.check))].toSorted();
}

test("a good film passes every check, and the report is valid", async () => {
  const report = CriticReport.parse(await measure(good));
  assert.deepEqual(report.findings, []);
  assert.equal(report.passed, true);
  assert.equal(
    report.measurements.every((row) => row.passed),
    true,
  );
  assert.deepEqual(
    report.skipped.map((skipped) => skipped.check),
    ["Speech = script", "Contrast and overflow"],
  );
});

test("progress is told in words and shares", async () => {
  const told: number[] = [];
  await measure(good, { onProgress: (_, share) => told.push(share) });
  assert.deepEqual(told, [0, 0.1, 0.9]);
});

const faults: readonly { name: string; film: Film; checks: string[] }[] = [
  {
    name: "a black gap",
    film: { pictureFilter: "drawbox=color=black:t=fill:enable='between(t,3,3.5)'" },
    checks: ["Black picture"],
  },
  {
    name: "a frozen part",
    film: { pictureFilter: "loop=loop=75:size=1:start=30,setpts=N/30/TB" },
    checks: ["Frozen picture"],
  },
  { name: "the wrong frame rate", film: { fps: 25 }, checks: ["Frames", "Video stream"] },
  {
    name: "the wrong size",
    film: { pictureFilter: "scale=160:90" },
    checks: ["Video stream"],
  },
  { name: "no sound stream", film: { sound: null }, checks: ["Audio stream"] },
  {
    name: "a gap in the sound",
    film: {
      soundFilter: "volume=-1.2dB,alimiter=limit=0.8:level=0,volume=0:enable='between(t,3,4.5)'",
    },
    checks: ["Silence"],
  },
  { name: "sound that is too quiet", film: { soundFilter: "volume=-12dB" }, checks: ["Loudness"] },
  {
    name: "sound that is clipped",
    film: { soundFilter: "volume=26dB,aformat=sample_fmts=s16" },
    checks: ["Clipping", "Loudness", "True peak"],
  },
  {
    name: "flashes",
    film: { pictureFilter: "drawbox=color=white:t=fill:enable='between(t,2,4)*lt(mod(n,6),3)'" },
    checks: ["Flashes"],
  },
  {
    name: "an index after the data",
    film: { output: [] },
    checks: ["Faststart"],
  },
  { name: "a film that is too short", film: { seconds: 7 }, checks: ["Duration", "Frames"] },
  {
    name: "a start that is late",
    film: { output: ["-movflags", "+faststart", "-output_ts_offset", "0.5"] },
    checks: ["Start time"],
  },
  {
    name: "a picture that is empty",
    film: { picture: "color=c=0x445566:s=320x180", pictureFilter: "noise=alls=4:allf=t" },
    checks: ["Key moments"],
  },
];

for (const { name, film, checks } of faults) {
  test(`the Critic finds ${name}`, async () => {
    const report = await measure(await makeFilm(folder, name.replaceAll(" ", "-"), film));
    for (const check of checks) {
      assert.ok(
        found(report).includes(check),
        `${check} was not found: ${found(report).join(", ")}`,
      );
    }
    assert.equal(report.passed, false);
  });
}

test("a black gap is named with its time and its scene", async () => {
  const film = await makeFilm(folder, "black-place", {
    pictureFilter: "drawbox=color=black:t=fill:enable='between(t,5,5.4)'",
  });
  const black = (await measure(film)).findings.find((it) => it.check === "Black picture");
  assert.equal(Math.round((black?.at ?? 0) * 10) / 10, 5);
  assert.equal(black?.pointer, "/layers/1");
});

test("a frozen scene brings a patch that holds it, and a held scene is no fault", async () => {
  const film = await makeFilm(folder, "frozen-patch", {
    pictureFilter: "loop=loop=90:size=1:start=20,setpts=N/30/TB",
  });
  const graph = sceneGraph();
  const frozen = (await measure(film)).findings.find((it) => it.check === "Frozen picture");
  assert.equal(frozen?.pointer, "/layers/0");
  assert.ok(frozen.patch);
  const patched = applied(graph, frozen.patch);
  const again = await measure(film, { graph: patched });
  assert.ok(!found(again).includes("Frozen picture"));
});

test("a file that is no film is one finding, not a crash", async () => {
  const path = join(folder, "text.mp4");
  writeFileSync(path, "not a film");
  const report = await measure(path);
  assert.equal(report.passed, false);
  assert.equal(report.findings.length, 1);
});

test("music close under the voice is an error, and no measurement is skipped by name", async () => {
  assert.deepEqual(found(await measure(good, { voiceOverMusicLu: 6 })), ["Voice over music"]);
  const unknown = await measure(good, { voiceOverMusicLu: null });
  assert.ok(unknown.skipped.some((skipped) => skipped.check === "Voice over music"));
});

test("scenes that look alike are a warning, which does not fail the film", async () => {
  const film = await makeFilm(folder, "alike", {
    pictureFilter: "loop=loop=2:size=120,setpts=N/30/TB,noise=alls=2:allf=t",
  });
  const report = await measure(film);
  assert.deepEqual(found(report), ["Repetition"]);
  assert.equal(report.passed, true);
});

test("captions are held to their limits, and every patch mends its fault", async () => {
  const graph = sceneGraph({
    captions: {
      burnIn: true,
      cues: [
        { start: 15, end: 25, lines: ["The first sentence."] },
        { start: 130, end: 200, lines: ["The second sentence."] },
      ],
    },
  });
  const report = await measure(good, { graph });
  const faults = report.findings.filter((it) => it.patch !== null);
  assert.deepEqual(found(report), ["Caption durations", "Caption reading speed"]);
  const patch = faults.find((it) => it.check === "Caption durations")?.patch ?? null;
  const mended = applied(graph, patch);
  assert.ok(!found(await measure(good, { graph: mended })).includes("Caption durations"));
});

test("captions that overlap, are too wide, come too early or say something else are found", async () => {
  const wide = "A line with many more characters than forty-two";
  const cues = [
    { start: 0, end: 20, lines: [wide] },
    { start: 21, end: 80, lines: ["The first sentence."] },
    { start: 130, end: 200, lines: ["Another sentence."] },
  ];
  const report = await measure(good, { graph: sceneGraph({ captions: { burnIn: true, cues } }) });
  assert.deepEqual(found(report), [
    "Caption durations",
    "Caption gaps",
    "Caption lines",
    "Caption reading speed",
    "Captions = narration",
    "Captions with the voice",
  ]);
});

test("a sentence that runs over two scenes is a warning with its layer", async () => {
  const graph = sceneGraph();
  graph.layers[3] = audioLayer("voice-1", "voice", 90, 60);
  graph.captions.cues[0] = { start: 90, end: 125, lines: ["The first sentence."] };
  const report = await measure(good, { graph });
  assert.deepEqual(found(report), ["Voice with the picture"]);
  assert.equal(report.findings[0]?.pointer, "/layers/3");
});

test("Japanese captions are counted in full-width characters", async () => {
  const graph = sceneGraph({
    language: "ja",
    captions: {
      burnIn: true,
      cues: [
        { start: 15, end: 100, lines: ["今日は新しいバージョンを", "ご紹介します。"] },
        { start: 130, end: 160, lines: ["一行に十三文字を超えてしまう字幕"] },
      ],
    },
  });
  const report = await measure(good, { graph, narration: { ...NARRATION, lines: [] } });
  assert.deepEqual(found(report), ["Caption lines", "Caption reading speed"]);
  assert.equal(report.findings[0]?.pointer, "/captions/cues/1");
});

test("measuring stops when it is told to", async () => {
  const stopped = AbortSignal.abort(new Error("stopped"));
  await assert.rejects(measure(good, { signal: stopped }), /stopped/);
});

test("silence without a planned sound is no fault", async () => {
  const film = await makeFilm(folder, "planned-silence", {
    soundFilter: "volume=-1.2dB,alimiter=limit=0.8:level=0,volume=0:enable='between(t,3,4.2)'",
  });
  const graph = sceneGraph();
  graph.layers = graph.layers.filter((layer) => layer["@id"] !== "music");
  assert.ok(!found(await measure(film, { graph })).includes("Silence"));
});
