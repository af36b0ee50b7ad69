import { join } from "node:path";
import { runOrThrow } from "../../kernel/process.ts";

/** How a film's sound is encoded, as ffmpeg wants to hear it. */
export const FILM_SOUND = ["-c:a", "aac", "-b:a", "192k", "-ar", "48000", "-ac", "2"] as const;

/** Encodes a sound as its film will have it, into `folder`; answers the file's path. */
export async function encodeSound(
  file: string,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const encoded = join(folder, "encoded.m4a");
  const quiet = ["-nostdin", "-hide_banner", "-loglevel", "error", "-y"];
  await runOrThrow("ffmpeg", [...quiet, "-i", file, ...FILM_SOUND, encoded], { signal });
  return encoded;
}
