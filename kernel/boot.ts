import { readFileSync } from "node:fs";

/** Names the host's present boot: another one has other processes, and counts its uptime anew. */
export function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}
