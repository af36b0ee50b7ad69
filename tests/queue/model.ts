import type { Lease } from "../../queue/queue.ts";
import { DEFAULT_RETRY, MAX_LOSSES, retryDelayMs } from "../../queue/retry.ts";

/** A queue in a few lines of thought: what the engine must answer, with nothing stored or shared. */
export class ModelQueue {
  readonly messages: ModelMessage[] = [];

  send(sent: Wish, now: number): { message: ModelMessage; isNew: boolean } {
    const { key, delayMs, windowMs, startByMs, deadlineMs } = sent;
    const taker = key && this.messages.findLast((message) => message.key === key);
    if (taker && now < taker.keyTakenUntil) return { message: taker, isNew: false };
    const message: ModelMessage = {
      ...sent,
      id: "",
      state: "waiting",
      notBefore: now + delayMs,
      startBy: now + (startByMs ?? Infinity),
      deadline: now + (deadlineMs ?? Infinity),
      keyTakenUntil: now + (windowMs ?? Infinity),
      attempts: 0,
      losses: 0,
      lease: undefined,
    };
    this.messages.push(message);
    return { message, isNew: true };
  }

  /** Nobody begins any more what is too late. */
  expire(now: number): void {
    for (const message of this.messages) {
      const last = Math.min(message.startBy, message.deadline);
      if (message.state === "waiting" && last <= now) message.state = "dead";
    }
  }

  /** Those that a receiver must get, in order. */
  next(max: number, now: number): ModelMessage[] {
    const turn = ({ notBefore, priority }: ModelMessage): number => notBefore + priority * 60_000;
    return this.messages
      .filter((message) => message.state === "waiting" && message.notBefore <= now)
      .filter((message) => !this.#isBehind(message))
      .sort((a, b) => turn(a) - turn(b))
      .slice(0, max);
  }

  take(message: ModelMessage, lease: Omit<ModelLease, "until">, leaseMs: number): void {
    message.state = "leased";
    message.startBy = Infinity;
    message.lease = { ...lease, until: 0 };
    this.extend(message, lease.at, leaseMs);
  }

  extend(message: ModelMessage, now: number, leaseMs: number): void {
    const { lease, deadline, timeoutMs } = message;
    if (lease) lease.until = Math.min(now + leaseMs, lease.at + (timeoutMs ?? Infinity), deadline);
  }

  held({ id, token }: Lease): ModelMessage | undefined {
    return this.messages.find((message) => message.id === id && message.lease?.token === token);
  }

  ack(message: ModelMessage): void {
    message.attempts += 1;
    leave(message, "done");
  }

  nack(message: ModelMessage, delayMs: number, terminal: boolean, now: number): "ok" | "buried" {
    message.attempts += 1;
    const at = now + delayMs;
    const isDead = terminal || message.attempts >= message.maxAttempts || at >= message.deadline;
    leave(message, isDead ? "dead" : "waiting");
    if (!isDead) message.notBefore = at;
    return isDead ? "buried" : "ok";
  }

  snooze(message: ModelMessage, delayMs: number, now: number): void {
    message.notBefore = now + delayMs;
    leave(message, "waiting");
  }

  release(message: ModelMessage): void {
    leave(message, "waiting");
  }

  /** A lease that ended with its attempt's time is a failure, another one a loss. */
  sweep(now: number): number {
    this.expire(now);
    const ended = this.messages.filter(({ lease }) => lease && lease.until <= now);
    for (const message of ended) {
      const { lease, timeoutMs, attempts } = message;
      const tookTooLong = lease && lease.until - lease.at >= (timeoutMs ?? Infinity);
      if (tookTooLong) {
        this.nack(
          message,
          retryDelayMs(attempts + 1, () => 1, DEFAULT_RETRY),
          false,
          now,
        );
      } else lose(message, now);
    }
    return ended.length;
  }

  releaseWorker(worker: string, now: number): number {
    const lost = this.messages.filter(({ lease }) => lease?.worker === worker);
    for (const message of lost) lose(message, now);
    return lost.length;
  }

  #isBehind(message: ModelMessage): boolean {
    if (message.orderingKey === undefined) return false;
    const earlier = this.messages.slice(0, this.messages.indexOf(message));
    return earlier.some(
      ({ orderingKey, state }) =>
        orderingKey === message.orderingKey && (state === "waiting" || state === "leased"),
    );
  }
}

/** What a test may ask for when it sends. */
export interface Wish {
  readonly priority: 0 | 1 | 2 | 3;
  readonly delayMs: number;
  readonly key: string | undefined;
  readonly windowMs: number | undefined;
  readonly orderingKey: string | undefined;
  readonly startByMs: number | undefined;
  readonly deadlineMs: number | undefined;
  readonly timeoutMs: number | undefined;
  readonly maxAttempts: number;
}

export interface ModelMessage extends Wish {
  id: string;
  readonly deadline: number;
  readonly keyTakenUntil: number;
  state: "waiting" | "leased" | "done" | "dead";
  notBefore: number;
  startBy: number;
  attempts: number;
  losses: number;
  lease: ModelLease | undefined;
}

export interface ModelLease extends Lease {
  readonly worker: string;
  readonly at: number;
  until: number;
}

function lose(message: ModelMessage, now: number): void {
  message.losses += 1;
  const isDead = message.losses >= MAX_LOSSES || now >= message.deadline;
  leave(message, isDead ? "dead" : "waiting");
}

function leave(message: ModelMessage, state: ModelMessage["state"]): void {
  message.lease = undefined;
  message.state = state;
}
