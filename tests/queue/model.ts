import type { Lease } from "../../queue/queue.ts";
import { MAX_LOSSES } from "../../queue/retry.ts";

/** A queue in thirty lines of thought: what the engine must answer, with nothing stored or shared. */
export class ModelQueue {
  readonly messages: ModelMessage[] = [];

  send(sent: Pick<ModelMessage, "priority" | "key" | "maxAttempts">, delayMs: number, now: number) {
    const known = sent.key && this.messages.find(({ key }) => key === sent.key);
    if (known) return { message: known, isNew: false };
    const message: ModelMessage = {
      ...sent,
      id: "",
      state: "waiting",
      notBefore: now + delayMs,
      attempts: 0,
      losses: 0,
      lease: undefined,
    };
    this.messages.push(message);
    return { message, isNew: true };
  }

  /** Those that a receiver must get, in order. */
  next(max: number, now: number): ModelMessage[] {
    const turn = ({ notBefore, priority }: ModelMessage): number => notBefore + priority * 60_000;
    return this.messages
      .filter(({ state, notBefore }) => state === "waiting" && notBefore <= now)
      .sort((a, b) => turn(a) - turn(b))
      .slice(0, max);
  }

  take(message: ModelMessage, lease: ModelLease): void {
    message.state = "leased";
    message.lease = lease;
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
    const isDead = terminal || message.attempts >= message.maxAttempts;
    leave(message, isDead ? "dead" : "waiting");
    if (!isDead) message.notBefore = now + delayMs;
    return isDead ? "buried" : "ok";
  }

  release(message: ModelMessage): void {
    leave(message, "waiting");
  }

  lose(isLost: (lease: ModelLease) => boolean): number {
    const lost = this.messages.filter(({ lease }) => lease && isLost(lease));
    for (const message of lost) {
      message.losses += 1;
      leave(message, message.losses >= MAX_LOSSES ? "dead" : "waiting");
    }
    return lost.length;
  }
}

export interface ModelMessage {
  id: string;
  readonly priority: 0 | 1 | 2 | 3;
  readonly key: string | undefined;
  readonly maxAttempts: number;
  state: "waiting" | "leased" | "done" | "dead";
  notBefore: number;
  attempts: number;
  losses: number;
  lease: ModelLease | undefined;
}

export interface ModelLease extends Lease {
  readonly worker: string;
  until: number;
}

function leave(message: ModelMessage, state: ModelMessage["state"]): void {
  message.lease = undefined;
  message.state = state;
}
