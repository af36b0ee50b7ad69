import type { Tx } from "../../../kernel/database.ts";
import type { Attempt } from "../../operations.ts";
import type { Lease } from "../../queue.ts";
import { numberOf, type LeasedRow, type MessageState } from "../rows.ts";

/** All SQL of leases. Every write to leased work names its token: zero rows mean that it is lost. */

type Reads = Pick<Tx, "prepare">;

const DONE = `state = 'done', attempts = attempts + 1, finished_at = @now, lease_token = null,
  leased_until = null`;

/** Ends the work well; false when the lease is not ours any more. */
export function finish(tx: Tx, lease: Lease, now: number): boolean {
  const { changes } = tx
    .prepare(
      `update message set ${DONE}
       where number = @number and lease_token = @token and state = 'leased'`,
    )
    .run({ ...fence(lease), now });
  return changes === 1;
}

/** Whether each of these, received together under one token, is ours still. */
export function areAllHeld(tx: Tx, token: string, ids: readonly string[]): boolean {
  const row = tx
    .prepare<{ held: number }>(
      `select count(*) as held from message
       where number in (select value from json_each(@numbers))
         and lease_token = @token and state = 'leased'`,
    )
    .get({ token, numbers: JSON.stringify(ids.map(numberOf)) });
  return row?.held === ids.length;
}

/** Ends all of these well: of many, one statement is quicker than one for each. */
export function finishAll(tx: Tx, token: string, ids: readonly string[], now: number): void {
  tx.prepare(
    `update message set ${DONE}
     where number in (select value from json_each(@numbers))
       and lease_token = @token and state = 'leased'`,
  ).run({ token, numbers: JSON.stringify(ids.map(numberOf)), now });
}

/** Up to the attempt's time limit and the deadline; answers whether the topic is paused. */
export function prolong(
  tx: Tx,
  lease: Lease,
  until: number,
): { readonly isPaused: 0 | 1 } | undefined {
  return tx
    .prepare<{ isPaused: 0 | 1 }>(
      `update message set
         leased_until = min(@until, ifnull(leased_at + attempt_timeout, @until),
                            ifnull(deadline_at, @until))
       where number = @number and lease_token = @token and state = 'leased'
       returning exists (select 1 from paused_topic where paused_topic.topic = message.topic)
         as isPaused`,
    )
    .get({ ...fence(lease), until });
}

/** The message while `lease` holds it. */
export function heldBy(from: Reads, lease: Lease): LeasedRow | undefined {
  return from
    .prepare<LeasedRow>(
      `select * from message
       where number = @number and lease_token = @token and state = 'leased'`,
    )
    .get(fence(lease));
}

function fence({ id, token }: Lease): { number: number; token: string } {
  return { number: numberOf(id), token };
}

/** What a message becomes when its lease ends without an ack. */
export interface Ending {
  readonly state: "delayed" | "dead" | "cancelled";
  readonly notBefore: number;
  readonly attempts: number;
  readonly losses: number;
  readonly finishedAt: number | null;
  readonly error: string | null;
}

/** Begun once, only its deadline limits it. */
export function endLease(tx: Tx, row: LeasedRow, ending: Ending): void {
  const { number, lease_token: token } = row;
  tx.prepare(
    `update message set
       state = @state, not_before = @notBefore, attempts = @attempts, losses = @losses,
       expires_at = iif(@finishedAt is null, deadline_at, null), finished_at = @finishedAt, last_error = @error,
       lease_token = null, leased_until = null, worker = null, leased_at = null
     where number = @number and lease_token = @token and state = 'leased'`,
  ).run({ ...ending, number, token });
}

export interface LeaseEnd {
  readonly now: number;
  readonly ending: Exclude<Attempt["ending"], "working" | "done">;
  readonly error: string | null;
  readonly evidence?: string | null;
}

/** Keeps the evidence of a lease that is about to end without an ack. */
export function recordEnd(tx: Tx, row: LeasedRow, end: LeaseEnd): void {
  const { now, ending, error, evidence = null } = end;
  tx.prepare(
    `insert into attempt
       (message, lease_token, worker, started_at, ended_at, ending, error, evidence)
     values (@number, @token, @worker, @startedAt, @now, @ending, @error, @evidence)`,
  ).run({
    number: row.number,
    token: row.lease_token,
    worker: row.worker,
    startedAt: row.leased_at,
    now,
    ending,
    error,
    evidence,
  });
}

/** Adds to the last words of a lost worker, where there are none yet. */
export function addEvidence(tx: Tx, worker: string, evidence: string): number {
  return tx
    .prepare(
      `update attempt set evidence = @evidence
       where worker = @worker and ending = 'lost' and evidence is null`,
    )
    .run({ worker, evidence }).changes;
}

/** Who held the message under a token that is good no more. */
export function formerHolder(from: Reads, lease: Lease): FormerHolder | undefined {
  return from
    .prepare<FormerHolder>(
      `select number, topic, state, attempt.worker from message
       left join attempt on attempt.message = number and attempt.lease_token = @token
       where number = @number`,
    )
    .get(fence(lease));
}

export interface FormerHolder {
  readonly number: number;
  readonly topic: string;
  readonly state: MessageState;
  /** Null when the token was never this message's. */
  readonly worker: string | null;
}

/** Keeps what came too late; a second time changes nothing. */
export function keepLateResult(
  tx: Tx,
  late: { message: number; token: string; worker: string; now: number; replies: string },
): void {
  tx.prepare(
    `insert into late_result (message, lease_token, worker, arrived_at, replies)
     values (@message, @token, @worker, @now, @replies) on conflict do nothing`,
  ).run(late);
}

export function leasesOf(from: Reads, worker: string): LeasedRow[] {
  return from
    .prepare<LeasedRow>(
      "select * from message where state = 'leased' and worker = @worker order by leased_at, number",
    )
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
      `update message set state = 'cancelled', finished_at = @now, expires_at = null
       where correlation_id = @correlationId
         and state in ('arrived', 'ready', 'delayed', 'behind')`,
    )
    .run({ correlationId, now }).changes;
}

/** Ends a message that nobody has begun in time. */
export function buryWaiting(tx: Tx, number: number, reason: string, now: number): void {
  tx.prepare(
    `update message set state = 'dead', finished_at = @now, last_error = @reason, expires_at = null
     where number = @number and state in ('arrived', 'ready', 'delayed', 'behind')`,
  ).run({ number, reason, now });
}
