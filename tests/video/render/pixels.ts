import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOrThrow } from "../../../kernel/process.ts";
import { startBrowser } from "../../../video/render/browser.ts";
import type { ReadAsset } from "../../../video/render/film-props.ts";
import { renderStill } from "../../../video/render/render-still.ts";
import type { SceneGraph } from "../../../video/scene-graph/scene-graph.ts";
import { sharedBundle } from "../../support/bundle.ts";

/** Of the full size. */
export const SCALE = 0.25;

/** A frame in 8-bit RGB, row by row. */
export interface Pixels {
  readonly w: number;
  readonly h: number;
  readonly rgb: Buffer;
}

/** Looks at frames of films as they are drawn in the browser. */
export interface Lens extends AsyncDisposable {
  /** For what a test makes on the way. */
  readonly folder: string;
  readonly serveUrl: string;
  look(graph: SceneGraph, readAsset: ReadAsset, frame: number): Promise<Pixels>;
}

export async function openLens(): Promise<Lens> {
  const folder = mkdtempSync(join(tmpdir(), "kantoku-pixels-"));
  const serveUrl = await sharedBundle();
  const browser = await startBrowser();
  return {
    folder,
    serveUrl,
    look: async (graph, readAsset, frame) => {
      const output = join(folder, "still.png");
      await renderStill({ graph, readAsset, frame, scale: SCALE, serveUrl, output, browser });
      const [w, h] = [Math.round(graph.size.w * SCALE), Math.round(graph.size.h * SCALE)];
      return { w, h, rgb: await rgbOf(output, join(folder, "still.rgb")) };
    },
    [Symbol.asyncDispose]: async () => {
      await browser[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** All frames of a picture or a film, one after the other. */
export async function rgbOf(path: string, target: string): Promise<Buffer> {
  const raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", target];
  await runOrThrow("ffmpeg", [
    "-loglevel",
    "error",
    "-y",
    "-i",
    path,
    "-fps_mode",
    "passthrough",
    ...raw,
  ]);
  return readFileSync(target);
}

/** At shares of the width and height. */
export function colourAt({ w, h, rgb }: Pixels, x: number, y: number): number[] {
  const at = (Math.floor(y * (h - 1)) * w + Math.floor(x * (w - 1))) * 3;
  return [...rgb.subarray(at, at + 3)];
}

/** Share of the pixels whose colour differs at all. */
export function differing(a: Pixels, b: Pixels): number {
  let count = 0;
  for (let at = 0; at < a.rgb.length; at += 3) {
    if (
      a.rgb[at] !== b.rgb[at] ||
      a.rgb[at + 1] !== b.rgb[at + 1] ||
      a.rgb[at + 2] !== b.rgb[at + 2]
    )
      count += 1;
  }
  return count / (a.w * a.h);
}
