import type { AgentPane, AgentPanes } from "../agents/pane.ts";
import type { AgentSpec } from "../agents/roster.ts";
import { KEPT_LINES } from "../agents/tmux.ts";
import type { Clock } from "../kernel/clock.ts";
import { codeOf } from "../kernel/errors.ts";
import type { Events } from "../kernel/events.ts";
import type { Heartbeat, Heartbeats } from "../queue/heartbeat.ts";
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

/** The watchdog's hands: nobody else starts or kills an agent's process. */
export interface Hands {
  readonly panes: AgentPanes;
  readonly agents: Agents;
  readonly heartbeats: Pick<Heartbeats, "askToDrain" | "forget">;
  readonly queue: Pick<Queue, "releaseWorker" | "addEvidence">;
  readonly events: Events;
  /** Folder of the crash reports. */
  readonly crashes: string;
  readonly limits: Limits;
  readonly clock: Clock;
  /** Agents on their way back: since when they are down, and why. */
  readonly down: Map<string, { readonly since: number; readonly cause: Cause }>;
}

/** Runs the next generation in the agent's pane. */
export async function start(hands: Hands, patient: Patient): Promise<void> {
  if (patient.pane?.ending) await releaseWork(hands, patient, "ended");
  await startNext(hands, patient);
}

/** Ends what is left, gives its work back, keeps a report; starts anew now or after the delay. */
export async function restart(
  hands: Hands,
  patient: Patient,
  cause: Cause,
  delayMs: number,
): Promise<void> {
  const now = hands.clock.now();
  const record = withLoss(patient.record, cause, now, hands.limits);
  hands.down.set(record.name, { since: now, cause });
  if (delayMs > 0) {
    const resumption = {
      state: "backoff",
      resumeAt: now + delayMs,
      reason: nameOf(cause),
    } as const;
    await pause(hands, patient, cause, { ...record, ...NOTHING_RUNS, ...resumption });
    return;
  }
  const released = await finishOff(hands, patient, cause);
  const lastLines = await startNext(hands, { ...patient, record });
  await report(hands, patient, { cause, released, lastLines });
  hands.panes.reap(record.name, record.generation + 1);
}

/** As a restart after a long delay, and people are told. */
export async function quarantine(
  hands: Hands,
  patient: Patient,
  cause: Cause,
  forMs: number,
): Promise<void> {
  const now = hands.clock.now();
  const record = withLoss(patient.record, cause, now, hands.limits);
  const reason = `${nameOf(cause)}, ${record.history.length} losses lately`;
  const quarantines = record.quarantines + 1;
  const resumption = { state: "quarantined", resumeAt: now + forMs, reason, quarantines } as const;
  hands.down.set(record.name, { since: now, cause });
  await pause(hands, patient, cause, { ...record, ...NOTHING_RUNS, ...resumption });
  hands.events.emit("agent.quarantined", { agent: record.name, reason });
}

/**
 * Asks the agent to finish its work and end, by the answer to its next beat: unlike a signal that may be
 * asked again and again, by another daemon too.
 */
export function drain({ agents, heartbeats, events }: Hands, { record }: Patient): void {
  if (record.state === "draining") return;
  heartbeats.askToDrain(record.name);
  agents.write({ ...record, state: "draining" });
  events.emit("agent.changed", { agent: record.name, state: "draining" });
}

/** Leaves nothing of an agent that nobody needs: its pane and its last beat go. */
export async function dismiss(hands: Hands, patient: Patient): Promise<void> {
  const { panes, agents, heartbeats, events } = hands;
  const { record, pane } = patient;
  if (record.state === "stopped" && !pane) return;
  await releaseWork(hands, patient, "ended");
  const rest = { pane: null, startedAt: null, resumeAt: null, reason: null } as const;
  agents.write({ ...record, ...NOTHING_RUNS, ...rest, state: "stopped" });
  if (pane) await removed(panes, pane.pane);
  panes.reap(record.name, record.generation + 1);
  heartbeats.forget(record.name);
  if (record.state !== "stopped")
    events.emit("agent.changed", { agent: record.name, state: "stopped" });
}

/** Writes down and tells what changed without the watchdog's doing. */
export async function note(hands: Hands, patient: Patient, state: AgentState): Promise<void> {
  const { record, pane } = patient;
  const beat = patient.beat?.generation === record.generation ? patient.beat : null;
  const isUp = beat !== null && (state === "ready" || state === "busy");
  if (isUp) welcomeBack(hands, record, beat);
  const isStable = isUp && livesLong(record, hands);
  const quarantines = isStable ? 0 : record.quarantines;
  const job = beat?.job ?? null;
  const isNews = state !== record.state;
  if (!isNews && job === record.job && quarantines === record.quarantines) return;
  hands.agents.write({ ...record, state, job, quarantines, heartbeatAt: beat?.beatAt ?? null });
  if (!isNews) return;
  if (pane && state === "held") await label(hands, pane.pane, "held");
  if (pane && record.state === "held") await label(hands, pane.pane, "");
  hands.events.emit("agent.changed", { agent: record.name, state });
}

/** The first beat after a loss tells how long the agent was away. */
function welcomeBack(
  { down, events }: Hands,
  { name, restarts }: AgentRecord,
  beat: Heartbeat,
): void {
  const loss = down.get(name);
  if (!loss) return;
  down.delete(name);
  const downMs = Math.max(beat.beatAt - loss.since, 0);
  events.emit("agent.restarted", { agent: name, cause: nameOf(loss.cause), restarts, downMs });
}

/** Answers what the pane showed before. */
async function startNext(
  hands: Hands,
  { agent, record, pane }: Patient,
): Promise<readonly string[]> {
  const { agents, panes, events, clock } = hands;
  const next = nextGeneration(record, clock.now());
  agents.write(next);
  if (record.restartAskedAt !== null) agents.answerRestart(record.name);
  const started = await panes.start(agent, next.generation, pane?.pane ?? null);
  agents.write({ ...next, pane: started.pane, pid: started.pid });
  events.emit("agent.changed", { agent: agent.name, state: "starting" });
  return started.lastLines;
}

/** Leaves the dead pane standing, as evidence, until the agent's time comes. */
async function pause(
  hands: Hands,
  patient: Patient,
  cause: Cause,
  next: AgentRecord,
): Promise<void> {
  const { panes, agents, events } = hands;
  const pane = patient.pane?.pane ?? null;
  const lastLines = pane === null ? [] : await captured(panes, pane);
  const released = await finishOff(hands, patient, cause);
  agents.write(next);
  await report(hands, patient, { cause, released, lastLines });
  panes.reap(next.name, next.generation + 1);
  if (pane !== null) await label(hands, pane, next.state);
  events.emit("agent.changed", { agent: next.name, state: next.state, reason: nameOf(cause) });
}

/** Nobody works on under the old generation; answers how many messages went back to the queue. */
async function finishOff(hands: Hands, patient: Patient, cause: Cause): Promise<number> {
  const { record, pane } = patient;
  if (pane && !pane.ending) hands.panes.kill(pane);
  // A process whose pane is gone may live on: it is found by its mark.
  if (!pane) hands.panes.reap(record.name, record.generation + 1);
  return releaseWork(hands, patient, nameOf(cause));
}

/** A start that was interrupted leaves two generations that may hold work. */
async function releaseWork({ queue }: Hands, patient: Patient, reason: string): Promise<number> {
  const { record, pane } = patient;
  let released = 0;
  for (const generation of new Set([record.generation, pane?.generation ?? record.generation])) {
    released += await queue.releaseWorker(`${record.name}#${generation}`, reason);
  }
  return released;
}

interface Findings {
  readonly cause: Cause;
  readonly released: number;
  readonly lastLines: readonly string[];
}

/** The last lines go to the crash report and to the history of the messages that were in hand. */
async function report(hands: Hands, patient: Patient, found: Findings): Promise<void> {
  const { crashes, clock, queue } = hands;
  const { record, pane, beat } = patient;
  if (found.cause.kind === "asked") return;
  if (found.released > 0) {
    const worker = `${record.name}#${record.generation}`;
    await queue.addEvidence(worker, found.lastLines.join("\n"));
  }
  const cause = nameOf(found.cause);
  saveCrash(crashes, {
    ...found,
    at: clock.now(),
    cause,
    record,
    ending: pane?.ending ?? null,
    beat,
  });
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

function livesLong({ startedAt }: AgentRecord, { clock, limits }: Hands): boolean {
  return startedAt !== null && clock.now() - startedAt >= limits.crashLoop.stableMs;
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

async function label({ panes }: Hands, pane: string, state: string): Promise<void> {
  await unlessClosed(panes.label(pane, state));
}

async function removed(panes: AgentPanes, pane: string): Promise<void> {
  await unlessClosed(panes.remove(pane));
}

/** A pane that was closed by hand meanwhile needs nothing any more. */
async function unlessClosed(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (codeOf(error) !== "tmux-refused") throw error;
  }
}
