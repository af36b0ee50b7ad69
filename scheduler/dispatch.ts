import type { BlobRef } from "../kernel/blobs.ts";
import { assert, InputError } from "../kernel/errors.ts";
import type { NewMessage } from "../queue/queue.ts";
import { RESULT_TOPIC, workTopic, type StepOutput, type Work } from "../queue/topics.ts";
import { finishWhenLast, stopJob } from "./ending.ts";
import { release } from "./graph.ts";
import { revisionParts } from "./rework/rounds.ts";
import { inputsOf, insertAttempt, lastAttempt } from "./attempt/statements.ts";
import {
  markSent,
  setJobStatus,
  stepByName,
  unblockedSteps,
  type JobRow,
  type StepRow,
} from "./statements.ts";
import { graphStep, storedGraph } from "./stored-graph.ts";
import { BRIEF_STEP } from "./template-graph.ts";
import type { Transition } from "./transition.ts";

/** Sends every step out that waits for nothing: the job runs (again). */
export function runUnblocked(turn: Transition, job: JobRow): void {
  setJobStatus(turn.tx, { id: job.id, status: "running", reason: null, finished_at: null });
  turn.say("job.changed", { job: job.id, status: "running" });
  const unblocked = unblockedSteps(turn.tx, job.id).map(graphStep);
  dispatch(turn, job, release(storedGraph(turn, job.id), unblocked));
  finishWhenLast(turn, job.id);
}

/**
 * Makes the work of these steps, in the transaction that makes them ready. A step whose inputs are
 * too many for one message stops the job with a reason.
 */
export function dispatch(turn: Transition, job: JobRow, names: readonly string[]): void {
  const inputs = inputsFor(turn, job);
  for (const name of names) {
    const work = sendable(turn, job, name, inputs);
    try {
      send(turn, job, work);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      stopJob(turn, job, "failed", `step "${name}" can't be sent out: ${error.message}`);
      return;
    }
  }
}

function send(turn: Transition, job: JobRow, { row, attempt, message }: Sendable): void {
  const [sent] = turn.send([message]);
  assert(sent?.isNew, `the work of ${job.id}/${row.name}/${attempt} was sent before`);
  markSent(turn.tx, job.id, row.name, attempt);
  const step = { job: job.id, step: row.name };
  insertAttempt(turn.tx, { ...step, attempt, message: sent.id, sent_at: turn.now });
  turn.say("step.ready", { ...step, role: row.role });
}

interface Sendable {
  readonly row: StepRow;
  readonly attempt: number;
  readonly message: NewMessage;
}

type Inputs = (row: StepRow) => StepOutput[];

function sendable(turn: Transition, job: JobRow, name: string, inputs: Inputs): Sendable {
  const { tx } = turn;
  const row = stepByName(tx, job.id, name);
  assert(row, `step ${job.id}/${name} exists`);
  const attempt = lastAttempt(tx, job.id, name) + 1;
  const work: Work = {
    job: job.id,
    step: name,
    role: row.role,
    attempt,
    title: job.title,
    params: JSON.parse(row.params) as Work["params"],
    inputs: inputs(row),
    ...revisionParts(turn, row),
  };
  const message: NewMessage = {
    topic: workTopic(row.role),
    payload: work,
    priority: job.priority,
    dedupeKey: `${job.id}/${name}/${attempt}`,
    correlationId: job.id,
    replyTo: RESULT_TOPIC,
    maxAttempts: row.max_attempts,
  };
  return { row, attempt, message };
}

/** The brief, then what the ancestors made; the items of one fan-out share the same ancestors. */
function inputsFor({ tx }: Transition, job: JobRow): Inputs {
  const brief = [briefInput("brief", job.brief), briefInput("text", job.brief_text)];
  const ofFanOut = new Map<string, StepOutput[]>();
  return ({ name, member_of: fanOut }) => {
    const known = fanOut === null ? undefined : ofFanOut.get(fanOut);
    if (known) return known;
    const inputs = [...brief, ...inputsOf(tx, job.id, name)];
    if (fanOut !== null) ofFanOut.set(fanOut, inputs);
    return inputs;
  };
}

function briefInput(name: string, blob: string): StepOutput {
  return { step: BRIEF_STEP, key: null, name, blob: JSON.parse(blob) as BlobRef };
}
