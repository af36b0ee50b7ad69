/** When the watchdog loses patience. Every number is a decision; all can be set. */
export interface Limits {
  /** A beat comes every second; without one for this long the agent is silent. */
  readonly beatMs: number;
  /** Silent for this long on a host that has time, an agent hangs even if the kernel calls it alive: its event loop is blocked. */
  readonly blockedMs: number;
  /** …and this many patrols in a row must have found it so. */
  readonly silentPatrols: number;
  /** From the start of a process to its first beat. */
  readonly startMs: number;
  /** A role that stands still is stopped by its agent; it has as long again to end, and so long at least. */
  readonly stopMs: number;
  /** From the wish to drain to the kill. */
  readonly drainMs: number;
  /**
   * A patrol that comes this much late tells of a host without time: then, and as long afterwards, silence
   * proves nothing; and so for as long after no beat could be written.
   */
  readonly lateMs: number;
  readonly crashLoop: CrashLoopLimits;
  readonly breaker: BreakerLimits;
}

/** When many agents that die soon after their start are a mass death, and are started one by one. */
export interface BreakerLimits {
  /** So many different agents, and more than half of those that run … */
  readonly deaths: number;
  /** … within this time … */
  readonly windowMs: number;
  /** … each of which had lived for less than this. */
  readonly earlyMs: number;
  /** From then to the first trial; twice as long after each trial that failed. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

export interface CrashLoopLimits {
  /** So many losses … */
  readonly losses: number;
  /** … within this time are a crash loop. */
  readonly windowMs: number;
  /** The first restart is immediate, the second waits this long, each further one twice as long. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** A quarantined agent is tried again after this time, then after twice as long. */
  readonly probeMs: number;
  readonly longestProbeMs: number;
  /** Who lives this long is well again. */
  readonly stableMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  beatMs: 5_000,
  blockedMs: 20_000,
  silentPatrols: 8,
  startMs: 30_000,
  stopMs: 15_000,
  drainMs: 60_000,
  lateMs: 1_500,
  crashLoop: {
    losses: 5,
    windowMs: 120_000,
    firstDelayMs: 250,
    longestDelayMs: 30_000,
    probeMs: 60_000,
    longestProbeMs: 900_000,
    stableMs: 60_000,
  },
  breaker: {
    deaths: 3,
    windowMs: 5_000,
    earlyMs: 5_000,
    firstPauseMs: 1_000,
    longestPauseMs: 60_000,
  },
};
