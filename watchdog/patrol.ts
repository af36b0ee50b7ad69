import type { AgentPane, AgentPanes } from "../agents/pane.ts";
import type { AgentSpec, Muster } from "../agents/roster.ts";
import { systemClock, type Clock } from "../kernel/clock.ts";
import {
  failureOf,
  codeOf,
  operationalOf,
  unreachable,
  type OperationalError,
} from "../kernel/errors.ts";
import { loop, type Service } from "../kernel/service.ts";
import type { Doorbell } from "../queue/doorbell.ts";
import type { Heartbeats } from "../queue/heartbeat.ts";
import type { Queue } from "../queue/queue.ts";
import { workTopic } from "../queue/topics.ts";
import { clearUp, clearUpInTime } from "./aftermath.ts";
import { WATCHDOG_BELL } from "./agents.ts";
import type { Lifelines } from "./lifelines.ts";
import type { Holder } from "./lifelines/words.ts";
import { releaseForgotten } from "./leases.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import * as remedy from "./remedy.ts";
import { openGate } from "./gate.ts";
import type { Hands, Patient } from "./hands.ts";
import { countSilence, look, watchOomKills, type Sight } from "./look.ts";
import { news } from "./news.ts";
import { note } from "./note.ts";
import { ordersFor, rolesOf, type Needs } from "./orders.ts";
import type { AgentRecord } from "./record.ts";
import { callRoll } from "./roll.ts";
import { tell } from "./tell.ts";
import { openTraces } from "./traces.ts";
import { verdict, type Observation, type Verdict } from "./verdict.ts";

export interface PatrolOptions extends Needs {
  /** The crews of this moment: people may change their sizes. */
  readonly crews: () => readonly Muster[];
  /** Rung when work has come or people ask for something. */
  readonly doorbell: Pick<Doorbell, "listen">;
  readonly panes: AgentPanes;
  readonly heartbeats: Heartbeats;
  /** What the agents' connections tell; without, their ends and beginnings are found by looking. */
  readonly lifelines?: Lifelines;
  readonly queue: Pick<
    Queue,
    "addEvidence" | "leasesOf" | "release" | "releaseWorker" | "unsubscribe"
  >;
  /** Folder of the crash reports. */
  readonly crashes: string;
  /** The most memory in bytes that a generation was seen to hold; null when nobody has looked. */
  readonly peakOf?: (agent: string, generation: number) => number | null;
  /** How the agents' configuration looks now: changes whenever it does. */
  readonly configMark?: () => string;
  /** The longest time without a step forward that any role of the agent may take. Default 15 min. */
  readonly stallMs?: (agent: AgentSpec) => number;
  readonly limits?: Limits;
  readonly clock?: Clock;
  /** 0 to 1; spreads restarts. */
  readonly random?: () => number;
}

/** Between two patrols. Whoever dies meanwhile is noticed at once by its lifeline, or else within 40 ms. */
const REST_MS = 500;
/** While somebody starts who has no lifeline yet to say that it is ready. */
const SHORT_REST_MS = 100;
/** Between two patrols that see to everything: news that come closer together see to the dead alone. */
const CARE_REST_MS = 50;
/** Deaths that follow each other closely must not keep it from the living for longer. */
const LONGEST_NEGLECT_MS = 1_000;
/** While nobody runs and no work waits, only tmux itself can be missing. */
const LONG_REST_MS = 10_000;

/**
 * The watchdog: runs as many agents in panes as the work needs, and keeps them alive. It adopts what
 * lives when it starts, and leaves everything alive when it ends.
 */
export function openPatrol(options: PatrolOptions): Service {
  const clock = options.clock ?? systemClock;
  const limits = options.limits ?? DEFAULT_LIMITS;
  const { agents } = options;
  const gate = openGate({ agents, events: options.events, limits, clock });
  const self = { ...options, limits, clock, gate, traces: openTraces(), down: new Map(), left: [] };
  const memory: Memory = {
    silent: new Map(),
    dueAt: null,
    caredAt: -Infinity,
    wasOomKill: watchOomKills(),
    watched: [],
    mark: null,
  };
  const { events, doorbell, crews, lifelines, panes } = options;
  const roles = rolesOf(crews());
  const topics = [...roles].map(workTopic);
  const workWaits = async (): Promise<boolean> =>
    [...(await options.demand(roles)).values()].some((count) => count > 0);
  return {
    name: "watchdog",
    run: async (signal) => {
      using ear = doorbell.listen([WATCHDOG_BELL, ...topics]);
      const onFailure = (error: OperationalError, failures: number): void =>
        events.emit("service.failed", { service: "watchdog", ...failureOf(error), failures });
      const patrolling = loop("watchdog", () => patrol(self, memory), {
        clock,
        wake: (rest) =>
          news({ watched: memory.watched, lifelines, panes, ear, workWaits, clock }, rest),
        onFailure,
      });
      await patrolling.run(signal);
      await clearUp(self).catch((error: unknown) => {
        const failure = operationalOf(error);
        if (!failure) throw error;
        onFailure(failure, 1);
      });
    },
  };
}

/** What one patrol remembers for the next; all that must survive the daemon is in the records. */
interface Memory {
  /** Patrols in a row that found the agent silent. */
  readonly silent: Map<string, number>;
  /** When the next patrol should begin. */
  dueAt: number | null;
  /** When a patrol last cared for everybody. */
  caredAt: number;
  readonly wasOomKill: (now: number) => boolean;
  watched: readonly Holder[];
  /** How the agents' configuration looked. */
  mark: string | null;
}

type Patrol = PatrolOptions & Hands;

/**
 * One round: look at everything once, replace the dead, then care for everybody else. Answers how long
 * to rest. The dead come first, and when their next processes start, these need the CPU more than what
 * can wait for another patrol.
 */
async function patrol(options: Patrol, memory: Memory): Promise<number> {
  const now = options.clock.now();
  const isHostStarved = memory.dueAt !== null && now - memory.dueAt > options.limits.lateMs;
  const crews = options.crews();
  options.gate.look();
  lookAtConfiguration(options, memory);
  const panes = await survey(options);
  const sight = { now, isHostStarved, oomKilled: memory.wasOomKill(options.clock.now()) };
  const patients = await callRoll(options, crews, panes, now);
  if (memory.dueAt === null) await releaseForgotten(options, options.agents.records());
  const replaced = await replaceDead(options, [...patients.values()], memory, sight);
  const spareMs = replaced.size > 0 ? LONGEST_NEGLECT_MS : CARE_REST_MS;
  if (now - memory.caredAt < spareMs) return rest(options, memory, memory.caredAt + spareMs);
  memory.caredAt = now;
  const orders = await ordersFor(options, crews, patients, now);
  const others = [...patients.values()].filter(({ agent }) => !replaced.has(agent.name));
  await forEach(others, (patient) => {
    const silentPatrols = countSilence(memory.silent, patient, sight, options.limits);
    const order = orders(patient.agent.name);
    return care(options, patient, { ...look(options, patient, sight), silentPatrols, order });
  });
  await tell(options, crews);
  await clearUpInTime(options);
  return rest(options, memory);
}

/**
 * Replaces at once whoever must be, without one waiting for another; answers who that was. What the load
 * asks for doesn't matter here.
 */
async function replaceDead(
  options: Patrol,
  patients: readonly Patient[],
  { silent }: Memory,
  sight: Sight,
): Promise<ReadonlySet<string>> {
  const dead = patients.flatMap((patient) => {
    const silentPatrols = silent.get(patient.agent.name) ?? 0;
    const seen = { ...look(options, patient, sight), silentPatrols, order: null };
    const judged = verdict(seen, options.limits);
    return isAtOnce(judged) ? [{ patient, cause: judged.cause }] : [];
  });
  await forEach(dead, ({ patient, cause }) => remedy.restart(options, patient, cause, 0));
  return new Set(dead.map(({ patient }) => patient.agent.name));
}

const isAtOnce = (judged: Verdict): judged is Extract<Verdict, { kind: "restart" }> =>
  judged.kind === "restart" && judged.delayMs === 0;

/** Nobody is kept from being seen to by another one's trouble; the first of them is thrown in the end. */
async function forEach<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rounds = await Promise.allSettled(items.map(async (item) => work(item)));
  for (const round of rounds) if (round.status === "rejected") throw round.reason;
}

/** Who could not read another configuration need not wait. */
function lookAtConfiguration(options: Patrol, memory: Memory): void {
  const mark = options.configMark?.() ?? null;
  if (mark === null || mark === memory.mark) return;
  remedy.reconsider(options, mark);
  memory.mark = mark;
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

async function care(patrol: Patrol, patient: Patient, seen: Observation): Promise<void> {
  const judged = verdict(seen, patrol.limits);
  switch (judged.kind) {
    case "wait":
      return note(patrol, patient, judged.state);
    case "alert": {
      const { state, reason } = judged;
      const agent = patient.agent.name;
      if (seen.silentPatrols === 1) patrol.events.emit("agent.changed", { agent, state, reason });
      return note(patrol, patient, state);
    }
    case "nudge":
      return remedy.nudge(patrol, patient, judged.state);
    case "start":
      return remedy.start(patrol, patient);
    case "dismiss":
      return remedy.dismiss(patrol, patient);
    case "drain":
      return remedy.drain(patrol, patient);
    case "restart":
      return remedy.restart(patrol, patient, judged.cause, judged.delayMs);
    case "quarantine":
      return remedy.quarantine(patrol, patient, judged.cause, judged.forMs);
    case "abandon":
      return remedy.abandon(patrol, patient, judged.cause);
    default:
      return unreachable(judged);
  }
}

/**
 * Short while somebody starts, long while nobody runs, and no longer than the next backoff or the
 * moment when everybody is to be cared for.
 */
function rest({ agents, clock, lifelines }: Patrol, memory: Memory, careAt = Infinity): number {
  const now = clock.now();
  const records = agents.records();
  memory.watched = records.flatMap(holderOf);
  const isSilentStart = (record: AgentRecord): boolean =>
    record.state === "starting" && !holderOf(record).some((holder) => lifelines?.of(holder));
  const isQuiet = records.every(({ state }) => state === "stopped") && agents.heldBack().size === 0;
  const restMs = records.some(isSilentStart) ? SHORT_REST_MS : isQuiet ? LONG_REST_MS : REST_MS;
  const waits = records.flatMap(({ resumeAt }) => (resumeAt === null ? [] : [resumeAt - now]));
  const shortest = Math.max(Math.min(restMs, careAt - now, ...waits), 1);
  memory.dueAt = now + shortest;
  return shortest;
}

/** A held agent may come and go as it likes. */
const holderOf = ({ name: agent, generation, pid, held }: AgentRecord): Holder[] =>
  pid === null || held ? [] : [{ agent, generation, pid }];
