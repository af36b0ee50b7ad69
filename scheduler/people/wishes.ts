import { runUnblocked } from "../dispatch.ts";
import type { ChangeRequest, JobChange, Priority } from "../job.ts";
import { reopenForChange, refused, unknownJob } from "../rework/rework.ts";
import { jobById, setJobStatus, stepByName } from "../statements.ts";
import type { Transition } from "../transition.ts";
import { changeExists, insertChange, setPriority } from "./statements.ts";

/** A person is content with a film that its makers were not sure about. */
export function accept(turn: Transition, id: string): JobChange {
  const job = jobById(turn.tx, id);
  if (!job) return unknownJob(id);
  if (job.status !== "needs-review") {
    return refused(`Job ${id} is ${job.status}: there is nothing to accept.`);
  }
  setJobStatus(turn.tx, { id, status: "done", reason: null, finished_at: turn.now });
  turn.say("job.changed", { job: id, status: "done" });
  return { kind: "changed", status: "done" };
}

/** Counts for every step that is sent out from now on. */
export function prioritize(turn: Transition, id: string, priority: Priority): JobChange {
  const job = jobById(turn.tx, id);
  if (!job) return unknownJob(id);
  setPriority(turn.tx, id, priority);
  return { kind: "changed", status: job.status };
}

/**
 * Does a step of a finished film again with what a person asked for as its guide, and all that
 * needs the step; the rest stays. The same key asks once.
 */
export function change(turn: Transition, id: string, request: ChangeRequest): JobChange {
  const { tx, now } = turn;
  const { key, step, by, guide } = request;
  const job = jobById(tx, id);
  if (!job) return unknownJob(id);
  if (changeExists(tx, id, key)) return { kind: "changed", status: job.status };
  if (job.status !== "done" && job.status !== "needs-review") {
    return refused(`Job ${id} is ${job.status}: only a finished film can be changed.`);
  }
  const target = stepByName(tx, id, step);
  if (target?.status !== "done") return refused(`Job ${id} has no finished step "${step}".`);
  insertChange(tx, {
    job: id,
    key,
    step,
    attempt: target.attempt,
    asked_by: by,
    guide: JSON.stringify(guide),
    asked_at: now,
  });
  reopenForChange(turn, job, step, `${by} asked for a change`);
  runUnblocked(turn, job);
  return { kind: "changed", status: "running" };
}
