import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database.ts";
import type { Doorbell } from "../doorbell.ts";
import type { ReceiveRequest } from "../queue.ts";
import type { Circumstances, Ended } from "./lease/end.ts";
import { isUnsettled, lease, settle, type Claimed } from "./line/claim.ts";
import { horizon, isAnyInLine, newestInLine, type Horizon } from "./line/statements.ts";
import { commit, commitOne } from "./transaction.ts";

/** An idle receiver looks again after 25 ms, 50 ms … 1 s, should every doorbell be lost. */
const FIRST_POLL_MS = 25;
const LONGEST_POLL_MS = 1_000;

export interface ReceiverOptions {
  readonly database: Database;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly circumstances: () => Circumstances;
  /** Tells of messages that turned out to be too late. */
  readonly onEnded: (ended: readonly Ended[]) => void;
}

/** What was leased together, under one token. */
export interface Receipt {
  readonly token: string;
  readonly claimed: readonly Claimed[];
}

/** The receiving side: waits, lets arrivals find their place, and claims. */
export class Receiver {
  readonly #options: ReceiverOptions;
  /** No message up to this number is an unseen arrival; found at the first look. */
  #seen: number | undefined;
  /** Which of several topics is served first changes from claim to claim. */
  #claims = 0;

  constructor(options: ReceiverOptions) {
    this.#options = options;
  }

  /** No message up to this number is an arrival any more. */
  get seen(): number {
    return (this.#seen ??= newestInLine(this.#options.database));
  }

  async receive(request: ReceiveRequest, signal?: AbortSignal): Promise<Receipt> {
    const receipt = this.#claim(request);
    if (receipt.claimed.length > 0 || (request.waitMs ?? 0) === 0) return receipt;
    return this.#await(request, signal);
  }

  /** Gives arrivals and due messages their place, and buries what is too late. */
  async settle(): Promise<void> {
    const { database, circumstances } = this.#options;
    let edge = horizon(database);
    while (isUnsettled(edge, this.seen, circumstances().now)) {
      this.#settled(
        commit(database, "settle", (tx) => settle(tx, edge, this.seen, circumstances())),
      );
      edge = horizon(database);
      await setImmediate(); // Lets whatever else waits have its turn between two batches.
    }
  }

  /** Looks whenever it rings, when something is due, and now and then should a ring be lost. */
  async #await(request: ReceiveRequest, signal: AbortSignal | undefined): Promise<Receipt> {
    const { clock, doorbell } = this.#options;
    const until = clock.now() + (request.waitMs ?? 0);
    using ear = doorbell.listen(request.topics);
    // What was sent before the ear was open did not ring.
    let receipt = this.#claim(request);
    for (let pollMs = FIRST_POLL_MS; receipt.claimed.length === 0; pollMs = longer(pollMs)) {
      const now = clock.now();
      if (now >= until) break;
      const dueInMs = Math.max((this.#edge().dueAt ?? Infinity) - now, 1);
      await ear.wait(Math.min(pollMs, dueInMs, until - now), signal);
      if (signal?.aborted) break;
      if (this.#isWorthClaiming(request.topics)) receipt = this.#claim(request);
    }
    return receipt;
  }

  /** A look before the write, so that idle receivers never keep anybody from writing. */
  #isWorthClaiming(topics: readonly string[]): boolean {
    if (isUnsettled(this.#edge(), this.seen, this.#options.clock.now())) return true;
    return this.#isInLine(topics);
  }

  #isInLine(topics: readonly string[]): boolean {
    return isAnyInLine(this.#options.database, topics);
  }

  #claim(request: ReceiveRequest): Receipt {
    const turn = { ...request, topics: this.#inTurn(request.topics) };
    const token = randomUUID();
    for (;;) {
      const edge = this.#edge();
      const claimed = this.#claimAt(edge, turn, token);
      if (claimed.length > 0) return { token, claimed };
      // A great many arrivals are seen to in several steps, and somebody else may be quicker.
      const isMoreToCome = (edge.newest ?? 0) > this.seen || this.#isInLine(request.topics);
      if (!isMoreToCome) return { token, claimed };
    }
  }

  #claimAt(edge: Horizon, request: ReceiveRequest, token: string): Claimed[] {
    const { database, circumstances } = this.#options;
    const on = circumstances();
    if (!isUnsettled(edge, this.seen, on.now)) {
      const write = (request.max ?? 1) === 1 ? commitOne : commit;
      return write(database, "receive", (tx) => lease(tx, request, token, on.now));
    }
    const done = commit(database, "receive", (tx) => {
      const settled = settle(tx, edge, this.seen, on);
      return { ...settled, claimed: lease(tx, request, token, on.now) };
    });
    this.#settled(done);
    return done.claimed;
  }

  /** Only after the commit: what was rolled back is still to be seen. */
  #settled({ seen, ended }: ReturnType<typeof settle>): void {
    this.#seen = seen;
    if (ended.length > 0) this.#options.onEnded(ended);
  }

  #edge(): Horizon {
    return horizon(this.#options.database);
  }

  #inTurn(topics: readonly string[]): readonly string[] {
    if (topics.length === 1) return topics;
    const first = this.#claims++ % topics.length;
    return [...topics.slice(first), ...topics.slice(0, first)];
  }
}

function longer(pollMs: number): number {
  return Math.min(pollMs * 2, LONGEST_POLL_MS);
}
