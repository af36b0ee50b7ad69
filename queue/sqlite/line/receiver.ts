import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { inStep } from "../../../kernel/clock.ts";
import type { Tx } from "../../../kernel/database.ts";
import { assert, codeOf, messageOf } from "../../../kernel/errors.ts";
import type { Listening } from "../../doorbell.ts";
import { topic, whole } from "../../message.ts";
import type { Leased, ReceiveRequest } from "../../queue.ts";
import { commit, commitOne } from "../commit.ts";
import type { Context } from "../context.ts";
import { MAX_LEASE_MS, nack } from "../lease/leases.ts";
import { leased } from "../reading.ts";
import { idOf } from "../rows.ts";
import { isUnsettled, lease, reach, settle, type Claimed } from "./claim.ts";
import { horizon, isAnyInLine, newestInLine, type Horizon } from "./statements.ts";
import { isOpen, leaseArrivals, runOf, type Run } from "./straight.ts";

/**
 * A receiver that finds nothing looks again after 25 ms, 50 ms … 2 s, should every doorbell be lost: all the
 * rarer the longer nothing has come.
 */
const FIRST_POLL_MS = 25;
const LONGEST_POLL_MS = 2_000;
/** Where nothing else tells of what other processes send. */
const LONGEST_DEAF_POLL_MS = 1_000;

const MAX_BATCH = 1_000;

/** What was leased together, under one token, and what there was to see before. */
interface Receipt {
  readonly token: string;
  readonly claimed: readonly Claimed[];
  readonly edge: Horizon;
}

/** The receiving side: waits, lets arrivals find their place, and claims. */
export class Receiver {
  readonly #context: Context;
  /** No message up to this number is an unseen arrival; found at the first look. */
  #seen: number | undefined;
  /** What the last look at arrivals found. */
  #run: Run | undefined;
  /** Goes on from one wait to the next, for as long as nothing comes. */
  #pollMs = FIRST_POLL_MS;
  /** Which of several topics is served first changes from claim to claim. */
  #claims = 0;

  constructor(context: Context) {
    this.#context = context;
  }

  /** No message up to this number is an arrival any more. */
  get seen(): number {
    return (this.#seen ??= newestInLine(this.#context.database));
  }

  async receive(request: ReceiveRequest, signal?: AbortSignal): Promise<Leased[]> {
    check(request);
    if (signal?.aborted) return [];
    const receipt = this.#claim(request);
    const isOver = receipt.claimed.length > 0 || (request.waitMs ?? 0) === 0;
    return this.#read(isOver ? receipt : await this.#await(request, signal));
  }

  /** Gives arrivals and due messages their place, and buries what is too late. */
  async settle(): Promise<void> {
    const { database, circumstances } = this.#context;
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
    const { clock, doorbell } = this.#context;
    const until = clock.now() + (request.waitMs ?? 0);
    using ear = doorbell.listen(request.topics);
    // What was sent before the ear was open did not ring.
    let receipt = this.#claim(request);
    while (receipt.claimed.length === 0) {
      const now = clock.now();
      if (now >= until) break;
      const dueInMs = Math.max((receipt.edge.dueAt ?? Infinity) - now, 1);
      await ear.wait(Math.min(this.#nextPoll(ear, now), dueInMs, until - now), signal);
      if (signal?.aborted) break;
      receipt = this.#claim(request);
    }
    return receipt;
  }

  #nextPoll({ hearsOthers }: Listening, now: number): number {
    const longest = hearsOthers ? LONGEST_POLL_MS : LONGEST_DEAF_POLL_MS;
    const pollMs = Math.min(this.#pollMs, longest);
    this.#pollMs = pollMs * 2;
    return pollMs < longest ? pollMs : inStep(pollMs, now);
  }

  #claim(request: ReceiveRequest): Receipt {
    const turn = { ...request, topics: this.#inTurn(request.topics) };
    const token = randomUUID();
    for (;;) {
      const edge = horizon(this.#context.database);
      const claimed = this.#claimAt(edge, turn, token);
      // A great many arrivals are seen to in several steps.
      const isMoreToSee = (edge.newest ?? 0) > this.seen;
      if (claimed && claimed.length > 0) this.#pollMs = FIRST_POLL_MS;
      if (claimed && (claimed.length > 0 || !isMoreToSee)) return { token, claimed, edge };
    }
  }

  /** Looks before it writes, so that idle receivers never keep anybody from writing. */
  #claimAt(edge: Horizon, request: ReceiveRequest, token: string): readonly Claimed[] | undefined {
    const { database, circumstances } = this.#context;
    const on = circumstances();
    const straight = this.#claimArrivals(edge, request, token, on.now);
    if (straight) return straight;
    const claim = (tx: Tx) => lease(tx, request, token, on.now);
    if (!isUnsettled(edge, this.seen, on.now)) {
      if ((request.max ?? 1) === 1) return commitOne(database, "receive", claim);
      return isAnyInLine(database, request.topics) ? commit(database, "receive", claim) : [];
    }
    const done = commit(database, "receive", (tx) => {
      const settled = settle(tx, edge, this.seen, on);
      return { ...settled, claimed: claim(tx) };
    });
    this.#settled(done);
    return done.claimed;
  }

  /** Undefined when the short way is not open. */
  #claimArrivals(
    edge: Horizon,
    request: ReceiveRequest,
    token: string,
    now: number,
  ): readonly Claimed[] | undefined {
    const { database } = this.#context;
    const upTo = reach(edge, this.seen);
    const run = upTo > this.seen ? runOf(database, this.#run, this.seen, upTo) : undefined;
    this.#run = run;
    if (!run || !isOpen(database, run, request, edge, now)) return undefined;
    const taken = commit(database, "receive", (tx) =>
      isOpen(tx, run, request, edge, now)
        ? leaseArrivals(tx, run, this.seen, request, token, now)
        : undefined,
    );
    if (taken) this.#seen = taken.seen;
    return taken?.claimed;
  }

  /** A big payload may be gone; nobody can do its work then. */
  #read({ token, claimed }: Receipt): Leased[] {
    const { payloadOf } = this.#context.circumstances();
    return claimed.flatMap(({ row, until }) => {
      try {
        return [leased(row, { token, until }, payloadOf(row))];
      } catch (error) {
        if (codeOf(error) !== "blob-missing") throw error;
        nack(this.#context, { id: idOf(row), token }, { error: messageOf(error), terminal: true });
        return [];
      }
    });
  }

  /** Only after the commit: what was rolled back is still to be seen. */
  #settled({ seen, ended }: ReturnType<typeof settle>): void {
    this.#seen = seen;
    if (ended.length > 0) this.#context.announce(ended);
  }

  #inTurn(topics: readonly string[]): readonly string[] {
    if (topics.length === 1) return topics;
    const first = this.#claims++ % topics.length;
    return [...topics.slice(first), ...topics.slice(0, first)];
  }
}

function check({ topics, worker, max = 1, leaseMs = 1, waitMs = 0 }: ReceiveRequest): void {
  assert(topics.length > 0, "a receiver names at least one topic");
  assert(worker !== "", "a receiver has a name");
  for (const name of topics) topic("topic", name);
  whole("max", max, 1, MAX_BATCH);
  whole("leaseMs", leaseMs, 1, MAX_LEASE_MS);
  assert(waitMs >= 0, "a receiver waits forwards");
}
