import type { MessageView, Subscription } from "./queue.ts";

/** What an operator may see and do; workers need none of it. */
export interface QueueOperations {
  /** Newest first. */
  list(filter: MessageFilter): Promise<MessageSummary[]>;
  /** One message with the evidence of all its attempts, or undefined when it was pruned. */
  show(id: string): Promise<MessageDetails | undefined>;
  /** Gives dead messages a new life with all attempts ahead of them; answers how many. */
  redrive(
    which: { readonly id: string } | { readonly topic: string; readonly limit?: number },
  ): Promise<number>;
  /** Nobody receives from the topic until it is resumed; leased work goes on, sending too. */
  pause(topic: string, reason: string): Promise<void>;
  /** False when it was not paused. */
  resume(topic: string): Promise<boolean>;
  paused(): Promise<PausedTopic[]>;
  subscriptions(): Promise<Subscription[]>;
  /** Deletes a topic's waiting and dead messages; leased work goes on. Answers how many. */
  purge(topic: string): Promise<number>;
  /**
   * Deletes what was done or cancelled before `before`, and what died before `deadBefore` (ms since
   * the epoch; default: none); answers how many.
   */
  prune(before: number, deadBefore?: number): Promise<number>;
}

export interface MessageFilter {
  readonly topic?: string;
  readonly state?: MessageView["state"];
  /** Default 100. */
  readonly limit?: number;
}

export interface MessageSummary extends MessageView {
  readonly priority: number;
  /** All times are ms since the epoch. */
  readonly sentAt: number;
  readonly notBefore: number;
  readonly finishedAt: number | null;
  readonly losses: number;
  readonly correlationId: string | null;
}

export interface MessageDetails extends MessageSummary {
  readonly payload: unknown;
  readonly dedupeKey: string | null;
  readonly orderingKey: string | null;
  readonly replyTo: string | null;
  readonly traceId: string | null;
  readonly source: string | null;
  readonly publishedOn: string | null;
  /** From then on nobody begins it. */
  readonly expiresAt: number | null;
  readonly deadlineAt: number | null;
  readonly attemptTimeoutMs: number | null;
  readonly maxAttempts: number;
  /** Oldest first. */
  readonly history: readonly Attempt[];
  /** What workers answered after their lease was over: never sent. */
  readonly lateResults: readonly LateResult[];
}

export interface LateResult {
  readonly worker: string;
  readonly arrivedAt: number;
  /** The replies as they would have been sent. */
  readonly replies: unknown;
}

/** One lease of a message, ended or not. */
export interface Attempt {
  readonly worker: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly ending:
    | "working"
    | "done"
    | "failed"
    | "timed-out"
    | "released"
    | "snoozed"
    | "lost"
    | "cancelled";
  readonly error: string | null;
  /** What may help to understand it, such as the last lines of the worker's pane. */
  readonly evidence: string | null;
}

export interface PausedTopic {
  readonly topic: string;
  readonly pausedAt: number;
  readonly reason: string;
}
