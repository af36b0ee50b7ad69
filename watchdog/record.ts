import type { Heartbeat } from "../queue/heartbeat.ts";

/** Where an agent stands by itself. */
export type OwnState = Heartbeat["state"] | "backoff" | "quarantined" | "stopped";

/** Where an agent stands, as people see it: a hold lies over its own state, and changes nothing of it. */
export type AgentState = OwnState | "held";

/** What the watchdog remembers of an agent. Times are ms since the epoch. */
export interface AgentRecord {
  readonly name: string;
  readonly roles: readonly string[];
  readonly state: OwnState;
  /** Of the last process that was started; 0 before the first. */
  readonly generation: number;
  readonly pane: string | null;
  /** Null when no process is known to run. */
  readonly pid: number | null;
  readonly startedAt: number | null;
  readonly job: string | null;
  readonly heartbeatAt: number | null;
  /** Ever. */
  readonly restarts: number;
  /** The latest losses that count towards a crash loop, oldest first. */
  readonly history: readonly Loss[];
  readonly quarantines: number;
  /** Set in `backoff` and `quarantined`, and only there. */
  readonly resumeAt: number | null;
  /** Why it is paused; of a stopped agent: why it is not started any more. */
  readonly reason: string | null;
  /** How the configuration looked that it could not read. */
  readonly configMark: string | null;
  readonly held: boolean;
  /** People were told that it is held, and not yet that it is released. */
  readonly heldTold: boolean;
  readonly restartAskedAt: number | null;
  /** A fellow was lost over this job: if the agent is at work on it, it starts anew. */
  readonly droppedJob: string | null;
  /** Since when no crew has it any more; null while one does, and while it is held. */
  readonly retiredAt: number | null;
}

export interface Loss {
  readonly at: number;
  readonly cause: string;
}

export function newRecord(name: string, roles: readonly string[]): AgentRecord {
  const nothing = { pane: null, pid: null, startedAt: null, job: null, heartbeatAt: null };
  const calm = { resumeAt: null, reason: null, configMark: null };
  const free = { held: false, heldTold: false };
  const unasked = { ...free, restartAskedAt: null, droppedJob: null, retiredAt: null };
  const counters = { generation: 0, restarts: 0, history: [], quarantines: 0 };
  return { name, roles, state: "stopped", ...counters, ...nothing, ...calm, ...unasked };
}

/** Lost for good: nobody but a person starts it again. Its dead pane stays as evidence. */
export function isAbandoned({ state, reason }: AgentRecord): boolean {
  return state === "stopped" && reason !== null;
}
