import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { codeOf } from "../../kernel/errors.ts";

/**
 * How many bytes a cgroup may still take before the kernel kills or brakes: the least that it and those
 * which it lies in leave to it. Null where none of them has a limit.
 */
export function memoryLeft(folder: string): number | null {
  let least: number | null = null;
  for (let group = folder; isGroup(group); group = dirname(group)) {
    const left = leftIn(group);
    if (left !== null) least = Math.min(least ?? left, left);
  }
  return least;
}

/** Above the tree's root there is none. */
const isGroup = (folder: string): boolean => textOf(folder, "cgroup.controllers") !== null;

function leftIn(group: string): number | null {
  const limit = Math.min(bytesIn(group, "memory.max"), bytesIn(group, "memory.high"));
  const used = bytesIn(group, "memory.current");
  if (limit === Infinity || used === Infinity) return null;
  return Math.max(limit - used + reclaimable(textOf(group, "memory.stat") ?? ""), 0);
}

/**
 * What the kernel takes back before it kills anybody, as in its own `MemAvailable`: the files that were
 * read and written are counted as used, and rendering fills a group up with them.
 */
function reclaimable(stat: string): number {
  return ["inactive_file", "active_file", "slab_reclaimable"]
    .map((name) => Number(new RegExp(`^${name} (\\d+)$`, "m").exec(stat)?.[1] ?? 0))
    .reduce((sum, bytes) => sum + bytes);
}

/** `Infinity` for `max`, and where the kernel keeps no such account. */
function bytesIn(group: string, file: string): number {
  const text = textOf(group, file)?.trim() ?? "max";
  return text === "max" ? Infinity : Number(text);
}

function textOf(group: string, file: string): string | null {
  try {
    return readFileSync(join(group, file), "utf8");
  } catch (error) {
    if (["ENOENT", "ENODEV", "ENOTDIR"].includes(codeOf(error) ?? "")) return null;
    throw error;
  }
}
