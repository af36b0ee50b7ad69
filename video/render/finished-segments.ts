import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { BlobRef } from "../../kernel/blob-ref.ts";
import { readJson, writeJson } from "../../kernel/files.ts";
import type { SceneGraph } from "../scene-graph/scene-graph.ts";
import { compositionHash } from "./bundle.ts";
import { filmProps, type ReadAsset } from "./film-props.ts";
import { QUALITY } from "./render-segment.ts";
import type { Segment } from "./segments.ts";

/** For whom a segment is rendered. */
const Take = z.strictObject({
  job: z.string(),
  /** Of revision; 0 before the first. */
  round: z.int().nonnegative(),
  attempt: z.int().positive(),
});
export type Take = z.infer<typeof Take>;

/** A segment that was rendered before. */
export const FinishedSegment = Take.extend({ segment: BlobRef });
export type FinishedSegment = z.infer<typeof FinishedSegment>;

/** Not for a job that asks again without a new round: it was not content with what it got. */
export function isGoodFor({ job, round, attempt }: Take, before: Take): boolean {
  return before.job !== job || before.round !== round || before.attempt >= attempt;
}

/** Finished segments by everything that decides their pictures; shared by all renderers of a home. */
export interface FinishedSegments {
  find(key: string): FinishedSegment | undefined;
  keep(key: string, finished: FinishedSegment): void;
}

export function openFinishedSegments(cacheFolder: string): FinishedSegments {
  const path = (key: string): string => join(cacheFolder, "segments", `${key}.json`);
  return {
    find: (key) => {
      const read = existsSync(path(key)) ? readNote(path(key)) : undefined;
      return read?.success ? read.data : undefined;
    },
    keep: (key, finished) => writeJson(path(key), finished),
  };
}

/** A note that can't be read costs a rendering and nothing else. */
function readNote(path: string): ReturnType<typeof FinishedSegment.safeParse> | undefined {
  try {
    return FinishedSegment.safeParse(readJson(path));
  } catch {
    return undefined;
  }
}

/** Equal for segments that look the same, frame by frame, whatever else of their films differs. */
export function segmentKey(options: {
  readonly graph: SceneGraph;
  readonly segment: Segment;
  readonly scale: number;
  readonly readAsset: ReadAsset;
}): string {
  const { graph, segment, scale, readAsset } = options;
  const { from, to } = segment;
  const props = filmProps(graph, readAsset, segment);
  const decisive = { props, from, to, scale, quality: QUALITY, composition: compositionHash() };
  return createHash("sha256").update(JSON.stringify(decisive)).digest("hex");
}
