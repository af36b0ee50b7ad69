import { z } from "zod";

export const http = z.strictObject({
  /** Loopback: whoever reaches the port sees the jobs. Put a proxy with a login before another one. */
  host: z.string().min(1).default("127.0.0.1"),
  /** 0 takes any free one; `kantoku status` tells which. */
  port: z.int().min(0).max(65_535).default(4750),
});

/** What holds for all messages of one topic, unless a message says otherwise. */
const topic = z.strictObject({
  /** Failures after which a message is dead. */
  maxAttempts: z.int().min(1).max(1_000).optional(),
  /** An attempt that takes longer has failed. */
  attemptTimeoutMs: z.int().min(1).optional(),
  /** The pause after the first failure; it doubles with each further one. */
  firstRetryMs: z.int().min(0).optional(),
  longestRetryMs: z.int().min(0).optional(),
});

export const queue = z.strictObject({
  /** Policies by topic. A topic of the `work.` family that is no role's must be named here. */
  topics: z.record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/), topic).default({}),
});

export const log = z.strictObject({
  level: z.enum(["error", "warn", "info", "debug"]).default("info"),
  /** A file is closed at this size, and the oldest of `files` removed. */
  maxBytes: z.int().min(10_000).default(10_000_000),
  files: z.int().min(1).max(100).default(5),
});

export const backup = z.strictObject({
  /** Absolute; without it `backups/` in the home, which a lost disk takes along. */
  folder: z.string().startsWith("/", "is not an absolute path").optional(),
  /** How many are kept there, the newest; 0: all of them. A week of daily ones. */
  keep: z.int().min(0).max(10_000).default(7),
});
