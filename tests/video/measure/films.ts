import assert from "node:assert/strict";
import { join } from "node:path";
import { z } from "zod";
import { runOrThrow } from "../../../kernel/process.ts";
import type { Finding } from "../../../video/measure/critic-report.ts";
import { PatchOperation, patchGraph } from "../../../video/scene-graph/patch.ts";
import {
  SCENE_GRAPH_CONTEXT,
  type AudioLayer,
  type SceneGraph,
  type SceneLayer,
} from "../../../video/scene-graph/scene-graph.ts";
import type { Narration } from "../../../video/sound/narration.ts";

/** A small film with moving pictures and even sound: good in every respect that is measured. */
export interface Film {
  /** lavfi source of the picture. */
  readonly picture?: string;
  /** Filters after the source. */
  readonly pictureFilter?: string;
  readonly soundFilter?: string;
  readonly sound?: string | null;
  readonly fps?: number;
  readonly seconds?: number;
  readonly output?: readonly string[];
}

export const SECONDS = 8;
export const FPS = 30;
export const EXPECTATIONS = { durationSeconds: SECONDS, width: 320, height: 180, fps: FPS };

/** Pink noise under −14 LUFS: ffmpeg's own loudness filter brings it there. */
const SOUND = `anoisesrc=color=pink:seed=4:r=48000,lowpass=f=9000,pan=stereo|c0=c0|c1=c0`;
const SOUND_LEVEL = "volume=-1.2dB,alimiter=limit=0.8:level=0";
const PICTURE = "testsrc2=s=320x180";

export async function makeFilm(folder: string, name: string, film: Film = {}): Promise<string> {
  const path = join(folder, `${name}.mp4`);
  const seconds = film.seconds ?? SECONDS;
  const source = `${film.picture ?? PICTURE}:r=${film.fps ?? FPS}`;
  const picture = [source, film.pictureFilter ?? "null", "format=yuv420p"].join(",");
  const sound = film.sound === undefined ? SOUND : film.sound;
  const soundInput =
    sound === null ? [] : ["-f", "lavfi", "-i", [sound, film.soundFilter ?? SOUND_LEVEL].join(",")];
  const codecs = [
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-crf",
    "20",
    "-c:a",
    "aac",
    "-b:a",
    "192k",
  ];
  const output = film.output ?? ["-movflags", "+faststart"];
  const input = ["-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", picture];
  await runOrThrow("ffmpeg", [
    ...input,
    ...soundInput,
    "-t",
    String(seconds),
    ...codecs,
    ...output,
    path,
  ]);
  return path;
}

export function sceneLayer(
  index: number,
  start: number,
  duration: number,
  hold = false,
): SceneLayer {
  return {
    "@id": `scene-${index}`,
    type: "Scene",
    shot: `s0${index}`,
    start,
    duration,
    content: { template: "statement", text: "A statement", emphasis: [] },
    framing: "center",
    camera: "still",
    transition: { type: "cut", frames: 0 },
    backdrop: null,
    reveals: [],
    hold,
    sources: [],
  };
}

export function audioLayer(
  id: string,
  role: AudioLayer["role"],
  start: number,
  duration: number,
  gainDb = 0,
): AudioLayer {
  return { "@id": id, type: "Footage", media: "audio", role, ref: id, start, duration, gainDb };
}

/** Two scenes, a sentence in each, music throughout, two captions. */
export function sceneGraph(changes: Partial<SceneGraph> = {}): SceneGraph {
  return {
    "@context": SCENE_GRAPH_CONTEXT,
    "@id": "film",
    type: "Comp",
    title: "A test",
    language: "en",
    fps: FPS,
    duration: SECONDS * FPS,
    size: { w: 320, h: 180 },
    aspect: "16:9",
    theme: "daybreak",
    seed: 1,
    layers: [
      sceneLayer(1, 0, 120),
      sceneLayer(2, 120, 120),
      audioLayer("music", "music", 0, SECONDS * FPS, -12),
      audioLayer("voice-1", "voice", 15, 60),
      audioLayer("voice-2", "voice", 130, 60),
    ],
    captions: {
      burnIn: true,
      cues: [
        { start: 15, end: 85, lines: ["The first sentence."] },
        { start: 130, end: 200, lines: ["The second sentence."] },
      ],
    },
    effects: [],
    assets: {},
    ...changes,
  };
}

export const NARRATION: Narration = {
  engine: "flite",
  voice: "slt",
  language: "en",
  pace: 1,
  lines: ["The first sentence.", "The second sentence."].map((text, i) => ({
    beat: `b0${i + 1}`,
    index: 0,
    text,
    seconds: 2,
    file: `b0${i + 1}-01.wav`,
    words: [],
  })),
  notes: [],
};

/** The graph after a finding's patch, which must apply. */
export function applied(graph: SceneGraph, patch: Finding["patch"]): SceneGraph {
  const operations = z.array(PatchOperation).parse(patch);
  const result = patchGraph(graph, { author: "critic", reason: "test", operations });
  assert.equal(result.kind, "patched");
  return result.graph;
}
