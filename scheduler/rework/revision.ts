import { assert } from "../../kernel/errors.ts";
import type { RevisionRequest } from "../../queue/topics.ts";
import { stepByName, type JobRow, type StepRow } from "../statements.ts";
import type { Transition } from "../transition.ts";
import { redo } from "./rework.ts";
import { insertRevision } from "./statements.ts";

/** A granted revision, written down and begun: the job goes back to the step that is to mend it. */
export function revise(
  turn: Transition,
  job: JobRow,
  asking: StepRow,
  { to, reasons, round }: RevisionRequest & { readonly round: number },
): void {
  const target = stepByName(turn.tx, job.id, to);
  assert(target, `the workflow of job ${job.id} has the step ${to}`);
  insertRevision(turn.tx, {
    job: job.id,
    asked_by: asking.name,
    asked_in: asking.attempt,
    step: to,
    attempt: target.attempt,
    round,
    reasons: JSON.stringify(reasons),
    asked_at: turn.now,
  });
  redo(turn, job, to, `${asking.name} asked for it, round ${round} of ${asking.revision_rounds}`);
}
