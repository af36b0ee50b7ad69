import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Converted, ConvertOptions } from "./decode.ts";
import { broken, factsOf, faultOf, ffmpeg, inputOf, ready } from "./decode.ts";

/** Twice the longer side of a full film: more is never seen, and slows every frame down. */
const MOST_PIXELS_A_SIDE = 3_840;
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
