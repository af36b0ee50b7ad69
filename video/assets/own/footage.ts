import { statSync } from "node:fs";
import { join } from "node:path";
import { FPS } from "../../look/names.ts";
import type { Converted, ConvertOptions } from "./decode.ts";
import { broken, factsOf, faultOf, ffmpeg, inputOf, ready } from "./decode.ts";

/** No scene shows more of one clip; its last picture stays until the scene is over. */
const MOST_SECONDS = 8;
/** What a browser page gets of one clip, before it is made smaller. */
const MOST_BYTES = 20e6;

interface Quality {
  /** Of the longer side, in pixels. */
  readonly side: number;
  /** Of ffmpeg's JPEG encoder: 2 is best, 31 worst. */
  readonly quantizer: number;
}

const QUALITIES: readonly Quality[] = [
  { side: 1_280, quantizer: 4 },
  { side: 1_280, quantizer: 8 },
  { side: 960, quantizer: 12 },
];

/**
 * The first seconds of footage as one JPEG after the other, a picture for every frame of the film: any
 * frame can be shown by itself, which no player of films promises. Its sound is left out.
 */
export async function convertFootage(options: ConvertOptions): Promise<Converted> {
  const facts = await factsOf(options);
  if (!facts?.width || !(facts.seconds > 0))
    return broken("it has no moving picture that can be read");
  const fault = await faultOf(options);
  if (fault !== null) return broken(fault);
  const target = join(options.folder, "footage.mjpeg");
  for (const quality of QUALITIES) {
    const made = await ffmpeg(
      [...inputOf(options), ...picturesOf(quality), target],
      options.signal,
    );
    if (made !== null) return broken(made);
    if (statSync(target).size <= MOST_BYTES) break;
  }
  const seconds = Math.min(facts.seconds, MOST_SECONDS);
  const done = facts.seconds > MOST_SECONDS ? `its first ${MOST_SECONDS} s` : "all of it";
  return ready(target, "video", seconds, `${done} as pictures, without its sound`);
}

/** Upright, with square pixels, at the film's rate. */
function picturesOf({ side, quantizer }: Quality): string[] {
  const square = "scale=w='iw*sar':h=ih,setsar=1";
  const scale = `scale=w='min(${side},iw)':h='min(${side},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2`;
  const filter = `fps=${FPS},${square},${scale},format=yuvj420p`;
  const input = ["-map", "0:v:0", "-t", String(MOST_SECONDS), "-vf", filter];
  return [...input, "-c:v", "mjpeg", "-q:v", String(quantizer), "-f", "mjpeg"];
}

/** The picture in the middle of footage, where nothing may move. */
export async function stillFrom(options: ConvertOptions): Promise<Converted> {
  const facts = await factsOf(options);
  if (!facts?.width || !(facts.seconds > 0))
    return broken("it has no moving picture that can be read");
  const fault = await faultOf(options);
  if (fault !== null) return broken(fault);
  const target = join(options.folder, "still.png");
  const middle = (facts.seconds / 2).toFixed(3);
  const args = ["-ss", middle, ...inputOf(options), "-frames:v", "1", target];
  const made = await ffmpeg(args, options.signal);
  return made === null ? ready(target, "image", null, "a still from its middle") : broken(made);
}
