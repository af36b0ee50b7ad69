import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { NewMessage } from "../../queue/queue.ts";

/**
 * What an actor tells of itself, one JSON line each. A line is one `write` to a file, so it outlives
 * the SIGKILL that follows it; only the very last can be torn, and counts as never said.
 */
export type Entry =
  /** Before a send, with all of the batch that goes in one transaction. */
  | { readonly kind: "sending"; readonly messages: readonly SentMessage[] }
  /** After it: the queue has acknowledged it. */
  | { readonly kind: "sent"; readonly key: string; readonly id: string; readonly isNew: boolean }
  /** As `sent`, but to every subscriber. */
  | { readonly kind: "published"; readonly key: string }
  /** Before an end that leaves no effect behind: the message is done or dead, and that is all. */
  | { readonly kind: "ending"; readonly verb: "ack-all" | "terminal"; readonly key: string }
  | Answered
  /** Before a dead message gets a new life, in which it may come after those that it was sent before. */
  | { readonly kind: "redriving"; readonly key: string }
  | { readonly kind: "cancelling"; readonly correlationId: string }
  /** Something that must never be, seen while it was. */
  | { readonly kind: "saw"; readonly what: string }
  /** The database was held by others for longer than its `busy_timeout`. */
  | { readonly kind: "busy" };

/** How the queue answered a worker that had a lease. */
export interface Answered {
  readonly kind: "answered";
  readonly verb: "ack" | "ack-in" | "ack-all" | "extend" | "nack" | "release" | "snooze";
  /** Who was given the lease. */
  readonly worker: string;
  readonly id: string;
  readonly answer: string;
}

/** A message as it was sent; its payload follows from the rest, see `work.ts`. */
export interface SentMessage extends Omit<NewMessage, "payload"> {
  readonly key: string;
  /** Its place in its lane, when it has an ordering key. */
  readonly seq: number;
  /** Of ballast in its payload. */
  readonly bytes: number;
}

export interface Journal {
  write(entry: Entry): void;
}

export function openJournal(folder: string, actor: string): Journal {
  mkdirSync(join(folder, "journals"), { recursive: true });
  const file = openSync(pathOf(folder, actor), "a");
  return { write: (entry) => void writeSync(file, `${JSON.stringify(entry)}\n`) };
}

/** What `actor` has told; nothing when it died before its first word. */
export function readJournal(folder: string, actor: string): Entry[] {
  const path = pathOf(folder, actor);
  if (!existsSync(path)) return [];
  const whole = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return whole.map((line) => JSON.parse(line) as Entry);
}

export function readAllJournals(folder: string): Entry[] {
  return readdirSync(join(folder, "journals")).flatMap((file) =>
    readJournal(folder, file.replace(/\.jsonl$/, "")),
  );
}

function pathOf(folder: string, actor: string): string {
  return join(folder, "journals", `${actor}.jsonl`);
}
