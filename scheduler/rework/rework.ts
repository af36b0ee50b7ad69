import { dispatch, runUnblocked } from "../dispatch.ts";
import { stopJob } from "../ending.ts";
import { release } from "../graph.ts";
import type { JobChange, JobStatus } from "../job.ts";
import { outdateChanges } from "../people/statements.ts";
import { endOpenAttempts } from "../attempt/statements.ts";
import { jobById, stepByName, unblockedSteps, type JobRow } from "../statements.ts";
import { graphStep, storedGraph } from "../stored-graph.ts";
import type { Transition } from "../transition.ts";
import {
  fanOutsToFold,
  foldFanOut,
  outdateRevisions,
  recountNeeds,
  reopenStep,
  reopenUnfinished,
  supersedeRevisions,
  takeBackReadySteps,
  withDescendants,
} from "./statements.ts";

/** Ends a job that has not ended yet, on a person's wish. */
export function cancel(turn: Transition, id: string, reason: string): JobChange {
  const job = jobById(turn.tx, id);
  if (!job) return unknownJob(id);
  if (hasEnded(job.status)) return refused(`Job ${id} is ${job.status} already.`);
  stopJob(turn, job, "cancelled", reason);
  return { kind: "changed", status: "cancelled" };
}

/** Opens failed, skipped and cancelled steps again; what is done stays done. */
export function retry(turn: Transition, id: string): JobChange {
  const job = jobById(turn.tx, id);
  if (!job) return unknownJob(id);
  if (!hasEnded(job.status)) return refused(`Job ${id} is ${job.status}: it has not ended yet.`);
  const reopened = reopenUnfinished(turn.tx, id);
  if (reopened.length === 0) return refused(`Every step of job ${id} is done.`);
  return runAgain(turn, job, reopened, "retry");
}

/**
 * Opens `step` and all that needs it again. A fan-out whose list may be another one now is folded
 * and expands anew. Work in hand is called back and sent out again: its inputs may have changed.
 */
export function rewind(turn: Transition, id: string, step: string): JobChange {
  const { tx } = turn;
  const job = jobById(tx, id);
  if (!job) return unknownJob(id);
  if (isUnstarted(job.status)) return refused(`Job ${id} has not started yet.`);
  if (!stepByName(tx, id, step)) return refused(`Job ${id} has no step "${step}".`);
  callBack(turn, id);
  const reopened = new Set(withDescendants(tx, id, step));
  for (const name of reopened) {
    reopenStep(tx, id, name);
    supersedeRevisions(tx, { job: id, step: name, now: turn.now });
    outdateChanges(tx, { job: id, step: name, now: turn.now });
  }
  for (const name of reopenUnfinished(tx, id)) reopened.add(name);
  if (stepByName(tx, id, step)?.each_list) foldFanOut(tx, id, step);
  return runAgain(turn, job, [...reopened], `rewind to ${step}`);
}

/**
 * Opens `step` and all that needs it again because a later step asked for it; the rest of the job
 * goes on undisturbed, unless some of it was in hand that is now to be done from other inputs.
 */
export function redo(turn: Transition, job: JobRow, step: string, reason: string): void {
  reopenForChange(turn, job, step, reason);
  const unblocked = unblockedSteps(turn.tx, job.id).map(graphStep);
  dispatch(turn, job, release(storedGraph(turn, job.id), unblocked));
}

/** As `redo`, with nothing sent out yet. */
export function reopenForChange(turn: Transition, job: JobRow, step: string, reason: string): void {
  const { tx, now } = turn;
  const reopened = withDescendants(tx, job.id, step);
  if (reopened.some((name) => stepByName(tx, job.id, name)?.status === "ready")) {
    callBack(turn, job.id);
  }
  for (const name of reopened) {
    reopenStep(tx, job.id, name);
    if (name === step) continue;
    outdateRevisions(tx, { job: job.id, step: name, now });
    outdateChanges(tx, { job: job.id, step: name, now });
  }
  prepare(turn, job, reopened, reason);
}

/** Takes all work of a job out of its agents' hands. */
export function callBack(turn: Transition, job: string): void {
  turn.cancelMessages(job);
  endOpenAttempts(turn.tx, job, turn.now);
  takeBackReadySteps(turn.tx, job);
}

function runAgain(
  turn: Transition,
  job: JobRow,
  reopened: readonly string[],
  reason: string,
): JobChange {
  prepare(turn, job, reopened, reason);
  runUnblocked(turn, job);
  return { kind: "changed", status: "running" };
}

/** Makes the graph fit its opened steps again. */
function prepare(turn: Transition, job: JobRow, reopened: readonly string[], reason: string): void {
  for (const name of fanOutsToFold(turn.tx, job.id)) foldFanOut(turn.tx, job.id, name);
  recountNeeds(turn.tx, job.id);
  for (const step of reopened) {
    if (stepByName(turn.tx, job.id, step)) turn.say("step.retried", { job: job.id, step, reason });
  }
}

export const isUnstarted = (status: JobStatus): boolean =>
  status === "queued" || status === "waiting";
const hasEnded = (status: JobStatus): boolean =>
  status === "done" || status === "failed" || status === "cancelled";

export const refused = (message: string): JobChange => ({ kind: "refused", message });
export const unknownJob = (id: string): JobChange => refused(`There is no job ${id}.`);
