import type { Tx } from "../kernel/database.ts";
import type { AgentRecord } from "./record.ts";

/** All SQL of the watchdog. */

type Reads = Pick<Tx, "prepare">;

export interface AgentRow {
  readonly name: string;
  readonly roles: string;
  readonly state: AgentRecord["state"];
  readonly generation: number;
  readonly pane: string | null;
  readonly pid: number | null;
  readonly startedAt: number | null;
  readonly job: string | null;
  readonly heartbeatAt: number | null;
  readonly restarts: number;
  readonly history: string;
  readonly quarantines: number;
  readonly resumeAt: number | null;
  readonly reason: string | null;
  readonly configMark: string | null;
  readonly held: 0 | 1;
  readonly heldTold: 0 | 1;
  readonly restartAskedAt: number | null;
  readonly droppedJob: string | null;
  readonly retiredAt: number | null;
}

export function allAgents(from: Reads): AgentRow[] {
  return from
    .prepare<AgentRow>(
      `select name, roles, state, generation, pane, pid, started_at as startedAt, job,
              heartbeat_at as heartbeatAt, restarts, history, quarantines, resume_at as resumeAt,
              reason, config_mark as configMark, held, held_told as heldTold,
              restart_asked_at as restartAskedAt, dropped_job as droppedJob,
              retired_at as retiredAt
       from agent order by rowid`,
    )
    .all();
}

/** Writes all but what others ask for, which may have changed meanwhile, and whether they were told. */
export function writeAgent(
  tx: Tx,
  row: Omit<AgentRow, "held" | "heldTold" | "restartAskedAt" | "droppedJob">,
): void {
  tx.prepare(
    `insert into agent
       (name, roles, state, generation, pane, pid, started_at, job, heartbeat_at, restarts, history,
        quarantines, resume_at, reason, config_mark, retired_at)
     values
       (@name, @roles, @state, @generation, @pane, @pid, @startedAt, @job, @heartbeatAt, @restarts,
        @history, @quarantines, @resumeAt, @reason, @configMark, @retiredAt)
     on conflict (name) do update set
       roles = excluded.roles, state = excluded.state, generation = excluded.generation,
       pane = excluded.pane, pid = excluded.pid, started_at = excluded.started_at,
       job = excluded.job, heartbeat_at = excluded.heartbeat_at, restarts = excluded.restarts,
       history = excluded.history, quarantines = excluded.quarantines,
       resume_at = excluded.resume_at, reason = excluded.reason,
       config_mark = excluded.config_mark, retired_at = excluded.retired_at`,
  ).run({ ...row });
}

export function deleteAgent(tx: Tx, name: string): void {
  tx.prepare("delete from agent where name = @name").run({ name });
}

/** What counts of an agent when it comes back. */
export type FormerRow = Pick<
  AgentRow,
  "name" | "generation" | "restarts" | "history" | "quarantines"
>;

export function formerAgent(from: Reads, name: string): FormerRow | undefined {
  const sql =
    "select name, generation, restarts, history, quarantines from former_agent where name = @name";
  return from.prepare<FormerRow>(sql).get({ name });
}

/** As it stands now, in the place of what was remembered before. */
export function rememberAgent(tx: Tx, name: string): void {
  tx.prepare(
    `insert into former_agent (name, generation, restarts, history, quarantines)
     select name, generation, restarts, history, quarantines from agent where name = @name
     on conflict (name) do update set generation = excluded.generation,
       restarts = excluded.restarts, history = excluded.history,
       quarantines = excluded.quarantines`,
  ).run({ name });
}

export function setHeld(tx: Tx, name: string, held: 0 | 1): number {
  return tx.prepare("update agent set held = @held where name = @name").run({ name, held }).changes;
}

export function setHeldTold(tx: Tx, name: string, told: 0 | 1): void {
  tx.prepare("update agent set held_told = @told where name = @name").run({ name, told });
}

/** Null when nobody asks any more. Asking also ends a backoff or a quarantine. */
export function setRestartAsked(tx: Tx, name: string, at: number | null): number {
  const sql = "update agent set restart_asked_at = @at where name = @name";
  return tx.prepare(sql).run({ name, at }).changes;
}

/** Lets an abandoned agent go: it can be started again. */
export function forgetReason(tx: Tx, name: string): number {
  const sql =
    "update agent set reason = null where name = @name and state = 'stopped' and reason is not null";
  return tx.prepare(sql).run({ name }).changes;
}

export function setDroppedJob(tx: Tx, name: string, job: string | null): void {
  tx.prepare("update agent set dropped_job = @job where name = @name").run({ name, job });
}

export interface CrewRow {
  readonly name: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly heldBack: string | null;
}

export function allCrews(from: Reads): CrewRow[] {
  const sql = "select name, min, max, held_back as heldBack from crew order by name";
  return from.prepare<CrewRow>(sql).all();
}

/** Null for both makes the crew table's numbers valid again. */
export function setCrewSize(tx: Tx, row: Pick<CrewRow, "name" | "min" | "max">): void {
  tx.prepare(
    `insert into crew (name, min, max) values (@name, @min, @max)
     on conflict (name) do update set min = excluded.min, max = excluded.max`,
  ).run({ ...row });
}

export function setHeldBack(tx: Tx, name: string, heldBack: string | null): void {
  tx.prepare(
    `insert into crew (name, held_back) values (@name, @heldBack)
     on conflict (name) do update set held_back = excluded.held_back`,
  ).run({ name, heldBack });
}

export interface BreakerRow {
  readonly openedAt: number;
  readonly reason: string;
  readonly failures: number;
  readonly trialAt: number;
}

export function openBreakerRow(from: Reads): BreakerRow | undefined {
  const sql =
    "select opened_at as openedAt, reason, failures, trial_at as trialAt from breaker where id = 1";
  return from.prepare<BreakerRow>(sql).get();
}

export function writeBreaker(tx: Tx, row: BreakerRow): void {
  tx.prepare(
    `insert into breaker (id, opened_at, reason, failures, trial_at)
     values (1, @openedAt, @reason, @failures, @trialAt)
     on conflict (id) do update set opened_at = excluded.opened_at, reason = excluded.reason,
       failures = excluded.failures, trial_at = excluded.trial_at`,
  ).run({ ...row });
}

export function deleteBreaker(tx: Tx): void {
  tx.prepare("delete from breaker").run();
}
