import type { Breaker } from "./breaker.ts";
import type { Limits } from "./limits.ts";
import type { AgentRecord } from "./record.ts";

/**
 * The host's clock was set, by NTP or by hand: what the watchdog remembers is told by what it says now, so
 * that all durations stay what they are. A daemon that has just begun can't know by how much it was set
 * before; then nothing lies in the future but pauses, and these end in time.
 */
export interface Setting {
  /** Negative: back. 0: nobody knows. */
  readonly byMs: number;
  readonly now: number;
}

/** Pure. */
export function reckoned(record: AgentRecord, setting: Setting, limits: Limits): AgentRecord {
  const { startedAt, heartbeatAt, restartAskedAt, retiredAt, resumeAt, history } = record;
  return {
    ...record,
    startedAt: startedAt === null ? null : past(startedAt, setting),
    heartbeatAt: heartbeatAt === null ? null : past(heartbeatAt, setting),
    restartAskedAt: restartAskedAt === null ? null : past(restartAskedAt, setting),
    retiredAt: retiredAt === null ? null : past(retiredAt, setting),
    resumeAt: resumeAt === null ? null : future(resumeAt, setting, limits),
    history: history.map((loss) => ({ ...loss, at: past(loss.at, setting) })),
  };
}

/** Pure. */
export function reckonedBreaker(
  { deaths, open }: Breaker,
  setting: Setting,
  limits: Limits,
): Breaker {
  return {
    deaths: deaths.map((death) => ({ ...death, at: past(death.at, setting) })),
    open: open && {
      ...open,
      openedAt: past(open.openedAt, setting),
      trialAt: future(open.trialAt, setting, limits),
    },
  };
}

const past = (at: number, { byMs, now }: Setting): number => Math.min(at + byMs, now);

const future = (at: number, { byMs, now }: Setting, limits: Limits): number =>
  Math.min(at + byMs, now + longestPauseMs(limits));

const longestPauseMs = ({ crashLoop, breaker }: Limits): number =>
  Math.max(crashLoop.longestDelayMs, crashLoop.longestProbeMs, breaker.longestPauseMs);
