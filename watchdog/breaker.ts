import type { BreakerLimits } from "./limits.ts";

/**
 * The mass-death breaker. Agents that are killed all at once come back all at once, which is right: they
 * were well. When they die again soon after, a restart is not what they need, and many at once make a
 * sick host sicker: then they are tried one by one. The signal is therefore the early death, of many.
 */
export interface Breaker {
  /** Of different agents, within the window, the latest of each. */
  readonly deaths: readonly EarlyDeath[];
  /** Null while it is closed. */
  readonly open: OpenBreaker | null;
}

export interface EarlyDeath {
  readonly agent: string;
  /** Ms since the epoch. */
  readonly at: number;
}

export interface OpenBreaker {
  readonly openedAt: number;
  readonly reason: string;
  /** Agents that were tried since and died again. */
  readonly failures: number;
  /** When the next one may be tried. */
  readonly trialAt: number;
}

export const CLOSED: Breaker = { deaths: [], open: null };

/** A process that was lost by its own fault or by a kill; not with tmux, nor for a person. */
export interface Death extends EarlyDeath {
  readonly lifeMs: number;
}

/** `running`: the agents that live, and those whose death may not have been seen yet. Pure. */
export function afterDeath(
  { deaths, open }: Breaker,
  { agent, at, lifeMs }: Death,
  running: readonly string[],
  limits: BreakerLimits,
): Breaker {
  const recent = deaths.filter((death) => at - death.at < limits.windowMs && death.agent !== agent);
  if (lifeMs >= limits.earlyMs) return { deaths: recent, open };
  const early = [...recent, { agent, at }];
  if (open) return { deaths: early, open: at < open.trialAt ? open : failed(open, at, limits) };
  const among = new Set([...running, ...early.map((death) => death.agent)]).size;
  if (!isMass(early.length, among, limits)) return { deaths: early, open: null };
  const seconds = Math.round(limits.earlyMs / 1000);
  const reason = `${early.length} of ${among} agents died within ${seconds} s of their start`;
  const trialAt = at + limits.firstPauseMs;
  return { deaths: early, open: { openedAt: at, reason, failures: 0, trialAt } };
}

/** Whether an agent may be started now: while the breaker is open one at a time, as a trial. Pure. */
export function admits({ open }: Breaker, now: number, starting: number): boolean {
  return open === null || (now >= open.trialAt && starting === 0);
}

/** Who does not run while the breaker is open. */
export interface Absence {
  /** Whose next process is on its way. */
  readonly starting: number;
  /** Who was not tried since. */
  readonly untried: number;
  /** Who was tried, and died again. */
  readonly failing: number;
  /** All agents that run or should. */
  readonly agents: number;
}

/**
 * Closed again when all were tried, and so many of them live that the death of the others is a matter of
 * their own: crash loops are counted agent by agent. Pure.
 */
export function afterLook(
  breaker: Breaker,
  { starting, untried, failing, agents }: Absence,
  now: number,
  limits: BreakerLimits,
): Breaker {
  const isTried = admits(breaker, now, starting) && untried === 0;
  const isOver = isTried && !isMass(failing, agents, limits);
  return breaker.open && isOver ? CLOSED : breaker;
}

function isMass(dead: number, agents: number, { deaths }: BreakerLimits): boolean {
  return dead >= deaths && dead * 2 > agents;
}

function failed(open: OpenBreaker, at: number, limits: BreakerLimits): OpenBreaker {
  const failures = open.failures + 1;
  const pauseMs = Math.min(limits.firstPauseMs * 2 ** failures, limits.longestPauseMs);
  return { ...open, failures, trialAt: at + pauseMs };
}
