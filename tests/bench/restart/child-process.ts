import { spawn, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

/** How long a supervisor may take to end its children. */
const LEAVE_MS = 10_000;

/**
 * A supervisor as a child of ours, in a process group of its own; its end is asked for by `signal`,
 * and whoever of the group is left then is killed.
 */
export function supervisor(
  [program = "", ...args]: readonly string[],
  signal: NodeJS.Signals,
  options: Pick<SpawnOptions, "cwd" | "env"> = {},
): AsyncDisposable {
  const child = spawn(program, args, { ...options, detached: true, stdio: "ignore" });
  const ended = once(child, "exit");
  return {
    [Symbol.asyncDispose]: async () => {
      child.kill(signal);
      await Promise.race([ended, delay(LEAVE_MS, undefined, { ref: false })]);
      if (child.pid !== undefined) killGroup(child.pid);
      await ended;
    },
  };
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // Nobody is left, as it should be.
  }
}
