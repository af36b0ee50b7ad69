import { AsyncLocalStorage } from "node:async_hooks";
import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { codeOf } from "../../kernel/errors.ts";

interface Brood {
  readonly children: ChildProcess[];
  hasEnded: boolean;
}

const brood = new AsyncLocalStorage<Brood>();

/** Node tells of every child process when it is made, in the asynchronous context of whoever made it. */
subscribe("child_process", (message) => {
  const { process: child } = message as { process: ChildProcess };
  const current = brood.getStore();
  if (!current) return;
  current.children.push(child);
  if (current.hasEnded) child.once("spawn", () => endGroup(child));
});

/**
 * Runs `work` and ends every process group that it started and left behind. Remotion replaces a
 * browser that crashed while it rendered, but closes only the first one: each crash would leave
 * some 400 MB behind until the agent ends.
 */
export async function withoutOrphans<T>(work: () => Promise<T>): Promise<T> {
  const mine: Brood = { children: [], hasEnded: false };
  try {
    return await brood.run(mine, work);
  } finally {
    mine.hasEnded = true;
    for (const child of mine.children) endGroup(child);
  }
}

/** The browser leads a process group of its own; without one, the process alone is ended. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (codeOf(error) !== "ESRCH") throw error;
    child.kill("SIGKILL");
  }
}
