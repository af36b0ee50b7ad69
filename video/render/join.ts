import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { OperationalError } from "../../kernel/errors.ts";
import { writeFileAtomically } from "../../kernel/files.ts";
import { runOrThrow } from "../../kernel/process.ts";
import { FILM_SOUND } from "../sound/encoding.ts";

export interface JoinOptions {
  /** Muted videos in order of time, as `renderSegment` made them. */
  readonly segments: readonly string[];
  /** A WAV of about the film's length; it is padded or trimmed to exactly the pictures' length. */
  readonly audio: string;
  /** An `.mp4` path; appears whole or not at all. */
  readonly output: string;
  readonly fps: number;
  /** How many frames the film must have. */
  readonly frames: number;
  /** Path of an SRT file that becomes a text track, beside captions in the picture. */
  readonly captions?: string;
  readonly title: string;
  /** BCP 47, of the voice and the captions. */
  readonly language?: string;
  readonly signal?: AbortSignal;
}

/**
 * Joins segments and sound into the finished film: pictures copied, AAC 48 kHz at 192 kb/s, faststart.
 * Throws `film-incomplete` when the file does not have exactly `frames` frames, `program-failed`, …
 */
export async function joinFilm(options: JoinOptions): Promise<void> {
  const { output, segments, signal } = options;
  const folder = dirname(resolve(output));
  mkdirSync(folder, { recursive: true });
  const id = randomUUID();
  const list = join(folder, `.${id}.segments.txt`);
  const draft = join(folder, `.${id}.draft.mp4`);
  try {
    writeFileAtomically(list, segments.map((path) => `file '${quoted(resolve(path))}'\n`).join(""));
    await runOrThrow("ffmpeg", ffmpegArgs(options, list, draft), signal ? { signal } : {});
    await verify(options, draft);
    renameSync(draft, output);
  } finally {
    rmSync(list, { force: true });
    rmSync(draft, { force: true });
  }
}

function ffmpegArgs(options: JoinOptions, list: string, draft: string): string[] {
  const { audio, captions, fps, frames, title, language } = options;
  const seconds = (frames / fps).toFixed(6);
  const hasCaptions = captions !== undefined;
  return [
    ["-hide_banner", "-loglevel", "error", "-y"],
    [
      "-f",
      "concat",
      "-safe",
      "0",
      "-i",
      list,
      "-i",
      audio,
      ...(hasCaptions ? ["-i", captions] : []),
    ],
    ["-map", "0:v:0", "-map", "1:a:0", ...(hasCaptions ? ["-map", "2:s:0"] : [])],
    ["-c:v", "copy", "-video_track_timescale", "90000"],
    ["-af", `apad=whole_dur=${seconds},atrim=end=${seconds}`],
    FILM_SOUND,
    hasCaptions ? ["-c:s", "mov_text"] : [],
    language === undefined ? [] : ["-metadata:s:a:0", `language=${threeLetters(language)}`],
    ["-metadata", `title=${title}`, "-movflags", "+faststart", "-f", "mp4", draft],
  ].flat();
}

/** ISO 639-2, as MP4 wants it, of the languages that films are made in. */
function threeLetters(language: string): string {
  const names: Readonly<Record<string, string>> = {
    en: "eng",
    ja: "jpn",
    de: "deu",
    fr: "fra",
    es: "spa",
  };
  return names[language.slice(0, 2).toLowerCase()] ?? "und";
}

/** As ffmpeg's concat demuxer wants single quotes. */
function quoted(path: string): string {
  return path.replaceAll("'", String.raw`'\''`);
}

/** Counts what is really in the file: a frame lost at a seam would put every later word out of step. */
async function verify({ frames, output, signal }: JoinOptions, draft: string): Promise<void> {
  const probed = await runOrThrow(
    "ffprobe",
    [
      ["-v", "error", "-select_streams", "v:0", "-count_packets"],
      ["-show_entries", "stream=nb_read_packets,start_time", "-of", "json", draft],
    ].flat(),
    signal ? { signal } : {},
  );
  const { streams } = JSON.parse(probed.stdout) as {
    streams: { nb_read_packets: string; start_time: string }[];
  };
  const found = Number(streams[0]?.nb_read_packets);
  const start = Number(streams[0]?.start_time);
  if (found === frames && start === 0) return;
  throw new OperationalError(
    "film-incomplete",
    `${basename(output)} has ${found} frames from ${start} s on, but ${frames} from 0 s were planned.`,
    { hint: "Render its segments again." },
  );
}
