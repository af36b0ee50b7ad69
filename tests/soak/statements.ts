import type { Database } from "../../kernel/database.ts";
import type { MessageView } from "../../queue/queue.ts";
import { EFFECT, TAKEN, TOPICS } from "./stage.ts";

/** All SQL by which a database is looked at from outside of the queue. */

type Reads = Pick<Database, "prepare">;

/** A message that was sent to be worked; its trace id is its key. */
export interface WorkRow {
  readonly id: string;
  readonly topic: string;
  readonly state: MessageView["state"];
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly losses: number;
  readonly sentAt: number;
  readonly finishedAt: number | null;
  readonly lastError: string | null;
  /** As its effect is named. */
  readonly key: string;
}

export function workRows(from: Reads): WorkRow[] {
  return from
    .prepare<WorkRow>(
      `select cast(number as text) as id, topic,
              case when state in ('leased', 'done', 'dead', 'cancelled') then state
                else 'waiting' end as state,
              attempts, max_attempts as maxAttempts, losses, sent_at as sentAt,
              finished_at as finishedAt, last_error as lastError,
              trace_id || iif(topic = '${TOPICS.work}', '', '@' || topic) as key
       from message where topic in (${TAKEN.map((topic) => `'${topic}'`).join(", ")})
       order by number`,
    )
    .all();
}

/** What was recorded with an ack. */
export interface EffectRow {
  readonly key: string;
  readonly lane: string | null;
  readonly seq: number;
}

/** In the order of their commits. */
export function effectRows(from: Reads): EffectRow[] {
  return from
    .prepare<EffectRow>(
      `select payload ->> '$.key' as key, payload ->> '$.lane' as lane, payload ->> '$.seq' as seq
       from message where topic = '${EFFECT}' order by number`,
    )
    .all();
}

/** What SQLite itself finds wrong; empty when all is well. */
export function damage(from: Reads): string[] {
  const problems = from.prepare<{ integrity_check: string }>("pragma integrity_check").all();
  const orphans = from.prepare<{ table: string; parent: string }>("pragma foreign_key_check").all();
  return [
    ...problems.map((row) => row.integrity_check).filter((text) => text !== "ok"),
    ...orphans.map(({ table, parent }) => `a row of ${table} without its ${parent}`),
  ];
}

/** Ordering keys of which more than one message is leased at this moment. */
export function lanesWithSeveralInFlight(from: Reads): string[] {
  return from
    .prepare<{ lane: string }>(
      `select ordering_key as lane from message
       where state = 'leased' and ordering_key is not null
       group by topic, ordering_key having count(*) > 1`,
    )
    .all()
    .map(({ lane }) => lane);
}

/** A lost lease whose holder answered all the same. */
export interface LateRow {
  readonly id: string;
  readonly worker: string;
}

export function lateRows(from: Reads): LateRow[] {
  return from.prepare<LateRow>("select cast(message as text) as id, worker from late_result").all();
}
