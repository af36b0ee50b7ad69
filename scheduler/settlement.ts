import type { Result, StepDone, StepFailed, StepFailure } from "../queue/topics.ts";
import { revise } from "./rework/revision.ts";
import { verdictOn } from "./rework/rounds.ts";
import { dispatch } from "./dispatch.ts";
import { finishWhenLast, stopJob } from "./ending.ts";
import { followEnding } from "./graph.ts";
import { endAttempt, insertOutput } from "./attempt/statements.ts";
import { holdForApproval } from "./people/hold.ts";
import { setEstimate } from "./people/statements.ts";
import { jobById, setStepStatus, stepByName, type StepRow } from "./statements.ts";
import { graphStep, storedGraph } from "./stored-graph.ts";
import type { Transition } from "./transition.ts";

/** An attempt's end: an agent's result, or what the scheduler itself found out. */
export interface Settlement extends Omit<Result, "agent" | "startedAt"> {
  /** Null when no agent answered. */
  readonly agent: string | null;
  readonly startedAt: number | null;
}

/**
 * Writes the end of one attempt and everything that follows from it. `stale` when another attempt
 * has taken its place, or the job has ended: then nothing is changed.
 */
export function settle(turn: Transition, settlement: Settlement): "settled" | "stale" {
  const job = jobById(turn.tx, settlement.job);
  const step = stepByName(turn.tx, settlement.job, settlement.step);
  if (job?.status !== "running" || step?.status !== "ready") return "stale";
  if (step.attempt !== settlement.attempt) return "stale";
  const outcome = checked(step, settlement.outcome);
  const request = outcome.kind === "done" ? outcome.revision : undefined;
  const verdict = request && verdictOn(turn, step, request);
  const remark = verdict?.kind === "refused" ? [verdict.reason] : [];
  record(turn, step, settlement, withNotes(outcome, remark));
  if (outcome.kind === "failed" && step.on_failure === "fail") {
    stopJob(turn, job, "failed", reasonOf(step, outcome.failure));
    return "settled";
  }
  if (request && verdict?.kind === "granted") {
    revise(turn, job, step, { ...request, round: verdict.round });
    return "settled";
  }
  const ready = followEnding(storedGraph(turn, job.id), graphStep(step), outcome.kind);
  const estimate = outcome.kind === "done" ? outcome.estimateUsd : undefined;
  if (estimate !== undefined) {
    setEstimate(turn.tx, job.id, estimate);
    if (holdForApproval(turn, job, estimate)) return "settled";
  }
  dispatch(turn, job, ready);
  finishWhenLast(turn, job.id);
  return "settled";
}

/** A result that lacks a list, or names an item twice, would leave later steps without their work. */
function checked(step: StepRow, outcome: StepDone | StepFailed): StepDone | StepFailed {
  if (outcome.kind === "failed") return outcome;
  for (const list of JSON.parse(step.fan_out) as string[]) {
    const items = outcome.fanOut[list];
    if (!items) return broken(`the result brings no list "${list}"`);
    const keys = new Set(items.map(({ key }) => key));
    if (keys.size < items.length) return broken(`the list "${list}" has two items of one key`);
  }
  return outcome;
}

function broken(message: string): StepFailed {
  const hint = "The role's code and the workflow's fanOut differ.";
  return { kind: "failed", failure: { code: "fan-out-invalid", message, hint } };
}

function withNotes(
  outcome: StepDone | StepFailed,
  notes: readonly string[],
): StepDone | StepFailed {
  if (outcome.kind === "failed" || notes.length === 0) return outcome;
  return { ...outcome, notes: [...outcome.notes, ...notes] };
}

function record(
  turn: Transition,
  step: StepRow,
  { attempt, agent, startedAt, finishedAt }: Settlement,
  outcome: StepDone | StepFailed,
): void {
  const isDone = outcome.kind === "done";
  const { job, name, role } = step;
  endAttempt(turn.tx, {
    job,
    step: name,
    attempt,
    ending: outcome.kind,
    agent,
    started_at: startedAt,
    finished_at: finishedAt,
    summary: isDone ? outcome.summary : null,
    notes: JSON.stringify(isDone ? outcome.notes : []),
    fan_out: JSON.stringify(isDone ? outcome.fanOut : {}),
    failure: isDone ? null : JSON.stringify(outcome.failure),
    cost_usd: isDone ? outcome.costUsd : 0,
    input_tokens: isDone ? outcome.tokens.input : 0,
    output_tokens: isDone ? outcome.tokens.output : 0,
    review: JSON.stringify((isDone && outcome.review) || []),
  });
  for (const [output, blob] of Object.entries(isDone ? outcome.outputs : {})) {
    insertOutput(turn.tx, { job, step: name, attempt, name: output, ...blob });
  }
  setStepStatus(turn.tx, job, name, outcome.kind);
  const seconds = startedAt === null ? 0 : Math.max(0, finishedAt - startedAt) / 1000;
  const status = outcome.kind;
  turn.say("step.finished", { job, step: name, role, agent: agent ?? "none", status, seconds });
}

function reasonOf({ name }: StepRow, { message, hint }: StepFailure): string {
  return `step "${name}" failed: ${message}${hint === "" ? "" : ` (${hint})`}`;
}
