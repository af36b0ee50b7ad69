import type { BlobRef } from "../kernel/blobs.ts";
import type { StepFailure, StepOutput } from "../queue/topics.ts";

/**
 * Where a job is in its life. `queued` until the dispatcher starts it; `waiting` and `needs-review`
 * while something outside of Kantoku is asked for; the last three are its ends.
 */
export const JOB_STATUSES = [
  "queued",
  "waiting",
  "running",
  "needs-review",
  "done",
  "failed",
  "cancelled",
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** A `running` step is a `ready` one whose message an agent holds: only the queue knows that. */
export const STEP_STATUSES = [
  "waiting",
  "ready",
  "running",
  "done",
  "failed",
  "skipped",
  "cancelled",
] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

/** What the database keeps of a step's status. */
export type StoredStepStatus = Exclude<StepStatus, "running">;

/** 0 is the most urgent, 3 the least (P0 to P3). */
export type Priority = 0 | 1 | 2 | 3;

/** The door through which a job came, and what it was called there. */
export interface JobSource {
  readonly kind: "cli" | "folder" | "github" | "api";
  /** `owner/repo#12/3` for an issue and its labelling, a file's name, a caller's own reference. */
  readonly ref: string;
}

/**
 * The key under which one job is made, however often its source is read: `github:owner/repo#12/3`.
 * A source whose `ref` may come back for another job (a file name) needs a key of its own.
 */
export const admissionKey = (source: JobSource): string => `${source.kind}:${source.ref}`;

/** A brief that was read and found good: what a door hands over to become a job. */
export interface Admission {
  readonly title: string;
  /** brief.json. */
  readonly brief: BlobRef;
  /** The text as its author wrote it. */
  readonly briefText: BlobRef;
  readonly source: JobSource;
  readonly admissionKey: string;
  /** Default 2. */
  readonly priority?: Priority;
  /** Name of the template; default `film`. */
  readonly workflow?: string;
  /** Go into the params of every step's work, e.g. `{scale: 0.5}`. */
  readonly params?: JobParams;
  /** What it has to wait for, in words: it is made `waiting`, until `release`. */
  readonly waitsFor?: string;
  /** The same for other causes than `dependencies`. */
  readonly holds?: readonly Hold[];
  /** When its author needs the film, ms since the epoch. */
  readonly deadlineAt?: number;
  /** An estimate above it makes the job wait for an approval; without it nothing does. */
  readonly costLimitUsd?: number;
}

/** Something outside of Kantoku that a job waits for. */
export interface Hold {
  /** Who takes it away again: `dependencies`, `questions`, `approval`. */
  readonly cause: string;
  /** A sentence for people. */
  readonly reason: string;
}

/** The same brief with more said; counts as long as the job has not started. */
export type BetterBrief = Pick<Admission, "title" | "brief" | "briefText">;

/** What a person wants to have otherwise in a finished film. */
export interface ChangeRequest {
  /** Where it came from: the same key asks once. */
  readonly key: string;
  /** The step that is done again, and what it reads to know what is asked. */
  readonly step: string;
  readonly guide: BlobRef;
  readonly by: string;
}

export type JobParams = Readonly<Record<string, Json>>;
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** What became of a wish to change a job; `message` says to a person why it can't be. */
export type JobChange =
  | { readonly kind: "changed"; readonly status: JobStatus }
  | { readonly kind: "refused"; readonly message: string };

export interface JobFilter {
  readonly status?: JobStatus;
  readonly source?: JobSource["kind"];
  /** The newest `limit` jobs; default 100. */
  readonly limit?: number;
}

/** A job in a list. Times are ms since the epoch. */
export interface JobSummary {
  readonly id: string;
  readonly status: JobStatus;
  readonly source: JobSource;
  readonly workflow: string;
  readonly priority: Priority;
  readonly title: string;
  readonly createdAt: number;
  readonly finishedAt: number | null;
  /** Why it failed, was cancelled, or waits. */
  readonly reason: string | null;
  /** Finished steps and all steps known so far. */
  readonly progress: { readonly done: number; readonly total: number };
}

/** A job with everything that is known of it. */
export interface JobView extends JobSummary {
  readonly steps: readonly StepView[];
  /** Every time that a step sent the job back to an earlier one, oldest first. */
  readonly revisions: readonly RevisionView[];
  /** What its last steps made, by the name that they gave it, e.g. `video`. */
  readonly outputs: Readonly<Record<string, BlobRef>>;
  /** Of all attempts, the failed ones too; the estimate of the whole, once a step could say. */
  readonly cost: { readonly usd: number; readonly estimateUsd: number | null };
  /** What it waits for, the oldest first, and since when. */
  readonly holds: readonly (Hold & { readonly heldAt: number })[];
  /** Why a person should look at what was made, a sentence each. */
  readonly doubts: readonly string[];
}

export interface RevisionView {
  readonly round: number;
  /** Who asked, and who was to mend it. */
  readonly askedBy: string;
  readonly step: string;
  /** What was wrong, a sentence each. */
  readonly reasons: readonly string[];
  readonly askedAt: number;
  /** A person has rewound the job since, so that the rounds began anew. */
  readonly isSuperseded: boolean;
}

export interface StepView {
  /** `script`, or `assets:s03` for one of a fan-out. */
  readonly name: string;
  readonly role: string;
  readonly status: StepStatus;
  /** How often the scheduler sent it out: 1, and one more for each retry and rewind. */
  readonly attempts: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly agent: string | null;
  readonly summary: string | null;
  readonly notes: readonly string[];
  readonly failure: StepFailure | null;
}

/** One stored change. `id` grows over all jobs, so that a reader can go on where it stopped. */
export interface JobEvent {
  readonly id: number;
  readonly job: string;
  readonly step: string | null;
  readonly name: JobEventName;
  /** Ms since the epoch. */
  readonly at: number;
  readonly detail: Readonly<Record<string, Json>>;
}

export type JobEventName =
  | "job.admitted"
  | "job.changed"
  | "step.ready"
  | "step.finished"
  | "step.retried"
  /** Skipped, cancelled, or taken back by a rewind: stored only. */
  | "step.changed";

/** The jobs as everybody outside of this room sees them; each change is one transaction. */
export interface Jobs {
  /** Makes the job, or finds the one that was made under this key. `InputError` on an unknown workflow. */
  admit(admission: Admission): { readonly job: string; readonly isNew: boolean };
  /** Calls all its work back; `reason` is told to people. */
  cancel(job: string, reason?: string): JobChange;
  /** Gives the steps that stand between an ended job and `done` a new attempt. */
  retry(job: string): JobChange;
  /** Does `step`, and everything that needs it, once more; the earlier attempts stay on record. */
  rewind(job: string, step: string): JobChange;
  /**
   * Keeps a job from starting, or says anew what it waits for; work that was sent out is called back as
   * long as no agent has begun with it. There is one hold for each cause; the default is `dependencies`.
   */
  hold(job: string, reason: string, cause?: string): JobChange;
  /** Takes a hold away; the job starts, or goes on, when none is left. */
  release(job: string, cause?: string, better?: BetterBrief): JobChange;
  /** Jobs that wait for this cause, the longest first; times in ms since the epoch. */
  held(cause: string): { readonly job: string; readonly heldAt: number }[];
  /** Makes a job that waits for a person's review `done`. */
  accept(job: string): JobChange;
  /** Counts for what is sent out from now on. */
  prioritize(job: string, priority: Priority): JobChange;
  /** Does a step of a finished film again, as a person asked, and what needs it. */
  change(job: string, request: ChangeRequest): JobChange;
  /** Whether a change with this key was asked of it. */
  hasChange(job: string, key: string): boolean;
  /** Newest first. */
  list(filter?: JobFilter): JobSummary[];
  view(job: string): Promise<JobView | undefined>;
  /** Undefined when there is no such job. */
  status(job: string): JobStatus | undefined;
  /** Whether an agent has taken up any of its work: until then it only waits in line. */
  hasBegun(job: string): boolean;
  counts(): Record<JobStatus, number>;
  /** The job's changes, oldest first. */
  events(job: string): JobEvent[];
  /** Up to 500 changes of all jobs after the one with this id, oldest first; 0 to begin. */
  eventsAfter(id: number): JobEvent[];
  /** What the job was admitted with, or what it got better since. */
  brief(job: string): BetterBrief | undefined;
  /** Ms until the job is done, by how long its steps took in other jobs; null while nobody can say. */
  forecast(job: string): number | null;
  /** What every finished step made. */
  outputs(job: string): StepOutput[];
}
