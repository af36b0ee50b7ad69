import type { AgentPane, AgentPanes, Ending } from "../agents/pane.ts";
import type { AgentSpec } from "../agents/roster.ts";
import { KEPT_LINES } from "../agents/tmux.ts";
import type { Clock } from "../kernel/clock.ts";
import { codeOf } from "../kernel/errors.ts";
import type { Events } from "../kernel/events.ts";
import type { Heartbeat } from "../queue/heartbeat.ts";
import type { Queue } from "../queue/queue.ts";
import type { Agents } from "./agents.ts";
import { isCounted, nameOf, type Cause } from "./cause.ts";
import { saveCrash } from "./crash.ts";
import type { Limits } from "./limits.ts";
import type { AgentRecord, AgentState } from "./record.ts";

/** One agent as it stands, and what is at hand to mend it. */
export interface Patient {
  readonly agent: AgentSpec;
  readonly record: AgentRecord;
  readonly pane: AgentPane | null;
  readonly beat: Heartbeat | null;
}

export interface Remedies {
  /** Runs the next generation in the agent's pane. */
  start(patient: Patient): Promise<void>;
  /** Ends what is left, gives its work back, keeps a report; starts anew now or after the delay. */
  restart(patient: Patient, cause: Cause, delayMs: number): Promise<void>;
  quarantine(patient: Patient, cause: Cause, forMs: number): Promise<void>;
  drain(patient: Patient): Promise<void>;
  /** Writes down and tells what changed without the watchdog's doing. */
  note(patient: Patient, state: AgentState): Promise<void>;
}

export interface RemedyOptions {
  readonly panes: AgentPanes;
  readonly agents: Agents;
  readonly queue: Pick<Queue, "releaseWorker">;
  readonly events: Events;
  /** Folder of the crash reports. */
  readonly crashes: string;
  readonly limits: Limits;
  readonly clock: Clock;
}

/** The watchdog's hands: nobody else starts or kills an agent's process. */
export function openRemedies(options: RemedyOptions): Remedies {
  const { panes, agents, events, clock, limits } = options;
  /** Agents on their way back: since when they are down, and why. */
  const down = new Map<string, { since: number; cause: Cause }>();

  const start = async ({ agent, record, pane }: Patient): Promise<readonly string[]> => {
    const next = nextGeneration(record, clock.now());
    agents.write(next);
    if (record.restartAskedAt !== null) agents.answerRestart(record.name);
    const started = await panes.start(agent, next.generation, pane?.pane ?? null);
    agents.write({ ...next, pane: started.pane, pid: started.pid });
    events.emit("agent.changed", { agent: agent.name, state: "starting" });
    return started.lastLines;
  };

  const finishOff = async (patient: Patient, cause: Cause): Promise<number> => {
    const { record, pane } = patient;
    if (pane && !pane.ending) panes.kill(pane);
    if (!pane) panes.reap(record.name, record.generation + 1);
    return releaseWork(options.queue, patient, nameOf(cause));
  };

  const report = (
    patient: Patient,
    cause: Cause,
    released: number,
    lastLines: readonly string[],
  ) => {
    if (cause.kind === "asked") return;
    const { record, pane, beat } = patient;
    const ending: Ending | null = pane?.ending ?? null;
    const facts = { at: clock.now(), cause: nameOf(cause), record, ending, beat };
    saveCrash(options.crashes, { ...facts, released, lastLines });
  };

  /** Keeps the dead pane as evidence until `resumeAt`. */
  const pause = async (patient: Patient, cause: Cause, next: AgentRecord): Promise<void> => {
    const lastLines = patient.pane ? await captured(panes, patient.pane.pane) : [];
    const released = await finishOff(patient, cause);
    agents.write(next);
    report(patient, cause, released, lastLines);
    panes.reap(next.name, next.generation + 1);
    const { name, state } = next;
    if (patient.pane) await labelled(panes, patient.pane.pane, state);
    events.emit("agent.changed", { agent: name, state, reason: nameOf(cause) });
  };

  return {
    start: async (patient) => {
      if (patient.pane?.ending) await releaseWork(options.queue, patient, "ended");
      await start(patient);
    },
    restart: async (patient, cause, delayMs) => {
      const now = clock.now();
      const record = withLoss(patient.record, cause, now, limits);
      down.set(record.name, { since: now, cause });
      if (delayMs > 0) {
        const paused = {
          state: "backoff",
          resumeAt: now + delayMs,
          reason: nameOf(cause),
        } as const;
        return pause(patient, cause, { ...record, ...NOTHING_RUNS, ...paused });
      }
      const released = await finishOff(patient, cause);
      const lastLines = await start({ ...patient, record });
      report(patient, cause, released, lastLines);
      panes.reap(record.name, record.generation + 1);
    },
    quarantine: async (patient, cause, forMs) => {
      const now = clock.now();
      const counted = withLoss(patient.record, cause, now, limits);
      const reason = `${nameOf(cause)}, ${counted.history.length} losses lately`;
      const quarantines = counted.quarantines + 1;
      const paused = { state: "quarantined", resumeAt: now + forMs, reason, quarantines } as const;
      down.set(counted.name, { since: now, cause });
      await pause(patient, cause, { ...counted, ...NOTHING_RUNS, ...paused });
      events.emit("agent.quarantined", { agent: counted.name, reason });
    },
    drain: async ({ record, pane, beat }) => {
      if (record.state === "draining") return;
      if (pane) panes.drain(pane);
      agents.write({ ...record, state: "draining", heartbeatAt: beat?.beatAt ?? null });
      events.emit("agent.changed", { agent: record.name, state: "draining" });
    },
    note: async ({ record, pane, beat }, state) => {
      const own = beat?.generation === record.generation ? beat : null;
      const isUp = own !== null && (state === "ready" || state === "busy");
      const back = isUp ? down.get(record.name) : undefined;
      if (back) {
        down.delete(record.name);
        const { name, restarts } = record;
        const downMs = Math.max(own?.beatAt ?? 0, back.since) - back.since;
        events.emit("agent.restarted", {
          agent: name,
          cause: nameOf(back.cause),
          restarts,
          downMs,
        });
      }
      const job = own?.job ?? null;
      const quarantines = isUp && isStable(record, clock.now(), limits) ? 0 : record.quarantines;
      const isSame = job === record.job && quarantines === record.quarantines;
      if (state === record.state && isSame) return;
      agents.write({ ...record, state, job, quarantines, heartbeatAt: own?.beatAt ?? null });
      if (state === record.state) return;
      const isHeld = state === "held";
      if (pane && (isHeld || record.state === "held"))
        await labelled(panes, pane.pane, isHeld ? "held" : "");
      events.emit("agent.changed", { agent: record.name, state });
    },
  };
}

const NOTHING_RUNS = { pid: null, job: null, heartbeatAt: null } as const;

/** Written down before the process exists, so that no generation is ever given out twice. */
function nextGeneration(record: AgentRecord, now: number): AgentRecord {
  const fresh = { resumeAt: null, reason: null, startedAt: now, generation: record.generation + 1 };
  return { ...record, ...NOTHING_RUNS, ...fresh, state: "starting" };
}

function withLoss(
  record: AgentRecord,
  cause: Cause,
  at: number,
  { crashLoop }: Limits,
): AgentRecord {
  const recent = record.history.filter((loss) => at - loss.at < crashLoop.windowMs);
  const history = isCounted(cause) ? [...recent, { at, cause: nameOf(cause) }] : recent;
  return { ...record, history, restarts: record.restarts + 1 };
}

function isStable({ startedAt }: AgentRecord, now: number, { crashLoop }: Limits): boolean {
  return startedAt !== null && now - startedAt >= crashLoop.stableMs;
}

/** A start that was interrupted leaves two generations that may hold work. */
async function releaseWork(
  queue: RemedyOptions["queue"],
  { record, pane }: Patient,
  reason: string,
): Promise<number> {
  let released = 0;
  for (const generation of new Set([record.generation, pane?.generation ?? record.generation])) {
    released += await queue.releaseWorker(`${record.name}#${generation}`, reason);
  }
  return released;
}

/** A pane that was closed by hand meanwhile has nothing to show. */
async function captured(panes: AgentPanes, pane: string): Promise<readonly string[]> {
  try {
    return await panes.capture(pane, KEPT_LINES);
  } catch (error) {
    if (codeOf(error) === "tmux-refused") return [];
    throw error;
  }
}

async function labelled(panes: AgentPanes, pane: string, state: string): Promise<void> {
  try {
    await panes.label(pane, state);
  } catch (error) {
    if (codeOf(error) !== "tmux-refused") throw error;
  }
}
