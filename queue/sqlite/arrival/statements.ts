import type { Tx } from "../../../kernel/database.ts";
import type { Subscription } from "../../queue.ts";

/** All SQL of messages on their way in: a send appends one row and touches no index. */

type Reads = Pick<Tx, "prepare">;

/** What is written of a new message; times are ms since the epoch. */
export interface Arrival extends PlainArrival {
  readonly expiresAt: number | null;
  readonly deadlineAt: number | null;
  readonly attemptTimeout: number | null;
  readonly orderingKey: string | null;
  readonly dedupeKey: string | null;
  readonly correlationId: string | null;
  readonly replyTo: string | null;
  readonly traceId: string | null;
  readonly source: string | null;
  readonly publishedOn: string | null;
  readonly blob: string | null;
}

/** Of a message about which nothing special is said. */
export interface PlainArrival {
  readonly topic: string;
  readonly priority: number;
  readonly sentAt: number;
  readonly notBefore: number;
  readonly maxAttempts: number;
  readonly payload: string | null;
}

/** Answers the message's number. */
export function insertMessage(tx: Tx, arrival: Arrival): number {
  const { lastInsertRowid } = tx
    .prepare(
      `insert into message
         (topic, priority, sent_at, not_before, expires_at, deadline_at, attempt_timeout,
          ordering_key, dedupe_key, correlation_id, reply_to, trace_id, source, published_on,
          max_attempts, payload, blob)
       values
         (@topic, @priority, @sentAt, @notBefore, @expiresAt, @deadlineAt, @attemptTimeout,
          @orderingKey, @dedupeKey, @correlationId, @replyTo, @traceId, @source, @publishedOn,
          @maxAttempts, @payload, @blob)`,
    )
    .run(arrival as Arrival & Record<string, string | number | null>);
  return Number(lastInsertRowid);
}

/** As `insertMessage`; with so few values to bind, a send takes a tenth less time. */
export function insertPlain(tx: Tx, arrival: PlainArrival): number {
  const { lastInsertRowid } = tx
    .prepare(
      `insert into message (topic, priority, sent_at, not_before, max_attempts, payload)
       values (@topic, @priority, @sentAt, @notBefore, @maxAttempts, @payload)`,
    )
    .run(arrival as PlainArrival & Record<string, string | number | null>);
  return Number(lastInsertRowid);
}

/** The message that took the key, while the key is taken. */
export function holderOfKey(tx: Tx, topic: string, key: string, now: number): number | undefined {
  return tx
    .prepare<{ message: number }>(
      `select message from dedupe_key
       where topic = @topic and key = @key and (taken_until is null or taken_until > @now)`,
    )
    .get({ topic, key, now })?.message;
}

/** `takenUntil` null: for ever. */
export function takeKey(
  tx: Tx,
  taken: { topic: string; key: string; message: number; takenUntil: number | null },
): void {
  tx.prepare(
    `insert or replace into dedupe_key (topic, key, message, taken_until)
     values (@topic, @key, @message, @takenUntil)`,
  ).run(taken);
}

/** Forgets keys whose window is over. */
export function freeKeys(tx: Tx, now: number, limit: number): number {
  return tx
    .prepare(
      `delete from dedupe_key where (topic, key) in (
         select topic, key from dedupe_key where taken_until <= @now limit @limit)`,
    )
    .run({ now, limit }).changes;
}

export function inboxesOf(from: Reads, topic: string): string[] {
  return from
    .prepare<{ inbox: string }>(
      "select inbox from subscription where topic = @topic order by inbox",
    )
    .all({ topic })
    .map(({ inbox }) => inbox);
}

export function insertSubscription(tx: Tx, { topic, inbox }: Subscription): void {
  tx.prepare(
    "insert into subscription (topic, inbox) values (@topic, @inbox) on conflict do nothing",
  ).run({ topic, inbox });
}

export function deleteSubscription(tx: Tx, { topic, inbox }: Subscription): number {
  return tx
    .prepare("delete from subscription where topic = @topic and inbox = @inbox")
    .run({ topic, inbox }).changes;
}
