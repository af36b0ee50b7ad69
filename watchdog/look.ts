import { readFileSync } from "node:fs";
import type { AgentPanes } from "../agents/pane.ts";
import type { AgentSpec } from "../agents/roster.ts";
import type { Limits } from "./limits.ts";
import type { Patient } from "./hands.ts";
import type { Traces } from "./traces.ts";
import { isSilent, type Observation } from "./verdict.ts";

/** What a patrol sees of the host. */
export interface Sight extends Pick<
  Observation,
  "now" | "isHostStarved" | "canBeat" | "oomKilled"
> {
  /** As `Observation.delayedMs`, for a start at that time, in ms since the epoch. */
  readonly delayedSince: (startedAt: number) => number;
}

export interface Eyes {
  readonly panes: Pick<AgentPanes, "account">;
  readonly traces: Traces;
  readonly limits: Limits;
  /** Of an agent whose beats name no limit. */
  readonly stallMs?: (agent: AgentSpec) => number;
  readonly random?: () => number;
}

/** An agent as the verdict wants to see it. */
export type Look = Omit<Observation, "order" | "silentPatrols">;

const DEFAULT_STALL_MS = 15 * 60_000;

export function look(eyes: Eyes, patient: Patient, sight: Sight): Look {
  const { random, panes, traces } = eyes;
  const { agent, record, pane, beat } = patient;
  if (beat) traces.note(beat);
  const { restart = "permanent" } = agent;
  const { delayedSince, ...host } = sight;
  const delayedMs = record.startedAt === null ? 0 : delayedSince(record.startedAt);
  const stallMs = patienceWith(eyes, patient);
  const seen = { ...host, record, restart, pane, beat, stallMs, delayedMs };
  // Its own account is surer than the host's; only a kill can have been for want of memory.
  const wasKilled = pane?.ending?.signal === "SIGKILL";
  const kills = wasKilled ? panes.account(agent.name, pane.generation)?.oomKills : undefined;
  const oomKilled = kills === undefined || kills === null ? sight.oomKilled : kills > 0;
  return { ...seen, oomKilled, jitter: (random ?? Math.random)() };
}

/** The agent itself stops what stands still: it is stuck when that was of no use. */
function patienceWith({ stallMs, limits }: Eyes, { agent, record, beat }: Patient): number {
  const named = beat?.generation === record.generation ? beat.stallMs : null;
  if (named !== null) return named + Math.max(named, limits.stopMs);
  const isKnown = agent.roles.length > 0;
  return (isKnown ? stallMs?.(agent) : undefined) ?? DEFAULT_STALL_MS;
}

/** Answers how many patrols in a row have found the agent silent, and keeps count in `silent`. */
export function countSilence(
  silent: Map<string, number>,
  { agent, record, beat }: Patient,
  { now, isHostStarved, canBeat }: Sight,
  limits: Limits,
): number {
  const isQuiet = isSilent({ now, beat, record }, limits) && !isHostStarved && canBeat;
  const patrols = isQuiet ? (silent.get(agent.name) ?? 0) + 1 : 0;
  silent.set(agent.name, patrols);
  return patrols;
}

/** A process gives its memory back before it ends: its end is seen a while after it was counted. */
const OOM_KILL_TAKES_MS = 3_000;

/** Answers, from now on, whether the kernel has killed for want of memory lately. */
export function watchOomKills(count: () => number = oomKills): (uptime: number) => boolean {
  let known = count();
  let lastAt = -Infinity;
  return (uptime) => {
    const kills = count();
    if (kills > known) lastAt = uptime;
    known = kills;
    return uptime - lastAt < OOM_KILL_TAKES_MS;
  };
}

/** How often it has since the host's boot. */
function oomKills(): number {
  const line = /^oom_kill (\d+)$/m.exec(readFileSync("/proc/vmstat", "utf8"));
  return Number(line?.[1] ?? 0);
}
