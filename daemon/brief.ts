import { readFileSync } from "node:fs";
import type { Blobs } from "../kernel/blobs.ts";
import { codeOf, InputError, messageOf, OperationalError, type Problem } from "../kernel/errors.ts";
import type { Admission } from "../scheduler/job.ts";
import type { ParseOptions } from "../video/brief/parse.ts";
import { readBrief } from "../video/brief/read.ts";

/** How a brief came in, and what was wished for it. */
export type Entrance = Pick<
  Admission,
  "source" | "admissionKey" | "priority" | "workflow" | "params"
>;

/**
 * What turns a brief's text into a job; every door uses it. `file` is its name in messages. Throws an InputError, with nothing stored,
 * when it is no brief.
 */
export function admissionOf(
  text: Uint8Array | string,
  file: string,
  blobs: Blobs,
  entrance: Entrance,
  options: Omit<ParseOptions, "file"> = {},
): Admission {
  const brief = readBrief(text, { file, ...options });
  return {
    title: brief.title,
    brief: blobs.putJson(brief),
    briefText: blobs.putBytes(text, ".md"),
    ...(brief.deadline !== undefined && { deadlineAt: deadlineOf(brief.deadline) }),
    ...entrance,
  };
}

/** Ms since the epoch; a day without a time is over at its end, by the clock of this host. */
function deadlineOf(text: string): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  return isDay ? new Date(`${text}T23:59:59.999`).getTime() : new Date(text).getTime();
}

/**
 * Why a text that nobody waits with is refused. A mistake of ours refuses it, too, since a restarted daemon would only
 * meet the text again; what the host lacks (an OperationalError) is thrown, and tried again.
 */
export function refusalOf(error: unknown, file: string): readonly Problem[] {
  if (error instanceof InputError) return error.problems;
  if (error instanceof OperationalError || codeOf(error) !== undefined) throw error;
  const message = `Kantoku stumbled over this text: ${messageOf(error)}`;
  const hint = "that is a mistake of Kantoku's: please report it, with the text";
  return [{ where: file, message, hint }];
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "is a folder, not a file",
  EACCES: "may not be read",
};

/** The bytes of a brief's file; an InputError says why they can't be had. */
export function readBriefFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = codeOf(error) ?? "";
    throw new InputError([{ where: path, message: REASONS[code] ?? `can't be read (${code})` }]);
  }
}
