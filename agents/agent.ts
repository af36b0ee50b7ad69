import type { BlobRef, Blobs } from "../kernel/blobs.ts";
import type { FanOutItem, RevisionRequest, StepFailure, Work, Tokens } from "../queue/topics.ts";

/** Every role that a pane can serve. */
export const ROLES = [
  "concept-planner",
  "scriptsmith",
  "shotmaster",
  "videosolver",
  "asset-synthesizer",
  "narrator",
  "composer",
  "director",
  "editor",
  "renderer",
  "post-processor",
  "critic",
  "publisher",
] as const;
export type RoleName = (typeof ROLES)[number];

/** `EX_CONFIG` of sysexits(3): an agent that can't read its configuration ends with it. */
export const EX_CONFIG = 78;

/** A craft that turns a step's inputs into its outputs. Knows films, not queues or panes. */
export interface Role {
  readonly name: RoleName;
  /** Without a step forward for this long, the step counts as stuck. */
  readonly stallMs: number;
  perform(task: Task): Promise<Outcome>;
}

/** One step of work, as a role sees it. */
export interface Task {
  readonly work: Work;
  readonly blobs: Blobs;
  /** A folder of this attempt's own, removed afterwards. */
  readonly folder: string;
  /** Aborts when the lease is lost, the job is cancelled or the agent drains hard. */
  readonly signal: AbortSignal;
  /** Tells the pane and the watchdog how far it is: `doing` in words, `progress` from 0 to 1. */
  report(doing: string, progress?: number): void;
}

/** Expected endings are returned; an operational error that is thrown means "try again later". */
export type Outcome = Done | Failed;

export interface Done {
  readonly kind: "done";
  readonly outputs: Readonly<Record<string, BlobRef>>;
  readonly fanOut?: Readonly<Record<string, readonly FanOutItem[]>>;
  readonly summary: string;
  readonly notes?: readonly string[];
  readonly costUsd?: number;
  readonly tokens?: Tokens;
  /** Asks an earlier step to do its work again; only where the work says that this step may. */
  readonly revision?: RevisionRequest;
  /** Why a person should look at what was made, a sentence each. */
  readonly review?: readonly string[];
  /** What the whole job is expected to cost. */
  readonly estimateUsd?: number;
}

/** The step can't be done, however often it is tried. */
export interface Failed {
  readonly kind: "failed";
  readonly failure: StepFailure;
}
