import type { Tx } from "../kernel/database.ts";

/**
 * The queue as its users see it. At-least-once delivery; every write to leased work is fenced by
 * the lease's token, so that a late worker learns `lost` and changes nothing.
 */
export interface Queue extends Disposable {
  send(messages: readonly NewMessage[]): Promise<Sent[]>;
  /** Up to `max` messages, waiting up to `waitMs` for the first one; empty when none came or `signal` aborted. */
  receive(request: ReceiveRequest, signal?: AbortSignal): Promise<Leased[]>;
  /**
   * Prolongs the lease, up to the attempt's time limit and the deadline. `paused`: prolonged, but the
   * topic has been paused, so stop at the next good moment and release; `cancelled`: drop the work.
   */
  extend(lease: Lease, leaseMs: number): Promise<"ok" | "lost" | "cancelled" | "paused">;
  /** Whether the work still is the holder's. Reads only, so it may be asked often; `extend` says what happened. */
  holds(lease: Lease): Promise<boolean>;
  /**
   * Ends the work and sends `replies` in one transaction. When the lease is lost nothing is sent,
   * and the replies are kept aside with the message for inspection.
   */
  ack(lease: Lease, replies?: readonly NewMessage[]): Promise<"ok" | "lost">;
  /** Acks many in one transaction; each answer stands at its lease's place. */
  ackAll(leases: readonly Lease[]): Promise<("ok" | "lost")[]>;
  /** Hands the work back after a failure; `buried` when no attempts are left. */
  nack(lease: Lease, failure: Failure): Promise<"ok" | "buried" | "lost">;
  /** Hands the work back untouched: no attempt is used up. */
  release(lease: Lease): Promise<"ok" | "lost">;
  /** As `release`, but nobody gets it before `delayMs` have passed: what it waits for is not there yet. */
  snooze(lease: Lease, delayMs: number, reason?: string): Promise<"ok" | "lost">;
  /** Every message that `worker` holds now, as `receive` answered it: what to go on with after a crash. */
  leasesOf(worker: string): Promise<Leased[]>;
  /** Returns every lease of a worker that is known to be dead. Three such losses bury a message. */
  releaseWorker(worker: string, reason: string): Promise<number>;
  /** Adds what a lost worker left behind (its last pane lines) to the history of what it held. */
  addEvidence(worker: string, evidence: string): Promise<number>;
  /** Returns expired leases and buries what is too late to begin; the daemon calls it every second. */
  sweep(): Promise<number>;
  cancel(filter: { readonly correlationId: string }): Promise<number>;
  /** Sends a copy to the inbox of each subscriber of the message's topic, in one transaction. */
  publish(messages: readonly NewMessage[]): Promise<Sent[]>;
  /** From now on `inbox`, an ordinary topic, gets a copy of all that is published on `topic`; it outlives the process. */
  subscribe(subscription: Subscription): Promise<void>;
  /** False when there was no such subscription. What is in the inbox already stays there. */
  unsubscribe(subscription: Subscription): Promise<boolean>;
  stats(): Promise<TopicStats[]>;
  /** The message's place in life, or undefined when it was pruned. */
  find(id: string): Promise<MessageView | undefined>;
}

/** The part of a SQLite-backed queue that joins a caller's own transaction. */
export interface QueueTransactions {
  sendIn(tx: Tx, messages: readonly NewMessage[]): Sent[];
  ackIn(tx: Tx, lease: Lease): "ok" | "lost";
  cancelIn(tx: Tx, filter: { readonly correlationId: string }): number;
  /** As `find`, in the caller's transaction if there is one. */
  findIn(from: Pick<Tx, "prepare">, id: string): MessageView | undefined;
  /** To be called after the caller's commit: wakes the consumers of these topics. */
  ring(topics: readonly string[]): void;
}

export interface NewMessage {
  readonly topic: string;
  readonly payload: unknown;
  /** 0 is the most urgent, 3 the least (P0 to P3); default 2. */
  readonly priority?: 0 | 1 | 2 | 3;
  /** Not delivered earlier than this many ms from now. */
  readonly delayMs?: number;
  /** A second message with the same key on the same topic is not made: `send` answers the first one's id. */
  readonly dedupeKey?: string;
  /** How long the dedupe key stays taken; default for ever, even after the message was pruned. */
  readonly dedupeWindowMs?: number;
  /** Messages of one topic with the same key are worked one at a time, in the order of sending. */
  readonly orderingKey?: string;
  /** Not begun within this many ms from now: nobody begins it any more, it is dead. */
  readonly startByMs?: number;
  /** Not done within this many ms from now: no attempt begins or goes on after that. */
  readonly deadlineMs?: number;
  /** No attempt may take longer, however often its lease is extended; one that does has failed. */
  readonly attemptTimeoutMs?: number;
  readonly correlationId?: string;
  /** Topic that gets the answer, or a `DeadLetterNotice`. */
  readonly replyTo?: string;
  readonly traceId?: string;
  /** Who sends it, e.g. `critic-1#4` or `cli`. */
  readonly source?: string;
  /** Default 3, or as the topic's policy says. */
  readonly maxAttempts?: number;
}

export interface Subscription {
  readonly topic: string;
  readonly inbox: string;
}

export interface Sent {
  readonly id: string;
  /** False when the dedupe key had been used before. */
  readonly isNew: boolean;
}

export interface ReceiveRequest {
  readonly topics: readonly string[];
  /** Name and generation of the holder, e.g. `renderer-1#4`. */
  readonly worker: string;
  readonly max?: number;
  /** How long the work is ours without an `extend`; default 30 000. */
  readonly leaseMs?: number;
  /** Default 0: answers at once. */
  readonly waitMs?: number;
}

/** The right to write to one message; the token is fresh for each lease. */
export interface Lease {
  readonly id: string;
  readonly token: string;
}

export interface Leased extends Lease {
  readonly topic: string;
  readonly payload: unknown;
  /** 1 for the first delivery that counted. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly correlationId: string | null;
  readonly replyTo: string | null;
  readonly traceId: string | null;
  readonly source: string | null;
  /** The topic that it was published on, when it came by a subscription. */
  readonly publishedOn: string | null;
  readonly orderingKey: string | null;
  readonly priority: number;
  /** Ms since the epoch; null without one. */
  readonly deadlineAt: number | null;
  /** Ms since the epoch. */
  readonly leasedUntil: number;
}

export interface Failure {
  readonly error: string;
  /** Ms until the next attempt; default by the topic's retry policy. */
  readonly delayMs?: number;
  /** Not before this moment (ms since the epoch), such as a quota's reset; instead of `delayMs`. */
  readonly retryAt?: number;
  /** What may help to understand it, such as the last lines of output; kept in the history. */
  readonly evidence?: string;
  /** No further attempt makes sense. */
  readonly terminal?: boolean;
}

export interface TopicStats {
  readonly topic: string;
  readonly ready: number;
  readonly leased: number;
  readonly delayed: number;
  readonly dead: number;
  /** Ms since the epoch of the longest waiting ready message. */
  readonly oldestReadyAt: number | null;
}

export interface MessageView {
  readonly id: string;
  readonly topic: string;
  readonly state: "waiting" | "leased" | "done" | "dead" | "cancelled";
  readonly attempts: number;
  readonly worker: string | null;
  readonly leasedAt: number | null;
  readonly lastError: string | null;
}
