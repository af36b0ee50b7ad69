import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "../../kernel/errors.ts";
import { toSrt } from "../../video/captions/srt.ts";
import { toVtt } from "../../video/captions/vtt.ts";
import { joinFilm } from "../../video/render/join.ts";
import { DEFAULT_MASTER, SceneGraph } from "../../video/scene-graph/scene-graph.ts";
import { mixSound } from "../../video/sound/mix.ts";
import type { Outcome, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";
import { input, inputs, readInput } from "./inputs.ts";
import { drawStoryboard } from "./storyboard.ts";

/** Mixes the film's sound, draws its storyboard, or joins picture and sound into the finished film: the step says which. */
export function perform(task: Task, context: RoleContext): Promise<Outcome> {
  const { task: asked } = task.work.params;
  if (asked === "mix") return mix(task);
  return asked === "storyboard" ? drawStoryboard(task, context) : finish(task);
}

async function mix(task: Task): Promise<Outcome> {
  const graph = readInput(task, "graph", SceneGraph);
  task.report("Mixing voice and music", 0);
  const output = join(task.folder, "sound.wav");
  const loudness = await mixSound({
    graph,
    fileOf: (asset) => {
      const ref = graph.assets[asset];
      assert(ref, `the scene graph names asset "${asset}" but has no content for it`);
      return task.blobs.path(ref);
    },
    output,
    folder: task.folder,
    target: graph.master ?? DEFAULT_MASTER,
    signal: task.signal,
    onProgress: (doing, progress) => task.report(doing, progress),
  });
  return {
    kind: "done",
    outputs: { sound: await task.blobs.putFile(output), loudness: task.blobs.putJson(loudness) },
    summary: `${loudness.integratedLufs.toFixed(1)} LUFS, ${loudness.truePeakDbtp.toFixed(1)} dBTP`,
  };
}

async function finish(task: Task): Promise<Outcome> {
  const graph = readInput(task, "graph", SceneGraph);
  task.report("Joining picture and sound", 0.1);
  const srt = toSrt(graph.captions.cues, graph.fps);
  const captions = join(task.folder, "captions.srt");
  writeFileSync(captions, srt);
  const film = join(task.folder, "film.mp4");
  await joinFilm({
    segments: inputs(task, "segment").map((output) => task.blobs.path(output.blob)),
    audio: task.blobs.path(input(task, "sound").blob),
    output: film,
    fps: graph.fps,
    frames: graph.duration,
    captions,
    language: graph.language,
    title: graph.title,
    signal: task.signal,
  });
  return {
    kind: "done",
    outputs: {
      film: await task.blobs.putFile(film),
      srt: task.blobs.putBytes(srt, ".srt"),
      vtt: task.blobs.putBytes(toVtt(graph.captions.cues, graph.fps), ".vtt"),
    },
    summary: `${(graph.duration / graph.fps).toFixed(1)} s joined from ${inputs(task, "segment").length} segments`,
  };
}
