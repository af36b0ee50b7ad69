import type { Tx } from "../../kernel/database.ts";
import type { Draft } from "../message.ts";
import type { Lease, MessageView, TopicStats } from "../queue.ts";

/** All SQL of messages and their leases. */

export type Reads = Pick<Tx, "prepare">;

/** A message as the row that it is. */
export interface MessageRow {
  readonly number: number;
  readonly id: string;
  readonly topic: string;
  readonly state: MessageView["state"];
  readonly priority: number;
  readonly sent_at: number;
  readonly not_before: number;
  readonly turn: number | null;
  readonly dedupe_key: string | null;
  readonly correlation_id: string | null;
  readonly reply_to: string | null;
  readonly trace_id: string | null;
  readonly max_attempts: number;
  readonly attempts: number;
  readonly losses: number;
  readonly lease_token: string | null;
  readonly leased_until: number | null;
  readonly worker: string | null;
  readonly leased_at: number | null;
  readonly finished_at: number | null;
  readonly last_error: string | null;
  readonly payload: string;
}

/** A row in state `leased`, as the schema's checks guarantee it. */
export interface LeasedRow extends MessageRow {
  readonly turn: number;
  readonly lease_token: string;
  readonly leased_until: number;
  readonly worker: string;
  readonly leased_at: number;
}

/**
 * How much sooner a message of one priority class is served than one of the next: its `turn` is
 * when it came, plus this much for each class. So urgency rules among messages that came within
 * this time, the one that has waited longest goes first beyond it, and nothing starves.
 */
const AGEING_MS = 60_000;

/** Adds a message; 0 when its dedupe key is taken on its topic. */
export function insertMessage(tx: Tx, id: string, draft: Draft, now: number): number {
  return tx
    .prepare(
      `insert into message
         (id, topic, priority, sent_at, not_before, turn, dedupe_key, correlation_id, reply_to,
          trace_id, max_attempts, payload)
       values
         (@id, @topic, @priority, @now, @now + @delayMs,
          iif(@delayMs = 0, @now + @priority * ${AGEING_MS}, null), @dedupeKey, @correlationId,
          @replyTo, @traceId, @maxAttempts, @payload)
       on conflict (topic, dedupe_key) where dedupe_key is not null do nothing`,
    )
    .run({ ...draft, id, now }).changes;
}

export function idOfDedupeKey(tx: Tx, topic: string, dedupeKey: string): string | undefined {
  return tx
    .prepare<{ id: string }>(
      "select id from message where topic = @topic and dedupe_key = @dedupeKey",
    )
    .get({ topic, dedupeKey })?.id;
}

/** Gives delayed messages that have become due their place in the line, the earliest first. */
export function lineUp(tx: Tx, now: number, limit: number): void {
  tx.prepare(
    `update message set turn = not_before + priority * ${AGEING_MS}
     where number in (
       select number from message
       where state = 'waiting' and turn is null and not_before <= @now
       order by not_before limit @limit)`,
  ).run({ now, limit });
}

/** Ms since the epoch at which a delayed message of any topic becomes due; null without one. */
export function nextDueAt(from: Reads): number | null {
  const row = from
    .prepare<{ due: number | null }>(
      "select min(not_before) as due from message where state = 'waiting' and turn is null",
    )
    .get();
  return row?.due ?? null;
}

/** Whether anything stands in line; a read, so that who looks in vain hinders nobody. */
export function isAnyInLine(from: Reads, topics: readonly string[]): boolean {
  return from.prepare(inLineOf(topics.length)).get(named(topics)) !== undefined;
}

const inLineOf = perTopicCount((each) =>
  each((topic) => `select * from (${lineOf(topic)} limit 1)`),
);

/** Leases up to `max` messages from the heads of the topics' lines, in one statement. */
export function claim(tx: Tx, topics: readonly string[], claimant: Claimant): ClaimedRow[] {
  return tx.prepare<ClaimedRow>(claimFrom(topics.length)).all({ ...named(topics), ...claimant });
}

/** What a receiver gets to see; a short list, because each column of each row costs. */
const CLAIMED = `number, id, topic, priority, turn, correlation_id, reply_to, trace_id,
  max_attempts, attempts, lease_token, leased_until, payload`;

export type ClaimedRow = Omit<
  LeasedRow,
  | "state"
  | "sent_at"
  | "not_before"
  | "dedupe_key"
  | "losses"
  | "worker"
  | "leased_at"
  | "finished_at"
  | "last_error"
>;

export interface Claimant {
  readonly worker: string;
  readonly now: number;
  readonly until: number;
  readonly max: number;
}

const claimFrom = perTopicCount(
  (each) =>
    `update message set
       state = 'leased', lease_token = lower(hex(randomblob(12))), leased_until = @until,
       worker = @worker, leased_at = @now
     where number in (
       select number from (${each((topic) => `select * from (${lineOf(topic)} limit @max)`)})
       order by turn, number limit @max)
     returning ${CLAIMED}`,
);

function lineOf(topic: string): string {
  return `select number, turn from message
    where state = 'waiting' and turn is not null and topic = ${topic}
      and not exists (select 1 from paused_topic where topic = ${topic})
    order by turn, number`;
}

type PerTopic = (part: (topic: string) => string) => string;

/** Writes a statement's text once for each number of topics. */
function perTopicCount(write: (each: PerTopic) => string): (count: number) => string {
  const texts: string[] = [];
  return (count) =>
    (texts[count] ??= write((part) =>
      Array.from({ length: count }, (_, n) => part(`@topic${n}`)).join(" union all "),
    ));
}

function named(topics: readonly string[]): Record<string, string> {
  return Object.fromEntries(topics.map((topic, n) => [`topic${n}`, topic]));
}

/** Ends the work well; 0 when the lease is not ours any more. */
export function finish(tx: Tx, lease: Lease, now: number): number {
  return tx
    .prepare(
      `update message set
         state = 'done', attempts = attempts + 1, finished_at = @now,
         lease_token = null, leased_until = null
       where id = @id and lease_token = @token and state = 'leased'`,
    )
    .run({ ...fence(lease), now }).changes;
}

export function prolong(tx: Tx, lease: Lease, until: number): number {
  return tx
    .prepare(
      `update message set leased_until = @until
       where id = @id and lease_token = @token and state = 'leased'`,
    )
    .run({ ...fence(lease), until }).changes;
}

/** The message while `lease` holds it. */
export function heldBy(from: Reads, lease: Lease): LeasedRow | undefined {
  return from
    .prepare<LeasedRow>(
      "select * from message where id = @id and lease_token = @token and state = 'leased'",
    )
    .get(fence(lease));
}

function fence({ id, token }: Lease): { id: string; token: string } {
  return { id, token };
}

/** What a message becomes when its lease ends without an ack. */
export interface Ending {
  readonly state: "waiting" | "dead" | "cancelled";
  readonly notBefore: number;
  readonly attempts: number;
  readonly losses: number;
  readonly finishedAt: number | null;
  readonly error: string | null;
}

export function endLease(tx: Tx, row: LeasedRow, ending: Ending, now: number): void {
  const { number, lease_token: token } = row;
  tx.prepare(
    `update message set
       state = @state, not_before = @notBefore, attempts = @attempts, losses = @losses,
       turn = iif(@notBefore <= @now, @notBefore + priority * ${AGEING_MS}, null),
       finished_at = @finishedAt, last_error = @error,
       lease_token = null, leased_until = null, worker = null, leased_at = null
     where number = @number and lease_token = @token and state = 'leased'`,
  ).run({ ...ending, number, token, now });
}

export interface LeaseEnd {
  readonly now: number;
  readonly ending: "failed" | "released" | "lost" | "cancelled";
  readonly error: string | null;
}

/** Keeps the evidence of a lease that is about to end without an ack. */
export function recordEnd(tx: Tx, row: LeasedRow, { now, ending, error }: LeaseEnd): void {
  tx.prepare(
    `insert into attempt (message, lease_token, worker, started_at, ended_at, ending, error)
     values (@number, @token, @worker, @startedAt, @now, @ending, @error)`,
  ).run({
    number: row.number,
    token: row.lease_token,
    worker: row.worker,
    startedAt: row.leased_at,
    now,
    ending,
    error,
  });
}

/** Who held the message under a token that is good no more. */
export function formerHolder(from: Reads, { id, token }: Lease): FormerHolder | undefined {
  return from
    .prepare<FormerHolder>(
      `select topic, state, attempt.worker from message
       left join attempt on attempt.message = number and attempt.lease_token = @token
       where id = @id`,
    )
    .get({ id, token });
}

export type FormerHolder = Pick<MessageRow, "topic" | "state" | "worker">;

export function leasesOf(tx: Tx, worker: string): LeasedRow[] {
  return tx
    .prepare<LeasedRow>("select * from message where state = 'leased' and worker = @worker")
    .all({ worker });
}

export function firstExpiry(from: Reads): number | null {
  const row = from
    .prepare<{ until: number | null }>(
      "select min(leased_until) as until from message where state = 'leased'",
    )
    .get();
  return row?.until ?? null;
}

export function expiredLeases(tx: Tx, now: number, limit: number): LeasedRow[] {
  return tx
    .prepare<LeasedRow>(
      `select * from message where state = 'leased' and leased_until <= @now
       order by leased_until limit @limit`,
    )
    .all({ now, limit });
}

export function leasesOfCorrelation(tx: Tx, correlationId: string): LeasedRow[] {
  return tx
    .prepare<LeasedRow>(
      "select * from message where correlation_id = @correlationId and state = 'leased'",
    )
    .all({ correlationId });
}

export function cancelWaiting(tx: Tx, correlationId: string, now: number): number {
  return tx
    .prepare(
      `update message set state = 'cancelled', finished_at = @now
       where correlation_id = @correlationId and state = 'waiting'`,
    )
    .run({ correlationId, now }).changes;
}

export function messageView(from: Reads, id: string): MessageView | undefined {
  return from
    .prepare<MessageView>(
      `select id, topic, state, attempts, worker, leased_at as leasedAt, last_error as lastError
       from message where id = @id`,
    )
    .get({ id });
}

/** Reads nothing but the partial indexes, so that finished messages cost nothing. */
export function topicStats(from: Reads, now: number): TopicStats[] {
  return from
    .prepare<TopicStats>(
      `select topic, sum(ready) as ready, sum(leased) as leased, sum(delayed) as delayed,
              sum(dead) as dead, min(oldest) as oldestReadyAt
       from (
         select topic, count(*) filter (where turn is not null or not_before <= @now) as ready, 0 as leased,
                count(*) filter (where turn is null and not_before > @now) as delayed, 0 as dead,
                min(not_before) filter (where not_before <= @now) as oldest
         from message where state = 'waiting' group by topic
         union all
         select topic, 0, count(*), 0, 0, null from message where state = 'leased' group by topic
         union all
         select topic, 0, 0, 0, count(*), null from message where state = 'dead' group by topic)
       group by topic order by topic`,
    )
    .all({ now });
}
