import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Blobs } from "../kernel/blobs.ts";
import { momentOf, type SteadyClock } from "../kernel/clock.ts";
import { assert, InputError, OperationalError, operationalOf } from "../kernel/errors.ts";
import type { Leased, Queue } from "../queue/queue.ts";
import { payloads, type Work } from "../queue/topics.ts";
import type { Activity } from "./activity.ts";
import type { Role } from "./agent.ts";
import type { Recalls } from "./inbox.ts";
import { settle, untilHeard, type Ending, type Telling } from "./settle.ts";

export interface StepContext extends Telling {
  readonly roles: ReadonlyMap<string, Role>;
  readonly queue: Queue;
  readonly blobs: Blobs;
  /** Belongs to this process alone. */
  readonly folder: string;
  readonly activity: Activity;
  readonly recalls: Recalls;
  readonly clock: SteadyClock;
  readonly beatMs: number;
}

/**
 * One message from lease to end: work → role → result, all fenced by the lease. Whatever the role
 * throws besides operational and input errors is a programmer's error and passes through.
 */
export async function performStep(
  context: StepContext,
  leased: Leased,
  signal: AbortSignal,
): Promise<void> {
  const parsed = payloads().Work.safeParse(leased.payload);
  if (!parsed.success) {
    const error = `The payload is no work: ${parsed.error.message}`;
    const bury = () => context.queue.nack(leased, { error, terminal: true });
    await untilHeard(context, leased, bury, signal);
    return;
  }
  const work = parsed.data;
  const { clock, activity } = context;
  const role = context.roles.get(work.role);
  assert(role, `${context.agent} received work for the role ${work.role}, which it does not serve`);
  const inHand = { work, role, stallMs: stallMsOf(work, role) };
  const begun = momentOf(clock);
  activity.begin(work, leased.attempt, inHand.stallMs);
  const ending = await attempt(context, leased, inHand, signal);
  const ended = momentOf(clock);
  const settled = await settle(context, leased, { work, begun, ended, ending }, signal);
  activity.finish({ ...settled, step: work.step, ms: ended.uptime - begun.uptime });
}

interface InHand {
  readonly work: Work;
  readonly role: Role;
  /** For how long it may stand still. */
  readonly stallMs: number;
}

/** The workflow's word wins over the role's own. */
function stallMsOf({ params }: Work, role: Role): number {
  const asked = params["stallMs"];
  const isLimit = typeof asked === "number" && Number.isSafeInteger(asked) && asked > 0;
  return isLimit ? asked : role.stallMs;
}

async function attempt(
  context: StepContext,
  leased: Leased,
  inHand: InHand,
  signal: AbortSignal,
): Promise<Ending> {
  const folder = join(context.folder, leased.id);
  const stop = new AbortController();
  const over = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const holding = holdLease(context, leased, inHand, stop, over.signal);
  try {
    mkdirSync(folder, { recursive: true });
    const { blobs, activity } = context;
    const report: Activity["report"] = (doing, progress) => {
      // Nobody waits for what it does after it was stopped.
      if (!either.aborted) activity.report(doing, progress);
    };
    const { work, role } = inHand;
    const outcome = await role.perform({ work, blobs, folder, signal: either, report });
    return either.aborted ? interrupted(either) : { kind: "finished", outcome };
  } catch (error) {
    return endingOf(error, either);
  } finally {
    over.abort();
    // Whoever still listens to `either` would be kept for as long as the agent lives.
    stop.abort();
    await holding;
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Keeps the message ours as long as the role works and moves forward; stops the role otherwise, which then
 * has what is left of the lease to end: if it heeds nothing, somebody else gets the message. Whether
 * the work was called back it learns with the next beat, and at once when there is word of it.
 */
async function holdLease(
  { queue, clock, beatMs, leaseMs, activity, recalls }: StepContext,
  leased: Leased,
  { work, role, stallMs }: InHand,
  stop: AbortController,
  over: AbortSignal,
): Promise<void> {
  const restMs = Math.min(beatMs, leaseMs / 3, stallMs);
  let extendedAt = clock.uptime();
  for (;;) {
    await recalls.sleepOn(work.job, restMs, clock, over);
    if (over.aborted) return;
    if (activity.stalledMs() > stallMs) return stop.abort(stalled(role.name, stallMs));
    const isDue = clock.uptime() - extendedAt >= leaseMs / 3 - restMs / 2;
    if (!isDue && (await isOurs(queue, leased))) continue;
    const answer = await unlessDown(queue.extend(leased, leaseMs), null);
    if (answer === null) continue;
    extendedAt = clock.uptime();
    // A step has no moment between its beginning and its end at which it could be put aside.
    if (answer === "ok" || answer === "paused") continue;
    stop.abort(new Withdrawn(answer));
    return;
  }
}

/** The queue took the work back: its result is of no use any more. */
class Withdrawn extends Error {
  constructor(how: "lost" | "cancelled") {
    super(how === "lost" ? "the lease was lost" : "the job was cancelled");
    this.name = "Withdrawn";
  }
}

function stalled(role: string, stallMs: number): OperationalError {
  const seconds = Math.round(stallMs / 1000);
  return new OperationalError("step-stalled", `${role} made no progress for ${seconds} s.`);
}

const isOurs = (queue: Queue, leased: Leased): Promise<boolean> =>
  unlessDown(queue.holds(leased), true);

/** A queue that fails for a moment costs nothing: it is asked again with the next look. */
async function unlessDown<T, M>(asked: Promise<T>, meanwhile: M): Promise<T | M> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof OperationalError) return meanwhile;
    throw error;
  }
}

function endingOf(error: unknown, signal: AbortSignal): Ending {
  if (signal.aborted) return interrupted(signal);
  const operational = operationalOf(error);
  if (operational) return { kind: "again", error: operational };
  if (!(error instanceof InputError)) throw error;
  const failure = { code: "bad-input", message: error.message, hint: "Mend the brief." };
  return { kind: "finished", outcome: { kind: "failed", failure } };
}

function interrupted(signal: AbortSignal): Ending {
  const reason: unknown = signal.reason;
  if (reason instanceof OperationalError) return { kind: "again", error: reason };
  return { kind: "dropped", reason: reason instanceof Withdrawn ? reason.message : "ended" };
}
