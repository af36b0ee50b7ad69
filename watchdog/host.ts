import { readFileSync, statfsSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { codeOf } from "../kernel/errors.ts";
import type { HostLoad } from "./scaling.ts";

/**
 * What the host has left; `folder` lies on the disk in question. A container's own limits count, and what
 * all agents together may take of it: `agentsMemoryBytes`, null where they have no limit.
 */
export function hostLoad(folder: string, agentsMemoryBytes: number | null = null): HostLoad {
  const { bavail, bsize } = statfsSync(folder);
  return {
    freeMemoryBytes: process.availableMemory(),
    agentsMemoryBytes,
    freeDiskBytes: bavail * bsize,
    cpu: cpuLoad(pressureText()),
  };
}

/** By the kernel's pressure stall information (`some avg60`, in percent), or else by the load average. */
export function cpuLoad(pressure: string | undefined): HostLoad["cpu"] {
  const percent = /^some .*\bavg60=([\d.]+)/m.exec(pressure ?? "")?.[1];
  if (percent !== undefined) return { kind: "pressure", value: Number(percent) / 100 };
  return { kind: "load", value: (loadavg()[0] ?? 0) / availableParallelism() };
}

/** Undefined where the kernel keeps no such account. */
function pressureText(): string | undefined {
  try {
    return readFileSync("/proc/pressure/cpu", "utf8");
  } catch (error) {
    if (["ENOENT", "EOPNOTSUPP", "EACCES"].includes(codeOf(error) ?? "")) return undefined;
    throw error;
  }
}
