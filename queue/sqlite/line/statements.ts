import type { Tx } from "../../../kernel/database.ts";
import type { MessageRow } from "../rows.ts";

/** All SQL of messages that wait: from their arrival through their topic's line into a lease. */

type Reads = Pick<Tx, "prepare">;

/** The edges of what waits, each read from the end of an index. */
export interface Horizon {
  /** Number of the newest message of all. */
  readonly newest: number | null;
  /** When the first delayed message is due. */
  readonly dueAt: number | null;
  /** When the first waiting message becomes too late to begin. */
  readonly expiresAt: number | null;
}

export function horizon(from: Reads): Horizon {
  const row = from
    .prepare<Horizon>(
      `select
         (select max(number) from message) as newest,
         (select min(not_before) from message where state = 'delayed') as dueAt,
         (select min(expires_at) from message where expires_at is not null) as expiresAt`,
    )
    .get();
  return row ?? { newest: null, dueAt: null, expiresAt: null };
}

/** Every message up to this number has left the state of arrival; looks at new arrivals only. */
export function newestInLine(from: Reads): number {
  const row = from
    .prepare<{ number: number | null }>(
      "select max(number) as number from message where state <> 'arrived'",
    )
    .get();
  return row?.number ?? 0;
}

/**
 * Gives arrivals numbered above `after` and up to `upTo` their place: in line, delayed, or behind an
 * earlier one of their ordering key. A class of priority is worth a minute: see queue/lifecycle.md.
 * What nobody asked to delay is never delayed, even if the clock was set back since.
 */
export function lineUpArrivals(tx: Tx, after: number, upTo: number, now: number): void {
  tx.prepare(
    `update message set
         turn = not_before + priority * 60000,
         state = case
           when ordering_key is not null and exists (
             select 1 from message as earlier
             where earlier.topic = message.topic and earlier.ordering_key = message.ordering_key
               and earlier.state in ('arrived', 'ready', 'delayed', 'behind', 'leased')
               and earlier.number < message.number) then 'behind'
           when not_before > @now and not_before > sent_at then 'delayed'
           else 'ready' end
       where number > @after and number <= @upTo and state = 'arrived'`,
  ).run({ after, upTo, now });
}

/**
 * Gives every arrival its place. To be called before anything but a receiver ends waiting messages:
 * an arrival that was ended with older ones still unseen would hide them from `newestInLine`.
 */
export function lineUpAll(tx: Tx, now: number): void {
  const { newest } = horizon(tx);
  const seen = newestInLine(tx);
  if (newest !== null && newest > seen) lineUpArrivals(tx, seen, newest, now);
}

/** Gives delayed messages that have become due their place in line, the earliest first. */
export function lineUpDue(tx: Tx, now: number, limit: number): number {
  return tx
    .prepare(
      `update message set state = 'ready', turn = not_before + priority * 60000
       where number in (
         select number from message
         where state = 'delayed' and not_before <= @now order by not_before limit @limit)`,
    )
    .run({ now, limit }).changes;
}

/** Waiting messages that are too late to begin. */
export function expired(tx: Tx, upTo: number, now: number, limit: number): MessageRow[] {
  return tx
    .prepare<MessageRow>(
      `select * from message
       where expires_at <= @now and number <= @upTo
       order by expires_at limit @limit`,
    )
    .all({ upTo, now, limit });
}

/** Whether anything stands in line; a read, so that who looks in vain hinders nobody. */
export function isAnyInLine(from: Reads, topics: readonly string[]): boolean {
  return from.prepare(anyInLine(topics.length)).get(named(topics)) !== undefined;
}

const anyInLine = perTopicCount((count) =>
  unionOf(count, (n) => `select 1 from message where ${isOpen(n)} limit 1`),
);

/** What a receiver gets to see; a short list, because each column of each row costs. */
export type HeadRow = Pick<
  MessageRow,
  | "number"
  | "topic"
  | "priority"
  | "attempts"
  | "max_attempts"
  | "attempt_timeout"
  | "ordering_key"
  | "correlation_id"
  | "reply_to"
  | "trace_id"
  | "source"
  | "published_on"
  | "deadline_at"
  | "payload"
  | "blob"
>;

/**
 * The `max` messages that are next. Of several topics the more urgent goes first; among equally
 * urgent ones the topic that is named first.
 */
export function heads(from: Reads, topics: readonly string[], now: number, max: number): HeadRow[] {
  return from.prepare<HeadRow>(headsOf(topics.length)).all({ ...named(topics), now, max });
}

/** The columns of a `HeadRow`. */
export const HEAD = `number, topic, priority, attempts, max_attempts, attempt_timeout, ordering_key,
  correlation_id, reply_to, trace_id, source, published_on, deadline_at, payload, blob`;

const headsOf = perTopicCount(
  (count) =>
    `select ${HEAD}
     from message where ${count === 1 ? isOpen(0) : `number in (${mostUrgentOf(count)})`}
     order by turn, number limit @max`,
);

/** Urgency is counted in minutes until the turn; all whose turn has come are equals. */
function mostUrgentOf(count: number): string {
  const lines = unionOf(
    count,
    (n) => `select number, turn, ${n} as rank from message
            where ${isOpen(n)} order by turn, number limit @max`,
  );
  return `select number from (${lines})
    order by max(0, (turn - @now + 59999) / 60000), rank, turn, number limit @max`;
}

const isOpen = (n: number): string =>
  `state = 'ready' and topic = @topic${n}
   and not exists (select 1 from paused_topic where topic = @topic${n})`;

function unionOf(count: number, part: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => `select * from (${part(n)})`).join(" union all ");
}

/** Writes a statement's text once for each number of topics. */
function perTopicCount(write: (count: number) => string): (count: number) => string {
  const texts: string[] = [];
  return (count) => (texts[count] ??= write(count));
}

function named(topics: readonly string[]): Record<string, string> {
  return Object.fromEntries(topics.map((topic, n) => [`topic${n}`, topic]));
}

/** What a lease writes of itself; times are ms since the epoch. */
export interface NewLease {
  readonly token: string;
  readonly worker: string;
  readonly now: number;
  /** Less when the attempt's limit or the deadline comes sooner. */
  readonly until: number;
}

/** What a lease sets; takes a `NewLease`. */
export const LEASED = `state = 'leased', lease_token = @token, worker = @worker, leased_at = @now,
  leased_until = min(@until, ifnull(@now + attempt_timeout, @until), ifnull(deadline_at, @until)),
  expires_at = null, room = null`;

/** 0 when somebody else was quicker. Found by its number alone, the row is written in one pass. */
export function claimOne(tx: Tx, number: number, lease: NewLease): number {
  return tx
    .prepare(`update message set ${LEASED} where number = @number and state = 'ready'`)
    .run({ ...lease, number }).changes;
}

/** For many, one statement is quicker than one for each. */
export function claimAll(tx: Tx, numbers: readonly number[], lease: NewLease): number {
  return tx
    .prepare(
      `update message set ${LEASED}
       where number in (select value from json_each(@numbers)) and state = 'ready'`,
    )
    .run({ ...lease, numbers: JSON.stringify(numbers) }).changes;
}
