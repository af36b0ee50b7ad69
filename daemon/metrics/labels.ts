/** What labels can say, as far as the program knows it. */

/** What a label says of a value that is not among those it can have. */
export const OTHER = "other";

export const AGENT_STATES = [
  "starting",
  "ready",
  "busy",
  "draining",
  "backoff",
  "quarantined",
  "held",
  "stopped",
] as const;

/** Kinds of causes; an exit code or signal is in the log and in the crash report. */
export const CAUSES = [
  "exit",
  "bad-config",
  "signal",
  "out-of-memory",
  "vanished",
  "hang",
  "no-progress",
  "never-ready",
  "pane-lost",
  "interrupted-start",
  "fellow-lost",
  "asked",
] as const;

export const MESSAGE_STATES = ["ready", "leased", "delayed", "dead"] as const;
export const OUTCOMES = ["done", "failed", "cancelled"] as const;
export const SOURCES = ["cli", "folder", "github", "api"] as const;
export const CHECKS = ["database", "tmux", "scheduler", "watchdog"] as const;
export const SUSPICIONS = ["unmarked", "cut-off", "machine-went-down", "unexpected-log"] as const;
