import { createHash } from "node:crypto";
import {
  copyFileSync,
  createReadStream,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { randomUUID } from "node:crypto";
import type { BlobRef } from "./blob-ref.ts";
import { writeFileAtomically } from "./files.ts";

export type { BlobRef };

/** Content-addressed files under one folder; a blob once written never changes. */
export interface Blobs {
  putBytes(content: string | Uint8Array, extension: string): BlobRef;
  putJson(value: unknown): BlobRef;
  /** Copies (or links) an existing file into the store. */
  putFile(path: string): Promise<BlobRef>;
  /** Absolute path of a blob's read-only file. */
  path(ref: BlobRef): string;
  has(ref: BlobRef): boolean;
  readJson(ref: BlobRef): unknown;
  readText(ref: BlobRef): string;
}

export function openBlobs(folder: string): Blobs {
  const path = (ref: BlobRef): string =>
    join(folder, ref.sha256.slice(0, 2), `${ref.sha256}${ref.extension}`);
  const putBytes = (content: string | Uint8Array, extension: string): BlobRef => {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const ref = { sha256, bytes: bytes.length, extension };
    if (!existsSync(path(ref))) writeFileAtomically(path(ref), bytes);
    return ref;
  };
  return {
    putBytes,
    putJson: (value) => putBytes(`${JSON.stringify(value, null, 2)}\n`, ".json"),
    putFile: async (source) => {
      const sha256 = await hashFile(source);
      const ref = {
        sha256,
        bytes: statSync(source).size,
        extension: extname(source).toLowerCase(),
      };
      if (!existsSync(path(ref))) adopt(source, path(ref));
      return ref;
    },
    path,
    has: (ref) => existsSync(path(ref)),
    readJson: (ref) => JSON.parse(readFileSync(path(ref), "utf8")) as unknown,
    readText: (ref) => readFileSync(path(ref), "utf8"),
  };
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** Copies beside the target first, so that a crash leaves no half blob under its final name. */
function adopt(source: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  const draft = `${target}.${randomUUID()}.draft`;
  copyFileSync(source, draft);
  renameSync(draft, target);
}

/** Puts a blob's content at `target`: a hard link where possible, a copy otherwise. */
export function materialize(blobs: Blobs, ref: BlobRef, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  const draft = `${target}.${randomUUID()}.draft`;
  try {
    linkSync(blobs.path(ref), draft);
  } catch {
    copyFileSync(blobs.path(ref), draft);
  }
  renameSync(draft, target);
  rmSync(draft, { force: true });
}
