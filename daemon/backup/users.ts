import { existsSync, readdirSync, readlinkSync, realpathSync } from "node:fs";
import { codeOf } from "../../kernel/errors.ts";

/** Processes that have a file open, as far as we may look: root at all, others at their own. */
export function usersOf(path: string): number[] {
  if (!existsSync(path)) return [];
  const real = realpathSync(path);
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid && hasOpen(pid, real));
}

function hasOpen(pid: number, path: string): boolean {
  const folder = `/proc/${pid}/fd`;
  return (tolerant(() => readdirSync(folder)) ?? []).some(
    (fd) => tolerant(() => readlinkSync(`${folder}/${fd}`)) === path,
  );
}

/** It may end, or belong to somebody else. */
function tolerant<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}
