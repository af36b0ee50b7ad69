import type { Tx } from "../../../kernel/database.ts";
import type { ReceiveRequest } from "../../queue.ts";
import { expire, type Circumstances, type Ended } from "../lease/end.ts";
import {
  claim,
  expired,
  heads,
  lineUpArrivals,
  lineUpDue,
  type HeadRow,
  type Horizon,
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

export interface Settled {
  /** No message up to this number is an unseen arrival any more, once the transaction is committed. */
  readonly seen: number;
  readonly ended: readonly Ended[];
}

/** arrived → in line, delayed or behind; due → in line; expired → dead. */
export function settle(tx: Tx, edge: Horizon, seen: number, on: Circumstances): Settled {
  const { now } = on;
  const upTo = Math.min(edge.newest ?? 0, seen + BATCH);
  if (upTo > seen) lineUpArrivals(tx, seen, upTo, now);
  if ((edge.dueAt ?? Infinity) <= now) lineUpDue(tx, now, BATCH);
  const late = (edge.expiresAt ?? Infinity) <= now ? expired(tx, now, BATCH) : [];
  return { seen: Math.max(upTo, seen), ended: late.map((row) => expire(tx, row, on)) };
}

/** What `lease` took, as it stood in line, and until when it is the receiver's. */
export interface Claimed {
  readonly row: HeadRow;
  readonly until: number;
}

/** ready → leased, the most urgent first; the token is fresh for each call. */
export function lease(tx: Tx, request: ReceiveRequest, token: string, now: number): Claimed[] {
  const { topics, worker, max = 1, leaseMs = DEFAULT_LEASE_MS } = request;
  const taken: Claimed[] = [];
  for (const row of heads(tx, topics, now, max)) {
    const until = leaseEnd(row, now, leaseMs);
    const lease = { number: row.number, token, worker, now, until };
    if (claim(tx, lease) === 1) taken.push({ row, until });
  }
  return taken;
}

/** No longer than the attempt may take, and not beyond the deadline. */
function leaseEnd(row: HeadRow, now: number, leaseMs: number): number {
  const { attempt_timeout: most, deadline_at: deadline } = row;
  return Math.min(now + leaseMs, now + (most ?? Infinity), deadline ?? Infinity);
}
