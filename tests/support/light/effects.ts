import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One thing done to the world outside, such as a comment posted. */
export interface Effect {
  readonly job: string;
  readonly step: string;
  readonly pid: number;
  /** Ms since the epoch. */
  readonly at: number;
}

/**
 * Does it unless it was done: looks first, then acts, as work that spends or publishes must. Nothing
 * but the look keeps it single; two who hold the same work at once would both do it.
 */
export function effectOnce(folder: string, job: string, step: string): "done" | "found" {
  if (effectsOf(folder, job).some((effect) => effect.step === step)) return "found";
  const effect: Effect = { job, step, pid: process.pid, at: Date.now() };
  // One short write to a file opened for appending is never torn or interleaved.
  appendFileSync(join(folder, `${job}.jsonl`), `${JSON.stringify(effect)}\n`);
  return "done";
}

export function allEffects(folder: string): Effect[] {
  return readdirSync(folder).flatMap((file) => effectsOf(folder, file.replace(/\.jsonl$/, "")));
}

function effectsOf(folder: string, job: string): Effect[] {
  const path = join(folder, `${job}.jsonl`);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Effect);
}
