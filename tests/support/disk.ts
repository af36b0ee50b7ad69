import { run, type RunResult } from "../../kernel/process.ts";
import { temporaryFolder, type Cleanup } from "./temp.ts";

/** A test that can be left out, with its reason. */
interface Skippable extends Cleanup {
  skip(reason: string): void;
}

const IS_ROOT = process.getuid?.() === 0;

/**
 * Runs `fixture FOLDER` where FOLDER is a small disk of its own, which nobody else sees and
 * which is gone with the process; answers what it printed (JSON). Undefined, and the test skipped,
 * where this account may not mount anything.
 */
export async function onSmallDisk<Report>(
  t: Skippable,
  fixture: string,
  size: string,
): Promise<Report | undefined> {
  const folder = temporaryFolder(t);
  const denied = await inOwnMounts(["mount", "-t", "tmpfs", "none", folder]);
  if (denied.exitCode !== 0) {
    t.skip(`no disk can be mounted here: ${denied.stderr.trim()}`);
    return undefined;
  }
  const script = `mount -t tmpfs -o size=${size} none "$1" && exec "$2" "$3" "$1"`;
  const told = await inOwnMounts(["sh", "-c", script, "sh", folder, process.execPath, fixture]);
  if (told.exitCode !== 0)
    throw new Error(`${fixture} ended with ${told.exitCode}: ${told.stderr}`);
  return JSON.parse(told.stdout) as Report;
}

/** Root mounts in a mount namespace of its own, anybody else in a user namespace of their own. */
function inOwnMounts(command: readonly string[]): Promise<RunResult> {
  const flags = IS_ROOT ? ["--mount"] : ["--map-root-user", "--mount"];
  return run("unshare", [...flags, "--", ...command], { timeoutMs: 120_000 });
}
