import { statSync } from "node:fs";
import { renderFrames } from "@remotion/renderer";
import { runOrThrow } from "../../kernel/process.ts";
import { layoutFindings } from "../../video/measure/layout.ts";
import { type Browser, BROWSER_OPTIONS, findBrowser } from "../../video/render/browser.ts";
import { compositionOf } from "../../video/render/composition.ts";
import { filmProps } from "../../video/render/film-props.ts";
import { probeFrames } from "../../video/render/probe-frames.ts";
import { scenesOf } from "../../video/scene-graph/layers.ts";
import type { SceneGraph } from "../../video/scene-graph/scene-graph.ts";
import type { MadeFilm } from "./make-film.ts";

/** Of a scene's time: while it comes to life, and when nearly all of it stands. */
const MOMENTS = [0.3, 0.62] as const;
/** Everything stands by then, before the next scene comes in over this one. */
const HELD = 6;
const MOST_BYTES = 150_000;
/** Tiles in a row and their width, by shape. */
const GRID: Readonly<Record<string, readonly [columns: number, width: number]>> = {
  "16:9": [6, 220],
  "9:16": [9, 140],
  "1:1": [6, 200],
};
/** Of the full size. */
const SCALE = 0.25;

interface SheetOptions {
  readonly serveUrl: string;
  readonly browser: Browser;
  /** A `.jpg` path. */
  readonly output: string;
}

type Drawable = Pick<MadeFilm, "graph" | "readAsset">;

/** Draws three frames of every scene onto a sheet of at most 150 KB, and answers what is wrong with the held ones. */
export async function drawSheet(film: Drawable, options: SheetOptions): Promise<string[]> {
  const { graph } = film;
  const held = heldFrames(graph);
  const frames = scenesOf(graph).flatMap(({ start, duration }, index) => [
    ...MOMENTS.map((share) => start + Math.floor(duration * share)),
    held[index] ?? start,
  ]);
  await tile(await pictures(film, frames, options), graph.aspect, options.output);
  const props = filmProps(graph, film.readAsset);
  const probed = await probeFrames({ ...options, props, frames: held });
  return held.flatMap((frame, index) => {
    const { texts = [], picture } = probed.get(frame) ?? {};
    const content = scenesOf(graph)[index]?.content;
    if (!content) return [];
    return layoutFindings(texts, { aspect: graph.aspect, content, picture }).map(
      (finding) => `${content.template} at ${(frame / graph.fps).toFixed(1)} s: ${finding}`,
    );
  });
}

function heldFrames(graph: SceneGraph): number[] {
  const scenes = scenesOf(graph);
  return scenes.map(({ start, duration }, index) => {
    const leaving = scenes[index + 1]?.transition.frames ?? 0;
    return start + Math.max(Math.floor(duration * 0.75), duration - leaving - HELD);
  });
}

/** As the film shows them, in the order of `frames`. */
async function pictures(
  { graph, readAsset }: Drawable,
  frames: readonly number[],
  { serveUrl, browser }: SheetOptions,
): Promise<Buffer[]> {
  const props = filmProps(graph, readAsset);
  const drawn = new Map<number, Buffer>();
  await renderFrames({
    ...BROWSER_OPTIONS,
    browserExecutable: findBrowser(),
    puppeteerInstance: browser.instance,
    serveUrl,
    composition: compositionOf(props),
    inputProps: props,
    frames: [...frames],
    imageFormat: "png",
    scale: SCALE,
    muted: true,
    concurrency: 1,
    outputDir: null,
    onStart: () => {},
    onFrameUpdate: () => {},
    onFrameBuffer: (buffer, frame) => void drawn.set(frame, buffer),
  });
  return frames.flatMap((frame) => drawn.get(frame) ?? []);
}

async function tile(pngs: readonly Buffer[], aspect: string, output: string): Promise<void> {
  const [columns, width] = GRID[aspect] ?? [6, 200];
  const rows = Math.ceil(pngs.length / columns);
  const input = Buffer.concat(pngs);
  const filter = `scale=${width}:-2:flags=lanczos,tile=${columns}x${rows}:padding=4:margin=4:color=0x808080`;
  for (const quality of [3, 5, 8, 11, 15, 20]) {
    const jpeg = ["-frames:v", "1", "-vf", filter, "-q:v", `${quality}`, "-y", output];
    const args = ["-loglevel", "error", "-f", "image2pipe", "-c:v", "png", "-i", "-", ...jpeg];
    await runOrThrow("ffmpeg", args, { input });
    if (statSync(output).size <= MOST_BYTES) return;
  }
}
