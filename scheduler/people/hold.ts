import { assert } from "../../kernel/errors.ts";
import { RESULT_TOPIC } from "../../queue/topics.ts";
import { runUnblocked } from "../dispatch.ts";
import type { BetterBrief, Hold, JobChange } from "../job.ts";
import { callBack, isUnstarted, refused, unknownJob } from "../rework/rework.ts";
import { jobById, setJobStatus, type JobRow } from "../statements.ts";
import type { Transition } from "../transition.ts";
import {
  deleteHold,
  hasAttempts,
  holdsOf,
  insertHold,
  raiseCostLimit,
  setBrief,
} from "./statements.ts";

/** Carries jobs to the dispatcher, the most urgent first. */
export const JOB_TOPIC = "job";

/** Other jobs, or issues, that must be done first. */
export const DEPENDENCIES = "dependencies";
/** A person's word on an estimate that is over the limit. */
const APPROVAL = "approval";

/** Keeps a job from starting, calling back what no agent has begun with; one that waits for the same cause already gets the new reason. */
export function hold(turn: Transition, id: string, { cause, reason }: Hold): JobChange {
  const { tx, now } = turn;
  const job = jobById(tx, id);
  if (!job) return unknownJob(id);
  const isInLine = job.status === "running" && !turn.hasBegun(id);
  if (!isUnstarted(job.status) && !isInLine) {
    return refused(`Job ${id} is ${job.status} already.`);
  }
  const known = holdsOf(tx, id).find((each) => each.cause === cause);
  if (known?.reason === reason) return { kind: "changed", status: "waiting" };
  callBack(turn, id);
  insertHold(tx, { job: id, cause, reason, now });
  return tellWaiting(turn, id);
}

/** Takes one hold away; with the last one the job starts or goes on. A better brief counts before the start. */
export function release(
  turn: Transition,
  id: string,
  cause: string,
  better?: BetterBrief,
): JobChange {
  const { tx } = turn;
  const job = jobById(tx, id);
  if (!job) return unknownJob(id);
  if (job.status !== "waiting") return refused(`Job ${id} is ${job.status}: it does not wait.`);
  if (!deleteHold(tx, id, cause)) return refused(`Job ${id} does not wait for its ${cause}.`);
  if (cause === APPROVAL) raiseCostLimit(tx, id);
  if (better && !hasAttempts(tx, id)) improve(turn, id, better);
  return holdsOf(tx, id).length > 0 ? tellWaiting(turn, id) : goOn(turn, id);
}

/** The job is `queued`: its message brings it to the dispatcher. */
export function askToStart(turn: Transition, { id, priority }: StartableJob): void {
  turn.send([
    {
      topic: JOB_TOPIC,
      payload: { job: id },
      priority,
      correlationId: id,
      replyTo: RESULT_TOPIC,
    },
  ]);
}

type StartableJob = Pick<JobRow, "id" | "priority">;

/** Keeps everything after an estimate over the job's limit from being spent on. */
export function holdForApproval(turn: Transition, job: JobRow, estimateUsd: number): boolean {
  const limit = job.cost_limit_usd;
  if (limit === null || estimateUsd <= limit) return false;
  callBack(turn, job.id);
  const reason = `The film is expected to cost $${estimateUsd.toFixed(2)}, which is over the limit of $${limit.toFixed(2)}: somebody has to approve it.`;
  insertHold(turn.tx, { job: job.id, cause: APPROVAL, reason, now: turn.now });
  tellWaiting(turn, job.id);
  return true;
}

function improve({ tx }: Transition, job: string, better: BetterBrief): void {
  const { title, brief, briefText } = better;
  const blobs = { brief: JSON.stringify(brief), briefText: JSON.stringify(briefText) };
  setBrief(tx, { job, title, ...blobs });
}

function goOn(turn: Transition, id: string): JobChange {
  const job = jobById(turn.tx, id);
  assert(job, `job ${id} exists`);
  if (hasAttempts(turn.tx, id)) {
    runUnblocked(turn, job);
    return { kind: "changed", status: "running" };
  }
  setJobStatus(turn.tx, { id, status: "queued", reason: null, finished_at: null });
  turn.say("job.changed", { job: id, status: "queued" });
  askToStart(turn, job);
  return { kind: "changed", status: "queued" };
}

function tellWaiting(turn: Transition, job: string): JobChange {
  const reason = holdsOf(turn.tx, job)
    .map((each) => each.reason)
    .join(" ");
  setJobStatus(turn.tx, { id: job, status: "waiting", reason, finished_at: null });
  turn.say("job.changed", { job, status: "waiting", reason });
  return { kind: "changed", status: "waiting" };
}
