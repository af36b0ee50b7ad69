import { readdirSync, readFileSync } from "node:fs";
import { OperationalError } from "../../../kernel/errors.ts";

const TICK_MS = 10;

/**
 * Milliseconds that all threads of a process have spent on a processor so far. From the
 * scheduler's own count (nanoseconds) where the kernel keeps one, else from
 * utime + stime (ticks of 10 ms). Throws `process-unseen`.
 */
export function cpuTimeMs(pid: number): number {
  const threads = threadsOf(pid);
  const nanoseconds = threads.map((thread) => scheduled(`/proc/${pid}/task/${thread}/schedstat`));
  if (nanoseconds.every((each) => each !== undefined)) {
    return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
  }
  const [, fields = ""] = /\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
  const [utime, stime] = fields.split(" ").slice(11, 13).map(Number);
  return ((utime ?? 0) + (stime ?? 0)) * TICK_MS;
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch (cause) {
    throw new OperationalError("process-unseen", `What process ${pid} takes can't be seen.`, {
      hint: "It has ended meanwhile, or this system has no /proc.",
      cause,
    });
  }
}

/** Undefined where the kernel was built without it. */
function scheduled(file: string): number | undefined {
  try {
    return Number(readFileSync(file, "utf8").split(" ")[0]);
  } catch {
    return undefined;
  }
}
