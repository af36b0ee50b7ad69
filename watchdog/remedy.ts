import { CREW_TOPIC, inboxTopic } from "../queue/topics.ts";
import { isCounted, nameOf, type Cause } from "./cause.ts";
import { captured, label, removed } from "./closable-pane.ts";
import { fellowsOf } from "./fellows.ts";
import type { Hands, Patient } from "./hands.ts";
import { releaseWork } from "./leases.ts";
import type { Limits } from "./limits.ts";
import { note } from "./note.ts";
import type { AgentRecord, OwnState } from "./record.ts";
import { endProcess, finishOff, leaveBehind } from "./remains.ts";

/** Runs the next generation in the agent's pane, as soon as the breaker lets it. */
export async function start(hands: Hands, patient: Patient): Promise<void> {
  const { record } = patient;
  const at = hands.gate.knock(record);
  if (at !== null) {
    if (record.resumeAt !== null) hands.agents.write({ ...record, resumeAt: at });
    return;
  }
  if (patient.pane?.ending) await releaseWork(hands, patient, null);
  await startNext(hands, patient);
}

/**
 * Ends what is left, and starts anew now or after the delay. The next process comes first, then the
 * work goes back, and the rest is left for later. What the old process holds is fenced by its leases,
 * and counts for nothing.
 */
export async function restart(
  hands: Hands,
  patient: Patient,
  cause: Cause,
  delayMs: number,
): Promise<void> {
  const now = hands.clock.now();
  const record = withLoss(patient.record, cause, now, hands.limits);
  hands.down.set(record.name, { since: endOf(hands, patient), cause });
  const resumeAt = Math.max(now + delayMs, hands.gate.lost(patient.record, cause) ?? 0);
  if (resumeAt > now) {
    const resumption = { state: "backoff", resumeAt, reason: nameOf(cause) } as const;
    await pause(hands, patient, cause, () => ({ ...record, ...NOTHING_RUNS, ...resumption }));
    return;
  }
  endProcess(hands, patient);
  const lastLines = await startNext(hands, { ...patient, record }, cause);
  const held = await releaseWork(hands, patient, cause);
  tellFellows(hands, patient, cause);
  leaveBehind(hands, patient, { at: now, cause, held, lastLines });
}

/** As a restart after a long delay, and people are told. */
export async function quarantine(
  hands: Hands,
  patient: Patient,
  cause: Cause,
  forMs: number,
): Promise<void> {
  const { clock, gate, limits, down, configMark, events } = hands;
  const now = clock.now();
  const record = withLoss(patient.record, cause, now, limits);
  const isMisled = cause.kind === "bad-config";
  const reason = `${nameOf(cause)}, ${record.history.length} losses lately`;
  const resumption = { state: "quarantined", resumeAt: now + forMs } as const;
  const quarantines = record.quarantines + 1;
  gate.lost(patient.record, cause);
  down.set(record.name, { since: endOf(hands, patient), cause });
  const quarantined = await pause(hands, patient, cause, (lastLines) => ({
    ...record,
    ...NOTHING_RUNS,
    ...resumption,
    quarantines,
    reason: isMisled ? `${nameOf(cause)}: ${lastWords(lastLines)}` : reason,
    configMark: isMisled ? (configMark?.() ?? null) : null,
  }));
  events.emit("agent.quarantined", { agent: record.name, reason: quarantined.reason ?? reason });
}

/** Leaves it at that: its dead pane stays as evidence until a person lets it go. */
export async function abandon(hands: Hands, patient: Patient, cause: Cause): Promise<void> {
  const { clock, gate, limits } = hands;
  const { restarts } = patient.record;
  const record = { ...withLoss(patient.record, cause, clock.now(), limits), restarts };
  gate.lost(patient.record, cause);
  const rest = { state: "stopped", resumeAt: null, reason: nameOf(cause) } as const;
  await pause(hands, patient, cause, () => ({ ...record, ...NOTHING_RUNS, ...rest }));
}

/** Leaves nothing of an agent that no crew has any more; what it was lost of is told and kept as of any other. */
export async function retire(hands: Hands, patient: Patient, cause: Cause | null): Promise<void> {
  const { panes, agents, heartbeats, queue, down } = hands;
  const { record, pane } = patient;
  const { name } = record;
  if (cause === null) await dismiss(hands, patient);
  else {
    await abandon(hands, patient, cause);
    if (pane) await removed(panes, pane.pane);
  }
  await queue.unsubscribe({ topic: CREW_TOPIC, inbox: inboxTopic(name) });
  heartbeats.forget(name);
  down.delete(name);
  agents.remove(name);
}

/** Tells a stopped process to go on. */
export function nudge(hands: Hands, patient: Patient, state: OwnState): void {
  const { panes, events } = hands;
  if (patient.pane) panes.resume(patient.pane);
  events.emit("agent.nudged", { agent: patient.record.name, reason: "its process was stopped" });
  note(hands, patient, state);
}

/** Tries agents again at once that could not read a configuration which is another one now. */
export function reconsider({ agents, clock }: Pick<Hands, "agents" | "clock">, mark: string): void {
  for (const record of agents.records()) {
    if (record.configMark === null || record.configMark === mark) continue;
    agents.write({
      ...record,
      configMark: null,
      resumeAt: record.resumeAt === null ? null : clock.now(),
    });
  }
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
  const { panes, agents, heartbeats, events, down } = hands;
  const { record, pane } = patient;
  if (record.state === "stopped" && !pane) return;
  down.delete(record.name);
  await releaseWork(hands, patient, null);
  const rest = { pane: null, startedAt: null, resumeAt: null, reason: null } as const;
  const stopped = { ...NOTHING_RUNS, ...rest, configMark: null, state: "stopped" } as const;
  agents.write({ ...record, ...stopped });
  if (pane) await removed(panes, pane.pane);
  panes.reap(new Map([[record.name, record.generation + 1]]));
  heartbeats.forget(record.name);
  if (record.state !== "stopped")
    events.emit("agent.changed", { agent: record.name, state: "stopped" });
}

/** When the lifeline broke, by the uptime; without one, now. */
function endOf({ lifelines, clock }: Hands, { record, pane }: Patient): number {
  const { name: agent, generation } = record;
  const holder = { agent, generation, pid: pane?.pid ?? record.pid ?? 0 };
  return lifelines?.of(holder)?.brokeAt ?? clock.uptime();
}

/** Answers what the pane showed before; `loss`: why its predecessor is gone. */
async function startNext(
  hands: Hands,
  { agent, record, pane }: Patient,
  loss: Cause | null = null,
): Promise<readonly string[]> {
  const { agents, panes, events, clock } = hands;
  const next = nextGeneration(record, clock.now());
  agents.write(next);
  if (record.restartAskedAt !== null) agents.answerRestart(record.name);
  if (record.droppedJob !== null) agents.dropJob(record.name, null);
  const starting = panes.start(agent, next.generation, pane?.pane ?? null);
  // While tmux is at it.
  if (loss) tellLoss(hands, record, loss);
  const started = await starting;
  agents.write({ ...next, pane: started.pane, pid: started.pid });
  events.emit("agent.changed", { agent: agent.name, state: "starting" });
  return started.lastLines;
}

/** Leaves the dead pane standing, as evidence, until the agent's time comes; answers what was written down. */
async function pause(
  hands: Hands,
  patient: Patient,
  cause: Cause,
  next: (lastLines: readonly string[]) => AgentRecord,
): Promise<AgentRecord> {
  const { panes, agents, events } = hands;
  const at = hands.clock.now();
  const pane = patient.pane?.pane ?? null;
  const lastLines = pane === null ? [] : await captured(panes, pane);
  const held = await finishOff(hands, patient, cause);
  const record = next(lastLines);
  agents.write(record);
  tellLoss(hands, patient.record, cause);
  leaveBehind(hands, patient, { at, cause, held, lastLines });
  tellFellows(hands, patient, cause);
  const reason = record.reason ?? nameOf(cause);
  if (pane !== null) await label(hands, pane, record);
  events.emit("agent.changed", { agent: record.name, state: record.state, reason });
  return record;
}

function tellLoss({ events }: Hands, { name, generation }: AgentRecord, cause: Cause): void {
  events.emit("agent.lost", { agent: name, generation, cause: nameOf(cause) });
}

/** By its crew's strategy others start anew, too: the next patrol finds the mark. */
function tellFellows({ agents, crews, heartbeats }: Hands, patient: Patient, cause: Cause): void {
  const { record, beat } = patient;
  if (!isCounted(cause) || beat?.generation !== record.generation) return;
  for (const fellow of fellowsOf(beat, crews(), heartbeats.all())) {
    agents.dropJob(fellow, beat.job);
  }
}

/** The last paragraph of a pane, in one line. */
function lastWords(lines: readonly string[]): string {
  const text = lines.join("\n").trim();
  const words = text.slice(text.lastIndexOf("\n\n") + 1).trim();
  return words.replaceAll(/\s*\n\s*/g, "; ").slice(0, LONGEST_REASON) || "it did not say why";
}

const LONGEST_REASON = 500;

const NOTHING_RUNS = { pid: null, job: null, heartbeatAt: null } as const;

/** Written down before the process exists, so that no generation is ever given out twice. */
function nextGeneration(record: AgentRecord, now: number): AgentRecord {
  const calm = { resumeAt: null, reason: null, configMark: null };
  const fresh = { ...calm, startedAt: now, generation: record.generation + 1 };
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
