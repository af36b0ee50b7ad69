import { cpus, loadavg, release, totalmem } from "node:os";

/** Where a figure comes from: what it takes to judge it, and nothing that names the host. */
export interface Host {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly kernel: string;
  /** Of the last minute, before the run. */
  readonly load: number;
  readonly node: string;
}

export function host(): Host {
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    load: loadavg()[0] ?? Number.NaN,
    node: process.version,
  };
}
