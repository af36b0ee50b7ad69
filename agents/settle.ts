import { setBetween, type Moment, type SteadyClock } from "../kernel/clock.ts";
import { operationalOf, type OperationalError } from "../kernel/errors.ts";
import { backoff } from "../kernel/service.ts";
import type { Leased, Queue } from "../queue/queue.ts";
import { replyOn } from "../queue/replies.ts";
import {
  NO_TOKENS,
  payloads,
  RESULT_TOPIC,
  type Result,
  type StepFailure,
  type Work,
} from "../queue/topics.ts";
import type { Activity } from "./activity.ts";
import type { Done, Outcome } from "./agent.ts";
import type { FinishedStep } from "./view.ts";

/** What it takes to tell the queue how work ended. */
export interface Telling {
  readonly agent: string;
  readonly queue: Pick<Queue, "ack" | "extend" | "nack" | "snooze">;
  readonly activity: Pick<Activity, "report">;
  readonly clock: SteadyClock;
  readonly leaseMs: number;
}

/** An attempt that has ended, before the queue has heard of it. */
export interface Attempted {
  readonly work: Work;
  readonly begun: Moment;
  readonly ended: Moment;
  readonly ending: Ending;
}

/** How an attempt ended. */
export type Ending =
  | { readonly kind: "finished"; readonly outcome: Outcome }
  | { readonly kind: "again"; readonly error: OperationalError }
  | { readonly kind: "dropped"; readonly reason: string };

type Settled = Pick<FinishedStep, "ending" | "summary">;

/** Tells the queue, however long it takes until it hears; answers what the pane shows of it. */
export async function settle(
  context: Telling,
  leased: Leased,
  { ending, ...attempted }: Attempted,
  signal: AbortSignal,
): Promise<Settled> {
  if (ending.kind === "dropped") return { ending: "dropped", summary: ending.reason };
  const { queue, clock } = context;
  const tell = () =>
    ending.kind === "again"
      ? again(queue, leased, ending.error, clock.now())
      : handIn(context, leased, attempted, ending.outcome);
  const settled = await untilHeard(context, leased, tell, signal);
  return settled ?? { ending: "dropped", summary: "ended" };
}

/**
 * Tells the queue again and again, until it has heard it: what was made is not thrown away because the disk
 * was full for a moment. The lease is prolonged meanwhile; should it be lost all the same, the queue says so.
 * Each try is a step forward, since no other process of this agent would fare better. Null when `signal`
 * aborted before.
 */
export async function untilHeard<T>(
  { queue, activity, clock, leaseMs }: Telling,
  leased: Leased,
  tell: () => Promise<T>,
  signal: AbortSignal,
): Promise<T | null> {
  for (let failures = 0; ;) {
    try {
      if (failures > 0) await queue.extend(leased, leaseMs);
      return await tell();
    } catch (error) {
      const failure = operationalOf(error);
      if (!failure) throw error;
      failures += 1;
      activity.report(`telling the queue, try ${failures + 1}: ${failure.message}`);
    }
    await clock.sleep(Math.min(backoff(failures), leaseMs / 3), signal);
    if (signal.aborted) return null;
  }
}

/** The result, and with it the end of the work. */
async function handIn(
  { queue, agent }: Telling,
  leased: Leased,
  { work, begun, ended }: Omit<Attempted, "ending">,
  made: Outcome,
): Promise<Settled> {
  const { job, step, attempt } = work;
  const times = { startedAt: begun.now + setBetween(begun, ended), finishedAt: ended.now };
  const outcome = toResult(made);
  const result = payloads().Result.parse({ job, step, attempt, agent, ...times, outcome });
  const reply = replyOn(leased.replyTo ?? RESULT_TOPIC, leased, result);
  const acked = await queue.ack(leased, [{ ...reply, source: agent }]);
  if (acked === "lost") return { ending: "dropped", summary: "the lease was lost" };
  return outcome.kind === "done"
    ? { ending: "done", summary: outcome.summary }
    : { ending: "failed", summary: outcome.failure.message };
}

const FULL_DISK_REST_MS = 5_000;

/** What came too early has not failed: it waits for its time, and no attempt is used up. */
async function again(
  queue: Telling["queue"],
  leased: Leased,
  { code, message, hint, retryAt: asked }: OperationalError,
  now: number,
): Promise<Settled> {
  const error = [message, hint].filter(Boolean).join(" ");
  // Nobody is to blame for a full disk, so that no attempt is used up until there is room again.
  const retryAt = code === "disk-full" ? now + FULL_DISK_REST_MS : asked;
  const handedBack =
    retryAt === null
      ? await queue.nack(leased, { error, delayMs: backoff(leased.attempt) })
      : await queue.snooze(leased, Math.max(retryAt - now, 0), error);
  if (handedBack === "lost") return { ending: "dropped", summary: "the lease was lost" };
  return { ending: handedBack === "buried" ? "failed" : "again", summary: message };
}

function toResult(outcome: Outcome): Result["outcome"] {
  return outcome.kind === "failed" ? failed(outcome.failure) : done(outcome);
}

function failed({ code, message, hint }: StepFailure): Result["outcome"] {
  return { kind: "failed", failure: { code, message, hint } };
}

function done(outcome: Done): Result["outcome"] {
  const { outputs, fanOut, summary, notes, costUsd, tokens, revision, review, estimateUsd } =
    outcome;
  return {
    kind: "done",
    outputs: { ...outputs },
    fanOut: Object.fromEntries(
      Object.entries(fanOut ?? {}).map(([name, items]) => [name, [...items]]),
    ),
    summary,
    notes: [...(notes ?? [])],
    costUsd: costUsd ?? 0,
    tokens: tokens ?? NO_TOKENS,
    ...(revision && { revision }),
    ...(review && { review: [...review] }),
    ...(estimateUsd !== undefined && { estimateUsd }),
  };
}
