import type { Tx } from "../../../kernel/database.ts";
import { draft, whole } from "../../message.ts";
import type { Failure, Lease, Leased, NewMessage } from "../../queue.ts";
import { commit, commitOne } from "../commit.ts";
import type { Context } from "../context.ts";
import { arrive } from "../arrival/arrive.ts";
import { messageView } from "../operations/statements.ts";
import { leased } from "../reading.ts";
import { idOf, type LeasedRow } from "../rows.ts";
import {
  cancel,
  endExpired,
  fail,
  giveBack,
  lose,
  snooze,
  type Circumstances,
  type Ended,
} from "./end.ts";
import * as rows from "./statements.ts";

/** What the holder of a lease can do with it, and what happens to leases whose holder is gone. */

export const MAX_LEASE_MS = 24 * 3_600_000;
const MAX_SNOOZE_MS = 365 * 24 * 3_600_000;
/** Leases that one sweep's transaction returns: it must not keep others from writing for long. */
const SWEEP_BATCH = 500;
/** Of a worker's last words; the beginning goes first. */
const MAX_EVIDENCE = 16_384;

export function extend(context: Context, lease: Lease, leaseMs: number) {
  const { database, clock } = context;
  const until = clock.now() + whole("leaseMs", leaseMs, 1, MAX_LEASE_MS);
  const prolonged = commitOne(database, "extend", (tx) => rows.prolong(tx, lease, until));
  if (prolonged) return prolonged.isPaused ? "paused" : "ok";
  if (messageView(database, lease.id)?.state === "cancelled") return "cancelled";
  return lost(context, lease);
}

export function holds({ database }: Context, lease: Lease): boolean {
  return rows.heldBy(database, lease) !== undefined;
}

export function ack(context: Context, lease: Lease, replies: readonly NewMessage[]) {
  const { database, desk, clock, ring } = context;
  const now = clock.now();
  const drafts = replies.map((reply) => draft(reply, desk));
  const write = drafts.length === 0 ? commitOne : commit;
  const isOurs = write(database, "ack", (tx) => {
    const isOurs = rows.finish(tx, lease, now);
    if (isOurs) for (const each of drafts) arrive(tx, each, now);
    return isOurs;
  });
  if (!isOurs) return lost(context, lease, replies);
  ring([...drafts.map((each) => each.topic), ...openedBy(context, lease)]);
  return "ok";
}

/** In the caller's transaction. */
export function ackIn(context: Context, tx: Tx, lease: Lease): "ok" | "lost" {
  return rows.finish(tx, lease, context.clock.now()) ? "ok" : lost(context, lease);
}

export function ackAll(context: Context, leases: readonly Lease[]): ("ok" | "lost")[] {
  const { database, clock, ring } = context;
  const now = clock.now();
  const ours = commit(database, "ack", (tx) => finishTogether(tx, leases, now));
  ring(leases.flatMap((lease) => openedBy(context, lease)));
  return leases.map((lease, n) => (ours[n] ? "ok" : lost(context, lease)));
}

/** Those that were received together share a token, and are one statement when all are ours still. */
function finishTogether(tx: Tx, leases: readonly Lease[], now: number): boolean[] {
  const ours: boolean[] = [];
  for (const [token, places] of Map.groupBy(leases.keys(), (n) => leases[n]?.token ?? "")) {
    const held = places.map((n) => leases[n] as Lease);
    const ids = held.map(({ id }) => id);
    const areAll = rows.areAllHeld(tx, token, ids);
    if (areAll) rows.finishAll(tx, token, ids, now);
    for (const [k, n] of places.entries()) {
      ours[n] = areAll || rows.finish(tx, held[k] as Lease, now);
    }
  }
  return ours;
}

/** The topic where the next message of an ordering key may go on now, if there can be one. */
function openedBy({ database }: Context, lease: Lease & Partial<Leased>): string[] {
  if (lease.orderingKey === null) return [];
  const topic = lease.topic ?? messageView(database, lease.id)?.topic;
  return topic === undefined ? [] : [topic];
}

export function nack(context: Context, lease: Lease, failure: Failure): "ok" | "buried" | "lost" {
  const { delayMs, evidence } = failure;
  if (delayMs !== undefined) whole("delayMs", delayMs, 0, MAX_SNOOZE_MS);
  const kept = evidence === undefined ? failure : { ...failure, evidence: lastOf(evidence) };
  const ended = endLease(context, "nack", lease, (tx, row, on) => fail(tx, row, kept, on));
  if (!ended) return lost(context, lease);
  return ended.fate.kind === "bury" ? "buried" : "ok";
}

export function release(context: Context, lease: Lease): "ok" | "lost" {
  return endLease(context, "release", lease, giveBack) ? "ok" : lost(context, lease);
}

export function snoozeFor(
  context: Context,
  lease: Lease,
  delayMs: number,
  reason: string | null,
): "ok" | "lost" {
  const at = context.clock.now() + whole("delayMs", delayMs, 0, MAX_SNOOZE_MS);
  const ended = endLease(context, "snooze", lease, (tx, row, on) =>
    snooze(tx, row, { at, reason }, on),
  );
  return ended ? "ok" : lost(context, lease);
}

export function leasesOf({ database, circumstances }: Context, worker: string): Leased[] {
  const { payloadOf } = circumstances();
  return rows
    .leasesOf(database, worker)
    .map((row) => leased(row, { token: row.lease_token, until: row.leased_until }, payloadOf(row)));
}

export function releaseWorker(context: Context, worker: string, reason: string): number {
  const on = context.circumstances();
  const ended = commit(context.database, "release-worker", (tx) =>
    rows.leasesOf(tx, worker).map((row) => lose(tx, row, reason, on)),
  );
  context.announce(ended);
  return ended.length;
}

export function addEvidence({ database }: Context, worker: string, evidence: string): number {
  return database.transact((tx) => rows.addEvidence(tx, worker, lastOf(evidence)));
}

/** Ends leases whose time is over; looks before it writes, so that nobody waits for nothing. */
export function sweepLeases(context: Context): number {
  const { database, events } = context;
  const on = context.circumstances();
  if ((rows.firstExpiry(database) ?? Infinity) > on.now) return 0;
  const ended = commit(database, "sweep", (tx) =>
    rows.expiredLeases(tx, on.now, SWEEP_BATCH).map((row) => endExpired(tx, row, on)),
  );
  for (const { row } of ended) {
    const { topic, worker } = row;
    events?.emit("lease.expired", { topic, id: idOf(row), worker: worker ?? "" });
  }
  context.announce(ended);
  return ended.length;
}

/** In the caller's transaction. */
export function cancelIn({ clock }: Context, tx: Tx, correlationId: string): number {
  return cancel(tx, correlationId, clock.now());
}

/** Does `work` with the message if the lease holds it; undefined when it does not. */
function endLease(
  { database, circumstances, announce }: Context,
  verb: string,
  lease: Lease,
  work: (tx: Tx, row: LeasedRow, on: Circumstances) => Ended,
): Ended | undefined {
  const on = circumstances();
  const ended = commit(database, verb, (tx) => {
    const row = rows.heldBy(tx, lease);
    return row && work(tx, row, on);
  });
  if (ended) announce([ended]);
  return ended;
}

/** Counted, and what the late worker would have sent is kept aside. */
function lost(context: Context, lease: Lease, replies: readonly NewMessage[] = []): "lost" {
  const { database, events, clock } = context;
  const former = rows.formerHolder(database, lease);
  if (!former) return "lost";
  const { topic, worker, number: message } = former;
  if (worker !== null && replies.length > 0) {
    const late = { message, token: lease.token, worker, now: clock.now() };
    const text = JSON.stringify(replies);
    database.transact((tx) => rows.keepLateResult(tx, { ...late, replies: text }));
  }
  events?.emit("lease.lost", { topic, id: lease.id, worker: worker ?? "unknown" });
  return "lost";
}

const lastOf = (evidence: string): string => evidence.slice(-MAX_EVIDENCE);
