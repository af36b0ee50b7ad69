import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "../../kernel/errors.ts";
import { startBrowser } from "../../video/render/browser.ts";
import { openBundle } from "../../video/render/bundle.ts";
import { renderSheet } from "../../video/render/render-sheet.ts";
import { renderStill } from "../../video/render/render-still.ts";
import { renderStills } from "../../video/render/render-stills.ts";
import { scenesOf } from "../../video/scene-graph/layers.ts";
import { SceneGraph } from "../../video/scene-graph/scene-graph.ts";
import { ShotPlan } from "../../video/shots/shot-plan.ts";
import { contactSheet, storyboardFrames } from "../../video/storyboard/storyboard.ts";
import type { Outcome, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";
import { numberParam, readInput } from "./inputs.ts";

/** Of the film's own size: three thumbnails fill a row of the contact sheet. */
const THUMBNAIL_SCALE = 0.3;
const LEAST_SCALE = 0.1;

/** Draws each scene when all of it has come, the sheet that shows them together, and the poster. */
export async function drawStoryboard(task: Task, context: RoleContext): Promise<Outcome> {
  const graph = readInput(task, "graph", SceneGraph);
  const plan = readInput(task, "shot-plan", ShotPlan);
  const scale = numberParam(task, "scale", context.render.scale);
  task.report("Opening the studio", 0);
  await using browser = await startBrowser(context.render.browser ?? undefined);
  const studio = { ...(await studioFor(task, context)), browser };
  const frames = storyboardFrames(graph);
  task.report("Drawing the storyboard", 0.2);
  const pictures = await renderStills({
    ...studio,
    graph,
    frames: frames.map(({ frame }) => frame),
    scale: Math.max(LEAST_SCALE, THUMBNAIL_SCALE * scale),
  });
  const pictureAt = (frame: number): Buffer => {
    const picture = pictures.get(frame);
    assert(picture, `frame ${frame} of the storyboard was not drawn`);
    return picture;
  };
  task.report("Laying out the contact sheet", 0.7);
  const sheet = contactSheet(graph, plan, ({ frame }) => dataUri(pictureAt(frame)));
  const output = join(task.folder, "contact-sheet.png");
  await renderSheet({ ...studio, sheet, output });
  task.report("Taking the poster", 0.9);
  const poster = join(task.folder, "poster.png");
  await renderStill({ ...studio, ...posterOf(graph), output: poster, scale });
  const thumbnails = frames.map(({ scene, frame }) => [
    `thumbnail-${scene.shot}`,
    task.blobs.putBytes(pictureAt(frame), ".png"),
  ]);
  return {
    kind: "done",
    outputs: {
      poster: await task.blobs.putFile(poster),
      "contact-sheet": await task.blobs.putFile(output),
      ...Object.fromEntries(thumbnails),
    },
    summary: `${frames.length} scenes on a contact sheet`,
  };
}

async function studioFor(task: Task, { home, render }: RoleContext) {
  return {
    serveUrl: await openBundle({ cacheFolder: home.cache, signal: task.signal }),
    ...(render.browser === null ? {} : { browserPath: render.browser }),
    readAsset: (ref: Parameters<typeof task.blobs.path>[0]) => readFileSync(task.blobs.path(ref)),
    signal: task.signal,
  };
}

/** The first scene when all of it has come and nothing leaves yet, without captions. */
function posterOf(graph: SceneGraph): { graph: SceneGraph; frame: number } {
  const [first, second] = scenesOf(graph);
  assert(first, "a film has at least one scene");
  const bare = { ...graph, captions: { ...graph.captions, burnIn: false } };
  return { graph: bare, frame: Math.max(0, (second?.start ?? first.duration) - 2) };
}

function dataUri(png: Buffer): string {
  return `data:image/png;base64,${png.toString("base64")}`;
}
