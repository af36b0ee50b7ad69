import type { AgentPane, AgentPanes } from "../agents/pane.ts";
import type { AgentSpec, Muster } from "../agents/roster.ts";
import type { SteadyClock } from "../kernel/clock.ts";
import type { Events } from "../kernel/events.ts";
import type { Heartbeat, Heartbeats } from "../queue/heartbeat.ts";
import type { Queue } from "../queue/queue.ts";
import type { Agents } from "./agents.ts";
import type { Cause } from "./cause.ts";
import type { Gate } from "./gate.ts";
import type { Lifelines } from "./lifelines.ts";
import type { Limits } from "./limits.ts";
import type { AgentRecord } from "./record.ts";
import type { Refusals } from "./refusals.ts";
import type { Traces } from "./traces.ts";

/** One agent as it stands, and what is at hand to mend it. */
export interface Patient {
  readonly agent: AgentSpec;
  readonly record: AgentRecord;
  readonly pane: AgentPane | null;
  readonly beat: Heartbeat | null;
}

/** The watchdog's hands: nobody else starts or kills an agent's process. */
export interface Hands {
  readonly panes: AgentPanes;
  readonly agents: Agents;
  readonly heartbeats: Pick<Heartbeats, "all" | "askToDrain" | "forget">;
  readonly queue: Pick<
    Queue,
    "leasesOf" | "release" | "releaseWorker" | "addEvidence" | "unsubscribe"
  >;
  readonly events: Events;
  readonly lifelines?: Pick<Lifelines, "of">;
  /** Folder of the crash reports. */
  readonly crashes: string;
  readonly limits: Limits;
  readonly clock: SteadyClock;
  readonly crews: () => readonly Muster[];
  /** Every start of an agent that was lost passes it. */
  readonly gate: Gate;
  readonly traces: Traces;
  /** The most memory in bytes that a generation was seen to hold; null when nobody has looked. */
  readonly peakOf?: (agent: string, generation: number) => number | null;
  /** How the agents' configuration looks now: changes whenever it does. */
  readonly configMark?: () => string;
  readonly refusals: Refusals;
  /** Agents on their way back: since when they are down (by the uptime), and why. */
  readonly down: Map<string, { readonly since: number; readonly cause: Cause }>;
  /** Of those that were replaced; see `clearUp`. */
  readonly left: Aftermath[];
}

/** What is left to do for a process that was replaced; it can wait until nobody needs the CPU to start. */
export interface Aftermath {
  readonly agent: string;
  /** The first one that may live. */
  readonly generation: number;
  /** When it came up, or may be tried again, by the uptime. */
  readonly since: number;
  /** How often its report could not be written. */
  readonly failures: number;
  readonly report: () => Promise<void>;
}
