import { join } from "node:path";
import type { Blobs } from "../../kernel/blobs.ts";
import { systemClock, type Clock } from "../../kernel/clock.ts";
import type { Database, Migrations, Tx } from "../../kernel/database.ts";
import { assert, codeOf, messageOf } from "../../kernel/errors.ts";
import type { Events } from "../../kernel/events.ts";
import { FREE_TOPICS, type TopicCatalog } from "../catalog.ts";
import { openDoorbell, type Doorbell } from "../doorbell.ts";
import { draft, store, topic, whole, type Desk } from "../message.ts";
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
  Subscription,
  TopicStats,
} from "../queue.ts";
import { arrive, publish } from "./arrival/arrive.ts";
import { deleteSubscription, insertSubscription } from "./arrival/statements.ts";
import {
  cancel,
  fail,
  giveBack,
  lose,
  snooze,
  timeOut,
  type Circumstances,
  type Ended,
} from "./lease/end.ts";
import {
  addEvidence,
  expiredLeases,
  finish,
  finishAll,
  firstExpiry,
  formerHolder,
  heldBy,
  keepLateResult,
  leasesOf,
  prolong,
  stillHeld,
} from "./lease/statements.ts";
import { messageView, topicStats } from "./operations/statements.ts";
import { leased, payloadOf } from "./reading.ts";
import { Receiver, type Receipt } from "./receiver.ts";
import { idOf, type LeasedRow } from "./rows.ts";
import { commit, commitOne } from "./transaction.ts";

/** The tables of messages, for `openDatabase`. */
export const queueMigrations: Migrations = {
  room: "queue",
  folder: join(import.meta.dirname, "migrations"),
};

export interface QueueOptions {
  /** Folder of the doorbell files, shared by all processes of one home. */
  readonly doorbells: string;
  /** Where payloads over 256 KB go; without it they are refused. */
  readonly blobs?: Blobs;
  readonly catalog?: TopicCatalog;
  readonly clock?: Clock;
  readonly events?: Events;
  /** Lots for the retry's jitter, 0 ≤ x < 1. */
  readonly random?: () => number;
}

/** The queue in `database`, which stays the caller's to close. */
export function openQueue(database: Database, options: QueueOptions): Queue & QueueTransactions {
  return new SqliteQueue(database, options);
}

const MAX_BATCH = 1_000;
const MAX_LEASE_MS = 24 * 3_600_000;
const MAX_SNOOZE_MS = 365 * 24 * 3_600_000;
/** Leases that one sweep's transaction returns: it must not keep others from writing for long. */
const SWEEP_BATCH = 500;
/** Of a worker's last words; the beginning goes first. */
const MAX_EVIDENCE = 16_384;

class SqliteQueue implements Queue, QueueTransactions {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #events: Events | undefined;
  readonly #doorbell: Doorbell;
  readonly #desk: Desk;
  readonly #on: Omit<Circumstances, "now">;
  readonly #receiver: Receiver;

  constructor(database: Database, options: QueueOptions) {
    const { clock = systemClock, catalog = FREE_TOPICS, blobs, random = Math.random } = options;
    this.#database = database;
    this.#clock = clock;
    this.#events = options.events;
    this.#doorbell = openDoorbell(options.doorbells, clock);
    this.#desk = { catalog, blobs };
    this.#on = {
      random,
      retryOf: (topic) => catalog.policyOf(topic).retry,
      payloadOf: (row) => payloadOf(row, blobs),
      store: (payload) => store(payload, blobs),
    };
    this.#receiver = new Receiver({
      database,
      doorbell: this.#doorbell,
      clock,
      circumstances: () => this.#circumstances(),
      onEnded: (ended) => this.#announce(ended),
    });
  }

  async send(messages: readonly NewMessage[]): Promise<Sent[]> {
    const now = this.#clock.now();
    const drafts = messages.map((message) => draft(message, this.#desk));
    const [only] = drafts;
    const isLone = drafts.length === 1 && only?.dedupeKey === null;
    const sent = isLone
      ? commitOne(this.#database, "send", (tx) => [arrive(tx, only, now)])
      : commit(this.#database, "send", (tx) => drafts.map((each) => arrive(tx, each, now)));
    this.ring(drafts.map((each) => each.topic));
    return sent;
  }

  async publish(messages: readonly NewMessage[]): Promise<Sent[]> {
    const now = this.#clock.now();
    const drafts = messages.map((message) => draft(message, this.#desk));
    const copies = commit(this.#database, "publish", (tx) =>
      drafts.flatMap((each) => publish(tx, each, now)),
    );
    this.ring(copies.map(({ inbox }) => inbox));
    return copies.map(({ sent }) => sent);
  }

  async subscribe(subscription: Subscription): Promise<void> {
    topic("topic", subscription.topic);
    topic("inbox", subscription.inbox);
    this.#database.transact((tx) => insertSubscription(tx, subscription));
  }

  async unsubscribe(subscription: Subscription): Promise<boolean> {
    return this.#database.transact((tx) => deleteSubscription(tx, subscription)) === 1;
  }

  async receive(request: ReceiveRequest, signal?: AbortSignal): Promise<Leased[]> {
    check(request);
    if (signal?.aborted) return [];
    return this.#read(await this.#receiver.receive(request, signal));
  }

  async extend(lease: Lease, leaseMs: number) {
    const until = this.#clock.now() + whole("leaseMs", leaseMs, 1, MAX_LEASE_MS);
    const prolonged = commitOne(this.#database, "extend", (tx) => prolong(tx, lease, until));
    if (prolonged) return prolonged.isPaused ? "paused" : "ok";
    if (messageView(this.#database, lease.id)?.state === "cancelled") return "cancelled";
    return this.#lost(lease);
  }

  async ack(lease: Lease, replies: readonly NewMessage[] = []): Promise<"ok" | "lost"> {
    const now = this.#clock.now();
    const drafts = replies.map((reply) => draft(reply, this.#desk));
    const write = drafts.length === 0 ? commitOne : commit;
    const isOurs = write(this.#database, "ack", (tx) => {
      const isOurs = finish(tx, lease, now);
      if (isOurs) for (const each of drafts) arrive(tx, each, now);
      return isOurs;
    });
    if (!isOurs) return this.#lost(lease, replies);
    this.ring([...drafts.map((each) => each.topic), ...this.#openedBy(lease)]);
    return "ok";
  }

  async ackAll(leases: readonly Lease[]): Promise<("ok" | "lost")[]> {
    const now = this.#clock.now();
    const ours = commit(this.#database, "ack", (tx) => finishMany(tx, leases, now));
    this.ring(leases.flatMap((lease) => this.#openedBy(lease)));
    // A lease that is named twice has done its work with the first.
    return leases.map((lease) => (ours.delete(keyOf(lease)) ? "ok" : this.#lost(lease)));
  }

  async nack(lease: Lease, failure: Failure): Promise<"ok" | "buried" | "lost"> {
    const { delayMs, evidence } = failure;
    if (delayMs !== undefined) whole("delayMs", delayMs, 0, MAX_SNOOZE_MS);
    const kept = evidence === undefined ? failure : { ...failure, evidence: lastOf(evidence) };
    const ended = this.#endLease("nack", lease, (tx, row, on) => fail(tx, row, kept, on));
    if (!ended) return this.#lost(lease);
    return ended.fate.kind === "bury" ? "buried" : "ok";
  }

  async release(lease: Lease): Promise<"ok" | "lost"> {
    return this.#endLease("release", lease, giveBack) ? "ok" : this.#lost(lease);
  }

  async snooze(lease: Lease, delayMs: number, reason?: string): Promise<"ok" | "lost"> {
    const at = this.#clock.now() + whole("delayMs", delayMs, 0, MAX_SNOOZE_MS);
    const until = { at, reason: reason ?? null };
    const ended = this.#endLease("snooze", lease, (tx, row, on) => snooze(tx, row, until, on));
    return ended ? "ok" : this.#lost(lease);
  }

  async leasesOf(worker: string): Promise<Leased[]> {
    return leasesOf(this.#database, worker).map((row) =>
      leased(row, { token: row.lease_token, until: row.leased_until }, this.#on.payloadOf(row)),
    );
  }

  async releaseWorker(worker: string, reason: string): Promise<number> {
    const on = this.#circumstances();
    const ended = commit(this.#database, "release-worker", (tx) =>
      leasesOf(tx, worker).map((row) => lose(tx, row, reason, on)),
    );
    this.#announce(ended);
    return ended.length;
  }

  async addEvidence(worker: string, evidence: string): Promise<number> {
    return this.#database.transact((tx) => addEvidence(tx, worker, lastOf(evidence)));
  }

  async sweep(): Promise<number> {
    await this.#receiver.settle();
    const on = this.#circumstances();
    // Looks before it writes: with nothing expired, nobody is kept from writing.
    if ((firstExpiry(this.#database) ?? Infinity) > on.now) return 0;
    const ended = commit(this.#database, "sweep", (tx) =>
      expiredLeases(tx, on.now, SWEEP_BATCH).map((row) => endExpired(tx, row, on)),
    );
    for (const { row } of ended) {
      const { topic, worker } = row;
      this.#events?.emit("lease.expired", { topic, id: idOf(row), worker: worker ?? "" });
    }
    this.#announce(ended);
    return ended.length;
  }

  async cancel(filter: { readonly correlationId: string }): Promise<number> {
    return commit(this.#database, "cancel", (tx) => this.cancelIn(tx, filter));
  }

  async stats(): Promise<TopicStats[]> {
    return topicStats(this.#database, this.#receiver.seen, this.#clock.now());
  }

  async find(id: string): Promise<MessageView | undefined> {
    return messageView(this.#database, id);
  }

  sendIn(tx: Tx, messages: readonly NewMessage[]): Sent[] {
    const now = this.#clock.now();
    return messages.map((message) => arrive(tx, draft(message, this.#desk), now));
  }

  ackIn(tx: Tx, lease: Lease): "ok" | "lost" {
    return finish(tx, lease, this.#clock.now()) ? "ok" : this.#lost(lease);
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

  #read({ token, claimed }: Receipt): Leased[] {
    return claimed.flatMap(({ row, until }) => {
      try {
        return [leased(row, { token, until }, this.#on.payloadOf(row))];
      } catch (error) {
        if (codeOf(error) !== "blob-missing") throw error;
        const failure = { error: messageOf(error), terminal: true };
        this.#endLease("nack", { id: idOf(row), token }, (tx, held, on) =>
          fail(tx, held, failure, on),
        );
        return [];
      }
    });
  }

  #endLease(
    verb: string,
    lease: Lease,
    work: (tx: Tx, row: LeasedRow, on: Circumstances) => Ended,
  ): Ended | undefined {
    const on = this.#circumstances();
    const ended = commit(this.#database, verb, (tx) => {
      const row = heldBy(tx, lease);
      return row && work(tx, row, on);
    });
    if (ended) this.#announce([ended]);
    return ended;
  }

  /** The topic where the next message of an ordering key may go on now, if there can be one. */
  #openedBy(lease: Lease & Partial<Leased>): string[] {
    if (lease.orderingKey === null) return [];
    const topic = lease.topic ?? messageView(this.#database, lease.id)?.topic;
    return topic === undefined ? [] : [topic];
  }

  /** After the commit: wakes who may go on, tells who listens. */
  #announce(ended: readonly Ended[]): void {
    this.ring(ended.flatMap(({ row }) => [row.topic, row.reply_to ?? row.topic]));
    for (const { row, fate } of ended) {
      if (fate.kind !== "bury") continue;
      const { topic } = row;
      this.#events?.emit("message.dead", { topic, id: idOf(row), reason: fate.reason });
    }
  }

  #lost(lease: Lease, replies: readonly NewMessage[] = []): "lost" {
    const former = formerHolder(this.#database, lease);
    if (!former) return "lost";
    const { topic, worker, number } = former;
    if (worker !== null && replies.length > 0) {
      const late = { message: number, token: lease.token, worker, now: this.#clock.now() };
      const text = JSON.stringify(replies);
      this.#database.transact((tx) => keepLateResult(tx, { ...late, replies: text }));
    }
    this.#events?.emit("lease.lost", { topic, id: lease.id, worker: worker ?? "unknown" });
    return "lost";
  }

  #circumstances(): Circumstances {
    return { ...this.#on, now: this.#clock.now() };
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

/** Those that were received together share a token, and go together. Answers which were ours. */
function finishMany(tx: Tx, leases: readonly Lease[], now: number): Set<string> {
  const ours = new Set<string>();
  for (const [token, held] of Map.groupBy(leases, (lease) => lease.token)) {
    const ids = held.map(({ id }) => id);
    for (const id of stillHeld(tx, token, ids)) ours.add(keyOf({ id, token }));
    finishAll(tx, token, ids, now);
  }
  return ours;
}

const keyOf = ({ id, token }: Lease): string => `${id} ${token}`;

/** A lease whose time was cut by its attempt's limit ran into that; another was not extended. */
function endExpired(tx: Tx, row: LeasedRow, on: Circumstances): Ended {
  const { worker, leased_at: from, leased_until: until, attempt_timeout: most } = row;
  if (most !== null && until - from >= most) return timeOut(tx, row, on);
  return lose(tx, row, `${worker} was silent beyond its lease of ${until - from} ms`, on);
}

const lastOf = (evidence: string): string => evidence.slice(-MAX_EVIDENCE);
