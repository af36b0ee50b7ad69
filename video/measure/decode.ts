import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOrThrow } from "../../kernel/process.ts";

/** Half-open, in seconds. */
export interface TimeSpan {
  readonly start: number;
  readonly end: number;
}

export interface SoundFacts {
  readonly integratedLufs: number;
  readonly truePeakDbtp: number;
  readonly clippedSamples: number;
  readonly dcOffset: number;
  readonly silences: readonly TimeSpan[];
}

export interface PictureFacts {
  readonly black: readonly TimeSpan[];
  readonly frozen: readonly TimeSpan[];
  /** Every frame as `TILES` grey values, row by row. */
  readonly tiles: readonly Uint8Array[];
  /** The frames that were asked for, `THUMB` in size, grey. */
  readonly thumbs: readonly Uint8Array[];
}

export const TILES = { w: 32, h: 18 } as const;
export const THUMB = { w: 320, h: 180 } as const;

/** Black is black: dark themes (luma above 2 %) don't count. */
const BLACK = "blackdetect=d=0.1:pic_th=0.98:pix_th=0.02";
const FROZEN = "freezedetect=n=0.001:d=2";
const SILENCE = "silencedetect=n=-50dB:d=0.7";
const LOUDNESS = "ebur128=peak=true:framelog=verbose";
/** Samples are counted as a player hears them: held at full scale. */
const STATISTICS = "aformat=sample_fmts=s16,astats=measure_perchannel=none";

/**
 * Measures picture and sound in one pass over the film: every frame is decoded once, and made small
 * once, for all filters together.
 */
export async function decodeFilm(options: {
  readonly film: string;
  readonly seconds: number;
  readonly hasSound: boolean;
  /** Frames to keep as thumbnails, ascending. */
  readonly thumbFrames: readonly number[];
  readonly signal: AbortSignal;
}): Promise<{ picture: PictureFacts; sound: SoundFacts | null }> {
  const folder = await mkdtemp(join(tmpdir(), "kantoku-measure-"));
  try {
    const tiles = join(folder, "tiles.gray");
    const thumbs = join(folder, "thumbs.gray");
    const raw = (label: string, path: string) => [
      "-map",
      label,
      "-vsync",
      "0",
      "-f",
      "rawvideo",
      path,
    ];
    const outputs = [...raw("[tiles]", tiles), ...raw("[thumbs]", thumbs)];
    const sound = options.hasSound ? ["-map", "[sound]", "-f", "null", "-"] : [];
    const graph = filterGraph(options.thumbFrames, options.hasSound);
    const input = ["-nostdin", "-hide_banner", "-nostats", "-i", options.film];
    const args = [...input, "-filter_complex", graph, ...outputs, ...sound];
    const { stderr } = await runOrThrow("ffmpeg", args, { signal: options.signal });
    const picture = {
      black: spansOf(stderr, /black_start:([\d.]+) black_end:([\d.]+)/g),
      frozen: openSpansOf(stderr, "freeze", options.seconds),
      tiles: framesOf(await readFile(tiles), TILES.w * TILES.h),
      thumbs: framesOf(await readFile(thumbs), THUMB.w * THUMB.h),
    };
    return { picture, sound: options.hasSound ? soundFacts(stderr, options.seconds) : null };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function filterGraph(thumbFrames: readonly number[], hasSound: boolean): string {
  const chosen = thumbFrames.map((frame) => `eq(n\\,${frame})`).join("+") || "0";
  const small = `scale=480:270:flags=bilinear,${BLACK},${FROZEN},split=2[a][b]`;
  const chains = [
    `[0:v:0]${small}`,
    `[a]scale=${TILES.w}:${TILES.h}:flags=area,format=gray[tiles]`,
    `[b]select=${chosen},scale=${THUMB.w}:${THUMB.h},format=gray[thumbs]`,
  ];
  const sound = `[0:a:0]${LOUDNESS},${SILENCE},${STATISTICS}[sound]`;
  return [...chains, ...(hasSound ? [sound] : [])].join(";");
}

function soundFacts(log: string, seconds: number): SoundFacts {
  const summary = log.slice(log.lastIndexOf("Integrated loudness:"));
  const read = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? NaN);
  const peakDb = read(log, /Peak level dB: (-?[\d.]+|-inf)/);
  return {
    integratedLufs: read(summary, /I:\s+(-?[\d.]+) LUFS/),
    truePeakDbtp: read(summary, /Peak:\s+(-?[\d.]+) dBFS/),
    clippedSamples: peakDb > -0.01 ? Math.round(read(log, /Peak count: ([\d.]+)/)) : 0,
    dcOffset: read(log, /DC offset: (-?[\d.]+)/),
    silences: openSpansOf(log, "silence", seconds),
  };
}

function spansOf(log: string, pattern: RegExp): TimeSpan[] {
  return [...log.matchAll(pattern)].map((found) => ({
    start: Number(found[1]),
    end: Number(found[2]),
  }));
}

/** Filters that log a start and later an end; a span without an end runs to the end of the film. */
function openSpansOf(log: string, name: "freeze" | "silence", seconds: number): TimeSpan[] {
  const times = (edge: string): number[] =>
    [...log.matchAll(new RegExp(`${name}_${edge}: (-?[\\d.]+)`, "g"))].map((found) =>
      Number(found[1]),
    );
  const ends = times("end");
  return times("start").map((start, i) => ({ start: Math.max(0, start), end: ends[i] ?? seconds }));
}

function framesOf(bytes: Buffer, size: number): Uint8Array[] {
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
}
