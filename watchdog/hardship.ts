import { inStep, type SteadyClock } from "../kernel/clock.ts";
import type { Heartbeats } from "../queue/heartbeat.ts";
import type { Patient } from "./hands.ts";
import type { Limits } from "./limits.ts";
import type { Sight } from "./look.ts";
import { isLate, isSilent } from "./verdict.ts";

/** What silence may come of that is no fault of who is silent. Times are by the uptime. */
export interface Hardship {
  /** Of what came late: when it did, and how late that was, in ms. The last one comes last. */
  readonly delays: Delay[];
  /** When a beat could last not be written. */
  muteAt: number;
}

interface Delay {
  readonly at: number;
  readonly ms: number;
}

/** On a host that is always late these reach back for longer than an agent may take to start. */
const KEPT_DELAYS = 100;

interface Senses {
  readonly clock: SteadyClock;
  readonly heartbeats: Pick<Heartbeats, "canBeat">;
  readonly limits: Limits;
}

export const newHardship = (): Hardship => ({ delays: [], muteAt: -Infinity });

/**
 * To be called as a round begins, and when it should have. What lasts over several rounds, as none of them
 * can look, counts once.
 */
export function noteDelay(
  { delays }: Hardship,
  { lateMs }: Pick<Limits, "lateMs">,
  { beganAt, dueAt }: { readonly beganAt: number; readonly dueAt: number },
): void {
  const ms = beganAt - Math.max(dueAt, delays.at(-1)?.at ?? -Infinity);
  if (ms <= lateMs) return;
  delays.push({ at: beganAt, ms });
  delays.splice(0, delays.length - KEPT_DELAYS);
}

/** Short beside any patience, and rare enough to cost nothing. */
const TICK_MS = 1_000;

/**
 * Notes when the host, or this process, stood still, be it in the middle of a round: that round then ends late,
 * and the next one is due only afterwards. Resolves when `signal` aborts.
 */
export async function noteStandstills(
  hardship: Hardship,
  { clock, limits }: Pick<Senses, "clock" | "limits">,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const restMs = inStep(TICK_MS, clock.now());
    const dueAt = clock.uptime() + restMs;
    await clock.sleep(restMs, signal);
    noteDelay(hardship, limits, { beganAt: clock.uptime(), dueAt });
  }
}

/** How late rounds have come since then, in all: as long nobody else had any time either. */
export function delayedMs({ delays }: Hardship, since: number): number {
  return delays.reduce((sum, { at, ms }) => (at > since ? sum + ms : sum), 0);
}

/** Tries to write only when somebody is not heard who may have tried, as a try costs a write. */
export function noteMuteness(
  hardship: Hardship,
  { clock, heartbeats, limits }: Senses,
  patients: readonly Patient[],
  now: number,
): void {
  const isUnheard = ({ record, beat }: Patient): boolean =>
    isSilent({ record, beat, now }, limits) || isLate({ record, beat, now, delayedMs: 0 }, limits);
  const isDoubtful = patients.some((patient) => mayHaveTried(patient) && isUnheard(patient));
  if (isDoubtful && !heartbeats.canBeat()) hardship.muteAt = clock.uptime();
}

/** What holds for a round that began then: others need as long as the watchdog to come to themselves. */
export function excuses(
  { delays, muteAt }: Hardship,
  { lateMs }: Pick<Limits, "lateMs">,
  beganAt: number,
): Pick<Sight, "isHostStarved" | "canBeat"> {
  const lateAt = delays.at(-1)?.at ?? -Infinity;
  return { isHostStarved: beganAt - lateAt < lateMs, canBeat: beganAt - muteAt >= lateMs };
}

const mayHaveTried = ({ record, pane }: Patient): boolean =>
  record.pid !== null && !record.held && pane?.process === "running";
