import type { BlobRef } from "../../kernel/blobs.ts";
import type { Clip } from "../composition/clips.ts";
import { placeInClip } from "../composition/clips.ts";
import { picturesOf } from "../scene-graph/content.ts";
import type { SceneGraph, SceneLayer } from "../scene-graph/scene-graph.ts";
import type { Segment } from "./segments.ts";

/** What footage becomes on its way into a film: one JPEG after the other. */
export const CLIP_EXTENSION = ".mjpeg";

/** The footage that scenes show, with no more of it than is seen between two frames of the film. */
export function clipsOf(
  scenes: readonly SceneLayer[],
  assets: SceneGraph["assets"],
  readAsset: (ref: BlobRef) => Buffer,
  { from, to }: Pick<Segment, "from" | "to">,
): Record<string, Clip> {
  const clips: Record<string, Clip> = {};
  for (const { content, start, duration } of scenes) {
    for (const id of picturesOf(content)) {
      const ref = assets[id];
      if (ref?.extension !== CLIP_EXTENSION) continue;
      const jpegs = jpegsOf(readAsset(ref));
      const seen = { ...clips[id]?.pictures };
      for (let at = Math.max(0, from - start); at < Math.min(duration, to - start); at += 1) {
        const place = placeInClip(at, jpegs.length);
        seen[place] ??= `data:image/jpeg;base64,${jpegs[place]?.toString("base64")}`;
      }
      clips[id] = { length: jpegs.length, pictures: seen };
    }
  }
  return clips;
}

/** Where one JPEG ends and the next begins; within a picture, such bytes are escaped. */
const SEAM = Buffer.from([0xff, 0xd9, 0xff, 0xd8]);

function jpegsOf(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  let start = 0;
  for (let at = bytes.indexOf(SEAM); at >= 0; at = bytes.indexOf(SEAM, start)) {
    found.push(bytes.subarray(start, at + 2));
    start = at + 2;
  }
  return [...found, bytes.subarray(start)];
}
