import { mkdirSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "../../kernel/errors.ts";
import { findDelegation, groupFolder, writeCgroup, type Delegation } from "./delegation.ts";
import { limitFiles, type AgentLimits, type LimitFile } from "./limits.ts";
import { memoryLeft } from "./memory.ts";

/** What the kernel has counted for one generation of an agent, children included. */
export interface Account {
  /** How many of its processes were killed for want of memory; null where memory is not accounted. */
  readonly oomKills: number | null;
  /** The most memory that it has held at once; null before Linux 5.19. */
  readonly peakBytes: number | null;
}

/**
 * A cgroup for each generation of each agent. Where none can be had (no systemd, no delegation),
 * every function does nothing: agents then run without limits of their own.
 */
export interface AgentGroups {
  /** Makes the group and answers a command that enters it before it does anything else. */
  admit(agent: string, generation: number, command: readonly string[]): readonly string[];
  /** Ends all of a generation at once; nothing escapes, be it stopped, forked just now, or a daemon. */
  kill(agent: string, generation: number): void;
  /** Ends and removes all generations before this one; answers the pids that still lived. */
  reap(agent: string, generation: number): number[];
  /** Null when this generation has no group. */
  account(agent: string, generation: number): Account | null;
  /** Bytes that all agents together may still take; null where nobody limits them. */
  memoryLeft(): number | null;
}

const NO_GROUPS: AgentGroups = {
  admit: (_agent, _generation, command) => command,
  kill: () => {},
  reap: () => [],
  account: () => null,
  memoryLeft: () => null,
};

/** The groups of the agents in one tmux server, once somebody has looked for them. */
export interface ServerGroups {
  readonly groups: AgentGroups;
  /** Finds them; costs nothing when they are known. */
  look(): Promise<void>;
  /** The server was started anew, maybe elsewhere. */
  forget(): void;
}

/** The groups that go with the tmux server: it lives in the cgroup that was delegated to it, if there is one. */
export function groupsBeside(
  serverPid: () => Promise<number>,
  limits: (agent: string) => AgentLimits,
): ServerGroups {
  let found: AgentGroups | undefined;
  return {
    get groups() {
      return found ?? NO_GROUPS;
    },
    look: async () => {
      if (found) return;
      const delegation = findDelegation(await serverPid());
      found = delegation ? openGroups(delegation, limits) : NO_GROUPS;
    },
    forget: () => {
      found = undefined;
    },
  };
}

/** The groups in a delegated part of the tree. `limits` are asked for at each start. */
export function openGroups(
  delegation: Delegation,
  limits: (agent: string) => AgentLimits,
): AgentGroups {
  const { folder, controllers } = delegation;
  const groupOf = (agent: string, generation: number): string =>
    groupFolder(delegation, agent, generation);
  return {
    admit: (agent, generation, command) => {
      const group = groupOf(agent, generation);
      const files = limitFiles(limits(agent), controllers);
      return make(group, files) ? entering(group, command) : command;
    },
    kill: (agent, generation) => kill(groupOf(agent, generation)),
    reap: (agent, generation) =>
      olderThan(folder, agent, generation).flatMap((group) => putAway(join(folder, group))),
    account: (agent, generation) => accountOf(groupOf(agent, generation)),
    memoryLeft: () => memoryLeft(folder),
  };
}

/** False when the kernel refuses: an agent without limits is worth more than none. `kantoku doctor` tells. */
function make(group: string, files: readonly LimitFile[]): boolean {
  try {
    orUndefined(() => mkdirSync(group), ["EEXIST"]);
    for (const [file, value] of files) {
      orUndefined(() => writeCgroup(join(group, file), value), NOT_THERE);
    }
    return true;
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return false;
  }
}

/**
 * The pane's first process moves itself (0 is whoever writes), then becomes the command: its pid stays, nothing
 * of it runs outside, and no word of it is read by a shell. Who can't enter says so in the pane and runs without.
 * The kernel takes some 10 ms for a move: it waits until every CPU has seen it.
 */
function entering(group: string, command: readonly string[]): string[] {
  return ["/bin/sh", "-c", 'echo 0 >"$0"; exec "$@"', join(group, "cgroup.procs"), ...command];
}

/** `cgroup.kill` came with Linux 5.14; before it, the mark in their environment finds an agent's processes. */
function kill(group: string): void {
  orUndefined(() => writeCgroup(join(group, "cgroup.kill"), "1"), NOT_THERE);
}

function olderThan(folder: string, agent: string, generation: number): string[] {
  const groups = orUndefined(() => readdirSync(folder), NOT_THERE) ?? [];
  return groups.filter((group) => {
    const [name, number] = group.split(".");
    return name === agent && Number(number) < generation;
  });
}

/** A group that still has members a moment after their kill is removed with the next. */
function putAway(group: string): number[] {
  const members = textOf(group, "cgroup.procs")?.split("\n").filter(Boolean) ?? [];
  if (members.length > 0) kill(group);
  orUndefined(() => rmdirSync(group), ["EBUSY", "ENOENT"]);
  return members.map(Number);
}

function accountOf(group: string): Account | null {
  if (textOf(group, "cgroup.events") === undefined) return null;
  const events = textOf(group, "memory.events");
  const peak = textOf(group, "memory.peak");
  return {
    oomKills: events === undefined ? null : countIn(events, "oom_kill"),
    peakBytes: peak === undefined ? null : Number(peak),
  };
}

/** A number of a file with lines such as `oom_kill 2`; 0 when it isn't there. */
export function countIn(text: string, key: string): number {
  const line = text.split("\n").find((each) => each.startsWith(`${key} `));
  return Number(line?.slice(key.length) ?? 0);
}

/** `ENODEV`: the group goes away this very moment. */
const NOT_THERE = ["ENOENT", "ENODEV"];

const textOf = (group: string, file: string): string | undefined =>
  orUndefined(() => readFileSync(join(group, file), "utf8"), NOT_THERE);

function orUndefined<T>(work: () => T, codes: readonly string[]): T | undefined {
  try {
    return work();
  } catch (error) {
    if (codes.includes(codeOf(error) ?? "")) return undefined;
    throw error;
  }
}
