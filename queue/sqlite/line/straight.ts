import type { Tx } from "../../../kernel/database.ts";
import type { ReceiveRequest } from "../../queue.ts";
import { leaseEnd, newLease, type Claimed } from "./claim.ts";
import { isAnyInLine, type Horizon } from "./statements.ts";
import { arrivals, claimArrivals, firstArrival, surveyArrivals } from "./straight/statements.ts";

/**
 * The short way, from arrival into a lease with no place in line between: half the pages to write.
 * It is open while nothing stands in line and the arrivals are alike in all that decides who is
 * next, so that the order of their numbers is the order of their turns.
 */

/** Arrivals up to number `upTo`, none of which overtakes another. */
export interface Run {
  readonly topic: string;
  readonly priority: number;
  readonly upTo: number;
  /** Of the last one; who comes later continues the run. Ms since the epoch. */
  readonly notBefore: number;
}

/**
 * The run that begins after `seen`, as far as one look reaches; undefined when arrivals differ.
 * `known` is what an earlier look found: arrivals never change, so it looks only at those since.
 */
export function runOf(
  from: Pick<Tx, "prepare">,
  known: Run | undefined,
  seen: number,
  upTo: number,
): Run | undefined {
  const start = known !== undefined && known.upTo > seen ? known : undefined;
  if (start !== undefined && start.upTo >= upTo) return start;
  const next = surveyArrivals(from, start?.upTo ?? seen, upTo);
  if (next === undefined || next.isMixed === 1) return undefined;
  const { topic, priority, earliest, latest: notBefore } = next;
  const isOther = start !== undefined && (start.topic !== topic || start.priority !== priority);
  if (isOther || earliest < (start?.notBefore ?? earliest)) return undefined;
  return { topic, priority, upTo, notBefore };
}

/** Whether nothing else could go first; to be asked again in the transaction that relies on it. */
export function isOpen(
  from: Pick<Tx, "prepare">,
  run: Run,
  { topics }: ReceiveRequest,
  { dueAt, expiresAt }: Horizon,
  now: number,
): boolean {
  const isNothingDue = (dueAt ?? Infinity) > now && (expiresAt ?? Infinity) > now;
  return isNothingDue && topics.includes(run.topic) && !isAnyInLine(from, topics);
}

/**
 * arrived → leased, the first of the run that nobody else has taken. Answers also up to which number
 * none is an arrival any more; undefined when all are taken or the topic is paused.
 */
export function leaseArrivals(
  tx: Tx,
  run: Run,
  seen: number,
  request: ReceiveRequest,
  token: string,
  now: number,
): { readonly seen: number; readonly claimed: readonly Claimed[] } | undefined {
  const first = firstArrival(tx, run.topic, seen, run.upTo);
  if (first === undefined) return undefined;
  const last = Math.min(first + (request.max ?? 1) - 1, run.upTo);
  const rows = arrivals(tx, first, last);
  const lease = newLease(request, token, now);
  claimArrivals(tx, first, last, lease);
  return { seen: last, claimed: rows.map((row) => ({ row, until: leaseEnd(row, lease) })) };
}
