import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { makeCancelSignal, renderStill as renderWithRemotion } from "@remotion/renderer";
import { messageOf, OperationalError } from "../../kernel/errors.ts";
import type { SceneGraph } from "../scene-graph/scene-graph.ts";
import type { Browser } from "./browser.ts";
import { BROWSER_OPTIONS, findBrowser } from "./browser.ts";
import { compositionOf } from "./composition.ts";
import type { ReadAsset } from "./film-props.ts";
import { filmProps } from "./film-props.ts";

export interface RenderStillOptions {
  readonly graph: SceneGraph;
  readonly frame: number;
  /** Of the full size. */
  readonly scale: number;
  readonly serveUrl: string;
  /** A `.png` path. */
  readonly output: string;
  readonly readAsset: ReadAsset;
  /** A running browser, for many stills; else one is started from `browserPath`. */
  readonly browser?: Browser;
  readonly browserPath?: string;
  readonly signal?: AbortSignal;
}

/** Renders one frame as PNG. Throws `browser-missing`, `render-failed`, or the signal's reason. */
export async function renderStill(options: RenderStillOptions): Promise<void> {
  const { graph, frame, scale, serveUrl, output, browser, signal } = options;
  signal?.throwIfAborted();
  mkdirSync(dirname(output), { recursive: true });
  const props = filmProps(graph, options.readAsset, { key: "still", from: frame, to: frame + 1 });
  const { cancelSignal, cancel } = makeCancelSignal();
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    await renderWithRemotion({
      ...BROWSER_OPTIONS,
      browserExecutable: findBrowser(options.browserPath),
      ...(browser ? { puppeteerInstance: browser.instance } : {}),
      serveUrl,
      composition: compositionOf(props),
      inputProps: props,
      frame,
      scale,
      output,
      imageFormat: "png",
      overwrite: true,
      cancelSignal,
    });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new OperationalError(
      "render-failed",
      `Frame ${frame} can't be rendered: ${messageOf(cause)}`,
      { hint: "Look at the scene at that frame.", cause },
    );
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}
