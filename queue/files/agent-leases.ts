import { join } from "node:path";
import type { Clock } from "../../kernel/clock.ts";
import { faultPoint } from "../../kernel/fault-points.ts";
import type { Leased, Queue } from "../queue.ts";
import type { Announcement } from "./announcement.ts";
import { isStillHeld, planFor, type AgentPlan, type Held, type Posted } from "./plan.ts";
import { isPost, post, postedOf, postsIn, removeDrafts, withdraw } from "./post.ts";

export interface AgentLeasesOptions {
  /** The agent's, in which each lease has a file. */
  readonly folder: string;
  readonly worker: string;
  readonly queue: Pick<Queue, "extend" | "release" | "leasesOf" | "find">;
  readonly clock: Clock;
}

/** The leases that are held for one foreign agent, each with its file. */
export class AgentLeases {
  /** By the message's id. */
  readonly held = new Map<string, Held>();
  readonly #options: AgentLeasesOptions;
  /** Files of the agent's own, with their times of change: not to be read again and again. */
  readonly #others = new Map<string, number>();

  /** What the queue knows, compared with what the folder holds. */
  static async load(options: AgentLeasesOptions): Promise<AgentLeases> {
    const { folder, worker, queue } = options;
    for (const place of [folder, join(folder, "rejected")]) removeDrafts(place);
    const leases = new AgentLeases(options);
    for (const leased of await queue.leasesOf(worker)) {
      leases.held.set(leased.id, heldAs(leased, postedOf(folder, leased)));
    }
    return leases;
  }

  private constructor(options: AgentLeasesOptions) {
    this.#options = options;
  }

  post(leased: Leased, { leaseMs }: Announcement): void {
    const { folder, clock } = this.#options;
    this.held.set(leased.id, heldAs(leased, post(folder, leased, leaseMs, clock.now())));
  }

  /** Makes queue, files and leases agree. */
  async settle(announcement: Announcement | undefined): Promise<void> {
    await this.#forgetLost();
    const files = postsIn(this.#options.folder);
    const isServed = announcement !== undefined;
    const now = this.#options.clock.now();
    const plan = planFor({ isServed, leases: [...this.held.values()], files, now });
    for (const id of plan.remove) this.#remove(id, files.get(id));
    for (const lease of plan.withdraw) this.#withdraw(lease, now);
    for (const lease of plan.takeBack) await this.#takeBack(lease);
    for (const lease of plan.extend) await this.#extend(lease);
    if (announcement && plan.post.length > 0) await this.#postAgain(plan.post, announcement);
  }

  async #forgetLost(): Promise<void> {
    const { queue, worker } = this.#options;
    for (const id of this.held.keys()) {
      if (!isStillHeld(await queue.find(id), worker)) this.held.delete(id);
    }
  }

  #remove(id: string, changedAt: number | undefined): void {
    const { folder } = this.#options;
    if (this.#others.get(id) === changedAt) return;
    if (isPost(folder, id)) withdraw(folder, id);
    else if (changedAt !== undefined) this.#others.set(id, changedAt);
  }

  #withdraw(lease: Held, now: number): void {
    withdraw(this.#options.folder, lease.id);
    faultPoint("file-outbox.left-withdrawn");
    this.held.set(lease.id, { ...lease, withdrawnAt: now });
  }

  async #takeBack(lease: Held): Promise<void> {
    faultPoint("file-outbox.taken-back");
    await this.#options.queue.release(lease);
    this.held.delete(lease.id);
  }

  async #extend(lease: AgentPlan["extend"][number]): Promise<void> {
    const heard = await this.#options.queue.extend(lease, lease.posted.leaseMs);
    if (heard === "ok" || heard === "paused") return void this.held.set(lease.id, lease);
    withdraw(this.#options.folder, lease.id);
    this.held.delete(lease.id);
  }

  async #postAgain(missing: readonly Held[], announcement: Announcement): Promise<void> {
    const { queue, worker } = this.#options;
    for (const leased of await queue.leasesOf(worker)) {
      if (missing.some(({ id }) => id === leased.id)) this.post(leased, announcement);
    }
  }
}

function heldAs(leased: Leased, posted: Posted | null): Held {
  const { id, token, attempt, replyTo, correlationId, traceId } = leased;
  const heardAt = posted && posted.postedAtMs;
  return {
    id,
    token,
    attempt,
    replyTo,
    correlationId,
    traceId,
    posted,
    heardAt,
    withdrawnAt: null,
  };
}
