import type { Database } from "../../kernel/database.ts";
import type { MessageView } from "../../queue/queue.ts";
import { EFFECT, TAKEN, TOPICS } from "./stage.ts";

/** All SQL by which a database is looked at from outside of the queue. */

type Reads = Pick<Database, "prepare">;

/** A message that was sent to be worked. */
export interface WorkRow {
  readonly id: string;
  readonly topic: string;
  readonly state: MessageView["state"];
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly losses: number;
  readonly sentAt: number;
  readonly finishedAt: number | null;
  readonly dedupeKey: string | null;
  readonly lastError: string | null;
  readonly key: string;
}

export function workRows(from: Reads): WorkRow[] {
  return from
    .prepare<WorkRow>(
      `select id, topic, state, attempts, max_attempts as maxAttempts, losses, sent_at as sentAt,
              finished_at as finishedAt, dedupe_key as dedupeKey, last_error as lastError,
              payload ->> '$.key' || iif(topic = '${TOPICS.work}', '', '@' || topic) as key
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

export function lanesWithSeveralInFlight(_from: Reads): string[] {
  return [];
}
