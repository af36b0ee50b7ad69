import type { Tx } from "../../../kernel/database.ts";
import type {
  Attempt,
  MessageDetails,
  MessageFilter,
  MessageSummary,
  PausedTopic,
} from "../../operations.ts";
import type { MessageView, Subscription, TopicStats } from "../../queue.ts";
import { numberOf, type MessageRow } from "../rows.ts";

/** All SQL of what only operators and observers do. */

type Reads = Pick<Tx, "prepare">;

const VIEW = `cast(number as text) as id, topic,
  case when state in ('arrived', 'ready', 'delayed', 'behind') then 'waiting' else state end as state,
  attempts, worker, leased_at as leasedAt, last_error as lastError`;

export function messageView(from: Reads, id: string): MessageView | undefined {
  return from
    .prepare<MessageView>(`select ${VIEW} from message where number = @number`)
    .get({ number: numberOf(id) });
}

/**
 * Counts on the partial indexes alone, so that finished messages cost nothing. Arrivals are those
 * numbered above `seen`; what waits behind another of its ordering key counts as delayed.
 */
export function topicStats(from: Reads, seen: number, now: number): TopicStats[] {
  return from
    .prepare<TopicStats>(
      `select topic, sum(ready) as ready, sum(leased) as leased, sum(delayed) as delayed,
              sum(dead) as dead, min(oldest) as oldestReadyAt
       from (
         select topic, count(*) as ready, 0 as leased, 0 as delayed, 0 as dead,
                (select head.not_before from message as head
                 where head.state = 'ready' and head.topic = message.topic
                 order by head.turn, head.number limit 1) as oldest
         from message where state = 'ready' group by topic
         union all
         select topic, count(*) filter (where not_before <= @now), 0,
                count(*) filter (where not_before > @now), 0,
                min(not_before) filter (where not_before <= @now)
         from message where state = 'delayed' group by topic
         union all
         select topic, count(*) filter (where not_before <= @now), 0,
                count(*) filter (where not_before > @now), 0,
                min(not_before) filter (where not_before <= @now)
         from message where number > @seen and state = 'arrived' group by topic
         union all
         select topic, 0, 0, count(*), 0, null from message
         where ordering_key is not null and state = 'behind' group by topic
         union all
         select topic, 0, count(*), 0, 0, null from message where state = 'leased' group by topic
         union all
         select topic, 0, 0, 0, count(*), null from message where state = 'dead' group by topic)
       group by topic order by topic`,
    )
    .all({ seen, now });
}

const SUMMARY = `${VIEW}, priority, sent_at as sentAt, not_before as notBefore,
  finished_at as finishedAt, losses, correlation_id as correlationId`;

const STATES: Readonly<Record<MessageView["state"], string>> = {
  waiting: "state in ('arrived', 'ready', 'delayed', 'behind')",
  leased: "state = 'leased'",
  done: "state = 'done'",
  dead: "state = 'dead'",
  cancelled: "state = 'cancelled'",
};

/** The state goes into the text as a literal, so that the partial indexes can serve. */
export function summaries(from: Reads, { topic, state, limit }: MessageFilter): MessageSummary[] {
  const conditions = [
    topic === undefined ? "true" : "topic = @topic",
    state === undefined ? "true" : STATES[state],
  ];
  return from
    .prepare<MessageSummary>(
      `select ${SUMMARY} from message
       where ${conditions.join(" and ")} order by number desc limit @limit`,
    )
    .all({ topic: topic ?? null, limit: limit ?? DEFAULT_LIMIT });
}

const DEFAULT_LIMIT = 100;

/** As the table has it: the payload is JSON text or a blob still. */
export type DetailsRow = Omit<MessageDetails, "payload" | "history" | "lateResults"> &
  Pick<MessageRow, "payload" | "blob">;

export function details(from: Reads, id: string): DetailsRow | undefined {
  return from
    .prepare<DetailsRow>(
      `select ${SUMMARY}, payload, blob, dedupe_key as dedupeKey, ordering_key as orderingKey,
              reply_to as replyTo, trace_id as traceId, source, published_on as publishedOn,
              expires_at as expiresAt, deadline_at as deadlineAt,
              attempt_timeout as attemptTimeoutMs, max_attempts as maxAttempts
       from message where number = @number`,
    )
    .get({ number: numberOf(id) });
}

/** The leases that ended without an ack, then the one that is held or ended with it. */
export function attemptsOf(from: Reads, id: string): Attempt[] {
  return from
    .prepare<Attempt>(
      `select worker, started_at as startedAt, ended_at as endedAt, ending, error, evidence
       from attempt where message = @number
       union all
       select worker, leased_at, finished_at, iif(state = 'done', 'done', 'working'), null, null
       from message where number = @number and state in ('leased', 'done')
       order by startedAt`,
    )
    .all({ number: numberOf(id) });
}

export interface LateResultRow {
  readonly worker: string;
  readonly arrivedAt: number;
  /** JSON. */
  readonly replies: string;
}

export function lateResultsOf(from: Reads, id: string): LateResultRow[] {
  return from
    .prepare<LateResultRow>(
      `select worker, arrived_at as arrivedAt, replies from late_result
       where message = @number order by arrived_at`,
    )
    .all({ number: numberOf(id) });
}

/** A dead message of an ordering key waits behind those that are under way. */
const REVIVED = `attempts = 0, losses = 0, not_before = @now, turn = @now + priority * 60000,
  expires_at = null, deadline_at = null, finished_at = null,
  state = iif(ordering_key is not null and exists (
    select 1 from message as other
    where other.topic = message.topic and other.ordering_key = message.ordering_key
      and other.state in ('arrived', 'ready', 'delayed', 'behind', 'leased')),
    'behind', 'delayed')`;

/** Answers the topic of a dead message that waits again. */
export function redriveOne(tx: Tx, id: string, now: number): string | undefined {
  return tx
    .prepare<{ topic: string }>(
      `update message set ${REVIVED} where number = @number and state = 'dead' returning topic`,
    )
    .get({ number: numberOf(id), now })?.topic;
}

/** The oldest first; answers how many. */
export function redriveTopic(tx: Tx, topic: string, now: number, limit: number): number {
  return tx
    .prepare(
      `update message set ${REVIVED} where number in (
         select number from message where topic = @topic and state = 'dead'
         order by number limit @limit)`,
    )
    .run({ topic, now, limit }).changes;
}

export function pauseTopic(tx: Tx, topic: string, reason: string, now: number): void {
  tx.prepare(
    `insert into paused_topic (topic, paused_at, reason) values (@topic, @now, @reason)
     on conflict (topic) do update set reason = excluded.reason`,
  ).run({ topic, reason, now });
}

export function resumeTopic(tx: Tx, topic: string): number {
  return tx.prepare("delete from paused_topic where topic = @topic").run({ topic }).changes;
}

export function pausedTopics(from: Reads): PausedTopic[] {
  return from
    .prepare<PausedTopic>(
      "select topic, paused_at as pausedAt, reason from paused_topic order by topic",
    )
    .all();
}

export function subscriptions(from: Reads): Subscription[] {
  return from
    .prepare<Subscription>("select topic, inbox from subscription order by topic, inbox")
    .all();
}

/** Waiting and dead messages of a topic. Cancelling first lets nothing behind them slip in between. */
export function cancelUndone(tx: Tx, topic: string, now: number): number {
  return tx
    .prepare(
      `update message set state = 'cancelled', finished_at = @now, expires_at = null
       where topic = @topic and state in ('arrived', 'ready', 'delayed', 'behind', 'dead')`,
    )
    .run({ topic, now }).changes;
}

/** The newest message of all stays: its number must not be given out again. */
export function deleteCancelled(tx: Tx, topic: string, now: number): void {
  tx.prepare(
    `delete from message
     where topic = @topic and state = 'cancelled' and finished_at = @now
       and number < (select max(number) from message)`,
  ).run({ topic, now });
}

/**
 * Numbers follow the sending, so the search ends at the first message that was sent too late to
 * qualify, and what ends needs no index.
 */
export function deleteFinished(tx: Tx, before: number, limit: number): number {
  return tx
    .prepare(
      `delete from message where number in (
         select number from message
         where number < ifnull(
             (select number from message where sent_at >= @before order by number limit 1),
             (select max(number) from message))
           and state in ('done', 'cancelled') and finished_at < @before
         order by number limit @limit)`,
    )
    .run({ before, limit }).changes;
}

export function deleteDead(tx: Tx, before: number, limit: number): number {
  return tx
    .prepare(
      `delete from message where number in (
         select number from message
         where state = 'dead' and finished_at < @before
           and number < (select max(number) from message)
         limit @limit)`,
    )
    .run({ before, limit }).changes;
}
