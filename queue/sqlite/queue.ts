import { join } from "node:path";
import { monotonicFactory } from "ulid";
import { systemClock, type Clock } from "../../kernel/clock.ts";
import type { Database, Migrations, Tx } from "../../kernel/database.ts";
import { assert } from "../../kernel/errors.ts";
import type { Events } from "../../kernel/events.ts";
import { faultPoint } from "../../kernel/fault-points.ts";
import { openDoorbell, type Doorbell } from "../doorbell.ts";
import { draft, topic, whole } from "../message.ts";
import type {
  Failure,
  Lease,
  Leased,
  MessageView,
  NewMessage,
  Queue,
  QueueTransactions,
  ReceiveRequest,
  Sent,
  TopicStats,
} from "../queue.ts";
import {
  expiredLeases,
  finish,
  firstExpiry,
  formerHolder,
  heldBy,
  isAnyInLine,
  leasesOf,
  messageView,
  nextDueAt,
  prolong,
  topicStats,
  type LeasedRow,
} from "./statements.ts";
import {
  cancel,
  enter,
  fail,
  giveBack,
  lease,
  lose,
  type Circumstances,
  type Ended,
} from "./transitions.ts";

/** The tables of messages, for `openDatabase`. */
export const queueMigrations: Migrations = {
  room: "queue",
  folder: join(import.meta.dirname, "migrations"),
};

export interface QueueOptions {
  /** Folder of the doorbell files, shared by all processes of one home. */
  readonly doorbells: string;
  readonly clock?: Clock;
  readonly events?: Events;
  /** Lots for the retry's jitter, 0 ≤ x < 1. */
  readonly random?: () => number;
}

/** The queue in `database`, which stays the caller's to close. */
export function openQueue(database: Database, options: QueueOptions): Queue & QueueTransactions {
  return new SqliteQueue(database, options);
}

/** An idle receiver looks again after 25 ms, 50 ms … 1 s, should every doorbell be lost. */
const FIRST_POLL_MS = 25;
const LONGEST_POLL_MS = 1_000;
const MAX_BATCH = 1_000;
const MAX_LEASE_MS = 24 * 3_600_000;
/** Leases that one sweep's transaction returns: it must not keep others from writing for long. */
const SWEEP_BATCH = 500;

class SqliteQueue implements Queue, QueueTransactions {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #events: Events | undefined;
  readonly #random: () => number;
  readonly #doorbell: Doorbell;
  readonly #ulid = monotonicFactory();

  constructor(database: Database, options: QueueOptions) {
    this.#database = database;
    this.#clock = options.clock ?? systemClock;
    this.#events = options.events;
    this.#random = options.random ?? Math.random;
    this.#doorbell = openDoorbell(options.doorbells, this.#clock);
  }

  async send(messages: readonly NewMessage[]): Promise<Sent[]> {
    const drafts = messages.map(draft);
    const on = this.#circumstances();
    const sent = this.#commit("send", (tx) => drafts.map((each) => enter(tx, each, on)));
    this.ring(drafts.map((each) => each.topic));
    return sent;
  }

  async receive(request: ReceiveRequest, signal?: AbortSignal): Promise<Leased[]> {
    check(request);
    if (signal?.aborted) return [];
    const until = this.#clock.now() + (request.waitMs ?? 0);
    using ear = this.#doorbell.listen(request.topics);
    let leased = this.#lease(request);
    for (let pollMs = FIRST_POLL_MS; leased.length === 0; pollMs = longer(pollMs)) {
      const now = this.#clock.now();
      if (now >= until) break;
      const dueInMs = Math.max((nextDueAt(this.#database) ?? Infinity) - now, 1);
      await ear.wait(Math.min(pollMs, dueInMs, until - now), signal);
      if (signal?.aborted) break;
      if (this.#isWorthClaiming(request.topics)) leased = this.#lease(request);
    }
    return leased;
  }

  async extend(lease: Lease, leaseMs: number): Promise<"ok" | "lost" | "cancelled"> {
    const until = this.#clock.now() + whole("leaseMs", leaseMs, 1, MAX_LEASE_MS);
    if (this.#commit("extend", (tx) => prolong(tx, lease, until)) === 1) return "ok";
    if (messageView(this.#database, lease.id)?.state === "cancelled") return "cancelled";
    return this.#lost(lease);
  }

  async ack(lease: Lease, replies: readonly NewMessage[] = []): Promise<"ok" | "lost"> {
    const drafts = replies.map(draft);
    const on = this.#circumstances();
    const changes = this.#commit("ack", (tx) => {
      const finished = finish(tx, lease, on.now);
      if (finished === 1) for (const each of drafts) enter(tx, each, on);
      return finished;
    });
    if (changes === 0) return this.#lost(lease);
    this.ring(drafts.map((each) => each.topic));
    return "ok";
  }

  async nack(lease: Lease, failure: Failure): Promise<"ok" | "buried" | "lost"> {
    const ended = this.#endLease("nack", lease, (tx, row, on) => fail(tx, row, failure, on));
    if (!ended) return this.#lost(lease);
    return ended.fate.kind === "bury" ? "buried" : "ok";
  }

  async release(lease: Lease): Promise<"ok" | "lost"> {
    return this.#endLease("release", lease, giveBack) ? "ok" : this.#lost(lease);
  }

  async releaseWorker(worker: string, reason: string): Promise<number> {
    const on = this.#circumstances();
    const ended = this.#commit("release-worker", (tx) =>
      leasesOf(tx, worker).map((row) => lose(tx, row, reason, on)),
    );
    this.#announce(ended);
    return ended.length;
  }

  async sweep(): Promise<number> {
    const on = this.#circumstances();
    // Looks before it writes: with nothing expired, nobody is kept from writing.
    if ((firstExpiry(this.#database) ?? Infinity) > on.now) return 0;
    const ended = this.#commit("sweep", (tx) =>
      expiredLeases(tx, on.now, SWEEP_BATCH).map((row) => lose(tx, row, expiry(row), on)),
    );
    for (const { row } of ended) {
      this.#events?.emit("lease.expired", { topic: row.topic, id: row.id, worker: row.worker });
    }
    this.#announce(ended);
    return ended.length;
  }

  async cancel(filter: { readonly correlationId: string }): Promise<number> {
    return this.#commit("cancel", (tx) => this.cancelIn(tx, filter));
  }

  async stats(): Promise<TopicStats[]> {
    return topicStats(this.#database, this.#clock.now());
  }

  async find(id: string): Promise<MessageView | undefined> {
    return messageView(this.#database, id);
  }

  sendIn(tx: Tx, messages: readonly NewMessage[]): Sent[] {
    const on = this.#circumstances();
    return messages.map((message) => enter(tx, draft(message), on));
  }

  ackIn(tx: Tx, lease: Lease): "ok" | "lost" {
    return finish(tx, lease, this.#clock.now()) === 1 ? "ok" : this.#lost(lease);
  }

  cancelIn(tx: Tx, { correlationId }: { readonly correlationId: string }): number {
    return cancel(tx, correlationId, this.#clock.now());
  }

  ring(topics: readonly string[]): void {
    this.#doorbell.ring(new Set(topics));
  }

  [Symbol.dispose](): void {
    this.#doorbell[Symbol.dispose]();
  }

  /** A look before the write, so that idle receivers never keep anybody from writing. */
  #isWorthClaiming(topics: readonly string[]): boolean {
    if (isAnyInLine(this.#database, topics)) return true;
    return (nextDueAt(this.#database) ?? Infinity) <= this.#clock.now();
  }

  #lease(request: ReceiveRequest): Leased[] {
    return this.#commit("receive", (tx) => lease(tx, request, this.#clock.now()));
  }

  #endLease(
    verb: string,
    lease: Lease,
    work: (tx: Tx, row: LeasedRow, on: Circumstances) => Ended,
  ): Ended | undefined {
    const on = this.#circumstances();
    const ended = this.#commit(verb, (tx) => {
      const row = heldBy(tx, lease);
      return row && work(tx, row, on);
    });
    if (ended) this.#announce([ended]);
    return ended;
  }

  /** After the commit: wakes who may go on, tells who listens. */
  #announce(ended: readonly Ended[]): void {
    this.ring(ended.flatMap(({ row }) => [row.topic, row.reply_to ?? row.topic]));
    for (const { row, fate } of ended) {
      if (fate.kind !== "bury") continue;
      this.#events?.emit("message.dead", { topic: row.topic, id: row.id, reason: fate.reason });
    }
  }

  #lost(lease: Lease): "lost" {
    const former = formerHolder(this.#database, lease);
    if (former) {
      const { topic, worker } = former;
      this.#events?.emit("lease.lost", { topic, id: lease.id, worker: worker ?? "unknown" });
    }
    return "lost";
  }

  #circumstances(): Circumstances {
    const now = this.#clock.now();
    return { now, newId: () => this.#ulid(now), random: this.#random };
  }

  #commit<T>(verb: string, work: (tx: Tx) => T): T {
    const result = this.#database.transact((tx) => {
      const result = work(tx);
      faultPoint(`queue.${verb}.before-commit`);
      return result;
    });
    faultPoint(`queue.${verb}.after-commit`);
    return result;
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

function longer(pollMs: number): number {
  return Math.min(pollMs * 2, LONGEST_POLL_MS);
}

function expiry({ worker, leased_at, leased_until }: LeasedRow): string {
  return `${worker} was silent beyond its lease of ${leased_until - leased_at} ms`;
}
