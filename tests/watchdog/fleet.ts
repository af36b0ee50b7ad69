import { join } from "node:path";
import { openPanes, type AgentPanes } from "../../agents/pane.ts";
import type { AgentSpec, CrewSize, Muster } from "../../agents/roster.ts";
import type { Tmux } from "../../agents/tmux.ts";
import { openDatabase, type Database } from "../../kernel/database.ts";
import { systemClock, type SteadyClock } from "../../kernel/clock.ts";
import { createEvents, type EventMap, type Events } from "../../kernel/events.ts";
import { openDoorbell, type Doorbell } from "../../queue/doorbell.ts";
import type { Heartbeats } from "../../queue/heartbeat.ts";
import { openHeartbeats } from "../../queue/heartbeats.ts";
import type { QueueOperations } from "../../queue/operations.ts";
import type { Queue, QueueTransactions } from "../../queue/queue.ts";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { openQueue, queueMigrations } from "../../queue/sqlite/queue.ts";
import { RESULT_TOPIC, type Result, type Work } from "../../queue/topics.ts";
import {
  openAgents,
  watchdogMigrations,
  type Agents,
  type AgentView,
} from "../../watchdog/agents.ts";
import { readCrashes, type CrashReport } from "../../watchdog/crash.ts";
import { demandOf } from "../../watchdog/demand.ts";
import { openLifelines, type Lifelines } from "../../watchdog/lifelines.ts";
import { DEFAULT_LIMITS, type CrashLoopLimits, type Limits } from "../../watchdog/limits.ts";
import { openPatrol } from "../../watchdog/patrol.ts";
import { DEFAULT_SCALING, type HostLoad, type ScalingLimits } from "../../watchdog/scaling.ts";
import type { Cleanup } from "../support/temp.ts";
import { eventually } from "../support/eventually.ts";
import { privateTmux } from "../support/tmux.ts";

/** Agents in panes with everything that they need: real tmux, SQLite files, processes. */
export interface Fleet {
  readonly folder: string;
  /** Folder of the crash reports. */
  readonly crashes: string;
  readonly owner: string;
  readonly tmux: Tmux;
  readonly panes: AgentPanes;
  readonly database: Database;
  readonly queue: Queue & QueueTransactions;
  readonly operations: QueueOperations;
  readonly heartbeats: Heartbeats;
  readonly agents: Agents;
  readonly doorbell: Doorbell;
  readonly events: Events;
  readonly told: { readonly name: keyof EventMap; readonly payload: object }[];
  readonly roster: readonly AgentSpec[];
  /** A daemon's watchdog, until it is stopped. */
  patrol(options?: PatrolChoices): Patrolling;
  /** Resolves with the agent once it is in this state (and of this generation). */
  inState(name: string, state: AgentView["state"], generation?: number): Promise<AgentView>;
  /** How many times a patrol has looked at the panes. */
  looks(): number;
  /** Resolves when so many more patrols have looked at the panes. */
  patrolled(times: number): Promise<unknown>;
  /** The first crash report, as soon as it is written. */
  crash(): Promise<CrashReport>;
  /** `stallMs`: the step's own limit. */
  send(act: string, cue?: string, stallMs?: number): Promise<string>;
  /** Takes the next result from the queue. */
  result(): Promise<Result>;
}

export interface PatrolChoices {
  /** Instead of one crew of the whole roster. */
  readonly crews?: readonly Muster[];
  readonly configMark?: () => string;
  readonly peakOf?: (agent: string, generation: number) => number | null;
  readonly roster?: readonly AgentSpec[];
  /** Default: all of the roster, always. */
  readonly size?: CrewSize;
  readonly scaling?: Partial<ScalingLimits>;
  readonly host?: () => HostLoad;
  readonly limits?: Partial<Omit<Limits, "crashLoop">>;
  readonly crashLoop?: Partial<CrashLoopLimits>;
  readonly panes?: AgentPanes;
  readonly clock?: SteadyClock;
}

export interface Patrolling {
  readonly lifelines: Promise<Lifelines>;
  /** As a daemon's end: the agents live on. */
  stop(): Promise<void>;
}

const FIXTURE = join(import.meta.dirname, "..", "agents", "fixtures", "agent.ts");

export interface FleetOptions {
  readonly names?: readonly string[];
  /** The agents' program, instead of a real agent. */
  readonly command?: readonly string[];
}

export function fleet(t: Cleanup, { names = ["critic-1"], command }: FleetOptions = {}): Fleet {
  const running: Patrolling[] = [];
  // Before the reaping: a patrol at work would start everything again.
  t.after(async () => {
    for (const patrolling of running) await patrolling.stop();
  });
  const { tmux, folder, owner } = privateTmux(t);
  const database = openDatabase(join(folder, "kantoku.db"), {
    migrations: [queueMigrations, watchdogMigrations],
  });
  const queue = openQueue(database, { doorbells: join(folder, "doorbells") });
  const heartbeats = openHeartbeats(join(folder, "heartbeats.db"));
  const events = createEvents();
  const told: { name: keyof EventMap; payload: object }[] = [];
  events.onAny((name, payload) => told.push({ name, payload }));
  const agents = openAgents(database, heartbeats);
  const operations = openQueueOperations(database, queue);
  const doorbell = openDoorbell(join(folder, "doorbells"), systemClock);
  const roster = names.map((name) => ({ name, roles: ["critic"], window: "crew" }) as const);
  const program = (agent: string, generation: number) =>
    command ?? [process.execPath, FIXTURE, folder, agent, `${generation}`];
  const { panes, looks } = counted(openPanes({ tmux, owner, command: program }));
  const crashes = join(folder, "crashes");
  const parts = {
    folder,
    crashes,
    owner,
    tmux,
    panes,
    database,
    queue,
    heartbeats,
    agents,
    doorbell,
    operations,
    demand: demandOf(queue, operations, systemClock),
    events,
    told,
    roster,
  };
  t.after(() => {
    doorbell[Symbol.dispose]();
    queue[Symbol.dispose]();
    heartbeats[Symbol.dispose]();
    database.close();
  });
  return {
    ...parts,
    patrol: (choices) => {
      const patrolling = startPatrol(parts, choices);
      running.push(patrolling);
      return patrolling;
    },
    inState: (name, state, generation) =>
      eventually(
        () => `${name} is ${state}: ${JSON.stringify(agents.list())}`,
        () =>
          agents
            .list()
            .find(
              (agent) =>
                agent.name === name &&
                agent.state === state &&
                agent.generation >= (generation ?? 0),
            ),
      ),
    looks,
    patrolled: (times) => {
      const enough = looks() + times;
      return eventually(`${times} patrols`, () => looks() >= enough);
    },
    crash: () => eventually("a crash report", () => readCrashes(crashes).at(-1)),
    send: async (act, cue, stallMs) => {
      const [sent] = await queue.send([
        { topic: "work.critic", payload: workOf(act, cue, stallMs), replyTo: RESULT_TOPIC },
      ]);
      return sent?.id ?? "";
    },
    result: () =>
      eventually("a result", async () => {
        const [leased] = await queue.receive({
          topics: [RESULT_TOPIC],
          worker: "test#1",
          waitMs: 500,
        });
        if (leased) await queue.ack(leased);
        return leased?.payload as Result | undefined;
      }),
  };
}

/** A patrol begins with a look at the panes. */
function counted(panes: AgentPanes) {
  let looks = 0;
  const observe = (): ReturnType<AgentPanes["observe"]> => {
    looks += 1;
    return panes.observe();
  };
  return { panes: { ...panes, observe }, looks: () => looks };
}

export function workOf(act: string, cue = "", stallMs?: number): Work {
  return {
    job: "job-1",
    step: "critique",
    role: "critic",
    attempt: 1,
    title: "Look at it",
    params: { act, cue, ...(stallMs !== undefined && { stallMs }) },
    inputs: [],
  };
}

/** Of a host that has everything. */
export const PLENTY: HostLoad = {
  freeMemoryBytes: 16e9,
  agentsMemoryBytes: null,
  freeDiskBytes: 16e9,
  cpu: { kind: "load", value: 0 },
};

type Parts = Pick<Fleet, "roster" | "folder"> &
  Omit<Parameters<typeof openPatrol>[0], "crews" | "host" | "limits" | "scaling" | "stallMs">;

function startPatrol(
  { roster: everybody, folder, ...parts }: Parts,
  { roster = everybody, size, limits, crashLoop, crews, ...choices }: PatrolChoices = {},
): Patrolling {
  const most = { min: roster.length, max: roster.length };
  const crew = { name: "critic", roles: ["critic"], ...most, ...size, members: roster } as const;
  const stop = new AbortController();
  const lifelines = openLifelines(join(folder, LIFELINE), systemClock);
  const ended = patrolUntil(stop.signal, lifelines, {
    ...parts,
    ...(choices.panes && { panes: choices.panes }),
    ...(choices.clock && { clock: choices.clock }),
    crews: () => crews ?? [crew],
    host: choices.host ?? (() => PLENTY),
    scaling: { ...DEFAULT_SCALING, ...choices.scaling },
    limits: {
      ...DEFAULT_LIMITS,
      ...limits,
      crashLoop: { ...DEFAULT_LIMITS.crashLoop, ...crashLoop },
    },
    ...(choices.configMark && { configMark: choices.configMark }),
    ...(choices.peakOf && { peakOf: choices.peakOf }),
    random: () => 0.5,
  });
  return {
    lifelines,
    stop: async () => {
      stop.abort();
      await ended;
    },
  };
}

async function patrolUntil(
  signal: AbortSignal,
  opening: Promise<Lifelines>,
  options: Parameters<typeof openPatrol>[0],
): Promise<void> {
  await using lifelines = await opening;
  await openPatrol({ ...options, lifelines }).run(signal);
}

/** Agents of the fixture hold on to it; others are watched by polling alone. */
export const LIFELINE = "life.sock";
