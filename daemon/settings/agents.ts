import { z } from "zod";
import { DEFAULT_LIMITS } from "../../watchdog/limits.ts";
import { limits, memory } from "./crew.ts";

/** When an agent that dies again and again is left alone for a while; watchdog/limits.ts says more. */
const crashLoop = z.strictObject({
  /** So many losses that are its own fault … */
  losses: z.int().min(2).max(100).default(DEFAULT_LIMITS.crashLoop.losses),
  /** … within this time: quarantine. */
  windowMs: z.int().min(1_000).default(DEFAULT_LIMITS.crashLoop.windowMs),
  /** The first restart is immediate, the second waits this long, each further one twice as long. */
  firstDelayMs: z.int().min(0).default(DEFAULT_LIMITS.crashLoop.firstDelayMs),
  longestDelayMs: z.int().min(0).default(DEFAULT_LIMITS.crashLoop.longestDelayMs),
  /** From quarantine to the next try, then twice as long. */
  probeMs: z.int().min(100).default(DEFAULT_LIMITS.crashLoop.probeMs),
  longestProbeMs: z.int().min(100).default(DEFAULT_LIMITS.crashLoop.longestProbeMs),
  /** Who lives so long after it is well again. */
  stableMs: z.int().min(0).default(DEFAULT_LIMITS.crashLoop.stableMs),
});

/** When many agents die soon after their start: they are then started one by one. */
const breaker = z.strictObject({
  /** So many different agents, and more than half of those that run … */
  deaths: z.int().min(3).default(DEFAULT_LIMITS.breaker.deaths),
  /** … within this time … */
  windowMs: z.int().min(100).default(DEFAULT_LIMITS.breaker.windowMs),
  /** … each of which had lived for less than this; 0: never. Who was well may come back at once. */
  earlyMs: z.int().min(0).default(DEFAULT_LIMITS.breaker.earlyMs),
  /** Until the first is tried; twice as long after each that died again. */
  firstPauseMs: z.int().min(0).default(DEFAULT_LIMITS.breaker.firstPauseMs),
  longestPauseMs: z.int().min(0).default(DEFAULT_LIMITS.breaker.longestPauseMs),
});

/** How an agent's silence is judged. */
const silence = {
  /** How often an agent says that it lives. */
  beatMs: z.int().min(50).default(1_000),
  /** Without a beat for so long, and stopped or gone by the kernel's word, it is replaced. */
  silentMs: z.int().min(500).default(5_000),
  /** Without a beat for so long it is replaced though it seems alive: its event loop is blocked. */
  blockedMs: z.int().min(1_000).default(20_000),
};

export const agents = z
  .strictObject({
    ...silence,
    /** From spawn to the first beat; Node boots in 0.1 s, but a loaded machine may take long. */
    startMs: z.int().min(1_000).default(30_000),
    /** How long a step is ours without an extension; a dead agent's work goes on after that at the latest. */
    leaseMs: z.int().min(1_000).default(30_000),
    /** How long work in hand is waited for when an agent is to end. */
    drainMs: z.int().min(0).default(60_000),
    crashLoop: crashLoop.prefault({}),
    breaker: breaker.prefault({}),
    /** Of each agent; a crew can have its own. */
    limits: z
      .strictObject({
        /** Leaves room for the others, whoever runs wild, and is plenty for a browser from 2 GB on. */
        memory: memory.default("50%"),
        cpus: limits.cpus.optional(),
        cpuWeight: limits.cpuWeight.default(100),
        /** Stops what multiplies; nobody at work comes near. */
        tasks: limits.tasks.default(4_096),
      })
      .prefault({}),
  })
  .superRefine(({ beatMs, silentMs, blockedMs }, context) => {
    const refuse = (name: keyof typeof silence, message: string): void =>
      context.addIssue({ code: "custom", path: [name], message });
    if (silentMs <= beatMs)
      refuse(
        "silentMs",
        `${silentMs} is no longer than beatMs, ${beatMs}: everybody would be silent`,
      );
    const least = Math.max(silentMs, LEAST_BEATS * beatMs);
    if (blockedMs < least)
      refuse("blockedMs", `${blockedMs} is too short: at least silentMs and three beats, ${least}`);
  });

/** So many beats may be late before an agent that seems alive is replaced. */
const LEAST_BEATS = 3;

export const scaling = z.strictObject({
  /** Without work for so long, an agent beyond its crew's `min` goes; starting one costs some 0.2 s. */
  idleMs: z.int().min(0).default(60_000),
  /** What must be left when an agent has started: one with a browser takes some 300 MB. */
  freeMemoryBytes: z.int().min(0).default(512_000_000),
  /** Where the home is; work on a full disk fails. */
  freeDiskBytes: z.int().min(0).default(256_000_000),
  /**
   * Share of the last minute in which somebody waited for the CPU (PSI): beyond it a crew gets no
   * further agents, though always its first. Films fill a small machine for a while, which is fine.
   */
  cpuPressure: z.number().min(0).max(1).default(0.95),
  /** Where the kernel has no PSI: the load average of a minute, per core. */
  loadPerCore: z.number().min(0).default(4),
});
