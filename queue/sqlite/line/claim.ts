import type { Tx } from "../../../kernel/database.ts";
import type { ReceiveRequest } from "../../queue.ts";
import { expire, type Circumstances, type Ended } from "../lease/end.ts";
import {
  claimAll,
  claimOne,
  expired,
  heads,
  lineUpArrivals,
  lineUpDue,
  type HeadRow,
  type Horizon,
  type NewLease,
} from "./statements.ts";

/**
 * From arrival into a lease. A send only appends its row; whoever looks next gives new arrivals
 * their place in line, many at once. Numbers are dense and arrivals are always the newest messages,
 * so one remembered number tells which arrivals are still to be seen.
 */

/** Arrivals, due and expired messages that one receiver sees to: others wait for the write lock. */
const BATCH = 5_000;
const DEFAULT_LEASE_MS = 30_000;

/** Whether anything must find its place before a claim: decided on reads alone. */
export function isUnsettled({ newest, dueAt, expiresAt }: Horizon, seen: number, now: number) {
  return (newest ?? 0) > seen || (dueAt ?? Infinity) <= now || (expiresAt ?? Infinity) <= now;
}

/** As far as one look at new arrivals goes. */
export function reach({ newest }: Horizon, seen: number): number {
  return Math.min(newest ?? 0, seen + BATCH);
}

export interface Settled {
  /** No message up to this number is an unseen arrival any more, once the transaction is committed. */
  readonly seen: number;
  readonly ended: readonly Ended[];
}

/** arrived → in line, delayed or behind; expired → dead; due → in line. */
export function settle(tx: Tx, edge: Horizon, seen: number, on: Circumstances): Settled {
  const { now } = on;
  const upTo = reach(edge, seen);
  if (upTo > seen) lineUpArrivals(tx, seen, upTo, now);
  const isLate = (edge.expiresAt ?? Infinity) <= now;
  const late = isLate ? expired(tx, Math.max(upTo, seen), now, BATCH) : [];
  const ended = late.map((row) => expire(tx, row, on));
  // What is buried may have held the next of its ordering key back, which is due now.
  if (ended.length > 0 || (edge.dueAt ?? Infinity) <= now) lineUpDue(tx, now, BATCH);
  return { seen: Math.max(upTo, seen), ended };
}

/** What `lease` took, as it stood in line, and until when it is the receiver's. */
export interface Claimed {
  readonly row: HeadRow;
  readonly until: number;
}

/**
 * ready → leased, the most urgent first; the token is fresh for each call. A single one is a single
 * write, which needs no transaction around it; many need one. Undefined when somebody else was quicker.
 */
export function lease(
  tx: Tx,
  request: ReceiveRequest,
  token: string,
  now: number,
): Claimed[] | undefined {
  const { topics, max = 1 } = request;
  const next = heads(tx, topics, now, max);
  const [first] = next;
  if (!first) return [];
  const numbers = next.map(({ number }) => number);
  const lease = newLease(request, token, now);
  const count = max === 1 ? claimOne(tx, first.number, lease) : claimAll(tx, numbers, lease);
  if (count < next.length) return undefined;
  return next.map((row) => ({ row, until: leaseEnd(row, lease) }));
}

export function newLease(request: ReceiveRequest, token: string, now: number): NewLease {
  const { worker, leaseMs = DEFAULT_LEASE_MS } = request;
  return { token, worker, now, until: now + leaseMs };
}

/** As the statement has it: not beyond what the attempt may take, nor beyond the deadline. */
export function leaseEnd(row: HeadRow, { now, until }: NewLease): number {
  const { attempt_timeout: most, deadline_at: deadline } = row;
  return Math.min(until, now + (most ?? Infinity), deadline ?? Infinity);
}
