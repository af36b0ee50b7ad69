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

/** Two of these follow one report at most, and an agent that reports nothing for 120 s counts as stuck. */
const TIMEOUT_MS = 50_000;
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

export interface Facts {
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly hasSound: boolean;
  readonly seconds: number;
}

/** What ffprobe says; null for what it can't read. */
export async function factsOf(options: ConvertOptions): Promise<Facts | null> {
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
export function faultOf(options: ConvertOptions): Promise<string | null> {
  const strict = options.format.kind === "sound" ? [] : ["-xerror"];
  return ffmpeg([...strict, ...inputOf(options), "-f", "null", "-"], options.signal);
}

/** Nothing but the file itself may be opened, whatever is written in it. */
export function inputOf({ file, format }: ConvertOptions): string[] {
  return ["-protocol_whitelist", "file", "-f", format.demuxer, "-i", file];
}

/** What went wrong; null when nothing did. */
export async function ffmpeg(args: readonly string[], signal: AbortSignal): Promise<string | null> {
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

export function ready(
  file: string,
  type: "image" | "video" | "audio",
  seconds: number | null,
  done: string | null,
): Converted {
  return { kind: "ready", file, type, seconds, done };
}

export function broken(reason: string): Converted {
  return { kind: "broken", reason };
}
