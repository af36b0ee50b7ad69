import type { Tx } from "../kernel/database.ts";

/**
 * The queue as its users see it. At-least-once delivery; every write to leased work is fenced by
 * the lease's token, so that a late worker learns `lost` and changes nothing.
 */
export interface Queue extends Disposable {
  send(messages: readonly NewMessage[]): Promise<Sent[]>;
  /** Up to `max` messages, waiting up to `waitMs` for the first one; empty when none came or `signal` aborted. */
  receive(request: ReceiveRequest, signal?: AbortSignal): Promise<Leased[]>;
  extend(lease: Lease, leaseMs: number): Promise<"ok" | "lost" | "cancelled">;
  /** Ends the work and sends `replies` in one transaction. */
  ack(lease: Lease, replies?: readonly NewMessage[]): Promise<"ok" | "lost">;
  /** Hands the work back after a failure; `buried` when no attempts are left. */
  nack(lease: Lease, failure: Failure): Promise<"ok" | "buried" | "lost">;
  /** Hands the work back untouched: no attempt is used up. */
  release(lease: Lease): Promise<"ok" | "lost">;
  /** Returns every lease of a worker that is known to be dead. Three such losses bury a message. */
  releaseWorker(worker: string, reason: string): Promise<number>;
  /** Returns expired leases; the daemon calls it every second. */
  sweep(): Promise<number>;
  cancel(filter: { readonly correlationId: string }): Promise<number>;
  stats(): Promise<TopicStats[]>;
  /** The message's place in life, or undefined when it was pruned. */
  find(id: string): Promise<MessageView | undefined>;
}

/** The part of a SQLite-backed queue that joins a caller's own transaction. */
export interface QueueTransactions {
  sendIn(tx: Tx, messages: readonly NewMessage[]): Sent[];
  ackIn(tx: Tx, lease: Lease): "ok" | "lost";
  cancelIn(tx: Tx, filter: { readonly correlationId: string }): number;
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
  readonly correlationId?: string;
  /** Topic that gets the answer, or a `DeadLetterNotice`. */
  readonly replyTo?: string;
  readonly traceId?: string;
  /** Default 3. */
  readonly maxAttempts?: number;
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
  readonly priority: number;
  /** Ms since the epoch. */
  readonly leasedUntil: number;
}

export interface Failure {
  readonly error: string;
  readonly delayMs?: number;
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
