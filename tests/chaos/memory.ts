import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runOrThrow } from "../../kernel/process.ts";

/** Leaves a process so little memory that it will end of it, and the rest of the machine will not. */
export interface MemoryTrap extends Disposable {
  /** How it is done, for the report. */
  readonly means: "cgroup" | "rlimit";
  close(pid: number): Promise<void>;
}

const CONTROLLER = "/sys/fs/cgroup/memory";
const UNIFIED = "/sys/fs/cgroup";
const LIMIT_BYTES = 48 * 1024 * 1024;

/**
 * A cgroup of its own, so that the kernel's out-of-memory killer comes; where none may be made, the
 * process's own limit, at which the program gives up by itself.
 */
export function openMemoryTrap(): MemoryTrap {
  const group = makeGroup();
  if (group === undefined) return { means: "rlimit", close: limitData, [Symbol.dispose]: () => {} };
  return {
    means: "cgroup",
    close: async (pid) => writeFileSync(join(group, "cgroup.procs"), `${pid}`),
    [Symbol.dispose]: () => removeGroup(group),
  };
}

function makeGroup(): string | undefined {
  const isUnified = existsSync(join(UNIFIED, "cgroup.controllers"));
  const group = join(isUnified ? UNIFIED : CONTROLLER, `kantoku-chaos-${process.pid}`);
  const file = isUnified ? "memory.max" : "memory.limit_in_bytes";
  try {
    mkdirSync(group);
    writeFileSync(join(group, file), `${LIMIT_BYTES}`);
    return group;
  } catch {
    removeGroup(group);
    return undefined; // Not ours to make: read-only, without this controller, or another account's.
  }
}

/** There may be none, or a killed process may stay in it for an instant. */
function removeGroup(group: string): void {
  try {
    rmdirSync(group);
  } catch {
    // An empty cgroup costs nothing, and goes with the machine.
  }
}

async function limitData(pid: number): Promise<void> {
  await runOrThrow("prlimit", ["--pid", `${pid}`, `--as=${LIMIT_BYTES}`]);
}
