import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readFileSync, type BigIntStats } from "node:fs";
import { basename } from "node:path";
import { codeOf } from "../../kernel/errors.ts";

/** What a file that somebody else has written is found to be. */
export type Reading =
  /** `identity` is the same for the same file after a crash or a rename of its folder. */
  | { readonly kind: "json"; readonly value: unknown; readonly identity: string }
  /** Not JSON, which a file that is still being written is not either. */
  | { readonly kind: "broken"; readonly reason: string; readonly changedAt: number }
  | { readonly kind: "bad"; readonly reason: string }
  /** Taken away again by whoever put it there. */
  | { readonly kind: "gone" };

/** A file that is not JSON and hasn't changed for this long won't become it. */
const SETTLED_AFTER_MS = 1_000;

/** Reads the JSON file at `path` without following a symbolic link or waiting for a pipe. */
export function readJsonFile(path: string, maxBytes: number): Reading {
  let file: number;
  try {
    // A FIFO would block forever without O_NONBLOCK.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return unreadable(error);
  }
  try {
    return read(file, path, maxBytes);
  } finally {
    closeSync(file);
  }
}

/** False while the file may still be in the making; `now` in ms since the epoch. */
export function isSettled(reading: Reading, now: number): boolean {
  if (reading.kind !== "broken") return true;
  // A time far in the future was copied along with the file: nobody is writing it now.
  return Math.abs(now - reading.changedAt) >= SETTLED_AFTER_MS;
}

function unreadable(error: unknown): Reading {
  const code = codeOf(error);
  if (code === "ENOENT") return { kind: "gone" };
  if (code === "ELOOP") return { kind: "bad", reason: "It is a symbolic link; put a file here." };
  // Opening a socket, or a device without a driver.
  if (code === "ENXIO") return { kind: "bad", reason: "It is not a regular file." };
  if (code === undefined) throw error;
  return { kind: "bad", reason: `It can't be read (${code}).` };
}

function read(file: number, path: string, maxBytes: number): Reading {
  const stats = fstatSync(file, { bigint: true });
  if (!stats.isFile()) return { kind: "bad", reason: "It is not a regular file." };
  if (stats.size > maxBytes) {
    const reason = `It has ${stats.size} bytes, ${maxBytes} are allowed; name big things, don't include them.`;
    return { kind: "bad", reason };
  }
  const bytes = readFileSync(file);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const value = JSON.parse(text) as unknown;
    return { kind: "json", value, identity: identityOf(path, bytes, stats) };
  } catch (error) {
    return { kind: "broken", reason: notJson(error), changedAt: Number(stats.mtimeMs) };
  }
}

function notJson(error: unknown): string {
  if (error instanceof SyntaxError) return `It is not JSON: ${error.message}.`;
  if (codeOf(error) !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
  return "It is not JSON: it is not encoded as UTF-8.";
}

/** Name and content alone would swallow the second of two equal orders. */
function identityOf(path: string, bytes: Uint8Array, stats: BigIntStats): string {
  const file = [basename(path), stats.ino, stats.mtimeNs, ""].join("\0");
  return createHash("sha256").update(file).update(bytes).digest("hex");
}
