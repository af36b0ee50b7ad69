import { EX_CONFIG } from "../agents/agent.ts";
import type { Ending } from "../agents/pane.ts";

/** Why a process had to be replaced. */
export type Cause =
  | { readonly kind: "exit"; readonly code: number }
  /** It said itself, by its exit code, that it can't read its configuration. */
  | { readonly kind: "bad-config" }
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
  /** An agent of an earlier crew was lost over the same job. */
  | { readonly kind: "fellow-lost" }
  | { readonly kind: "asked" };

const BLAMELESS: ReadonlySet<Cause["kind"]> = new Set([
  "pane-lost",
  "interrupted-start",
  "fellow-lost",
  "asked",
]);

/**
 * What the agent itself, or its work, is to blame for counts towards a crash loop, and counts as a
 * loss of the messages in hand; what was done to it doesn't.
 */
export function isCounted({ kind }: Cause): boolean {
  return !BLAMELESS.has(kind);
}

/** `oomKilled`: the kernel has killed for want of memory lately. */
export function causeOfEnding({ exitCode, signal }: Ending, oomKilled: boolean): Cause {
  if (signal === "SIGKILL" && oomKilled) return { kind: "out-of-memory" };
  if (signal !== null) return { kind: "signal", signal };
  if (exitCode === EX_CONFIG) return { kind: "bad-config" };
  if (exitCode !== null) return { kind: "exit", code: exitCode };
  return { kind: "vanished" };
}

/** `exit 1`, `signal SIGKILL`, `hang`: for labels and lists. */
export function nameOf(cause: Cause): string {
  if (cause.kind === "exit") return `exit ${cause.code}`;
  if (cause.kind === "signal") return `signal ${cause.signal}`;
  return cause.kind;
}
