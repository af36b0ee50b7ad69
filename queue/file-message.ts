import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readFileSync, type BigIntStats } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { codeOf, InputError } from "../kernel/errors.ts";
import { draft } from "./message.ts";
import type { NewMessage } from "./queue.ts";

/** A message as a file holds it; the same fields as `NewMessage`. */
const FileMessage = z.strictObject({
  topic: z.string(),
  payload: z.json(),
  priority: z.literal([0, 1, 2, 3]).optional(),
  delayMs: z.number().optional(),
  dedupeKey: z.string().optional(),
  correlationId: z.string().optional(),
  replyTo: z.string().optional(),
  traceId: z.string().optional(),
  maxAttempts: z.number().optional(),
});

/** A payload of the greatest size, written with generous white space. */
const MAX_FILE_BYTES = 1024 * 1024;

/** What a file is found to be. */
export type Reading =
  | { readonly kind: "message"; readonly message: NewMessage }
  /** Not JSON, which a file that is still being written is not either. */
  | { readonly kind: "broken"; readonly reason: string; readonly changedAt: number }
  | { readonly kind: "bad"; readonly reason: string }
  /** Taken away again by whoever put it there. */
  | { readonly kind: "gone" };

/** Reads the file at `path` without following a symbolic link. */
export function readMessageFile(path: string): Reading {
  let file: number;
  try {
    // A FIFO would block forever without O_NONBLOCK.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return unreadable(error);
  }
  try {
    return read(file, path);
  } finally {
    closeSync(file);
  }
}

function unreadable(error: unknown): Reading {
  const code = codeOf(error);
  if (code === "ENOENT") return { kind: "gone" };
  if (code === "ELOOP") return { kind: "bad", reason: "It is a symbolic link; put a file here." };
  if (code === undefined) throw error;
  return { kind: "bad", reason: `It can't be read (${code}).` };
}

function read(file: number, path: string): Reading {
  const stats = fstatSync(file, { bigint: true });
  if (!stats.isFile()) return { kind: "bad", reason: "It is not a regular file." };
  if (stats.size > MAX_FILE_BYTES) {
    const reason = `It has ${stats.size} bytes, ${MAX_FILE_BYTES} are allowed.`;
    return { kind: "bad", reason };
  }
  const text = readFileSync(file, "utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = `It is not JSON: ${(error as SyntaxError).message}.`;
    return { kind: "broken", reason, changedAt: Number(stats.mtimeMs) };
  }
  return interpret(value, fileKey(path, text, stats));
}

function interpret(value: unknown, fileKey: string): Reading {
  const parsed = FileMessage.safeParse(value);
  if (!parsed.success) return { kind: "bad", reason: z.prettifyError(parsed.error) };
  const message = { dedupeKey: fileKey, ...parsed.data } as NewMessage;
  try {
    draft(message);
    return { kind: "message", message };
  } catch (error) {
    if (error instanceof InputError) return { kind: "bad", reason: error.message };
    throw error;
  }
}

/**
 * The same for the same file after a crash, another for a file that merely looks the same: name
 * and content alone would swallow the second of two equal orders. A rename changes none of it.
 */
function fileKey(path: string, text: string, stats: BigIntStats): string {
  const identity = [basename(path), stats.ino, stats.mtimeNs, text].join("\0");
  return `file:${createHash("sha256").update(identity).digest("hex")}`;
}
