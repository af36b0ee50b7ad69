import type { CrewSize } from "../agents/roster.ts";

/** What an agent is good for right now. */
export type Standing =
  /** Can be started. */
  | "stopped"
  /** Will be ready soon. */
  | "coming"
  | "idle"
  | "busy"
  /** Was asked to go. */
  | "leaving"
  /** By a person: it is neither counted on for `min` or work nor sent away, yet takes a place of `max`. */
  | "held"
  /** In backoff, in quarantine, lost for good, or silent. */
  | "unfit";

export interface Member {
  readonly name: string;
  readonly standing: Standing;
  /** Ms since it last had something to do; 0 unless it is idle. */
  readonly idleMs: number;
}

export interface CrewScene extends CrewSize {
  readonly name: string;
  readonly roles: readonly string[];
  readonly members: readonly Member[];
}

/** How much the host has left. */
export interface HostLoad {
  readonly freeMemoryBytes: number;
  /** What all agents together may still take; null where they have no limit of their own. */
  readonly agentsMemoryBytes: number | null;
  readonly freeDiskBytes: number;
  /** `pressure`: share of the last minute in which somebody waited for the CPU; `load`: load average per core. */
  readonly cpu: { readonly kind: "pressure" | "load"; readonly value: number };
}

export interface ScalingLimits {
  /** An agent that had nothing to do for so long may go. Longer than it takes to start one, by far. */
  readonly idleMs: number;
  /** What must be left when an agent has started. */
  readonly freeMemoryBytes: number;
  readonly freeDiskBytes: number;
  /** Beyond it a crew gets no further agent, though always its first. */
  readonly cpuPressure: number;
  readonly loadPerCore: number;
}

export const DEFAULT_SCALING: ScalingLimits = {
  idleMs: 60_000,
  freeMemoryBytes: 512_000_000,
  freeDiskBytes: 256_000_000,
  cpuPressure: 0.95,
  loadPerCore: 4,
};

export interface Scene {
  readonly crews: readonly CrewScene[];
  /** Messages that somebody could begin now, by role. */
  readonly waiting: ReadonlyMap<string, number>;
  readonly host: HostLoad;
}

export interface Scaling {
  readonly start: ReadonlySet<string>;
  readonly drain: ReadonlySet<string>;
  /** Why a crew gets no further agent although work waits for it, by the crew's name. */
  readonly heldBack: ReadonlyMap<string, string>;
}

/**
 * Who is to start and who may go. Pure. Work that nobody idle can take gets an agent at once, within
 * the crew's `max` and what the host admits; idle agents beyond `min` go after a while, and soon where
 * their memory is needed. `min` itself is what a person wants in any case: the host is not asked.
 */
export function scaling({ crews, waiting, host }: Scene, limits: ScalingLimits): Scaling {
  const open = leftBy(crews, waiting);
  const start = new Set<string>();
  const heldBack = new Map<string, string>();
  let isCramped = false;
  // In rounds of one each, so that a crew that nobody serves is not behind another's third agent.
  for (let before = -1; before < start.size;) {
    before = start.size;
    for (const crew of crews) {
      const next = nextOf(crew, start);
      const isBelowMin = staying(crew, start) < crew.min;
      const count = sumOf(open, crew.roles);
      if (next === undefined || (count === 0 && !isBelowMin)) continue;
      const objection = isBelowMin ? undefined : objectionTo(crew, start, host, limits);
      if (objection === undefined) {
        start.add(next);
        takeOne(open, crew.roles);
      } else {
        heldBack.set(crew.name, `${tally(count)} for an agent, but ${objection.words}`);
        isCramped ||= objection.lacks === "memory";
      }
    }
  }
  const patienceMs = isCramped ? Math.min(CRAMPED_IDLE_MS, limits.idleMs) : limits.idleMs;
  const drain = new Set(crews.flatMap((crew) => surplus(crew, waiting, patienceMs)));
  return { start, drain, heldBack };
}

/** What those won't take who are idle now or soon. */
function leftBy(crews: readonly CrewScene[], waiting: Scene["waiting"]): Map<string, number> {
  const open = new Map(waiting);
  for (const { members, roles } of crews) {
    const takers = members.filter(({ standing }) => standing === "idle" || standing === "coming");
    for (const _ of takers) takeOne(open, roles);
  }
  return open;
}

const tally = (count: number): string =>
  `${count} ${count === 1 ? "message waits" : "messages wait"}`;

/** One agent does one piece of work: of the role for which the most waits. */
function takeOne(open: Map<string, number>, roles: readonly string[]): void {
  const [most] = roles.toSorted((a, b) => (open.get(b) ?? 0) - (open.get(a) ?? 0));
  const count = most === undefined ? 0 : (open.get(most) ?? 0);
  if (most !== undefined && count > 0) open.set(most, count - 1);
}

/** Who could be started: undefined when all that may run do. */
function nextOf({ members, max }: CrewScene, start: ReadonlySet<string>): string | undefined {
  const startable = members.filter(
    ({ name, standing }) => standing === "stopped" && !start.has(name),
  );
  return members.length - startable.length < max ? startable[0]?.name : undefined;
}

/** Idle agents make room so soon when others are held back for want of memory. */
const CRAMPED_IDLE_MS = 2_000;

/** A Node process with its database and views; a browser's share is in the reserve. */
const AGENT_BYTES = 64_000_000;

interface Objection {
  readonly lacks: "memory" | "disk" | "cpu";
  readonly words: string;
}

/** Why the host does not admit a further agent of the crew; undefined when it does. */
function objectionTo(
  crew: CrewScene,
  start: ReadonlySet<string>,
  { freeMemoryBytes, agentsMemoryBytes, freeDiskBytes, cpu }: HostLoad,
  limits: ScalingLimits,
): Objection | undefined {
  const taken = start.size * AGENT_BYTES;
  const isShort = (bytes: number): boolean => bytes - AGENT_BYTES < limits.freeMemoryBytes;
  const free = freeMemoryBytes - taken;
  if (isShort(free)) {
    return { lacks: "memory", words: `only ${megabytes(free)} of memory are free` };
  }
  const left = (agentsMemoryBytes ?? Infinity) - taken;
  if (isShort(left)) {
    const words = `only ${megabytes(left)} are left of the memory that all agents together may take`;
    return { lacks: "memory", words };
  }
  if (freeDiskBytes < limits.freeDiskBytes) {
    return { lacks: "disk", words: `only ${megabytes(freeDiskBytes)} of the disk are free` };
  }
  if (!crew.members.some((member) => isServing(member, start))) return undefined;
  if (cpu.kind === "pressure" && cpu.value > limits.cpuPressure) {
    const percent = Math.round(cpu.value * 100);
    const words = `processes waited for the CPU in ${percent} % of the last minute`;
    return { lacks: "cpu", words };
  }
  if (cpu.kind === "load" && cpu.value > limits.loadPerCore) {
    return { lacks: "cpu", words: `the load average is ${cpu.value.toFixed(1)} per core` };
  }
  return undefined;
}

/** Who has been idle for long, the last first, as far as `min` allows; nobody while work waits. */
function surplus(
  crew: CrewScene,
  waiting: ReadonlyMap<string, number>,
  patienceMs: number,
): string[] {
  if (sumOf(waiting, crew.roles) > 0) return [];
  const spare = Math.max(staying(crew, new Set()) - crew.min, 0);
  return crew.members
    .filter(({ standing, idleMs }) => standing === "idle" && idleMs >= patienceMs)
    .map(({ name }) => name)
    .toReversed()
    .slice(0, spare);
}

/** How many the crew has of its own, with those about to come and without those about to go. */
const staying = ({ members }: CrewScene, start: ReadonlySet<string>): number =>
  members.filter(({ name, standing }) =>
    standing === "stopped" ? start.has(name) : standing !== "leaving" && standing !== "held",
  ).length;

const isServing = ({ name, standing }: Member, start: ReadonlySet<string>): boolean =>
  start.has(name) || standing === "idle" || standing === "coming" || standing === "busy";

const sumOf = (counts: ReadonlyMap<string, number>, roles: readonly string[]): number =>
  roles.reduce((sum, role) => sum + (counts.get(role) ?? 0), 0);

const megabytes = (bytes: number): string => `${Math.max(Math.round(bytes / 1e6), 0)} MB`;
