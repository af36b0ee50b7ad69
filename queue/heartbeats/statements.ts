import type { Tx } from "../../kernel/database.ts";
import type { Heartbeat } from "../heartbeat.ts";

/** All SQL of heartbeats. */

type Reads = Pick<Tx, "prepare">;

/** Writes a beat unless a newer generation has beaten; undefined then. */
export function writeBeat(tx: Tx, beat: Heartbeat): { should_drain: 0 | 1 } | undefined {
  return tx
    .prepare<{ should_drain: 0 | 1 }>(
      `insert into heartbeat
         (agent, generation, pid, state, job, step, doing, progress, progress_at, beat_at)
       values
         (@agent, @generation, @pid, @state, @job, @step, @doing, @progress, @progressAt, @beatAt)
       on conflict (agent) do update set
         should_drain = iif(excluded.generation > generation, 0, should_drain),
         generation = excluded.generation, pid = excluded.pid, state = excluded.state,
         job = excluded.job, step = excluded.step, doing = excluded.doing,
         progress = excluded.progress, progress_at = excluded.progress_at,
         beat_at = excluded.beat_at
       where excluded.generation >= generation
       returning should_drain`,
    )
    .get({ ...beat });
}

export function allBeats(from: Reads): Heartbeat[] {
  return from
    .prepare<Heartbeat>(
      `select agent, generation, pid, state, job, step, doing, progress,
              progress_at as progressAt, beat_at as beatAt
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
