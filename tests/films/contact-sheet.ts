import { statSync } from "node:fs";
import { runOrThrow } from "../../kernel/process.ts";
import { layoutFindings } from "../../video/measure/layout.ts";
import type { Browser } from "../../video/render/browser.ts";
import { filmProps } from "../../video/render/film-props.ts";
import { probeFrames } from "../../video/render/probe-frames.ts";
import { renderStills } from "../../video/render/render-stills.ts";
import { scenesOf } from "../../video/scene-graph/layers.ts";
import { storyboardFrames } from "../../video/storyboard/storyboard.ts";
import type { MadeFilm } from "./make-film.ts";

/** Of a scene's time: while it comes to life, and when nearly all of it stands. */
const MOMENTS = [0.3, 0.62] as const;
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
  const held = storyboardFrames(graph).map(({ frame }) => frame);
  const frames = scenesOf(graph).flatMap(({ start, duration }, index) => [
    ...MOMENTS.map((share) => start + Math.floor(duration * share)),
    held[index] ?? start,
  ]);
  const pictures = await renderStills({ ...film, ...options, frames, scale: SCALE });
  const pngs = frames.flatMap((frame) => pictures.get(frame) ?? []);
  await tile(pngs, graph.aspect, options.output);
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
