import type { Heartbeat } from "../queue/heartbeat.ts";
import { nameOf } from "./cause.ts";
import type { Hands, Patient } from "./hands.ts";
import type { AgentRecord, OwnState } from "./record.ts";

/** Writes down and tells what changed without the watchdog's doing. */
export function note(hands: Hands, patient: Patient, state: OwnState): void {
  const { record } = patient;
  const beat = patient.beat?.generation === record.generation ? patient.beat : null;
  // It is not at work on that job any more.
  if (record.droppedJob !== null) hands.agents.dropJob(record.name, null);
  const isUp = beat !== null && !record.held && (state === "ready" || state === "busy");
  if (isUp) welcomeBack(hands, record, beat);
  const isStable = isUp && livesLong(record, hands);
  const quarantines = isStable ? 0 : record.quarantines;
  const job = beat?.job ?? null;
  const isNews = state !== record.state;
  if (!isNews && job === record.job && quarantines === record.quarantines) return;
  hands.agents.write({ ...record, state, job, quarantines, heartbeatAt: beat?.beatAt ?? null });
  if (isNews) hands.events.emit("agent.changed", { agent: record.name, state });
}

/** The first word after a loss tells how long the agent was away; without a lifeline the first beat does. */
function welcomeBack(
  { down, events, lifelines, clock }: Hands,
  { name, restarts }: AgentRecord,
  beat: Heartbeat,
): void {
  const loss = down.get(name);
  if (!loss) return;
  down.delete(name);
  const beatAt = clock.uptime() - (clock.now() - beat.beatAt);
  const backAt = lifelines?.of(beat)?.startedAt ?? beatAt;
  const downMs = Math.max(backAt - loss.since, 0);
  events.emit("agent.restarted", { agent: name, cause: nameOf(loss.cause), restarts, downMs });
}

function livesLong({ startedAt }: AgentRecord, { clock, limits }: Hands): boolean {
  return startedAt !== null && clock.now() - startedAt >= limits.crashLoop.stableMs;
}
