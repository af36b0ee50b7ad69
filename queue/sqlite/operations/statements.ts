import type { Tx } from "../../../kernel/database.ts";
import type {
  Attempt,
  MessageDetails,
  MessageFilter,
  MessageSummary,
  PausedTopic,
} from "../../operations.ts";

/** All SQL of what only operators do. */

type Reads = Pick<Tx, "prepare">;

const SUMMARY = `id, topic, state, attempts, worker, leased_at as leasedAt, last_error as lastError,
  priority, sent_at as sentAt, not_before as notBefore, finished_at as finishedAt, losses,
  correlation_id as correlationId`;

/** `state` goes into the text as a literal, so that the partial indexes can serve. */
export function summaries(from: Reads, { topic, state, limit }: MessageFilter): MessageSummary[] {
  const conditions = [
    topic === undefined ? "true" : "topic = @topic",
    state === undefined ? "true" : `state = '${state}'`,
  ];
  return from
    .prepare<MessageSummary>(
      `select ${SUMMARY} from message
       where ${conditions.join(" and ")} order by number desc limit @limit`,
    )
    .all({ topic: topic ?? null, limit: limit ?? DEFAULT_LIMIT });
}

const DEFAULT_LIMIT = 100;

/** As the table has it: `payload` is JSON text still. */
export type DetailsRow = Omit<MessageDetails, "payload" | "history"> & { readonly payload: string };

export function details(from: Reads, id: string): DetailsRow | undefined {
  return from
    .prepare<DetailsRow>(
      `select ${SUMMARY}, payload, dedupe_key as dedupeKey, reply_to as replyTo,
              trace_id as traceId, max_attempts as maxAttempts
       from message where id = @id`,
    )
    .get({ id });
}

/** The leases that ended without an ack, then the one that is held or ended with it. */
export function attemptsOf(from: Reads, id: string): Attempt[] {
  return from
    .prepare<Attempt>(
      `select attempt.worker, started_at as startedAt, ended_at as endedAt, ending, error
       from attempt join message on message.number = attempt.message where message.id = @id
       union all
       select worker, leased_at, finished_at, iif(state = 'done', 'done', 'working'), null
       from message where id = @id and state in ('leased', 'done')
       order by startedAt`,
    )
    .all({ id });
}

const REVIVED = `state = 'waiting', attempts = 0, losses = 0, not_before = @now, turn = null,
  finished_at = null`;

/** Answers the topic of a dead message that waits again. */
export function redriveOne(tx: Tx, id: string, now: number): string | undefined {
  return tx
    .prepare<{ topic: string }>(
      `update message set ${REVIVED} where id = @id and state = 'dead' returning topic`,
    )
    .get({ id, now })?.topic;
}

export function redriveTopic(tx: Tx, topic: string, now: number): number {
  return tx
    .prepare(`update message set ${REVIVED} where topic = @topic and state = 'dead'`)
    .run({ topic, now }).changes;
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

export function deleteUndone(tx: Tx, topic: string): number {
  return tx
    .prepare("delete from message where topic = @topic and state in ('waiting', 'dead')")
    .run({ topic }).changes;
}

export function deleteFinished(tx: Tx, before: number, limit: number): number {
  return tx
    .prepare(
      `delete from message where number in (
         select number from message
         where state in ('done', 'cancelled') and finished_at < @before
         order by finished_at limit @limit)`,
    )
    .run({ before, limit }).changes;
}
