import { existsSync } from "node:fs";
import type { Clock } from "../../kernel/clock.ts";
import { faultPoint } from "../../kernel/fault-points.ts";
import { loop, type LoopOptions } from "../../kernel/service.ts";
import type { TopicCatalog } from "../catalog.ts";
import type { Queue } from "../queue.ts";
import { AgentLeases } from "./agent-leases.ts";
import { AnnouncementFile, type Announcement } from "./announcement.ts";
import { Answers } from "./answers.ts";
import { watchFolder, type FolderWatch } from "./folder-watch.ts";
import { rethrow } from "./unusable.ts";

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
  readonly catalog: TopicCatalog;
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
  readonly #options: AgentFolderOptions & { readonly worker: string };
  readonly #announcement: AnnouncementFile;
  readonly #answers: Answers;
  readonly #gone = new AbortController();
  /** Undefined until the queue has been asked. */
  #leases: AgentLeases | undefined;

  constructor(options: AgentFolderOptions) {
    this.#options = { ...options, worker: `files:${options.name}` };
    this.#announcement = new AnnouncementFile(options);
    this.#answers = new Answers(this.#options);
  }

  /** Resolves when `signal` aborts, or the folder has been removed and nothing is held for it. */
  async run(signal: AbortSignal): Promise<void> {
    const { folder, worker, clock, onFailure } = this.#options;
    await using watch = await watchFolder(folder, { depth: 1, except: "rejected" });
    const turns = loop(worker, (signal) => this.#turn(watch, signal), {
      clock,
      wake: (signal) => watch.changed(signal),
      ...(onFailure && { onFailure }),
    });
    await turns.run(AbortSignal.any([signal, this.#gone.signal]));
  }

  async #turn(watch: FolderWatch, signal: AbortSignal): Promise<number> {
    try {
      const announcement = this.#announcement.read();
      const leases = (this.#leases ??= await AgentLeases.load(this.#options));
      const unheard = await this.#answers.hear(leases.held, announcement !== undefined);
      await leases.settle(announcement);
      const count = leases.held.size;
      if (count === 0 && !existsSync(this.#options.folder)) this.#gone.abort();
      const isIdle = count === 0 && unheard === 0 && !this.#announcement.isUnsettled;
      const restMs = isIdle ? IDLE_EVERY_MS : EVERY_MS;
      if (!announcement || count >= announcement.max) return restMs;
      await this.#receive(leases, announcement, restMs, { watch, signal });
      return 0;
    } catch (cause) {
      this.#leases = undefined;
      rethrow(this.#options.folder, cause);
    }
  }

  /** Waits for messages, or for a change of the folder. */
  async #receive(
    leases: AgentLeases,
    announcement: Announcement,
    waitMs: number,
    { watch, signal }: Wait,
  ): Promise<void> {
    const { queue, worker } = this.#options;
    const woken = new AbortController();
    const either = AbortSignal.any([signal, woken.signal]);
    void watch.changed(either).then(() => woken.abort());
    try {
      const { topics, leaseMs } = announcement;
      const max = announcement.max - leases.held.size;
      const received = await queue.receive({ topics, worker, max, leaseMs, waitMs }, either);
      faultPoint("file-outbox.received");
      for (const leased of received) leases.post(leased, announcement);
    } finally {
      woken.abort();
    }
  }
}
