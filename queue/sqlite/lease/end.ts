import type { Tx } from "../../../kernel/database.ts";
import type { Draft, Stored } from "../../message.ts";
import type { Failure } from "../../queue.ts";
import {
  afterFailure,
  afterLoss,
  type Doubtful,
  type Fate,
  type RetryPolicy,
} from "../../retry.ts";
import type { DeadLetterNotice } from "../../topics.ts";
import { arrive } from "../arrival/arrive.ts";
import { lineUpAll } from "../line/statements.ts";
import { idOf, type LeasedRow, type MessageRow } from "../rows.ts";
import {
  buryWaiting,
  cancelWaiting,
  endLease,
  leasesOfCorrelation,
  recordEnd,
} from "./statements.ts";

/**
 * Every way out of a lease but the ack, and out of waiting without a lease (the arrows of
 * queue/lifecycle.md), each inside the caller's transaction. What must happen after the commit is
 * answered, not done.
 */

/** What the arrows need from outside: the moment, the dice and what holds for a topic. */
export interface Circumstances {
  readonly now: number;
  readonly random: () => number;
  readonly retryOf: (topic: string) => RetryPolicy | undefined;
  readonly payloadOf: (row: Pick<MessageRow, "payload" | "blob">) => unknown;
  readonly store: (payload: unknown) => Stored;
}

/** A message that left its lease, or waited in vain. */
export interface Ended {
  readonly row: MessageRow;
  readonly fate: Fate;
}

/** leased → waiting or dead, because the worker says that it failed. */
export function fail(tx: Tx, row: LeasedRow, failure: Failure, on: Circumstances): Ended {
  const { error, evidence = null } = failure;
  recordEnd(tx, row, { now: on.now, ending: "failed", error, evidence });
  return failed(tx, row, failure, on);
}

/** leased → waiting or dead, because the attempt took longer than it may: that is a failure. */
function timeOut(tx: Tx, row: LeasedRow, on: Circumstances): Ended {
  const error = `the attempt of ${row.worker} took longer than ${row.attempt_timeout} ms`;
  recordEnd(tx, row, { now: on.now, ending: "timed-out", error });
  return failed(tx, row, { error }, on);
}

function failed(tx: Tx, row: LeasedRow, failure: Failure, on: Circumstances): Ended {
  const { now, random, retryOf } = on;
  const message = doubtful(row, { attempts: row.attempts + 1 });
  const fate = afterFailure(message, failure, now, random, retryOf(row.topic));
  return end(tx, row, message, { fate, error: failure.error }, on);
}

/** A lease whose time was cut by its attempt's limit ran into that; another was not extended. */
export function endExpired(tx: Tx, row: LeasedRow, on: Circumstances): Ended {
  const { worker, leased_at: from, leased_until: until, attempt_timeout: most } = row;
  if (most !== null && until - from >= most) return timeOut(tx, row, on);
  return lose(tx, row, `${worker} was silent beyond its lease of ${until - from} ms`, on);
}

/** leased → waiting or dead, because the worker died or fell silent. Keeps its place in the line. */
export function lose(tx: Tx, row: LeasedRow, reason: string, on: Circumstances): Ended {
  recordEnd(tx, row, { now: on.now, ending: "lost", error: reason });
  const message = doubtful(row, { losses: row.losses + 1 });
  const fate = afterLoss(message, reason, on.now);
  return end(tx, row, message, { fate, error: reason }, on);
}

/** leased → waiting as if it had never been received. */
export function giveBack(tx: Tx, row: LeasedRow, on: Circumstances): Ended {
  recordEnd(tx, row, { now: on.now, ending: "released", error: null });
  const fate: Fate = { kind: "again", at: Math.min(row.not_before, on.now) };
  return end(tx, row, doubtful(row), { fate, error: row.last_error }, on);
}

/** leased → waiting until `at`: what it needs is not there yet. */
export function snooze(
  tx: Tx,
  row: LeasedRow,
  { at, reason }: { readonly at: number; readonly reason: string | null },
  on: Circumstances,
): Ended {
  recordEnd(tx, row, { now: on.now, ending: "snoozed", error: reason });
  return end(tx, row, doubtful(row), { fate: { kind: "again", at }, error: row.last_error }, on);
}

/** waiting → dead, because nobody began it in time. */
export function expire(tx: Tx, row: MessageRow, on: Circumstances): Ended {
  const isLate = row.deadline_at !== null && row.deadline_at <= on.now;
  const reason = isLate ? "not done by its deadline" : "not begun in time";
  buryWaiting(tx, row.number, reason, on.now);
  tellWhoWaits(tx, row, reason, on);
  return { row, fate: { kind: "bury", reason } };
}

/** waiting or leased → cancelled. Who holds such a lease hears of it when extending it. */
export function cancel(tx: Tx, correlationId: string, now: number): number {
  lineUpAll(tx, now);
  const held = leasesOfCorrelation(tx, correlationId);
  for (const row of held) {
    recordEnd(tx, row, { now, ending: "cancelled", error: null });
    const { attempts, losses, not_before: notBefore, last_error: error } = row;
    const ending = { state: "cancelled", notBefore, attempts, losses, error } as const;
    endLease(tx, row, { ...ending, finishedAt: now });
  }
  return held.length + cancelWaiting(tx, correlationId, now);
}

function doubtful(row: LeasedRow, counted: Partial<Doubtful> = {}): Doubtful {
  return {
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    losses: row.losses,
    notBefore: row.not_before,
    deadlineAt: row.deadline_at,
    ...counted,
  };
}

function end(
  tx: Tx,
  row: LeasedRow,
  { attempts, losses }: Doubtful,
  { fate, error }: { readonly fate: Fate; readonly error: string | null },
  on: Circumstances,
): Ended {
  if (fate.kind === "again") {
    const again = { state: "delayed", notBefore: fate.at, finishedAt: null, error } as const;
    endLease(tx, row, { ...again, attempts, losses });
  } else {
    const buried = { state: "dead", notBefore: row.not_before, finishedAt: on.now } as const;
    endLease(tx, row, { ...buried, attempts, losses, error: fate.reason });
    tellWhoWaits(tx, row, fate.reason, on);
  }
  return { row, fate };
}

/** Tells whoever waits for an answer that none will come. */
function tellWhoWaits(tx: Tx, row: MessageRow, reason: string, on: Circumstances): void {
  if (row.reply_to !== null) arrive(tx, notice(row, row.reply_to, reason, on), on.now);
}

function notice(
  row: MessageRow,
  replyTo: string,
  reason: string,
  { payloadOf, store }: Circumstances,
): Draft {
  const payload: DeadLetterNotice = {
    kind: "dead-letter",
    id: idOf(row),
    topic: row.topic,
    reason,
    payload: payloadOf(row) as DeadLetterNotice["payload"],
  };
  return {
    ...UNLIMITED,
    topic: replyTo,
    payload: store(payload),
    priority: row.priority,
    correlationId: row.correlation_id,
    traceId: row.trace_id,
  };
}

const UNLIMITED = {
  delayMs: 0,
  startByMs: null,
  deadlineMs: null,
  attemptTimeoutMs: null,
  orderingKey: null,
  dedupeKey: null,
  dedupeWindowMs: null,
  replyTo: null,
  source: "queue",
  maxAttempts: 3,
} as const;
