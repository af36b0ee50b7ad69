import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Blobs } from "../kernel/blobs.ts";
import { codeOf, InputError } from "../kernel/errors.ts";
import type { Admission, Priority } from "../scheduler/job.ts";
import type { Brief } from "../video/brief/brief.ts";
import { parseBrief } from "../video/brief/parse.ts";

/** A brief that was read from a file and found good. */
export interface ReadBrief {
  readonly brief: Brief;
  /** Base name of the file. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Throws an InputError for a file that can't be read or is no brief. */
export function readBrief(path: string): ReadBrief {
  const bytes = readBytes(path);
  return { brief: parseBrief(bytes, { file: path }), file: basename(path), bytes };
}

/** What turns a brief into a job; `key` names this one submission. */
export function admissionOf(
  { brief, bytes, file }: ReadBrief,
  blobs: Blobs,
  how: { key: string; kind: "cli" | "folder" | "api"; priority?: Priority; scale?: number },
): Admission {
  return {
    title: brief.title,
    brief: blobs.putJson(brief),
    briefText: blobs.putBytes(bytes, ".md"),
    source: { kind: how.kind, ref: file },
    admissionKey: `${how.kind}:${how.key}`,
    ...(how.priority === undefined ? {} : { priority: how.priority }),
    ...(how.scale === undefined ? {} : { params: { scale: how.scale } }),
  };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "is a folder, not a file",
  EACCES: "may not be read",
};

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = codeOf(error) ?? "";
    throw new InputError([{ where: path, message: REASONS[code] ?? `can't be read (${code})` }]);
  }
}
