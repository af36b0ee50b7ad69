import type { AgentPane } from "../agents/pane.ts";
import type { RestartType } from "../agents/roster.ts";
import type { Heartbeat } from "../queue/heartbeat.ts";
import { causeOfEnding, isCounted, type Cause } from "./cause.ts";
import type { CrashLoopLimits, Limits } from "./limits.ts";
import { isAbandoned, type AgentRecord, type OwnState } from "./record.ts";

/** All that a patrol knows of one agent at one moment. */
export interface Observation {
  /** Ms since the epoch. */
  readonly now: number;
  readonly record: AgentRecord;
  /** What its crew's line says of agents that are lost. */
  readonly restart: RestartType;
  /** What the load asks of it (scaling.ts). */
  readonly order: Order;
  /** Null when tmux has no pane of this agent. */
  readonly pane: AgentPane | null;
  /** The latest beat, of whatever generation. */
  readonly beat: Heartbeat | null;
  /** Without a step forward for this long the work in hand is stuck. */
  readonly stallMs: number;
  /** How many patrols in a row have found it silent, this one included. */
  readonly silentPatrols: number;
  /** The watchdog itself came late, now or just before: the host has no time for anybody. */
  readonly isHostStarved: boolean;
  /** Beats can be written, and could just before: on a full disk nobody's can. */
  readonly canBeat: boolean;
  /**
   * How long the watchdog could not look at anything since the agent's start, in all: that was nobody's
   * time to start.
   */
  readonly delayedMs: number;
  /** The kernel has killed for want of memory lately. */
  readonly oomKilled: boolean;
  /** 0 to 1: spreads restarts that would otherwise come all at once. */
  readonly jitter: number;
}

/** `null`: it may stay as it is, running or not. */
export type Order = "start" | "drain" | null;

export type Verdict =
  | { readonly kind: "wait"; readonly state: OwnState }
  /** As `wait`, but a person should know. */
  | { readonly kind: "alert"; readonly state: OwnState; readonly reason: string }
  /** As `wait`, but what was stopped is told to go on. */
  | { readonly kind: "nudge"; readonly state: OwnState }
  /** Nothing runs and nothing was lost. */
  | { readonly kind: "start" }
  /** Nothing runs, nothing was lost, and nobody is needed: its pane goes. */
  | { readonly kind: "dismiss" }
  /** Ask it to finish its work and end. */
  | { readonly kind: "drain" }
  /** End what is left of it, then start it `delayMs` from now. */
  | { readonly kind: "restart"; readonly cause: Cause; readonly delayMs: number }
  | { readonly kind: "quarantine"; readonly cause: Cause; readonly forMs: number }
  /** End what is left of it, and leave it at that: its pane stays as evidence. */
  | { readonly kind: "abandon"; readonly cause: Cause }
  /** No crew has it any more: leave nothing of it. `null`: nothing was lost. */
  | { readonly kind: "retire"; readonly cause: Cause | null };

/** What is to be done about an agent. Pure: the same observation always gets the same verdict. */
export function verdict(seen: Observation, limits: Limits): Verdict {
  const { record, pane } = seen;
  if (record.held) return { kind: "wait", state: record.state };
  if (record.retiredAt !== null) return retiring(seen, limits, record.retiredAt);
  if (record.resumeAt !== null) return paused(seen);
  if (isAbandoned(record)) return abandoned(seen);
  if (record.pid === null && (!pane || pane.ending)) return atRest(seen);
  if (hasLeft(seen)) return atRest(seen);
  return running(seen, limits);
}

/** It finishes what it has in hand, within limits, and is watched until it is gone. */
function retiring(seen: Observation, limits: Limits, at: number): Verdict {
  const { record, pane, now } = seen;
  const isGone = record.pid === null && (!pane || pane.ending !== null);
  if (isGone || hasLeft(seen)) return { kind: "retire", cause: null };
  const judged = running({ ...seen, order: "drain" }, limits);
  const isInTime = judged.kind === "retire" || now - at <= limits.drainMs;
  return isInTime ? judged : lost(seen, limits, { kind: "asked" });
}

/** Of a process that lives, or did when it was last seen. */
function running(seen: Observation, limits: Limits): Verdict {
  const { record, pane } = seen;
  if (!pane) return lost(seen, limits, { kind: "pane-lost" });
  if (pane.ending) {
    const asked = record.restartAskedAt !== null;
    return lost(
      seen,
      limits,
      asked ? { kind: "asked" } : causeOfEnding(pane.ending, seen.oomKilled),
    );
  }
  if (pane.generation !== record.generation) {
    return lost(seen, limits, { kind: "interrupted-start" });
  }
  const beat = seen.beat?.generation === record.generation ? seen.beat : null;
  if (record.restartAskedAt !== null) return asked(seen, limits, beat, record.restartAskedAt);
  if (beat && beat.job !== null && beat.job === record.droppedJob) {
    return lost(seen, limits, { kind: "fellow-lost" });
  }
  if (beat) return living(seen, limits, pane, beat);
  return isLate(seen, limits) && !isExcused(seen)
    ? lost(seen, limits, { kind: "never-ready" })
    : { kind: "wait", state: "starting" };
}

/** In backoff or quarantine, until the time is over or a person is impatient. */
function paused(seen: Observation): Verdict {
  const { record, now } = seen;
  const isOver = now >= (record.resumeAt ?? now) || record.restartAskedAt !== null;
  return isOver ? atRest(seen) : { kind: "wait", state: record.state };
}

/** Left as it is, until a person wants it again. */
function abandoned({ record }: Observation): Verdict {
  return record.restartAskedAt === null ? { kind: "wait", state: "stopped" } : { kind: "start" };
}

function atRest({ record, order }: Observation): Verdict {
  const isWanted = order === "start" || record.restartAskedAt !== null;
  return { kind: isWanted ? "start" : "dismiss" };
}

/**
 * It ended well, so that nothing was lost: it was asked to go and has said that it goes; or nobody asked,
 * it had been ready and had nothing in hand, and its crew need not always be there.
 */
export function hasLeft({
  record,
  pane,
  beat,
  restart,
}: Pick<Observation, "record" | "pane" | "beat" | "restart">): boolean {
  if (pane?.ending?.exitCode !== 0 || record.restartAskedAt !== null) return false;
  return isLeaving(record, beat) || (restart !== "permanent" && hadNothingInHand(record, beat));
}

function hadNothingInHand({ generation }: AgentRecord, beat: Heartbeat | null): boolean {
  return beat?.generation === generation && beat.state !== "starting" && beat.job === null;
}

export function isLeaving(record: AgentRecord, beat: Heartbeat | null): boolean {
  return (
    record.state === "draining" ||
    (beat?.state === "draining" && beat.generation === record.generation)
  );
}

/** An idle agent can go at once, a busy one finishes first, within limits. */
function asked(seen: Observation, limits: Limits, beat: Heartbeat | null, at: number): Verdict {
  const isIdle = beat === null || beat.state === "ready" || beat.state === "starting";
  if (isIdle || seen.now - at > limits.drainMs) return lost(seen, limits, { kind: "asked" });
  return { kind: "drain" };
}

/**
 * Silence alone convicts nobody. It takes the kernel's word that the process is stopped, or a long
 * silence that many patrols have heard while the host had time.
 */
function living(seen: Observation, limits: Limits, pane: AgentPane, beat: Heartbeat): Verdict {
  const { now, silentPatrols, record } = seen;
  const state = isLeaving(record, beat) ? "draining" : beat.state;
  if (isExcused(seen)) return { kind: "wait", state };
  if (isSilent(seen, limits)) {
    const silentMs = now - beat.beatAt;
    const isBlocked = silentMs > limits.blockedMs && silentPatrols >= limits.silentPatrols;
    if (pane.process === "stopped" || isBlocked) return lost(seen, limits, { kind: "hang" });
    const reason = `silent for ${Math.round(silentMs / 1000)} s, but its process lives`;
    return { kind: "alert", state, reason };
  }
  // Where tmux misses it; a person who wants it stopped holds it.
  if (pane.process === "stopped") return { kind: "nudge", state };
  const isAtWork = beat.state === "busy" || beat.job !== null;
  const isStuck = isAtWork && now - beat.progressAt > seen.stallMs;
  if (isStuck) return lost(seen, limits, { kind: "no-progress" });
  return seen.order === "drain" ? { kind: "drain" } : { kind: "wait", state };
}

/** Others may have tried to beat in vain; who is stopped has not tried. */
function isExcused({ isHostStarved, canBeat, pane }: Observation): boolean {
  return isHostStarved || (!canBeat && pane?.process !== "stopped");
}

type Hearing = Pick<Observation, "now" | "beat" | "record">;

/** True when the agent's own generation has beaten, but not lately. */
export function isSilent({ now, beat, record }: Hearing, limits: Limits): boolean {
  return beat?.generation === record.generation && now - beat.beatAt > limits.beatMs;
}

/** True when the agent's own generation should have beaten by now, and never has. */
export function isLate(
  { now, beat, record, delayedMs }: Hearing & Pick<Observation, "delayedMs">,
  limits: Limits,
): boolean {
  const hasBeaten = beat?.generation === record.generation;
  return !hasBeaten && now - (record.startedAt ?? now) - delayedMs > limits.startMs;
}

function lost(seen: Observation, { crashLoop }: Limits, cause: Cause): Verdict {
  if (seen.record.retiredAt !== null) return { kind: "retire", cause };
  if (seen.restart === "temporary" && !isWished(cause)) return { kind: "abandon", cause };
  if (!isCounted(cause)) return { kind: "restart", cause, delayMs: 0 };
  const { record, now } = seen;
  const losses = recentLosses(record, now, crashLoop) + 1;
  const isProbe = record.quarantines > 0 && now - (record.startedAt ?? 0) < crashLoop.stableMs;
  // The same file would be read again.
  const isHopeless = cause.kind === "bad-config";
  if (isProbe || isHopeless || losses >= crashLoop.losses) {
    const forMs = doubled(crashLoop.probeMs, record.quarantines, crashLoop.longestProbeMs);
    return { kind: "quarantine", cause, forMs };
  }
  return { kind: "restart", cause, delayMs: restartDelay(losses, seen.jitter, crashLoop) };
}

/** A person, or the load, wants it to run: this is no coming back by itself. */
const isWished = ({ kind }: Cause): boolean => kind === "asked" || kind === "interrupted-start";

function recentLosses(
  { history }: AgentRecord,
  now: number,
  { windowMs }: CrashLoopLimits,
): number {
  return history.filter(({ at }) => now - at < windowMs).length;
}

/** Ms to wait before the restart that follows the nth recent loss. */
function restartDelay(losses: number, jitter: number, limits: CrashLoopLimits): number {
  if (losses <= 1) return 0;
  const delay = doubled(limits.firstDelayMs, losses - 2, limits.longestDelayMs);
  return Math.round(delay * (0.8 + 0.4 * jitter));
}

const doubled = (first: number, times: number, most: number): number =>
  Math.min(first * 2 ** times, most);
