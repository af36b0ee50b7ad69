import type { RevisionRequest, Work } from "../../queue/topics.ts";
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
  { tx }: Transition,
  { job, name, revises, revision_rounds: rounds }: StepRow,
): Pick<Work, "revision" | "revises" | "round"> {
  const own = currentRevision(tx, job, name);
  const round = roundOfJob(tx, job);
  return {
    ...(own && {
      revision: {
        round: own.round,
        askedBy: own.asked_by,
        last: outputsOfAttempt(tx, job, name, own.attempt),
        findings: outputsOfAttempt(tx, job, own.asked_by, own.asked_in),
      },
    }),
    ...(revises !== null && { revises: { step: revises, rounds, used: lastRound(tx, job, name) } }),
    ...(round > 0 && { round }),
  };
}
