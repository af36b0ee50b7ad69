import { OperationalError } from "../../kernel/errors.ts";
import { runOrThrow } from "../../kernel/process.ts";
import type { Reach } from "./call.ts";

export interface Version {
  readonly major: number;
  readonly minor: number;
}

/** Has `-N`, `run-shell -C` and flags of clients, which Kantoku needs. */
const OLDEST: Version = { major: 3, minor: 2 };
/** The first that never loses the end of a pane's process (tmux's issue 4559). */
const SOUND: Version = { major: 3, minor: 6 };

/** Of `tmux -V`: `tmux 3.3a`, `tmux next-3.6`; undefined for what has no number, such as `tmux master`. */
export function parseVersion(words: string): Version | undefined {
  const [, major, minor] = /^tmux (?:next-)?(\d+)\.(\d+)/.exec(words) ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}

/** Whether this tmux will do. What has no number was built from newer source. */
export function suitability(version: Version | undefined): "too old" | "faulty" | "sound" {
  if (!version || isAtLeast(version, SOUND)) return "sound";
  return isAtLeast(version, OLDEST) ? "faulty" : "too old";
}

export const TOO_OLD = `${OLDEST.major}.${OLDEST.minor} or newer is needed`;

export const SOUND_SINCE = `from ${SOUND.major}.${SOUND.minor} on none loses the end of a process`;

/** Rejects with `tmux-too-old`, or `program-missing`. */
export async function demandVersion({ environment, timeoutMs }: Reach): Promise<void> {
  const { stdout } = await runOrThrow("tmux", ["-V"], { env: environment, timeoutMs });
  const words = stdout.trim();
  if (suitability(parseVersion(words)) !== "too old") return;
  throw new OperationalError("tmux-too-old", `${words} is too old: ${TOO_OLD}.`, {
    hint: "Install a newer tmux; ./kantoku doctor shows which one is found.",
  });
}

const isAtLeast = (version: Version, other: Version): boolean =>
  version.major > other.major || (version.major === other.major && version.minor >= other.minor);
