import { readFileSync } from "node:fs";
import type { AgentPane, AgentPanes } from "../agents/pane.ts";
import { isAlive } from "../agents/processes.ts";
import type { AgentSpec } from "../agents/roster.ts";
import { systemClock, type Clock } from "../kernel/clock.ts";
import { codeOf, unreachable } from "../kernel/errors.ts";
import type { Events } from "../kernel/events.ts";
import { loop, type Service } from "../kernel/service.ts";
import type { Heartbeats } from "../queue/heartbeat.ts";
import type { Queue } from "../queue/queue.ts";
import type { Agents } from "./agents.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import * as remedy from "./remedy.ts";
import type { Hands, Patient } from "./remedy.ts";
import { adopt, newest, recordOf, retireOthers } from "./roll.ts";
import { isSilent, verdict, type Observation } from "./verdict.ts";

export interface PatrolOptions {
  readonly roster: readonly AgentSpec[];
  readonly panes: AgentPanes;
  readonly agents: Agents;
  readonly heartbeats: Heartbeats;
  readonly queue: Pick<Queue, "addEvidence" | "releaseWorker" | "unsubscribe">;
  readonly events: Events;
  /** Folder of the crash reports. */
  readonly crashes: string;
  /** The longest time without a step forward that any role of the agent may take. Default 15 min. */
  readonly stallMs?: (agent: AgentSpec) => number;
  readonly limits?: Limits;
  readonly clock?: Clock;
  /** 0 to 1; spreads restarts. */
  readonly random?: () => number;
}

/** Between two patrols. Whoever dies meanwhile is noticed within `GLANCE_MS`. */
const REST_MS = 500;
/** While somebody starts, so that its readiness is known soon. */
const SHORT_REST_MS = 100;
/** A glance asks the kernel alone: it costs microseconds, a patrol some milliseconds. */
const GLANCE_MS = 40;
const DEFAULT_STALL_MS = 15 * 60_000;

/**
 * The watchdog: keeps every agent of the roster alive in its pane. It adopts what lives when it
 * starts, and leaves everything alive when it ends.
 */
export function openPatrol(options: PatrolOptions): Service {
  const clock = options.clock ?? systemClock;
  const limits = options.limits ?? DEFAULT_LIMITS;
  const self = { ...options, limits, clock, down: new Map() };
  const memory: Memory = { silent: new Map(), dueAt: null, oomKills: oomKills(), watched: [] };
  const { events } = options;
  return loop("watchdog", () => patrol(self, memory), {
    clock,
    wake: (signal) => someoneEnded(memory.watched, clock, signal),
    onFailure: ({ code, message, hint }, failures) => {
      events.emit("service.failed", { service: "watchdog", code, message, hint, failures });
    },
  });
}

/** What one patrol remembers for the next; all that must survive the daemon is in the records. */
interface Memory {
  /** Patrols in a row that found the agent silent. */
  readonly silent: Map<string, number>;
  /** When the next patrol should begin. */
  dueAt: number | null;
  oomKills: number;
  watched: readonly number[];
}

type Patrol = PatrolOptions & Hands;

/** One round: look at everything once, then care for each agent. Answers how long to rest. */
async function patrol(options: Patrol, memory: Memory): Promise<number> {
  const now = options.clock.now();
  const isHostStarved = memory.dueAt !== null && now - memory.dueAt > options.limits.lateMs;
  const panes = await survey(options);
  const kills = oomKills();
  const sight = { now, isHostStarved, oomKilled: kills > memory.oomKills };
  memory.oomKills = kills;
  const beats = new Map(options.heartbeats.all().map((beat) => [beat.agent, beat]));
  const records = new Map(options.agents.records().map((record) => [record.name, record]));
  await retireOthers(options, panes, records);
  const rounds = await Promise.allSettled(
    options.roster.map(async (agent) => {
      const pane = newest(panes, agent.name);
      const record = adopt(options, recordOf(options, agent, records), pane, now);
      const patient = { agent, record, pane, beat: beats.get(agent.name) ?? null };
      await care(options, patient, look(options, patient, memory, sight));
    }),
  );
  for (const round of rounds) if (round.status === "rejected") throw round.reason;
  return rest(options, memory);
}

/** Every pane of ours; a server that died is started anew, and its agents are found missing. */
async function survey({ panes, agents, events }: Patrol): Promise<AgentPane[]> {
  try {
    return await panes.observe();
  } catch (error) {
    if (codeOf(error) !== "tmux-not-running") throw error;
  }
  const start = await panes.ensureServer();
  const wasUp = agents.records().some(({ pid }) => pid !== null);
  if (start === "started" && wasUp)
    events.emit("tmux.restarted", { reason: "the server was gone" });
  return panes.observe();
}

type Sight = Pick<Observation, "now" | "isHostStarved" | "oomKilled">;

function look(
  { limits, stallMs, random }: Patrol,
  { agent, record, pane, beat }: Patient,
  { silent }: Memory,
  sight: Sight,
): Observation {
  const isQuiet = isSilent({ now: sight.now, beat, record }, limits) && !sight.isHostStarved;
  const silentPatrols = isQuiet ? (silent.get(agent.name) ?? 0) + 1 : 0;
  silent.set(agent.name, silentPatrols);
  const patience = stallMs?.(agent) ?? DEFAULT_STALL_MS;
  const jitter = (random ?? Math.random)();
  return { ...sight, record, pane, beat, stallMs: patience, silentPatrols, jitter };
}

async function care(patrol: Patrol, patient: Patient, seen: Observation): Promise<void> {
  const judged = verdict(seen, patrol.limits);
  switch (judged.kind) {
    case "wait":
      return remedy.note(patrol, patient, judged.state);
    case "alert": {
      const { state, reason } = judged;
      const agent = patient.agent.name;
      if (seen.silentPatrols === 1) patrol.events.emit("agent.changed", { agent, state, reason });
      return remedy.note(patrol, patient, state);
    }
    case "start":
      return remedy.start(patrol, patient);
    case "drain":
      return remedy.drain(patrol, patient);
    case "restart":
      return remedy.restart(patrol, patient, judged.cause, judged.delayMs);
    case "quarantine":
      return remedy.quarantine(patrol, patient, judged.cause, judged.forMs);
    default:
      return unreachable(judged);
  }
}

/** Short while somebody starts, and no longer than the next backoff. */
function rest({ agents, clock }: Patrol, memory: Memory): number {
  const now = clock.now();
  const records = agents.records();
  memory.watched = records.flatMap(({ pid, held }) => (pid === null || held ? [] : [pid]));
  const isStarting = records.some(({ state }) => state === "starting");
  const waits = records.flatMap(({ resumeAt }) => (resumeAt === null ? [] : [resumeAt - now]));
  const restMs = Math.max(Math.min(isStarting ? SHORT_REST_MS : REST_MS, ...waits), 1);
  memory.dueAt = now + restMs;
  return restMs;
}

/** Resolves as soon as one of the processes has ended. */
async function someoneEnded(
  pids: readonly number[],
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(GLANCE_MS, signal);
    if (pids.some((pid) => !isAlive(pid))) return;
  }
}

/** How often the kernel has killed for want of memory since the host's boot. */
function oomKills(): number {
  const line = /^oom_kill (\d+)$/m.exec(readFileSync("/proc/vmstat", "utf8"));
  return Number(line?.[1] ?? 0);
}
