import type { MessageView } from "../queue.ts";

/** Decisions about one foreign agent's folder: plain data in, plain data out. */

/** A lease that the daemon holds for the agent. */
export interface Held {
  readonly id: string;
  readonly token: string;
  readonly attempt: number;
  readonly replyTo: string | null;
  readonly correlationId: string | null;
  readonly traceId: string | null;
  /** Null while it has no file of this lease. */
  readonly posted: Posted | null;
  /** The file's time when the lease was last prolonged; at first the time that it was given. */
  readonly heardAt: number | null;
  /** When its file was taken away from an agent that has left (ms since the epoch). */
  readonly withdrawnAt: number | null;
}

/** What a message file says about itself. */
export interface Posted {
  /** The time that the file was given (ms since the epoch). */
  readonly postedAtMs: number;
  /** What a touch is worth. */
  readonly leaseMs: number;
}

export interface AgentSituation {
  /** Whether the agent is announced, so that it may be given work. */
  readonly isServed: boolean;
  readonly leases: readonly Held[];
  /** Each message file's time of change (ms since the epoch), by the message's id. */
  readonly files: ReadonlyMap<string, number>;
  /** Ms since the epoch. */
  readonly now: number;
}

export interface AgentPlan {
  /** Ids of files whose lease is no more. */
  readonly remove: readonly string[];
  /** The agent has left without beginning these: their files go. */
  readonly withdraw: readonly Held[];
  /** Withdrawn long enough ago, so that nobody will answer any more: released. */
  readonly takeBack: readonly Held[];
  /** Leases whose file is missing, or of an earlier lease. */
  readonly post: readonly Held[];
  /** Touched since the lease was last prolonged; with the file's new time. */
  readonly extend: readonly (Held & { readonly posted: Posted })[];
}

/**
 * How long an answer may be on its way after its file was withdrawn: the agent can have read the
 * file just before, and even have announced itself again.
 */
const ANSWER_ON_ITS_WAY_MS = 900;

/** What has to be done so that files and leases agree again. */
export function planFor({ isServed, leases, files, now }: AgentSituation): AgentPlan {
  const ids = new Set(leases.map(({ id }) => id));
  const remove = [...files.keys()].filter((id) => !ids.has(id));
  const left = leases.filter((lease) => !isServed && !hasBegun(lease, files));
  const withdraw = left.filter(({ withdrawnAt }) => withdrawnAt === null);
  const takeBack = left.filter(({ withdrawnAt }) => isOver(withdrawnAt, now));
  const kept = leases.filter((lease) => isServed || hasBegun(lease, files));
  const post = kept.filter((lease) => lease.posted === null || !files.has(lease.id));
  const extend = kept.flatMap(({ posted, ...lease }) => {
    const changedAt = files.get(lease.id);
    if (posted === null || changedAt === undefined || changedAt === lease.heardAt) return [];
    return [{ ...lease, posted, heardAt: changedAt }];
  });
  return { remove, withdraw, takeBack, post, extend };
}

/** A clock that was set back must not hold a lease. */
function isOver(withdrawnAt: number | null, now: number): boolean {
  if (withdrawnAt === null) return false;
  return now < withdrawnAt || now >= withdrawnAt + ANSWER_ON_ITS_WAY_MS;
}

/** An agent touches the file of what it begins. */
function hasBegun(lease: Held, files: ReadonlyMap<string, number>): boolean {
  const changedAt = files.get(lease.id);
  return lease.posted !== null && changedAt !== undefined && changedAt !== lease.posted.postedAtMs;
}

/** Whether the lease is still the agent's; it loses one by expiry, cancelling or purging. */
export function isStillHeld(view: MessageView | undefined, worker: string): boolean {
  return view?.state === "leased" && view.worker === worker;
}

/** An answer whose lease was the agent's when a crash came in between, and is not any more. */
export interface Interrupted {
  readonly outcome: "done" | "failed" | "released" | "snoozed";
  /** Of the lease that it answers. */
  readonly attempt: number;
  readonly view: MessageView | undefined;
  readonly worker: string;
}

/** Whether the queue had been told of it before the crash. */
export function wasApplied({ outcome, attempt, view, worker }: Interrupted): boolean {
  switch (outcome) {
    case "done":
      return view?.state === "done" && view.worker === worker;
    case "failed":
      return view !== undefined && view.attempts >= attempt;
    case "released":
    case "snoozed":
      return true; // Either way the agent is rid of the message, which is all that it asked for.
  }
}

/** Why the queue did not take an answer under this token. */
export function lateness(id: string, view: MessageView | undefined, worker: string): string {
  if (!view) return `There is no message ${JSON.stringify(id)}: mistyped, or pruned long ago.`;
  if (isStillHeld(view, worker)) {
    return `The token is not of the present lease: ${id}.json was given out anew, take its token.`;
  }
  const since = `The lease is lost or was never this agent's, so the answer does not count:`;
  switch (view.state) {
    case "leased":
      return `${since} the message is worked on by ${view.worker} now.`;
    case "done":
      return `${since} the message is done, by ${view.worker}.`;
    case "waiting":
      return `${since} the message waits to be given out again.`;
    case "cancelled":
      return `${since} the message was cancelled.`;
    case "dead":
      return `${since} the message is dead (${view.lastError ?? "no error is known"}).`;
  }
}
