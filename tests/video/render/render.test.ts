import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { codeOf, OperationalError } from "../../../kernel/errors.ts";
import { runOrThrow } from "../../../kernel/process.ts";
import { findBrowser } from "../../../video/render/browser.ts";
import { openBundle } from "../../../video/render/bundle.ts";
import { joinFilm } from "../../../video/render/join.ts";
import { renderSegment } from "../../../video/render/render-segment.ts";
import { renderStill } from "../../../video/render/render-still.ts";
import { planSegments } from "../../../video/render/segments.ts";
import { sharedBundle } from "../../support/bundle.ts";
import { eventually } from "../../support/eventually.ts";
import { sampleFilm } from "../../../video/gallery/sample-film.ts";
import { SAMPLES } from "../../../video/gallery/samples.ts";

const FRAMES = 22;
const SCALE = 0.25;

let folder: string;
let serveUrl: string;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "kantoku-render-"));
  serveUrl = await sharedBundle();
});
after(() => rmSync(folder, { recursive: true, force: true }));

const film = sampleFilm({
  contents: SAMPLES.en.short.slice(0, 3),
  theme: "midnight",
  aspect: "16:9",
  language: "en",
  frames: FRAMES,
});

test("segments rendered apart join to a film of exactly the planned frames", async () => {
  const segments = planSegments(film.graph, 2);
  const progress: number[] = [];
  const files = await Promise.all(
    segments.map(async (segment) => {
      const output = join(folder, `${segment.key}.mp4`);
      await renderSegment({
        ...film,
        segment,
        scale: SCALE,
        serveUrl,
        output,
        onProgress: (done) => progress.push(done),
      });
      return output;
    }),
  );
  assert.equal(progress.length, film.graph.duration);
  const output = join(folder, "it's a film.mp4");
  await joinFilm({
    segments: files,
    audio: await sound(0.6),
    output,
    fps: 30,
    frames: film.graph.duration,
    captions: captions(),
    title: "It’s a film",
    language: "en",
  });
  const { streams, format } = await ffprobe(output);
  const [video, audio, text] = streams;
  assert.equal(video?.codec_name, "h264");
  assert.equal(video.pix_fmt, "yuv420p");
  assert.equal(video.color_space, "bt709");
  assert.equal(video.color_range, "tv");
  assert.deepEqual([video.width, video.height], [480, 270]);
  assert.equal(video.r_frame_rate, "30/1");
  assert.equal(Number(video.nb_read_frames), 3 * FRAMES);
  assert.equal(Number(video.start_time), 0);
  assert.deepEqual([audio?.codec_name, audio?.sample_rate], ["aac", "48000"]);
  assert.equal(text?.codec_name, "mov_text");
  assert.ok(Math.abs(Number(audio?.duration) - (3 * FRAMES) / 30) < 1 / 30);
  assert.equal(format.tags?.title, "It’s a film");
  const start = readFileSync(output).subarray(0, 64_000).toString("latin1");
  assert.ok(start.indexOf("moov") > 0 && start.indexOf("moov") < start.indexOf("mdat"));
});

test("a film that lacks frames is refused, and nothing is left behind", async () => {
  const segment = { key: "seg1", from: 0, to: 5 };
  const part = join(folder, "part.mp4");
  await renderSegment({ ...film, segment, scale: SCALE, serveUrl, output: part });
  const target = mkdtempSync(join(folder, "short-"));
  await assert.rejects(
    joinFilm({
      segments: [part],
      audio: await sound(1),
      output: join(target, "film.mp4"),
      fps: 30,
      frames: 6,
      title: "Short",
    }),
    { name: "OperationalError", code: "film-incomplete" },
  );
  assert.deepEqual(readdirSync(target), []);
});

test("the same frame is the same picture, whoever renders it", async () => {
  const paths = ["one.png", "two.png"].map((name) => join(folder, name));
  for (const output of paths) {
    await renderStill({ ...film, frame: 30, scale: SCALE, serveUrl, output });
  }
  const [one, two] = paths.map((path) => readFileSync(path));
  assert.ok(one && two && one.equals(two));
});

test("an aborted render stops soon, with the signal's reason", async () => {
  const abort = new AbortController();
  const segment = { key: "seg1", from: 0, to: film.graph.duration };
  const reason = new Error("the daemon is stopping");
  await assert.rejects(
    renderSegment({
      ...film,
      segment,
      scale: SCALE,
      serveUrl,
      output: join(folder, "aborted.mp4"),
      signal: abort.signal,
      onProgress: (done) => {
        if (done === 3) abort.abort(reason);
      },
    }),
    reason,
  );
});

test("a browser that is killed is replaced, and neither is left behind", async () => {
  const before = browsers();
  const killed: number[] = [];
  await renderSegment({
    ...film,
    segment: { key: "seg1", from: 0, to: film.graph.duration },
    scale: SCALE,
    serveUrl,
    output: join(folder, "survivor.mp4"),
    onProgress: (done) => {
      if (done !== 3) return;
      killed.push(...browsers().filter((pid) => !before.includes(pid)));
      for (const pid of killed) process.kill(pid, "SIGKILL");
    },
  });
  assert.equal(killed.length, 1);
  await eventually("the browsers have ended", () =>
    browsers().every((pid) => before.includes(pid)),
  );
});

test("two processes that bundle at once end up with one bundle", async () => {
  const cacheFolder = join(folder, "shared");
  const [one, two] = await Promise.all([openBundle({ cacheFolder }), openBundle({ cacheFolder })]);
  assert.equal(one, two);
  assert.ok(existsSync(join(one, "index.html")));
  assert.equal(readdirSync(cacheFolder).length, 1);
});

test("a missing browser is an operational failure that says what to install", () => {
  assert.throws(
    () => findBrowser("/nowhere/chromium"),
    (error: unknown) => error instanceof OperationalError && error.code === "browser-missing",
  );
});

/** The browsers that this process has started and that still live. */
function browsers(): number[] {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8");
  const pids = children.split(" ").filter((pid) => pid !== "");
  return pids.map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("headless-shell");
    } catch (error) {
      if (!["ENOENT", "ESRCH"].includes(codeOf(error) ?? "")) throw error; // It has just ended.
      return false;
    }
  });
}

async function sound(seconds: number): Promise<string> {
  const path = join(folder, `sound-${seconds}.wav`);
  const source = `sine=frequency=220:duration=${seconds}`;
  await runOrThrow("ffmpeg", ["-loglevel", "error", "-y", "-f", "lavfi", "-i", source, path]);
  return path;
}

function captions(): string {
  const path = join(folder, "captions.srt");
  writeFileSync(path, "1\n00:00:00,100 --> 00:00:01,500\nBackups should restore.\n");
  return path;
}

interface Probed {
  streams: {
    codec_name?: string;
    pix_fmt?: string;
    color_space?: string;
    color_range?: string;
    width?: number;
    height?: number;
    r_frame_rate?: string;
    nb_read_frames?: string;
    start_time?: string;
    sample_rate?: string;
    duration?: string;
  }[];
  format: { tags?: { title?: string } };
}

async function ffprobe(path: string): Promise<Probed> {
  const { stdout } = await runOrThrow("ffprobe", [
    "-v",
    "error",
    "-count_frames",
    "-show_streams",
    "-show_format",
    "-of",
    "json",
    path,
  ]);
  return JSON.parse(stdout) as Probed;
}
