import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BlobRef } from "../kernel/blobs.ts";
import type { Home } from "../kernel/home.ts";
import type { JobView } from "../scheduler/job.ts";
import type { Stores } from "./stores.ts";

/** Names under which the publisher lays a job's outputs into its folder. */
const PUBLISHED: Readonly<Record<string, string>> = {
  video: "film.mp4",
  poster: "poster.png",
  captions: "captions.srt",
  report: "report.md",
};

/** Absolute path of each output: in the job's folder when published, else in the blob store. */
export function outputPaths(
  { id, outputs }: Pick<JobView, "id" | "outputs">,
  home: Home,
  stores: Pick<Stores, "blobs">,
): Record<string, string> {
  const pathOf = (name: string, blob: BlobRef): string => {
    const published = join(home.jobs, id, PUBLISHED[name] ?? "");
    return name in PUBLISHED && existsSync(published) ? published : stores.blobs.path(blob);
  };
  return Object.fromEntries(
    Object.entries(outputs).map(([name, blob]) => [name, pathOf(name, blob)]),
  );
}
