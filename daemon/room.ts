import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { codeOf, operationalOf } from "../kernel/errors.ts";

/** A start writes some hundred kilobytes; with less it would end half-way, and be tried again for nothing. */
const LEAST_ROOM = Buffer.alloc(1_048_576, "room");

/**
 * Throws `disk-full` unless there is a little room on the disk of `folder`: found by using it, as no count
 * knows of quotas. What else keeps it from writing is told by who must write there.
 */
export function requireRoom(folder: string): void {
  const path = join(folder, ".room.draft");
  try {
    write(path, LEAST_ROOM);
  } catch (error) {
    const failure = operationalOf(error);
    if (failure?.code === "disk-full") throw failure;
    if (codeOf(error) === undefined) throw error;
  } finally {
    rmSync(path, { force: true });
  }
}

/** It need not be on the disk, for which somebody might have to wait: its place there is taken at once, or refused. */
function write(path: string, bytes: Buffer): void {
  const file = openSync(path, "w", 0o600);
  try {
    for (let written = 0; written < bytes.length;) {
      written += writeSync(file, bytes, written);
    }
  } finally {
    closeSync(file);
  }
}
