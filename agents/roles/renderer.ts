import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openBundle } from "../../video/render/bundle.ts";
import { renderSegment } from "../../video/render/render-segment.ts";
import { SceneGraph } from "../../video/scene-graph/scene-graph.ts";
import type { Outcome, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";
import { numberParam, readInput } from "./inputs.ts";

/** Renders one segment of the film, picture only. */
export async function perform(task: Task, context: RoleContext): Promise<Outcome> {
  const graph = readInput(task, "graph", SceneGraph);
  const from = numberParam(task, "from", 0);
  const to = numberParam(task, "to", graph.duration);
  task.report("Opening the studio", 0);
  const serveUrl = await openBundle({ cacheFolder: context.home.cache, signal: task.signal });
  const output = join(task.folder, "segment.mp4");
  await renderSegment({
    graph,
    segment: { key: task.work.step, from, to },
    scale: numberParam(task, "scale", context.render.scale),
    serveUrl,
    output,
    concurrency: context.render.concurrency,
    ...(context.render.browser === null ? {} : { browser: context.render.browser }),
    signal: task.signal,
    readAsset: (ref) => readFileSync(task.blobs.path(ref)),
    onProgress: (frame, total) => task.report(`Frame ${frame} of ${total}`, frame / total),
  });
  const segment = await task.blobs.putFile(output);
  return { kind: "done", outputs: { segment }, summary: `Frames ${from} to ${to}` };
}
