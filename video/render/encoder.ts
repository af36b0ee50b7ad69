import { spawn } from "node:child_process";
import { once } from "node:events";
import { OperationalError } from "../../kernel/errors.ts";

export interface EncoderOptions {
  readonly output: string;
  readonly fps: number;
  /** x264's constant rate factor. */
  readonly crf: number;
  readonly signal?: AbortSignal;
}

/** ffmpeg at the other end of a pipe: pictures in, one muted H.264 file out. */
export interface Encoder {
  /** Takes picture number `index` (from 0) in any order; waits when ffmpeg is behind. */
  write(index: number, picture: Buffer): Promise<void>;
  /** Waits until the file is whole. Throws `encoder-failed`, or the signal's reason. */
  finish(): Promise<void>;
  /** Ends ffmpeg at once; the file is then worthless. */
  abandon(): void;
}

/**
 * Same parameters for every segment, so that they can be joined without encoding again: closed GOPs of
 * two seconds, BT.709 limited range (screenshots are JPEGs: BT.601 full range), a fixed time base.
 */
export function startEncoder({ output, fps, crf, signal }: EncoderOptions): Encoder {
  const child = spawn("ffmpeg", ffmpegArgs(output, fps, crf), {
    stdio: ["pipe", "ignore", "pipe"],
  });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-2_000);
  });
  child.stdin.on("error", () => {}); // ffmpeg's own words tell more than the broken pipe.
  const ended = new Promise<Error | null>((resolve) => {
    child.on("error", (cause) => resolve(missing(cause)));
    child.on("close", (code) => resolve(code === 0 ? null : failed(output, complaints)));
  });
  const abandon = (): void => void child.kill("SIGKILL");
  signal?.addEventListener("abort", abandon, { once: true });
  const write = inOrder(async (picture) => {
    if (child.stdin.write(picture)) return;
    const failure = await Promise.race([once(child.stdin, "drain").then(() => null), ended]);
    if (failure) throw failure;
  });
  return {
    write,
    abandon,
    finish: async () => {
      child.stdin.end();
      const failure = await ended;
      signal?.removeEventListener("abort", abandon);
      signal?.throwIfAborted();
      if (failure) throw failure;
    },
  };
}

function ffmpegArgs(output: string, fps: number, crf: number): string[] {
  const gop = String(fps * 2);
  return [
    ["-hide_banner", "-loglevel", "error", "-y"],
    ["-f", "image2pipe", "-c:v", "mjpeg", "-framerate", String(fps), "-i", "pipe:0"],
    ["-vf", "scale=in_range=full:out_range=tv:in_color_matrix=bt601:out_color_matrix=bt709"],
    ["-c:v", "libx264", "-preset", "veryfast", "-crf", String(crf), "-pix_fmt", "yuv420p"],
    ["-g", gop, "-keyint_min", gop, "-sc_threshold", "0", "-bf", "2"],
    ["-x264-params", "open-gop=0:colorprim=bt709:transfer=bt709:colormatrix=bt709"],
    ["-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709"],
    ["-color_trc", "bt709", "-video_track_timescale", "90000", "-an", "-f", "mp4", output],
  ].flat();
}

/** Pages may finish their pictures out of order: early ones wait here for those before them. */
function inOrder(
  write: (picture: Buffer) => Promise<void>,
): (index: number, picture: Buffer) => Promise<void> {
  const waiting = new Map<number, Buffer>();
  let next = 0;
  let last = Promise.resolve();
  return (index, picture) => {
    waiting.set(index, picture);
    for (let ready = waiting.get(next); ready; ready = waiting.get(next)) {
      const current = ready;
      waiting.delete(next);
      next += 1;
      last = last.then(async () => write(current));
    }
    return last;
  };
}

function missing(cause: Error): OperationalError {
  return new OperationalError("program-missing", `ffmpeg can't be started: ${cause.message}`, {
    hint: "Run ./kantoku doctor: it lists what is missing and how to install it.",
    cause,
  });
}

function failed(output: string, complaints: string): OperationalError {
  return new OperationalError(
    "encoder-failed",
    `ffmpeg could not write ${output}: ${complaints.trim()}`,
    {
      hint: "Check that the disk is not full and that ffmpeg has libx264.",
    },
  );
}
