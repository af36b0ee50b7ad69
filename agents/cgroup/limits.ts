/** What an agent, with all its children, may take of the host, as a person writes it. */
export interface LimitSettings {
  /** `2GB`, `1536MB`, or a share of the host's memory: `50%`. */
  readonly memory?: string | undefined;
  /** So many cores at most, such as 1.5. */
  readonly cpus?: number | undefined;
  /** Its share of a busy CPU, 1 to 10000, beside the others' 100. */
  readonly cpuWeight?: number | undefined;
  /** Processes and threads. */
  readonly tasks?: number | undefined;
}

/** As `LimitSettings`, for this host. What is missing has no limit. */
export interface AgentLimits extends Omit<LimitSettings, "memory"> {
  readonly memoryBytes?: number | undefined;
}

/** Node and the libraries of an agent take some 70 MB before the first step. */
const LEAST_MEMORY_BYTES = 128_000_000;

const UNITS: Readonly<Record<string, number>> = {
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

const SIZE = /^(\d+(?:\.\d+)?) ?([KMG]i?B|%)$/;

export const SIZE_WORDS = "write it as 2GB, 1536MB or 50%";

/** What is wrong with a limit of memory; a share is too small only on a host that nobody knows here. */
export function sizeProblem(text: string): string | undefined {
  const share = sizeInBytes(text, 100);
  if (share === undefined) return SIZE_WORDS;
  if (!text.endsWith("%")) {
    return share < LEAST_MEMORY_BYTES ? "an agent needs 128MB at least" : undefined;
  }
  return share >= 1 && share <= 100 ? undefined : "a share of the memory is 1% to 100%";
}

/** Undefined for what is no size. */
export function sizeInBytes(text: string, hostBytes: number): number | undefined {
  const [, number, unit = ""] = SIZE.exec(text) ?? [];
  if (number === undefined) return undefined;
  return Math.floor(Number(number) * (UNITS[unit] ?? hostBytes / 100));
}

/** The limits of one agent on a host with so much memory. */
export function limitsFor({ memory, ...others }: LimitSettings, hostBytes: number): AgentLimits {
  if (memory === undefined) return others;
  const bytes = sizeInBytes(memory, hostBytes);
  return {
    ...others,
    memoryBytes: bytes === undefined ? undefined : Math.max(bytes, LEAST_MEMORY_BYTES),
  };
}

/** A file of a cgroup and what is to be written into it (the kernel's cgroup-v2.rst). */
export type LimitFile = readonly [file: string, value: string];

/** `cpu.max` counts in slices of so many microseconds. */
const CPU_PERIOD_US = 100_000;

/**
 * What makes these limits hold, as far as the cgroup has the controllers for them. There is no
 * `memory.high`: without swap it does not stop what grows, but slows it down until it seems to hang.
 */
export function limitFiles(limits: AgentLimits, controllers: readonly string[]): LimitFile[] {
  const { memoryBytes, cpus, cpuWeight, tasks } = limits;
  const has = (controller: string): boolean => controllers.includes(controller);
  const files: LimitFile[] = [];
  if (has("memory")) {
    // One without its browser is of no use: all of it goes, and the watchdog starts it anew.
    files.push(["memory.oom.group", "1"]);
    if (memoryBytes !== undefined) files.push(["memory.max", `${memoryBytes}`], NO_SWAP);
  }
  if (has("cpu") && cpuWeight !== undefined) files.push(["cpu.weight", `${cpuWeight}`]);
  if (has("cpu") && cpus !== undefined) files.push(["cpu.max", `${quota(cpus)} ${CPU_PERIOD_US}`]);
  if (has("pids") && tasks !== undefined) files.push(["pids.max", `${tasks}`]);
  return files;
}

/** Else the limit would be that of memory and swap together, and the host would crawl before it is reached. */
const NO_SWAP: LimitFile = ["memory.swap.max", "0"];

const quota = (cpus: number): number => Math.round(cpus * CPU_PERIOD_US);
