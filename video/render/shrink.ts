import { statSync } from "node:fs";
import { runOrThrow } from "../../kernel/process.ts";
import { probeFilm } from "../measure/probe.ts";

export interface ShrinkOptions {
  readonly film: string;
  readonly output: string;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

const SOUND_KBIT = 128;
/** A picture with less is no picture any more. */
const LEAST_PICTURE_KBIT = 80;
/** Container, captions, and the encoder's own freedom. */
const MARGINS = [0.94, 0.8, 0.6];

/** Encodes a film again so that it has at most `maxBytes`; null when that can't be. */
export async function shrinkFilm(options: ShrinkOptions): Promise<{ bytes: number } | null> {
  const { film, output, maxBytes, signal } = options;
  const facts = await probeFilm(film, signal);
  if (!facts?.video || !(facts.seconds > 0)) return null;
  for (const margin of MARGINS) {
    const allKbit = (maxBytes * 8 * margin) / facts.seconds / 1000;
    const soundKbit = facts.audio ? Math.min(SOUND_KBIT, Math.floor(allKbit / 4)) : 0;
    const pictureKbit = Math.floor(allKbit - soundKbit);
    if (pictureKbit < LEAST_PICTURE_KBIT) return null;
    await runOrThrow("ffmpeg", encoding({ film, output, pictureKbit, soundKbit }), { signal });
    const { size } = statSync(output);
    if (size <= maxBytes) return { bytes: size };
  }
  return null;
}

function encoding(film: {
  readonly film: string;
  readonly output: string;
  readonly pictureKbit: number;
  readonly soundKbit: number;
}): string[] {
  const rate = `${film.pictureKbit}k`;
  return [
    ["-hide_banner", "-loglevel", "error", "-y", "-i", film.film],
    ["-map", "0", "-c", "copy", "-c:v", "libx264", "-preset", "medium", "-pix_fmt", "yuv420p"],
    ["-b:v", rate, "-maxrate", rate, "-bufsize", `${2 * film.pictureKbit}k`],
    film.soundKbit > 0 ? ["-c:a", "aac", "-b:a", `${film.soundKbit}k`] : [],
    ["-movflags", "+faststart", "-f", "mp4", film.output],
  ].flat();
}
