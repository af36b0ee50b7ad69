import type { BlobRef } from "../../kernel/blobs.ts";
import {
  CHANGE_REQUEST,
  PERSON,
  type Revision,
  type RevisionRequest,
  type Work,
} from "../../queue/topics.ts";
import { changesOfJob, currentChange } from "../people/statements.ts";
import { outputsOfAttempt } from "../attempt/statements.ts";
import type { StepRow } from "../statements.ts";
import type { Transition } from "../transition.ts";
import { currentRevision, lastRound, roundOfJob } from "./statements.ts";

/** Whether a step's wish to have an earlier one done again is granted. */
export type RevisionVerdict =
  | { readonly kind: "granted"; readonly round: number }
  | { readonly kind: "refused"; readonly reason: string };

/** What the workflow allows the asking step, and how many rounds it has had. */
export interface RevisionRight {
  readonly revises: string | null;
  readonly rounds: number;
  readonly used: number;
}

/** The bound on the rounds holds whatever the asking role thinks. */
export function judgeRevision(
  { to }: Pick<RevisionRequest, "to">,
  { revises, rounds, used }: RevisionRight,
): RevisionVerdict {
  if (revises !== to) {
    const reason = `A revision of "${to}" was asked for, which the workflow does not allow.`;
    return { kind: "refused", reason };
  }
  if (used < rounds) return { kind: "granted", round: used + 1 };
  const all = rounds === 1 ? "the only round" : `all ${rounds} rounds`;
  const reason = `A revision of "${to}" was asked for, but ${all} had been used.`;
  return { kind: "refused", reason };
}

/** The verdict on what `step` asks for, from what is stored. */
export function verdictOn(
  { tx }: Transition,
  { job, name, revises, revision_rounds: rounds }: StepRow,
  request: RevisionRequest,
): RevisionVerdict {
  return judgeRevision(request, { revises, rounds, used: lastRound(tx, job, name) });
}

/** What the work of a step says of revisions: of its own, of those that it may ask for, of the job's. */
export function revisionParts(
  turn: Transition,
  step: StepRow,
): Pick<Work, "revision" | "revises" | "round"> {
  const { tx } = turn;
  const { job, name, revises, revision_rounds: rounds } = step;
  const revision = revisionOf(turn, step);
  const round = roundOfJob(tx, job) + changesOfJob(tx, job);
  return {
    ...(revision && { revision }),
    ...(revises !== null && { revises: { step: revises, rounds, used: lastRound(tx, job, name) } }),
    ...(round > 0 && { round }),
  };
}

/** What a step or a person asked for last. */
function revisionOf({ tx }: Transition, { job, name }: StepRow): Revision | undefined {
  const asked = currentRevision(tx, job, name);
  const change = currentChange(tx, job, name);
  if (change && change.attempt > (asked?.attempt ?? 0)) {
    const guide = JSON.parse(change.guide) as BlobRef;
    return {
      round: roundOfJob(tx, job) + changesOfJob(tx, job),
      askedBy: change.asked_by,
      last: outputsOfAttempt(tx, job, name, change.attempt),
      findings: [{ step: PERSON, key: null, name: CHANGE_REQUEST, blob: guide }],
    };
  }
  return (
    asked && {
      round: asked.round,
      askedBy: asked.asked_by,
      last: outputsOfAttempt(tx, job, name, asked.attempt),
      findings: outputsOfAttempt(tx, job, asked.asked_by, asked.asked_in),
    }
  );
}
