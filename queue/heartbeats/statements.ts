import type { Tx } from "../../kernel/database.ts";
import type { Heartbeat } from "../heartbeat.ts";

/** All SQL of heartbeats. */

type Reads = Pick<Tx, "prepare">;

/** With what the clocks counted when it came; null for a beat of an older version. */
export interface StoredBeat extends Heartbeat {
  readonly uptime: number | null;
  readonly bootId: string | null;
}

/** Writes a beat unless a newer generation has beaten; undefined then. */
export function writeBeat(tx: Tx, beat: StoredBeat): { should_drain: 0 | 1 } | undefined {
  return tx
    .prepare<{ should_drain: 0 | 1 }>(
      `insert into heartbeat
         (agent, generation, pid, state, job, step, doing, progress, progress_at, beat_at,
          stall_ms, uptime, boot_id)
       values
         (@agent, @generation, @pid, @state, @job, @step, @doing, @progress, @progressAt, @beatAt,
          @stallMs, @uptime, @bootId)
       on conflict (agent) do update set
         should_drain = iif(excluded.generation > generation, 0, should_drain),
         generation = excluded.generation, pid = excluded.pid, state = excluded.state,
         job = excluded.job, step = excluded.step, doing = excluded.doing,
         progress = excluded.progress, progress_at = excluded.progress_at,
         beat_at = excluded.beat_at, stall_ms = excluded.stall_ms, uptime = excluded.uptime, boot_id = excluded.boot_id
       where excluded.generation >= generation
       returning should_drain`,
    )
    .get({ ...beat });
}

export function allBeats(from: Reads): StoredBeat[] {
  return from
    .prepare<StoredBeat>(
      `select agent, generation, pid, state, job, step, doing, progress,
              progress_at as progressAt, beat_at as beatAt, stall_ms as stallMs,
              uptime, boot_id as bootId
       from heartbeat order by agent`,
    )
    .all();
}

export function markToDrain(tx: Tx, agent: string): void {
  tx.prepare("update heartbeat set should_drain = 1 where agent = @agent").run({ agent });
}

export function deleteBeat(tx: Tx, agent: string): void {
  tx.prepare("delete from heartbeat where agent = @agent").run({ agent });
}

/** A real write that changes nothing: the number in the file's header stays what it is. */
export function rewriteHeader(tx: Tx): void {
  tx.prepare("pragma user_version = 0").run();
}
