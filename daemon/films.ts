import { existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { OutputFile } from "../scheduler/outbox/output-file.ts";
import { shrinkFilm } from "../video/render/shrink.ts";
import type { Config } from "./config.ts";
import { outputPaths } from "./outputs.ts";
import type { Stores } from "./stores.ts";

const PUBLISHED = ["video", "poster", "captions"] as const;

/** A finished job's files, in the order in which people want them. */
export async function filesOf(job: string, config: Config, stores: Stores): Promise<OutputFile[]> {
  const view = await stores.jobs.view(job);
  if (!view) return [];
  const paths = outputPaths(view, config.home, stores);
  return PUBLISHED.flatMap((output) => {
    const blob = view.outputs[output];
    const path = paths[output];
    if (!blob || path === undefined || !existsSync(path)) return [];
    const { sha256, bytes, extension } = blob;
    return [{ output, path, sha256, bytes, extension }];
  });
}

/** The same film in at most so many bytes, kept beside the others by its content; null when that can't be. */
export async function smallerFilm(
  film: OutputFile,
  maxBytes: number,
  { home }: Config,
  { blobs }: Stores,
): Promise<OutputFile | null> {
  const folder = join(home.work, "smaller");
  mkdirSync(folder, { recursive: true });
  const output = join(folder, `${film.sha256}-${maxBytes}.mp4`);
  try {
    const options = { film: film.path, output, maxBytes, signal: AbortSignal.timeout(LIMIT_MS) };
    if (!(await shrinkFilm(options))) return null;
    const blob = await blobs.putFile(output);
    return { ...film, path: blobs.path(blob), sha256: blob.sha256, bytes: statSync(output).size };
  } finally {
    rmSync(output, { force: true });
  }
}

const LIMIT_MS = 3_600_000;

/** Where a file can be seen below the address that serves the folder of jobs; null without one. */
export function linkBelow(base: string | undefined, file: OutputFile): string | null {
  if (base === undefined) return null;
  const job = basename(dirname(file.path));
  return new URL(`${job}/${basename(file.path)}`, base.endsWith("/") ? base : `${base}/`).href;
}
