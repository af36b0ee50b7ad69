import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { codeOf } from "../kernel/errors.ts";
import { groupsBeside, type Account, type AgentGroups } from "./cgroup/groups.ts";
import type { AgentLimits } from "./cgroup/limits.ts";
import { expectOwn, isMarkedAs, ownAgents, type Owner } from "./population.ts";
import {
  killMarked,
  lookAtProcess,
  signalGroup,
  signalProcess,
  type ProcessState,
} from "./processes.ts";
import type { AgentSpec } from "./roster.ts";
import { printable } from "./text-width.ts";
import type { PaneIdentity, Tmux, TmuxPane } from "./tmux.ts";

/** Every process of an agent carries `owner/agent/generation` in its environment, children included. */
export const PANE_MARKER = "KANTOKU_PANE";

export interface PaneOptions extends Owner {
  readonly tmux: Tmux;
  /** The program of an agent's process and its arguments. */
  readonly command: (agent: string, generation: number) => readonly string[];
  /** What an agent's own process is told besides the server's environment, such as a secret. Default: nothing. */
  readonly environment?: (agent: AgentSpec) => Readonly<Record<string, string>>;
  /** What each agent may take, where the tmux server has a delegated cgroup. Default: no limits. */
  readonly limits?: (agent: string) => AgentLimits;
}

/** How a pane's process ended; both null when nobody knows. */
export interface Ending {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** An agent's pane, as tmux and the kernel together describe it. */
export interface AgentPane {
  readonly pane: string;
  readonly pid: number;
  readonly agent: string;
  readonly generation: number;
  readonly process: ProcessState;
  /** Null while the process lives. */
  readonly ending: Ending | null;
}

/** Agents in panes: starts them, finds them again, ends them. Rejects with tmux's operational errors. */
export interface AgentPanes {
  /** Starts the tmux server when there is none. */
  ensureServer(): Promise<"started" | "running">;
  /**
   * Rejects with `foreign-population` when the server is somebody else's; touches nothing. Rejects with
   * `tmux-not-running` where there is none.
   */
  expectOwn(): Promise<void>;
  /** Every pane of this owner; `foreign-population` when somebody else's agents live on this server. */
  observe(): Promise<AgentPane[]>;
  /** Resolves as soon as `observe` may have something new to say, as far as tmux tells; see `Tmux.changed`. */
  changed(signal: AbortSignal): Promise<void>;
  /** Runs the agent's next generation in `pane`, or in a new one when that is null or gone. */
  start(agent: AgentSpec, generation: number, pane: string | null): Promise<StartedPane>;
  /** Ends the process group of a pane, and its cgroup if it has one, at once, be it stopped or busy. */
  kill(pane: AgentPane): void;
  /** Tells a process that was stopped, and its children, to go on. */
  resume(pane: AgentPane): void;
  /** Asks the process of a pane, not its children, to finish the work in hand and end. */
  drain(pane: AgentPane): void;
  /**
   * Ends what older generations left behind (browsers, encoders), by the first generation of each agent
   * that may live: one look at all processes of the host. Answers how many processes that were.
   */
  reap(living: ReadonlyMap<string, number>): number;
  /** What the kernel counted for a generation and its children, until it is reaped; null without a cgroup. */
  account(agent: string, generation: number): Account | null;
  /** Bytes that all agents together may still take, as of the last `observe`; null where nobody limits them. */
  memoryLeft(): number | null;
  capture(pane: string, lines: number): Promise<string[]>;
  /** Shows the watchdog's word on the pane's border, and why; an empty one is none. */
  label(pane: string, state: string, reason?: string): Promise<void>;
  remove(pane: string): Promise<void>;
  /** Shows `text` in a window that is there even when no agent is; costs nothing while it stays the same. */
  showOverview(text: string): Promise<void>;
  killServer(): Promise<void>;
}

export interface StartedPane {
  readonly pane: string;
  readonly pid: number;
  /** What the pane showed before. */
  readonly lastLines: readonly string[];
}

export function openPanes(options: PaneOptions): AgentPanes {
  const { tmux } = options;
  const overview = { text: "", isThere: false };
  const cgroups = groupsBeside(() => tmux.serverPid(), options.limits ?? (() => ({})));
  return {
    ensureServer: () => {
      cgroups.forget();
      return tmux.ensureServer();
    },
    expectOwn: () => expectOwn(tmux, options),
    observe: async () => {
      await cgroups.look();
      const listed = await tmux.listPanes();
      overview.isThere = listed.some(({ pid }) => pid === 0);
      return observe(options, listed);
    },
    changed: (signal) => tmux.changed(signal),
    start: (agent, generation, pane) => start(options, cgroups.groups, agent, generation, pane),
    kill: ({ pid, agent, generation }) => {
      cgroups.groups.kill(agent, generation);
      signalGroup(pid, "SIGKILL");
    },
    resume: ({ pid }) => void signalGroup(pid, "SIGCONT"),
    drain: ({ pid }) => void signalProcess(pid, "SIGTERM"),
    reap: (living) => reap(options, cgroups.groups, living),
    account: (agent, generation) => cgroups.groups.account(agent, generation),
    memoryLeft: () => cgroups.groups.memoryLeft(),
    capture: (pane, lines) => tmux.capture(pane, lines),
    label: (pane, state, reason = "") =>
      tmux.setPaneOptions(pane, {
        "@kantoku_state": state,
        "@kantoku_reason": withoutStyles(printable(reason)),
      }),
    remove: (pane) => tmux.killPane(pane),
    showOverview: async (text) => {
      if (overview.isThere && overview.text === text) return;
      const shown = await orUndefined(
        tmux.showOverview(text).then(() => text),
        "tmux-refused",
      );
      overview.text = shown ?? "";
    },
    killServer: () => tmux.killServer(),
  };
}

/** tmux would take `#[…]` in a border's words for a change of colour. */
const withoutStyles = (text: string): string => text.replaceAll("#[", "[");

/**
 * The server needs a moment to learn of an end and to read the last words, which only a killed process
 * has none of. tmux 3.3a may need to be told to look; not at once, for those words may still be on their
 * way through the kernel. Mostly it has learned of the end by the time that it is asked again; more tries
 * are only needed when the host has no time.
 */
const MISSED_END_PATIENCE_MS = 96;
/** Two tries at once, then one after 1 ms, 1, 2, 4, 8, and after each further 16. */
const missedEndRestMs = (tries: number): number =>
  tries < 2 ? 0 : Math.min(2 ** Math.max(tries - 3, 0), 16);

async function observe(options: PaneOptions, listed: readonly TmuxPane[]): Promise<AgentPane[]> {
  const { tmux } = options;
  let panes = (await ownAgents(tmux, options, listed)).map(seen);
  let waitedMs = 0;
  for (let tries = 0; waitedMs < MISSED_END_PATIENCE_MS && panes.some(isEndingMissed); tries += 1) {
    const restMs = missedEndRestMs(tries);
    waitedMs += restMs;
    if (restMs > 0) {
      await delay(restMs);
      await tmux.nudge();
    }
    panes = (await ownAgents(tmux, options, await tmux.listPanes())).map(seen);
  }
  return panes.map(toAgentPane);
}

interface SeenPane {
  readonly pane: TmuxPane;
  readonly process: ProcessState;
}

/** The kernel knows of a kill before tmux does. */
function seen(pane: TmuxPane): SeenPane {
  if (pane.isDead) return { pane, process: "gone" };
  const { state, isKilledZombie } = lookAtProcess(pane.pid);
  if (!isKilledZombie) return { pane, process: state };
  return {
    pane: { ...pane, isDead: true, exitSignal: constants.signals.SIGKILL },
    process: "gone",
  };
}

/** The process has ended, but tmux has not noticed, or can't say how. */
function isEndingMissed({ pane, process }: SeenPane): boolean {
  return pane.isDead ? pane.exitCode === null && pane.exitSignal === null : hasEnded(process);
}

function toAgentPane({ pane, process }: SeenPane): AgentPane {
  const ending = { exitCode: pane.exitCode, signal: signalName(pane.exitSignal) };
  return {
    pane: pane.id,
    pid: pane.pid,
    agent: pane.identity.agent,
    generation: pane.identity.generation,
    process,
    ending: hasEnded(process) ? ending : null,
  };
}

const hasEnded = (process: ProcessState): boolean => process === "gone" || process === "zombie";

function signalName(number: number | null): NodeJS.Signals | null {
  if (number === null) return null;
  const named = Object.entries(constants.signals).find(([, value]) => value === number);
  return (named?.[0] as NodeJS.Signals | undefined) ?? null;
}

async function start(
  options: PaneOptions,
  groups: AgentGroups,
  agent: AgentSpec,
  generation: number,
  pane: string | null,
) {
  const identity = { owner: options.owner, agent: agent.name, generation };
  const respawn = {
    identity,
    command: groups.admit(agent.name, generation, options.command(agent.name, generation)),
    environment: { ...options.environment?.(agent), [PANE_MARKER]: markerOf(identity) },
  };
  const { tmux } = options;
  if (pane !== null) {
    const replaced = await orUndefined(tmux.respawnPane(pane, respawn), "tmux-refused");
    if (replaced) return { pane, ...replaced };
  }
  const spawned = await tmux.spawnPane(agent.window);
  return { pane: spawned, ...(await tmux.respawnPane(spawned, respawn)) };
}

const markerOf = ({ owner, agent, generation }: PaneIdentity): string =>
  `${owner}/${agent}/${generation}`;

function reap(owner: Owner, groups: AgentGroups, living: ReadonlyMap<string, number>): number {
  const isOlder = (marker: string, pid: number): boolean => {
    const [mark = "", agent = "", generation] = marker.split("/");
    return Number(generation) < (living.get(agent) ?? 0) && isMarkedAs(owner, mark, pid);
  };
  const grouped = [...living].flatMap(([agent, generation]) => groups.reap(agent, generation));
  return new Set([...grouped, ...killMarked(PANE_MARKER, isOlder)]).size;
}

/** The value, or undefined when it was refused with this code: the pane was closed by hand meanwhile. */
async function orUndefined<T>(value: Promise<T>, code: string): Promise<T | undefined> {
  try {
    return await value;
  } catch (error) {
    if (codeOf(error) === code) return undefined;
    throw error;
  }
}
