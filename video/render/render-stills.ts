import { makeCancelSignal, renderFrames } from "@remotion/renderer";
import { messageOf, OperationalError } from "../../kernel/errors.ts";
import type { SceneGraph } from "../scene-graph/scene-graph.ts";
import type { Browser } from "./browser.ts";
import { BROWSER_OPTIONS, findBrowser } from "./browser.ts";
import { compositionOf } from "./composition.ts";
import type { ReadAsset } from "./film-props.ts";
import { filmProps } from "./film-props.ts";

export interface RenderStillsOptions {
  readonly graph: SceneGraph;
  readonly frames: readonly number[];
  /** Of the full size. */
  readonly scale: number;
  readonly serveUrl: string;
  readonly browser: Browser;
  /** Path of the headless Chromium, when it does not stand where the distribution puts it. */
  readonly browserPath?: string;
  readonly readAsset: ReadAsset;
  readonly signal?: AbortSignal;
}

/** Renders frames of a film as PNGs, all in one page. Throws `browser-missing`, `render-failed`, or the signal's reason. */
export async function renderStills(options: RenderStillsOptions): Promise<Map<number, Buffer>> {
  const { graph, frames, scale, serveUrl, browser, browserPath, signal } = options;
  signal?.throwIfAborted();
  const props = filmProps(graph, options.readAsset);
  const pictures = new Map<number, Buffer>();
  const { cancelSignal, cancel } = makeCancelSignal();
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    await renderFrames({
      ...BROWSER_OPTIONS,
      browserExecutable: findBrowser(browserPath),
      puppeteerInstance: browser.instance,
      serveUrl,
      composition: compositionOf(props),
      inputProps: props,
      frames: [...new Set(frames)],
      imageFormat: "png",
      scale,
      muted: true,
      concurrency: 1,
      outputDir: null,
      cancelSignal,
      onStart: () => {},
      onFrameUpdate: () => {},
      onFrameBuffer: (picture, frame) => void pictures.set(frame, picture),
    });
    return pictures;
  } catch (cause) {
    signal?.throwIfAborted();
    throw new OperationalError(
      "render-failed",
      `Frames ${frames.join(", ")} can't be rendered: ${messageOf(cause)}`,
      { hint: "Look at the scenes at these frames.", cause },
    );
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}
