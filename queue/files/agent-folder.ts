import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../kernel/clock.ts";
import { codeOf, messageOf, OperationalError } from "../../kernel/errors.ts";
import { faultPoint } from "../../kernel/fault-points.ts";
import { loop, type LoopOptions } from "../../kernel/service.ts";
import type { Leased, Queue } from "../queue.ts";
import { AnnouncementFile, type Announcement } from "./announcement.ts";
import { Answers } from "./answers.ts";
import { watchFolder, type FolderWatch } from "./folder-watch.ts";
import { isStillHeld, planFor, type AgentPlan, type Held, type Posted } from "./plan.ts";
import { isPost, post, postedOf, postsIn, removeDrafts, withdraw } from "./post.ts";

/** What the outbox needs of a queue. */
export type OutboxQueue = Pick<
  Queue,
  "receive" | "extend" | "ack" | "nack" | "release" | "snooze" | "leasesOf" | "find"
>;

export interface AgentFolderOptions extends Pick<LoopOptions, "onFailure"> {
  /** The agent's name is the folder's. */
  readonly folder: string;
  readonly name: string;
  readonly queue: OutboxQueue;
  readonly clock: Clock;
}

interface Wait {
  readonly watch: FolderWatch;
  readonly signal: AbortSignal;
}

/** How often the folder is looked at, should the watch miss something: while there is work, and idle. */
const EVERY_MS = 1_000;
const IDLE_EVERY_MS = 5_000;

/**
 * One foreign agent: receives for it, hands each message over as a file, hears its touches and its
 * answers. The queue knows the leases and the folder holds the files: whatever a crash leaves of
 * both is brought together when the next run begins, as it is after each failure.
 */
export class AgentFolder {
  readonly #options: AgentFolderOptions;
  readonly #worker: string;
  readonly #announcement: AnnouncementFile;
  readonly #answers: Answers;
  readonly #gone = new AbortController();
  /** Files of the agent's own, with their times of change: not to be read again and again. */
  readonly #others = new Map<string, number>();
  /** By the message's id; undefined until the queue has been asked. */
  #held: Map<string, Held> | undefined;

  constructor(options: AgentFolderOptions) {
    this.#options = options;
    this.#worker = `files:${options.name}`;
    this.#announcement = new AnnouncementFile(options.folder, options.clock);
    this.#answers = new Answers({ ...options, worker: this.#worker });
  }

  /** Resolves when `signal` aborts, or the folder has been removed and nothing is held for it. */
  async run(signal: AbortSignal): Promise<void> {
    const { folder, clock, onFailure } = this.#options;
    await using watch = await watchFolder(folder, { depth: 1, except: "rejected" });
    const turns = loop(this.#worker, (signal) => this.#turn(watch, signal), {
      clock,
      wake: (signal) => watch.changed(signal),
      ...(onFailure && { onFailure }),
    });
    await turns.run(AbortSignal.any([signal, this.#gone.signal]));
  }

  async #turn(watch: FolderWatch, signal: AbortSignal): Promise<number> {
    try {
      const announcement = this.#announcement.read();
      const leases = (this.#held ??= await this.#leases());
      const unheard = await this.#answers.hear(leases, announcement !== undefined);
      await this.#forgetLost(leases);
      await this.#settle(leases, announcement);
      if (leases.size === 0 && !existsSync(this.#options.folder)) this.#gone.abort();
      const isIdle = leases.size === 0 && unheard === 0 && !this.#announcement.isUnsettled;
      const restMs = isIdle ? IDLE_EVERY_MS : EVERY_MS;
      if (!announcement || leases.size >= announcement.max) return restMs;
      await this.#receive(leases, announcement, restMs, { watch, signal });
      return 0;
    } catch (cause) {
      this.#held = undefined;
      if (cause instanceof OperationalError || codeOf(cause) === undefined) throw cause;
      throw unusable(this.#options.folder, cause);
    }
  }

  /** What the queue knows, compared with what the folder holds. */
  async #leases(): Promise<Map<string, Held>> {
    const { folder, queue } = this.#options;
    for (const place of [folder, join(folder, "rejected")]) removeDrafts(place);
    const leases = await queue.leasesOf(this.#worker);
    return new Map(leases.map((leased) => [leased.id, held(leased, postedOf(folder, leased))]));
  }

  async #forgetLost(leases: Map<string, Held>): Promise<void> {
    for (const id of leases.keys()) {
      const view = await this.#options.queue.find(id);
      if (!isStillHeld(view, this.#worker)) leases.delete(id);
    }
  }

  /** Makes files and leases agree. */
  async #settle(leases: Map<string, Held>, announcement: Announcement | undefined): Promise<void> {
    const { folder } = this.#options;
    const files = postsIn(folder);
    const isServed = announcement !== undefined;
    const plan = planFor({ isServed, leases: [...leases.values()], files });
    for (const id of plan.remove) this.#remove(id, files.get(id));
    for (const lease of plan.takeBack) await this.#takeBack(leases, lease);
    for (const lease of plan.extend) await this.#extend(leases, lease);
    if (!announcement || plan.post.length === 0) return;
    for (const leased of await this.#options.queue.leasesOf(this.#worker)) {
      if (plan.post.some(({ id }) => id === leased.id)) this.#post(leases, leased, announcement);
    }
  }

  #remove(id: string, changedAt: number | undefined): void {
    const { folder } = this.#options;
    if (this.#others.get(id) === changedAt) return;
    if (isPost(folder, id)) withdraw(folder, id);
    else if (changedAt !== undefined) this.#others.set(id, changedAt);
  }

  async #takeBack(leases: Map<string, Held>, lease: Held): Promise<void> {
    withdraw(this.#options.folder, lease.id);
    faultPoint("file-outbox.taken-back");
    await this.#options.queue.release(lease);
    leases.delete(lease.id);
  }

  async #extend(leases: Map<string, Held>, lease: AgentPlan["extend"][number]): Promise<void> {
    const heard = await this.#options.queue.extend(lease, lease.posted.leaseMs);
    if (heard === "ok" || heard === "paused") return void leases.set(lease.id, lease);
    withdraw(this.#options.folder, lease.id);
    leases.delete(lease.id);
  }

  /** Waits for messages, or for a change of the folder. */
  async #receive(
    leases: Map<string, Held>,
    announcement: Announcement,
    waitMs: number,
    { watch, signal }: Wait,
  ): Promise<void> {
    const { topics, leaseMs } = announcement;
    const woken = new AbortController();
    const either = AbortSignal.any([signal, woken.signal]);
    void watch.changed(either).then(() => woken.abort());
    try {
      const max = announcement.max - leases.size;
      const request = { topics, worker: this.#worker, max, leaseMs, waitMs };
      const received = await this.#options.queue.receive(request, either);
      faultPoint("file-outbox.received");
      for (const leased of received) this.#post(leases, leased, announcement);
    } finally {
      woken.abort();
    }
  }

  #post(leases: Map<string, Held>, leased: Leased, { leaseMs }: Announcement): void {
    const { folder, clock } = this.#options;
    leases.set(leased.id, held(leased, post(folder, leased, leaseMs, clock.now())));
  }
}

function held(leased: Leased, posted: Posted | null): Held {
  const { id, token, attempt, replyTo, correlationId, traceId } = leased;
  const heardAt = posted && posted.postedAtMs;
  return { id, token, attempt, replyTo, correlationId, traceId, posted, heardAt };
}

function unusable(folder: string, cause: unknown): OperationalError {
  return new OperationalError(
    "outbox-unusable",
    `The outbox ${folder} failed: ${messageOf(cause)}`,
    {
      hint: "Check the permissions of the folder, of acks/ and rejected/ in it, and the disk.",
      cause,
    },
  );
}
