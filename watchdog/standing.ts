import type { Muster } from "../agents/roster.ts";
import type { Limits } from "./limits.ts";
import type { Patient } from "./hands.ts";
import type { CrewScene, Member, Standing } from "./scaling.ts";
import { isAbandoned } from "./record.ts";
import { hasLeft, isLeaving, isSilent } from "./verdict.ts";

/** The crews as `scaling` wants to see them. Pure. */
export function crewScenes(
  crews: readonly Muster[],
  patients: ReadonlyMap<string, Patient>,
  now: number,
  limits: Limits,
): CrewScene[] {
  return crews.map((crew) => ({
    ...crew,
    members: crew.members.flatMap(({ name }) => {
      const patient = patients.get(name);
      return patient ? [memberOf(patient, now, limits)] : [];
    }),
  }));
}

function memberOf(patient: Patient, now: number, limits: Limits): Member {
  const standing = standingOf(patient, now, limits);
  const idleSince = patient.beat?.progressAt ?? now;
  return {
    name: patient.agent.name,
    standing,
    idleMs: standing === "idle" ? Math.max(now - idleSince, 0) : 0,
  };
}

/** What the agent is good for. What has died is on its way back: the watchdog restarts it. */
export function standingOf(patient: Patient, now: number, limits: Limits): Standing {
  const { record, pane, beat } = patient;
  const { restart = "permanent" } = patient.agent;
  if (record.held) return "held";
  if (record.resumeAt !== null) return now < record.resumeAt ? "unfit" : "stopped";
  if (isAbandoned(record)) return record.restartAskedAt === null ? "unfit" : "stopped";
  const isGone = !pane || pane.ending !== null;
  if ((isGone && record.pid === null) || hasLeft({ ...patient, restart })) return "stopped";
  if (isGone) return "coming";
  if (isLeaving(record, beat)) return "leaving";
  if (beat?.generation !== record.generation || beat.state === "starting") return "coming";
  if (isSilent({ now, beat, record }, limits)) return "unfit";
  return beat.state === "busy" ? "busy" : "idle";
}
