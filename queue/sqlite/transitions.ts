import type { Tx } from "../../kernel/database.ts";
import type { Draft } from "../message.ts";
import type { Failure, Leased, ReceiveRequest, Sent } from "../queue.ts";
import { afterFailure, afterLoss, type Fate } from "../retry.ts";
import type { DeadLetterNotice } from "../topics.ts";
import {
  cancelWaiting,
  claim,
  endLease,
  idOfDedupeKey,
  insertMessage,
  leasesOfCorrelation,
  lineUp,
  nextDueAt,
  recordEnd,
  type ClaimedRow,
  type LeasedRow,
} from "./statements.ts";

/**
 * Every way from one state of a message to the next (the arrows of queue/lifecycle.md), each
 * inside the caller's transaction. What must happen after the commit is answered, not done.
 */

/** What the arrows need from outside: the moment, new ids and the dice. */
export interface Circumstances {
  readonly now: number;
  readonly newId: () => string;
  readonly random: () => number;
}

/** A message that left its lease without an ack. */
export interface Ended {
  readonly row: LeasedRow;
  readonly fate: Fate;
}

const DEFAULT_LEASE_MS = 30_000;
/** Delayed messages that one receiver lines up: many may become due at once. */
const LINE_UP_BATCH = 1_000;

/** → waiting, unless the dedupe key says that it is there already. */
export function enter(tx: Tx, draft: Draft, { now, newId }: Circumstances): Sent {
  const id = newId();
  if (insertMessage(tx, id, draft, now) === 1) return { id, isNew: true };
  return { id: idOfDedupeKey(tx, draft.topic, draft.dedupeKey ?? "") ?? id, isNew: false };
}

/** waiting → leased, the most urgent first. */
export function lease(tx: Tx, request: ReceiveRequest, now: number): Leased[] {
  const { topics, worker, max = 1, leaseMs = DEFAULT_LEASE_MS } = request;
  if ((nextDueAt(tx) ?? Infinity) <= now) lineUp(tx, now, LINE_UP_BATCH);
  const rows = claim(tx, topics, { worker, now, until: now + leaseMs, max });
  // `returning` promises no order.
  return rows.sort((a, b) => a.turn - b.turn || a.number - b.number).map(leased);
}

function leased(row: ClaimedRow): Leased {
  return {
    id: row.id,
    token: row.lease_token,
    topic: row.topic,
    payload: JSON.parse(row.payload) as unknown,
    attempt: row.attempts + 1,
    maxAttempts: row.max_attempts,
    correlationId: row.correlation_id,
    replyTo: row.reply_to,
    traceId: row.trace_id,
    priority: row.priority,
    leasedUntil: row.leased_until,
  };
}

/** leased → waiting or dead, because the worker says that it failed. */
export function fail(tx: Tx, row: LeasedRow, failure: Failure, on: Circumstances): Ended {
  const attempts = row.attempts + 1;
  const fate = afterFailure({ attempts, maxAttempts: row.max_attempts }, failure, on.random);
  const notBefore = fate.kind === "again" ? on.now + fate.delayMs : row.not_before;
  recordEnd(tx, row, { now: on.now, ending: "failed", error: failure.error });
  return end(tx, row, { fate, attempts, losses: row.losses, notBefore, error: failure.error }, on);
}

/** leased → waiting or dead, because the worker died or fell silent. Keeps its place in the lane. */
export function lose(tx: Tx, row: LeasedRow, reason: string, on: Circumstances): Ended {
  const losses = row.losses + 1;
  const fate = afterLoss(losses, reason);
  recordEnd(tx, row, { now: on.now, ending: "lost", error: reason });
  const { attempts, not_before: notBefore } = row;
  return end(tx, row, { fate, attempts, losses, notBefore, error: reason }, on);
}

/** leased → waiting as if it had never been received. */
export function giveBack(tx: Tx, row: LeasedRow, on: Circumstances): Ended {
  const { attempts, losses, not_before: notBefore, last_error: error } = row;
  const fate: Fate = { kind: "again", delayMs: 0 };
  recordEnd(tx, row, { now: on.now, ending: "released", error: null });
  return end(tx, row, { fate, attempts, losses, notBefore, error }, on);
}

/** waiting or leased → cancelled. Who holds such a lease hears of it when extending it. */
export function cancel(tx: Tx, correlationId: string, now: number): number {
  const held = leasesOfCorrelation(tx, correlationId);
  for (const row of held) {
    const { attempts, losses, not_before: notBefore, last_error: error } = row;
    recordEnd(tx, row, { now, ending: "cancelled", error: null });
    const ending = { state: "cancelled", notBefore, attempts, losses, error } as const;
    endLease(tx, row, { ...ending, finishedAt: now }, now);
  }
  return held.length + cancelWaiting(tx, correlationId, now);
}

interface Verdict {
  readonly fate: Fate;
  readonly attempts: number;
  readonly losses: number;
  readonly notBefore: number;
  readonly error: string | null;
}

function end(tx: Tx, row: LeasedRow, { fate, ...after }: Verdict, on: Circumstances): Ended {
  if (fate.kind === "again") {
    endLease(tx, row, { ...after, state: "waiting", finishedAt: null }, on.now);
  } else {
    const buried = { state: "dead", finishedAt: on.now, error: fate.reason } as const;
    endLease(tx, row, { ...after, ...buried }, on.now);
    if (row.reply_to !== null) enter(tx, notice(row, row.reply_to, fate.reason), on);
  }
  return { row, fate };
}

/** Tells whoever waits for an answer that none will come. */
function notice(row: LeasedRow, replyTo: string, reason: string): Draft {
  const payload: DeadLetterNotice = {
    kind: "dead-letter",
    id: row.id,
    topic: row.topic,
    reason,
    payload: JSON.parse(row.payload) as DeadLetterNotice["payload"],
  };
  return {
    topic: replyTo,
    payload: JSON.stringify(payload),
    priority: row.priority,
    delayMs: 0,
    dedupeKey: null,
    correlationId: row.correlation_id,
    replyTo: null,
    traceId: row.trace_id,
    maxAttempts: 3,
  };
}
