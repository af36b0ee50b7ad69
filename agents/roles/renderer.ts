import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkGlyphs } from "../../video/fonts/coverage.ts";
import { openBundle } from "../../video/render/bundle.ts";
import {
  isGoodFor,
  openFinishedSegments,
  segmentKey,
} from "../../video/render/finished-segments.ts";
import { renderSegment } from "../../video/render/render-segment.ts";
import { SceneGraph } from "../../video/scene-graph/scene-graph.ts";
import type { Outcome, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";
import { numberParam, readInput } from "./inputs.ts";

/** Renders one segment of the film, picture only; one that looks as it did before is taken from there. */
export async function perform(task: Task, context: RoleContext): Promise<Outcome> {
  const { blobs, work } = task;
  const graph = readInput(task, "graph", SceneGraph);
  const from = numberParam(task, "from", 0);
  const to = numberParam(task, "to", graph.duration);
  const scale = numberParam(task, "scale", context.render.scale);
  const segment = { key: work.step, from, to };
  const readAsset = (ref: Parameters<typeof blobs.path>[0]): Buffer =>
    readFileSync(blobs.path(ref));
  const shot = { graph, segment, scale, readAsset };
  const finished = openFinishedSegments(context.home.cache);
  const key = segmentKey(shot);
  const before = finished.find(key);
  const { job, attempt, round = 0 } = work;
  if (before && isGoodFor({ job, attempt, round }, before) && blobs.has(before.segment)) {
    const summary = `Frames ${from} to ${to}, as rendered before`;
    return { kind: "done", outputs: { segment: before.segment }, summary };
  }
  const rendered = await render(task, context, shot);
  finished.keep(key, { segment: rendered, job, attempt, round });
  return { kind: "done", outputs: { segment: rendered }, summary: `Frames ${from} to ${to}` };
}

async function render(
  task: Task,
  context: RoleContext,
  shot: Parameters<typeof segmentKey>[0],
): ReturnType<Task["blobs"]["putFile"]> {
  await checkGlyphs(shot.graph, task.signal);
  task.report("Opening the studio", 0);
  const serveUrl = await openBundle({ cacheFolder: context.home.cache, signal: task.signal });
  const output = join(task.folder, "segment.mp4");
  await renderSegment({
    ...shot,
    serveUrl,
    output,
    concurrency: context.render.concurrency,
    ...(context.render.browser === null ? {} : { browser: context.render.browser }),
    signal: task.signal,
    onProgress: (frame, total) => task.report(`Frame ${frame} of ${total}`, frame / total),
  });
  return task.blobs.putFile(output);
}
