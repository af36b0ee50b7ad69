import type { Ending } from "../agents/pane.ts";

/** Why a process had to be replaced. */
export type Cause =
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: NodeJS.Signals }
  /** Ended by a kill while the kernel counted an out-of-memory kill. */
  | { readonly kind: "out-of-memory" }
  /** Ended, and nobody knows how. */
  | { readonly kind: "vanished" }
  /** Lives, but neither beats nor answers. */
  | { readonly kind: "hang" }
  | { readonly kind: "no-progress" }
  | { readonly kind: "never-ready" }
  /** The pane was closed, or went down with the tmux server. */
  | { readonly kind: "pane-lost" }
  /** The daemon died between deciding on a start and starting. */
  | { readonly kind: "interrupted-start" }
  | { readonly kind: "asked" };

/** What the agent itself is to blame for counts towards a crash loop; what was done to it doesn't. */
export function isCounted({ kind }: Cause): boolean {
  return kind !== "pane-lost" && kind !== "interrupted-start" && kind !== "asked";
}

/** `oomKilled`: the kernel has killed for want of memory since the last look. */
export function causeOfEnding({ exitCode, signal }: Ending, oomKilled: boolean): Cause {
  if (signal === "SIGKILL" && oomKilled) return { kind: "out-of-memory" };
  if (signal !== null) return { kind: "signal", signal };
  if (exitCode !== null) return { kind: "exit", code: exitCode };
  return { kind: "vanished" };
}

/** `exit 1`, `signal SIGKILL`, `hang`: for labels and lists. */
export function nameOf(cause: Cause): string {
  if (cause.kind === "exit") return `exit ${cause.code}`;
  if (cause.kind === "signal") return `signal ${cause.signal}`;
  return cause.kind;
}
