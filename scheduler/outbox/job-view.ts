import type { Tongue } from "../../kernel/tongue.ts";
import type { StepFailure } from "../../queue/topics.ts";
import type { JobStatus } from "./labels.ts";

/** A job as the outbox needs to see it; times in ms since the epoch. */
export interface JobView {
  readonly status: JobStatus;
  readonly steps: readonly StepView[];
  /** Why it failed or waits, when the scheduler can say. */
  readonly reason?: string | null;
  /** What it waits for. */
  readonly holds?: readonly HoldView[];
  /** Why a person should look at the film, a sentence each. */
  readonly doubts?: readonly string[];
  readonly cost?: { readonly usd: number; readonly estimateUsd: number | null };
}

export interface HoldView {
  readonly cause: string;
  readonly reason: string;
  readonly heldAt: number;
}

/** Undefined when the job does not wait for this. */
export function holdFor({ holds }: JobView, cause: string): HoldView | undefined {
  return holds?.find((hold) => hold.cause === cause);
}

export interface StepView {
  /** `script`, or `assets:s03` for one of a fan-out. */
  readonly name: string;
  readonly status: string;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly attempts?: number;
  readonly summary?: string | null;
  readonly failure?: StepFailure | null;
}

/** What the film's makers say in the end. */
export interface Ending {
  /** Markdown. */
  readonly report: string | null;
  /** The same results in the comment's language, when the report has another one or tells some of it in English. */
  readonly results?: Results | undefined;
  /** A URL or a path. */
  readonly film: string | null;
  readonly poster?: string | null;
  readonly captions?: string | null;
  /** What is unlike the film that was made. */
  readonly remarks?: readonly string[];
  /** What could not be published, and why. */
  readonly refused?: readonly {
    readonly output: "video" | "poster" | "captions";
    readonly reason: string;
  }[];
  /** By the settings the files stay on the machine that made them. */
  readonly isKept?: boolean;
  /** Files that are still to be published. */
  readonly unpublished?: number;
}

/** How a film measured, as Markdown. */
export interface Results {
  /** Whether it passed, in a sentence. */
  readonly verdict: string;
  /** A table. */
  readonly measured: string;
  /** Why a person should look at it, a sentence each. */
  readonly doubts: readonly string[];
}

/** What else there is to say beside the job's own state. */
export interface SheetExtras {
  readonly assumptions?: readonly string[];
  readonly budgetUsd?: number | null;
  readonly questions?: readonly { readonly text: string; readonly assumed: string }[];
  /** When the defaults hold. */
  readonly defaultsAt?: number | null;
  readonly readyAt?: number | null;
  /** The last things that people said, with what became of them. */
  readonly replies?: readonly {
    readonly author: string;
    readonly text: string;
    readonly answer: string;
  }[];
  /** Who edited the brief since: it is asked whether the film is to be made again. */
  readonly editor?: string;
  /** An estimate above this waits for somebody's word. */
  readonly approveAboveUsd?: number | null;
  /** Of the brief; the language of the comment, unless the settings name one. */
  readonly tongue?: Tongue;
}
