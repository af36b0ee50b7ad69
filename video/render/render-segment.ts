import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { makeCancelSignal, renderFrames } from "@remotion/renderer";
import { messageOf, OperationalError } from "../../kernel/errors.ts";
import type { SceneGraph } from "../scene-graph/scene-graph.ts";
import { BROWSER_OPTIONS, findBrowser } from "./browser.ts";
import { withoutOrphans } from "./children.ts";
import { compositionOf } from "./composition.ts";
import { startEncoder } from "./encoder.ts";
import type { ReadAsset } from "./film-props.ts";
import { filmProps } from "./film-props.ts";
import type { Segment } from "./segments.ts";

export interface RenderSegmentOptions {
  readonly graph: SceneGraph;
  readonly segment: Segment;
  /** Of the full size: 1, or less for previews; width and height must stay even. */
  readonly scale: number;
  /** As answered by `openBundle`. */
  readonly serveUrl: string;
  /** An `.mp4` path. */
  readonly output: string;
  /** Browser pages at work at the same time; 1 where several renderers share the machine. */
  readonly concurrency?: number;
  /** Path of the headless Chromium, when it does not stand where the distribution puts it. */
  readonly browser?: string;
  readonly signal?: AbortSignal;
  readonly readAsset: ReadAsset;
  /** Pictures taken so far, out of all of the segment. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Quality of each picture on its way, and of the encoded film. */
export const QUALITY = { jpeg: 93, crf: 18 } as const;
const FRAME_TIMEOUT_MS = 45_000;

/**
 * Renders a segment's pictures to a muted H.264 file that joins with its neighbours by copying.
 * Throws `browser-missing`, `render-failed`, `encoder-failed`, or the signal's reason.
 */
export async function renderSegment(options: RenderSegmentOptions): Promise<void> {
  const { graph, segment, output, signal } = options;
  signal?.throwIfAborted();
  const browserExecutable = findBrowser(options.browser);
  mkdirSync(dirname(output), { recursive: true });
  const encoder = startEncoder({
    output,
    fps: graph.fps,
    crf: QUALITY.crf,
    ...(signal ? { signal } : {}),
  });
  try {
    await withoutOrphans(() =>
      takePictures(options, browserExecutable, async (picture, frame) =>
        encoder.write(frame - segment.from, picture),
      ),
    );
    await encoder.finish();
  } catch (error) {
    encoder.abandon();
    signal?.throwIfAborted();
    throw error instanceof OperationalError ? error : failed(segment, error);
  }
}

async function takePictures(
  options: RenderSegmentOptions,
  browserExecutable: string,
  onPicture: (picture: Buffer, frame: number) => Promise<void>,
): Promise<void> {
  const { graph, segment, scale, serveUrl, concurrency = 1, signal, onProgress } = options;
  const props = filmProps(graph, options.readAsset, segment);
  const { cancelSignal, cancel } = makeCancelSignal();
  signal?.addEventListener("abort", cancel, { once: true });
  const total = segment.to - segment.from;
  let writing = Promise.resolve();
  try {
    await renderFrames({
      ...BROWSER_OPTIONS,
      browserExecutable,
      serveUrl,
      composition: compositionOf(props),
      inputProps: props,
      frameRange: [segment.from, segment.to - 1],
      imageFormat: "jpeg",
      jpegQuality: QUALITY.jpeg,
      muted: true,
      scale,
      concurrency,
      cancelSignal,
      outputDir: null,
      timeoutInMilliseconds: FRAME_TIMEOUT_MS,
      onStart: () => {},
      onFrameUpdate: (done) => onProgress?.(done, total),
      onFrameBuffer: (picture, frame) => (writing = onPicture(picture, frame)),
    });
    await writing;
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

function failed({ key, from, to }: Segment, cause: unknown): OperationalError {
  return new OperationalError(
    "render-failed",
    `Segment ${key} (frames ${from} to ${to - 1}) can't be rendered: ${messageOf(cause)}`,
    { hint: "The step is tried again; if it fails at the same frame, look at that scene.", cause },
  );
}
