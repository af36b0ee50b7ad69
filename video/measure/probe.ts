import { open } from "node:fs/promises";
import { z } from "zod";
import { run } from "../../kernel/process.ts";

const seconds = z.coerce.number().catch(NaN);

const Stream = z.object({
  codec_type: z.string(),
  codec_name: z.string().default("unknown"),
  pix_fmt: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  avg_frame_rate: z.string().default("0/0"),
  nb_frames: z.coerce.number().optional(),
  sample_rate: z.coerce.number().optional(),
  channels: z.int().optional(),
  start_time: seconds,
  duration: seconds,
});
export type Stream = z.infer<typeof Stream>;

const Probe = z.object({
  streams: z.array(Stream),
  format: z.object({ duration: seconds, start_time: seconds }),
});

/** What the container says of itself. */
export interface FilmFacts {
  readonly video: Stream | null;
  readonly audio: Stream | null;
  readonly seconds: number;
  readonly startSeconds: number;
  /** The index comes before the data, so that a player can begin before all is loaded. */
  readonly faststart: boolean;
}

/** Reads a film's container; null when it is not a film at all. */
export async function probeFilm(film: string, signal: AbortSignal): Promise<FilmFacts | null> {
  const args = ["-v", "error", "-of", "json", "-show_streams", "-show_format", film];
  const result = await run("ffprobe", args, { signal });
  if (result.exitCode !== 0) return null;
  const probe = Probe.safeParse(JSON.parse(result.stdout));
  if (!probe.success) return null;
  const { streams, format } = probe.data;
  return {
    video: streams.find((stream) => stream.codec_type === "video") ?? null,
    audio: streams.find((stream) => stream.codec_type === "audio") ?? null,
    seconds: format.duration,
    startSeconds: format.start_time,
    faststart: isFaststart(await topLevelBoxes(film)),
  };
}

/** `30000/1001` → 29.97 */
export function frameRateOf(stream: Stream): number {
  const [frames = NaN, per = NaN] = stream.avg_frame_rate.split("/").map(Number);
  return frames / per;
}

function isFaststart(boxes: readonly string[]): boolean {
  return boxes.includes("moov") && boxes.indexOf("moov") < boxes.indexOf("mdat");
}

/** Names of an MP4's top-level boxes in their order (ISO/IEC 14496-12: size, then name). */
async function topLevelBoxes(film: string): Promise<string[]> {
  const file = await open(film, "r");
  try {
    const { size: end } = await file.stat();
    const names: string[] = [];
    const header = Buffer.alloc(16);
    for (let offset = 0; offset + 8 <= end;) {
      await file.read(header, 0, 16, offset);
      names.push(header.toString("latin1", 4, 8));
      const short = header.readUInt32BE(0);
      // 1 means that a 64-bit size follows, 0 that the box runs to the end.
      const size = short === 1 ? Number(header.readBigUInt64BE(8)) : short === 0 ? end : short;
      if (size < 8) break;
      offset += size;
    }
    return names;
  } finally {
    await file.close();
  }
}
