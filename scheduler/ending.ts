import { outcomeOf } from "./graph.ts";
import { endOpenAttempts } from "./attempt/statements.ts";
import { deleteHolds, reviewReasons } from "./people/statements.ts";
import {
  decidingSteps,
  jobById,
  openSteps,
  setJobStatus,
  setStepStatus,
  type JobRow,
} from "./statements.ts";
import type { Transition } from "./transition.ts";

/** Ends a job before its last step: no step goes on, and agents learn that their work is called back. */
export function stopJob(
  turn: Transition,
  job: JobRow,
  status: "failed" | "cancelled",
  reason: string,
): void {
  const { tx, now } = turn;
  turn.cancelMessages(job.id);
  deleteHolds(tx, job.id);
  endOpenAttempts(tx, job.id, now);
  for (const step of openSteps(tx, job.id)) {
    setStepStatus(tx, job.id, step, "cancelled");
    turn.note(job.id, step, { status: "cancelled" });
  }
  setJobStatus(tx, { id: job.id, status, reason, finished_at: now });
  turn.say("job.changed", { job: job.id, status, reason });
}

/**
 * Ends a running job when no step of it is open any more: as `done`, or as `needs-review` when one of
 * its makers said why a person should look at it.
 */
export function finishWhenLast(turn: Transition, job: string): void {
  const { tx, now } = turn;
  const isRunning = jobById(tx, job)?.status === "running";
  if (!isRunning || outcomeOf(decidingSteps(tx, job)) !== "done") return;
  const doubts = reviewReasons(tx, job);
  if (doubts.length > 0) {
    const reason = doubts.join(" ");
    setJobStatus(tx, { id: job, status: "needs-review", reason, finished_at: null });
    turn.say("job.changed", { job, status: "needs-review", reason });
    return;
  }
  setJobStatus(tx, { id: job, status: "done", reason: null, finished_at: now });
  turn.say("job.changed", { job, status: "done" });
}
