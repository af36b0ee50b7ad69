import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { run } from "../../../kernel/process.ts";
import type { Format } from "./format.ts";

/** A file that is ready for a film, or why it can't be. */
export type Converted =
  | {
      readonly kind: "ready";
      readonly file: string;
      readonly type: "image" | "video" | "audio";
      readonly seconds: number | null;
      /** What was done to it; null when it is taken as it is. */
      readonly done: string | null;
    }
  | { readonly kind: "broken"; readonly reason: string };

export interface ConvertOptions {
  /** Under a plain name in a folder of ours. */
  readonly file: string;
  readonly format: Format;
  /** Where what is made goes. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Twice the longer side of a full film: more is never seen, and slows every frame down. */
const MOST_PIXELS_A_SIDE = 3_840;
/** Two of these follow one report at most, and an agent that reports nothing for 120 s counts as stuck. */
const TIMEOUT_MS = 50_000;
/** Formats that Chromium draws as they are. */
const DRAWN = new Set([".png", ".jpg"]);

/** Decodes a picture to its end, and makes a PNG of at most 3840 pixels a side where that is needed. */
export async function convertPicture(options: ConvertOptions): Promise<Converted> {
  const { file, format, folder, signal } = options;
  const facts = await factsOf(options);
  if (!facts?.width || !facts.height) return broken("its picture can't be read");
  const fault = await faultOf(options);
  if (fault !== null) return broken(fault);
  const isLarge = Math.max(facts.width, facts.height) > MOST_PIXELS_A_SIDE;
  if (!isLarge && DRAWN.has(format.extension)) return ready(file, "image", null, null);
  const target = join(folder, "picture.png");
  const side = MOST_PIXELS_A_SIDE;
  const scale = `scale=w='min(${side},iw)':h='min(${side},ih)':force_original_aspect_ratio=decrease`;
  const made = await ffmpeg([...inputOf(options), "-frames:v", "1", "-vf", scale, target], signal);
  if (made !== null) return broken(made);
  return ready(
    target,
    "image",
    null,
    isLarge ? `made smaller, of ${facts.width}×${facts.height}` : `made a PNG, of ${format.name}`,
  );
}

/** Drawings are shown as pictures, where nothing in them runs; entities could still fill the memory. */
export function convertDrawing({ file }: ConvertOptions): Converted {
  const text = readFileSync(file, "utf8");
  if (/<!ENTITY|<script\b/i.test(text)) return broken("it holds scripts or entities");
  return ready(file, "image", null, null);
}

/** The picture in the middle of the footage. */
export async function convertFootage(options: ConvertOptions): Promise<Converted> {
  const facts = await factsOf(options);
  if (!facts?.width || !(facts.seconds > 0))
    return broken("it has no moving picture that can be read");
  const fault = await faultOf(options);
  if (fault !== null) return broken(fault);
  const target = join(options.folder, "still.png");
  const middle = (facts.seconds / 2).toFixed(3);
  const made = await ffmpeg(
    ["-ss", middle, ...inputOf(options), "-frames:v", "1", target],
    options.signal,
  );
  if (made !== null) return broken(made);
  return ready(target, "image", null, "a still from its middle");
}

const FADE_SECONDS = 1.5;

/** Music that lasts exactly as long as the film, fades out with it, and is as loud as ours. */
export async function convertMusic(
  options: ConvertOptions & { readonly seconds: number },
): Promise<Converted> {
  const facts = await factsOf(options);
  if (!facts?.hasSound || !(facts.seconds > 0)) return broken("it has no sound that can be read");
  const fault = await faultOf(options);
  if (fault !== null) return broken(fault);
  const target = join(options.folder, "music.wav");
  const fade = `afade=t=out:st=${(options.seconds - FADE_SECONDS).toFixed(3)}:d=${FADE_SECONDS}`;
  const filter = `loudnorm=I=-18:TP=-2:LRA=11,aresample=48000,${fade}`;
  const args = ["-stream_loop", "-1", ...inputOf(options), "-vn", "-af", filter];
  const made = await ffmpeg(
    [...args, "-t", options.seconds.toFixed(3), "-ac", "2", "-c:a", "pcm_s16le", target],
    options.signal,
  );
  if (made !== null) return broken(made);
  const isShort = facts.seconds < options.seconds;
  return ready(
    target,
    "audio",
    options.seconds,
    isShort ? "repeated to the film's length" : "cut to the film's length",
  );
}

const Probe = z.object({
  streams: z.array(
    z.object({
      codec_type: z.string(),
      width: z.int().optional(),
      height: z.int().optional(),
    }),
  ),
  format: z.object({ duration: z.coerce.number().catch(0) }),
});

interface Facts {
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly hasSound: boolean;
  readonly seconds: number;
}

async function factsOf(options: ConvertOptions): Promise<Facts | null> {
  const args = ["-v", "error", "-of", "json", "-show_streams", "-show_format", ...inputOf(options)];
  const { exitCode, stdout } = await run("ffprobe", args, limits(options.signal));
  if (exitCode !== 0) return null;
  const probe = Probe.safeParse(JSON.parse(stdout));
  if (!probe.success) return null;
  const { streams, format } = probe.data;
  const picture = streams.find(({ codec_type }) => codec_type === "video");
  return {
    width: picture?.width,
    height: picture?.height,
    hasSound: streams.some(({ codec_type }) => codec_type === "audio"),
    seconds: format.duration,
  };
}

/** Decodes all of it; what is cut off or damaged says so. */
function faultOf(options: ConvertOptions): Promise<string | null> {
  const strict = options.format.kind === "sound" ? [] : ["-xerror"];
  return ffmpeg([...strict, ...inputOf(options), "-f", "null", "-"], options.signal);
}

/** Nothing but the file itself may be opened, whatever is written in it. */
function inputOf({ file, format }: ConvertOptions): string[] {
  return ["-protocol_whitelist", "file", "-f", format.demuxer, "-i", file];
}

/** What went wrong; null when nothing did. */
async function ffmpeg(args: readonly string[], signal: AbortSignal): Promise<string | null> {
  const { exitCode, stderr } = await run(
    "ffmpeg",
    ["-nostdin", "-v", "error", "-y", ...args],
    limits(signal),
  );
  // Of music, odd bytes at the end are usual, and nobody hears them: its exit code decides alone.
  if (exitCode === 0 && (stderr.trim() === "" || !args.includes("-xerror"))) return null;
  const said = stderr.trim().split("\n").at(-1) ?? "";
  return `it is damaged (${said.replace(/^\[[^\]]*\]\s*/, "").slice(0, 120) || `ffmpeg ended with ${exitCode}`})`;
}

function limits(signal: AbortSignal) {
  return { signal, timeoutMs: TIMEOUT_MS };
}

function ready(
  file: string,
  type: "image" | "video" | "audio",
  seconds: number | null,
  done: string | null,
): Converted {
  return { kind: "ready", file, type, seconds, done };
}

function broken(reason: string): Converted {
  return { kind: "broken", reason };
}
