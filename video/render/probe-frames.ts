import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderFrames } from "@remotion/renderer";
import { runOrThrow } from "../../kernel/process.ts";
import type { ProbedText } from "../composition/probed-text.ts";
import type { Browser } from "./browser.ts";
import { BROWSER_OPTIONS, findBrowser } from "./browser.ts";
import { compositionOf } from "./composition.ts";
import type { filmProps } from "./film-props.ts";
import type { Picture } from "../measure/layout.ts";

/** One frame as the browser laid it out. */
export interface ProbedFrame {
  readonly texts: readonly ProbedText[];
  /** What the texts stand on, at `PICTURE_SCALE`. */
  readonly picture: Picture;
}

export interface ProbeOptions {
  readonly props: ReturnType<typeof filmProps>;
  readonly frames: readonly number[];
  readonly serveUrl: string;
  readonly browser: Browser;
}

/** Enough to see what colours lie under a letter. */
const PICTURE_SCALE = 0.25;

/** Lays frames out in the browser and measures every text, with a picture of what it stands on. */
export async function probeFrames(options: ProbeOptions): Promise<Map<number, ProbedFrame>> {
  const { frames, serveUrl, browser } = options;
  const props = { ...options.props, probe: true };
  const texts = new Map<number, ProbedText[]>();
  const pictures = new Map<number, Buffer>();
  await renderFrames({
    ...BROWSER_OPTIONS,
    browserExecutable: findBrowser(),
    puppeteerInstance: browser.instance,
    serveUrl,
    composition: compositionOf(props),
    inputProps: props,
    frames: [...frames],
    imageFormat: "png",
    scale: PICTURE_SCALE,
    muted: true,
    concurrency: 1,
    outputDir: null,
    onStart: () => {},
    onFrameUpdate: () => {},
    onFrameBuffer: (buffer, frame) => void pictures.set(frame, buffer),
    onArtifact: ({ frame, content }) =>
      void texts.set(frame, JSON.parse(content.toString()) as ProbedText[]),
  });
  const { size } = props.graph;
  const w = Math.round(size.w * PICTURE_SCALE);
  const h = Math.round(size.h * PICTURE_SCALE);
  const raw = await decode(frames.map((frame) => pictures.get(frame) ?? Buffer.alloc(0)));
  return new Map(
    frames.map((frame, index) => {
      const rgb = raw.subarray(index * w * h * 3, (index + 1) * w * h * 3);
      const picture = { w, h, scale: PICTURE_SCALE, rgb };
      return [frame, { texts: texts.get(frame) ?? [], picture }];
    }),
  );
}

/** PNGs of one size as raw RGB, one after the other. */
async function decode(pngs: readonly Buffer[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "kantoku-probe-"));
  try {
    const output = join(folder, "frames.rgb");
    const input = ["-f", "image2pipe", "-c:v", "png", "-i", "-"];
    const raw = ["-vsync", "0", "-f", "rawvideo", "-pix_fmt", "rgb24", output];
    await runOrThrow("ffmpeg", ["-loglevel", "error", ...input, ...raw], {
      input: Buffer.concat(pngs),
    });
    return await readFile(output);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
