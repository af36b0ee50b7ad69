import type { SteadyClock } from "../kernel/clock.ts";
import type { Heartbeats } from "../queue/heartbeat.ts";
import type { Patient } from "./hands.ts";
import type { Limits } from "./limits.ts";
import type { Sight } from "./look.ts";
import { isLate, isSilent } from "./verdict.ts";

/** What silence may come of that is no fault of who is silent. Times are by the uptime. */
export interface Hardship {
  /** When a round last came late. */
  lateAt: number;
  /** When a beat could last not be written. */
  muteAt: number;
}

interface Senses {
  readonly clock: SteadyClock;
  readonly heartbeats: Pick<Heartbeats, "canBeat">;
  readonly limits: Limits;
}

export const newHardship = (): Hardship => ({ lateAt: -Infinity, muteAt: -Infinity });

/** To be called as a round begins, and when it should have. */
export function noteDelay(
  hardship: Hardship,
  { lateMs }: Pick<Limits, "lateMs">,
  { beganAt, dueAt }: { readonly beganAt: number; readonly dueAt: number },
): void {
  if (beganAt - dueAt > lateMs) hardship.lateAt = beganAt;
}

/** Tries to write only when somebody is not heard who may have tried, as a try costs a write. */
export function noteMuteness(
  hardship: Hardship,
  { clock, heartbeats, limits }: Senses,
  patients: readonly Patient[],
  now: number,
): void {
  const isUnheard = ({ record, beat }: Patient): boolean =>
    isSilent({ record, beat, now }, limits) || isLate({ record, beat, now }, limits);
  const isDoubtful = patients.some((patient) => mayHaveTried(patient) && isUnheard(patient));
  if (isDoubtful && !heartbeats.canBeat()) hardship.muteAt = clock.uptime();
}

/** What holds for a round that began then: others need as long as the watchdog to come to themselves. */
export function excuses(
  { lateAt, muteAt }: Hardship,
  { lateMs }: Pick<Limits, "lateMs">,
  beganAt: number,
): Pick<Sight, "isHostStarved" | "canBeat"> {
  return { isHostStarved: beganAt - lateAt < lateMs, canBeat: beganAt - muteAt >= lateMs };
}

const mayHaveTried = ({ record, pane }: Patient): boolean =>
  record.pid !== null && !record.held && pane?.process === "running";
