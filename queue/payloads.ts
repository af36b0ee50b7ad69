import { z } from "zod";
import { BlobRef } from "../kernel/blob-ref.ts";

/**
 * What the scheduler and the agents say to each other: the schemas of all payloads. They take zod, so who must
 * be ready soon has their types and names from `topics.ts`, and the schemas from its `payloads()`.
 */

/** What a message's row holds where the payload is too big for it. */
export { BlobRef };

/** One output of a finished step: `key` is set when the step was one of a fan-out. */
export const StepOutput = z.strictObject({
  step: z.string(),
  key: z.string().nullable(),
  name: z.string(),
  blob: BlobRef,
});
export type StepOutput = z.infer<typeof StepOutput>;

/** What a step that is done once more learns: what it made last time, and what was found wrong with it. */
export const Revision = z.strictObject({
  /** 1 for the first time that it is done again. */
  round: z.int().positive(),
  /** The step that asked, or the person. */
  askedBy: z.string(),
  /** What this step made last time. */
  last: z.array(StepOutput),
  /** What the asking step made; its findings are among it. */
  findings: z.array(StepOutput),
});
export type Revision = z.infer<typeof Revision>;

/** A step to do. `inputs` are the outputs of every finished step that this one needs, transitively. */
export const Work = z.strictObject({
  job: z.string(),
  /** Unique in its job: `script`, or `assets:s03` for one of a fan-out. */
  step: z.string(),
  role: z.string(),
  /** 1 for the first dispatch; a retry or rewind by the scheduler counts up. */
  attempt: z.int().positive(),
  title: z.string(),
  params: z.record(z.string(), z.json()),
  inputs: z.array(StepOutput),
  /** Set when the step is done again because a later one asked for it. */
  revision: Revision.optional(),
  /** Set when this step may ask for a revision: of which step, in how many rounds, and how many were used. */
  revises: z
    .strictObject({ step: z.string(), rounds: z.int().positive(), used: z.int().nonnegative() })
    .optional(),
  /** The round of revision that the whole job is in; absent before the first. */
  round: z.int().positive().optional(),
});
export type Work = z.infer<typeof Work>;

/** One item of a fan-out: the template's `each:` step is made once per item. */
export const FanOutItem = z.strictObject({
  key: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  params: z.record(z.string(), z.json()),
});
export type FanOutItem = z.infer<typeof FanOutItem>;

export const StepFailure = z.strictObject({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
});
export type StepFailure = z.infer<typeof StepFailure>;

/** What a finished step asks of an earlier one: to do its work again, guided by what this step made. */
export const RevisionRequest = z.strictObject({
  /** The step that is to mend it; the workflow says who may ask whom, and how often. */
  to: z.string(),
  /** What is wrong, a sentence each. */
  reasons: z.array(z.string()).min(1).max(100),
});
export type RevisionRequest = z.infer<typeof RevisionRequest>;

/** What language models read and wrote for a step. */
export const Tokens = z.strictObject({ input: z.int().min(0), output: z.int().min(0) });
export type Tokens = z.infer<typeof Tokens>;

export const StepDone = z.strictObject({
  kind: z.literal("done"),
  outputs: z.record(z.string(), BlobRef),
  /** Named lists over which later steps fan out, e.g. `shots`. */
  fanOut: z.record(z.string(), z.array(FanOutItem)),
  /** One sentence for people: what was made. */
  summary: z.string(),
  /** Honest labels for the report: fallbacks taken, assumptions made. */
  notes: z.array(z.string()),
  costUsd: z.number().nonnegative(),
  tokens: Tokens.default({ input: 0, output: 0 }),
  /** Granted while rounds are left; otherwise the job goes on with what this step made. */
  revision: RevisionRequest.optional(),
  /** Why a person should look at what was made, a sentence each: the job then ends as `needs-review`. */
  review: z.array(z.string()).max(100).optional(),
  /** What the whole job is expected to cost; above its limit the job waits for an approval. */
  estimateUsd: z.number().nonnegative().optional(),
});
export type StepDone = z.infer<typeof StepDone>;

export const StepFailed = z.strictObject({ kind: z.literal("failed"), failure: StepFailure });
export type StepFailed = z.infer<typeof StepFailed>;

/** What an agent answers on `result`, in the transaction that acks its work. */
export const Result = z.strictObject({
  job: z.string(),
  step: z.string(),
  attempt: z.int().positive(),
  agent: z.string(),
  /** Milliseconds since the epoch. */
  startedAt: z.int(),
  finishedAt: z.int(),
  outcome: z.discriminatedUnion("kind", [StepDone, StepFailed]),
});
export type Result = z.infer<typeof Result>;

/** Told to the crew: work of this job may have been called back, so look at the lease now. */
export const CrewNotice = z.strictObject({ kind: z.literal("work.recalled"), job: z.string() });
export type CrewNotice = z.infer<typeof CrewNotice>;

/** One change of a job, as it is told on `events.job`. */
export const JobNews = z.strictObject({
  /** Grows over all jobs; the same news twice has the same one. */
  id: z.int().positive(),
  event: z.enum([
    "job.admitted",
    "job.queued",
    "job.waiting",
    "job.running",
    "job.needs-review",
    "job.done",
    "job.failed",
    "job.cancelled",
  ]),
  job: z.string(),
  /** Ms since the epoch. */
  at: z.int(),
  /** Why it failed or was cancelled. */
  reason: z.string().nullable(),
});
export type JobNews = z.infer<typeof JobNews>;

/**
 * What the queue itself puts on a dead message's `replyTo`, in the transaction that buries it: the
 * sender learns that nobody will answer.
 */
export const DeadLetterNotice = z.strictObject({
  kind: z.literal("dead-letter"),
  id: z.string(),
  topic: z.string(),
  reason: z.string(),
  payload: z.json(),
});
export type DeadLetterNotice = z.infer<typeof DeadLetterNotice>;
