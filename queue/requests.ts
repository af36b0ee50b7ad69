import { randomUUID } from "node:crypto";
import { systemClock, type Clock } from "../kernel/clock.ts";
import { loop } from "../kernel/service.ts";
import type { Leased, NewMessage, Queue } from "./queue.ts";
import { payloads } from "./topics.ts";

/** What became of a request; `dead` means that the queue gave it up, and why. */
export type Answer =
  | { readonly kind: "reply"; readonly payload: unknown }
  | { readonly kind: "dead"; readonly reason: string }
  | { readonly kind: "timeout" }
  | { readonly kind: "aborted" };

/** A message whose place in the conversation, and whose clocks, are set by asking. */
export type Question = Omit<
  NewMessage,
  "correlationId" | "replyTo" | "startByMs" | "deadlineMs" | "dedupeKey" | "dedupeWindowMs"
>;

/** Asks over the queue and waits for the answers; any number of requests may be in flight. */
export interface Requests extends Disposable {
  /**
   * Resolves when the answer comes, and with `timeout` after `timeoutMs` at the latest. Nobody
   * begins or goes on with a request that nobody waits for any more.
   */
  request(
    question: Question,
    options: { readonly timeoutMs: number },
    signal?: AbortSignal,
  ): Promise<Answer>;
}

export interface RequestsOptions {
  /** Answers come to `reply.<name>`; two that are open at a time need two names. */
  readonly name: string;
  readonly clock?: Clock;
}

export const replyTopic = (name: string): string => `reply.${name}`;

/**
 * Requests over any engine. Disposing ends those in flight as `aborted`. What a predecessor of the
 * same name had asked for is taken from the inbox and dropped.
 */
export function openRequests(queue: Queue, options: RequestsOptions): Requests {
  return new QueueRequests(queue, options);
}

const ANSWERS_AT_ONCE = 100;
const RECEIVE_WAIT_MS = 20_000;

interface Pending {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

class QueueRequests implements Requests {
  readonly #queue: Queue;
  readonly #clock: Clock;
  readonly #inbox: string;
  readonly #pending = new Map<string, Pending>();
  readonly #closed = new AbortController();
  #isListening = false;

  constructor(queue: Queue, { name, clock = systemClock }: RequestsOptions) {
    this.#queue = queue;
    this.#clock = clock;
    this.#inbox = replyTopic(name);
  }

  async request(
    question: Question,
    { timeoutMs }: { readonly timeoutMs: number },
    signal?: AbortSignal,
  ): Promise<Answer> {
    const closed = this.#closed.signal;
    const stop = signal ? AbortSignal.any([signal, closed]) : closed;
    if (stop.aborted) return { kind: "aborted" };
    const correlationId = `${this.#inbox}/${randomUUID()}`;
    const thread = { correlationId, replyTo: this.#inbox };
    const { promise: answered, resolve, reject } = Promise.withResolvers<Answer>();
    answered.catch(() => {}); // It may fail before anybody looks at it, and is looked at below.
    const over = new AbortController();
    this.#pending.set(correlationId, { resolve, reject });
    try {
      this.#listen();
      const clocks = { startByMs: timeoutMs, deadlineMs: timeoutMs };
      await this.#queue.send([{ ...question, ...thread, ...clocks }]);
      const patience = this.#patience(timeoutMs, stop, over.signal);
      const answer = await Promise.race([answered, patience]);
      const isGivenUp = answer.kind === "timeout" || answer.kind === "aborted";
      // After disposal the queue may be closed; the deadline then ends the request by itself.
      if (isGivenUp && !closed.aborted) await this.#queue.cancel({ correlationId });
      return answer;
    } finally {
      this.#pending.delete(correlationId);
      over.abort();
    }
  }

  async #patience(ms: number, stop: AbortSignal, over: AbortSignal): Promise<Answer> {
    await this.#clock.sleep(ms, AbortSignal.any([stop, over]));
    return { kind: stop.aborted ? "aborted" : "timeout" };
  }

  /** From the first request until disposal, so that late answers are cleared away too. */
  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    const request = { topics: [this.#inbox], worker: this.#inbox, max: ANSWERS_AT_ONCE };
    const turn = async (signal: AbortSignal): Promise<number> => {
      const leased = await this.#queue.receive({ ...request, waitMs: RECEIVE_WAIT_MS }, signal);
      for (const message of leased) this.#deliver(message);
      if (leased.length > 0) await this.#queue.ackAll(leased);
      return 0;
    };
    const listening = loop("requests", turn, { clock: this.#clock }).run(this.#closed.signal);
    listening.catch((error: unknown) => this.#fail(error));
  }

  /** An answer that nobody waits for any more is dropped. */
  #deliver({ correlationId, payload }: Leased): void {
    this.#pending.get(correlationId ?? "")?.resolve(answerOf(payload));
  }

  /** A programmer's error reaches everybody who waits. */
  #fail(error: unknown): void {
    this.#isListening = false;
    for (const { reject } of this.#pending.values()) reject(error);
  }

  [Symbol.dispose](): void {
    this.#closed.abort();
  }
}

function answerOf(payload: unknown): Answer {
  const notice = payloads().DeadLetterNotice.safeParse(payload);
  if (notice.success) return { kind: "dead", reason: notice.data.reason };
  return { kind: "reply", payload };
}
