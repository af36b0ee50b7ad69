import { lstatSync, readdirSync, renameSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { codeOf } from "../../kernel/errors.ts";
import { faultPoint } from "../../kernel/fault-points.ts";
import { writeFileAtomically } from "../../kernel/files.ts";
import type { Lease, Leased } from "../queue.ts";
import { readJsonFile } from "./json-file.ts";
import type { Posted } from "./plan.ts";

/** The message files of one foreign agent's folder: `<id>.json`, one for each lease. */

const MESSAGE_FILE = /^(?!agent\.json$)([^.].*)\.json$/;
/** What a crash leaves of a message file or a reason; the agent's own drafts are not ours to remove. */
const DRAFT = /^\..+\.(?:posting|(?:posting|reason\.txt)\.[0-9a-f-]{36}\.draft)$/;

const HOW_TO_ANSWER =
  'Write {"id", "token", "outcome": "done" | "failed" | "released" | "snoozed", …} to a hidden ' +
  "file in acks/ and rename it to <any name>.json. Touch this file now and then while you work. " +
  "More in docs/foreign-agents.md.";

/**
 * Writes the file of a lease, over that of an earlier one: complete or not at all. It is given a
 * time of change of its own (from `now`, ms since the epoch), by which a touch will show.
 */
export function post(folder: string, leased: Leased, leaseMs: number, now: number): Posted {
  const seconds = Math.floor(now / 1000); // Every file system keeps whole seconds.
  const posted = { postedAtMs: seconds * 1000, leaseMs };
  const draft = join(folder, `.${leased.id}.posting`);
  writeFileAtomically(draft, textOf(leased, posted));
  utimesSync(draft, seconds, seconds);
  faultPoint("file-outbox.written");
  renameSync(draft, join(folder, `${leased.id}.json`));
  faultPoint("file-outbox.posted");
  return posted;
}

export function withdraw(folder: string, id: string): void {
  rmSync(join(folder, `${id}.json`), { force: true });
}

/**
 * The time of change (ms since the epoch) of each file that may be a message's, by the id that it
 * would have; an agent may keep files of its own here.
 */
export function postsIn(folder: string): Map<string, number> {
  const posts = new Map<string, number>();
  for (const name of namesIn(folder)) {
    const id = MESSAGE_FILE.exec(name)?.[1];
    const stats = id && lstatSync(join(folder, name), { throwIfNoEntry: false });
    if (stats && stats.isFile()) posts.set(id, stats.mtimeMs);
  }
  return posts;
}

/** Removes what a crash left of files in the making. */
export function removeDrafts(folder: string): void {
  const drafts = namesIn(folder).filter((name) => DRAFT.test(name));
  for (const draft of drafts) rmSync(join(folder, draft), { force: true });
}

/** What the file of exactly this lease says about itself; null without one. */
export function postedOf(folder: string, { id, token }: Lease): Posted | null {
  const file = messageFile(folder, id);
  return file?.token === token ? file : null;
}

/** Whether it was the outbox that wrote the file. */
export function isPost(folder: string, id: string): boolean {
  return messageFile(folder, id) !== undefined;
}

const MessageFile = z.object({
  id: z.string(),
  token: z.string(),
  postedAtMs: z.number(),
  leaseMs: z.number(),
});

function messageFile(folder: string, id: string): z.infer<typeof MessageFile> | undefined {
  const reading = readJsonFile(join(folder, `${id}.json`), Infinity);
  const found = MessageFile.safeParse(reading.kind === "json" ? reading.value : undefined);
  return found.data?.id === id ? found.data : undefined;
}

/** The names in a folder; none when somebody has removed it. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    return [];
  }
}

/**
 * JSON with each field on a line of its own, and each field of the payload too: so a shell script
 * can read it with `sed`. Nothing in a payload can look like a field of the message.
 */
function textOf(leased: Leased, posted: Posted): string {
  const { payload, leasedUntil, ...fields } = leased;
  const message = {
    ...fields,
    leasedUntil: new Date(leasedUntil).toISOString(),
    leasedUntilMs: leasedUntil,
    ...posted,
    howToAnswer: HOW_TO_ANSWER,
  };
  const isObject = typeof payload === "object" && payload !== null && !Array.isArray(payload);
  const text = isObject ? block(linesOf(payload, "    "), "  ") : JSON.stringify(payload);
  return `${block([...linesOf(message, "  "), `  "payload": ${text}`], "")}\n`;
}

function linesOf(fields: object, indent: string): string[] {
  const entries = Object.entries(fields);
  return entries.map(([key, value]) => `${indent}${JSON.stringify(key)}: ${JSON.stringify(value)}`);
}

function block(lines: readonly string[], indent: string): string {
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${indent}}`;
}
