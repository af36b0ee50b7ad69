import { OperationalError } from "../../../kernel/errors.ts";
import { systemClock } from "../../../kernel/clock.ts";
import type { Stores } from "../../../daemon/stores.ts";
import { withoutStored } from "../../../daemon/relay.ts";
import type { Jobs, JobStatus } from "../../../scheduler/job.ts";
import { openJobs } from "../../../scheduler/jobs.ts";
import { WorkflowTemplate } from "../../../scheduler/workflow.ts";

const NAME = "light";

/** A list, a step for each of its items, and one that joins them: what films are made of, too. */
const TEMPLATE = WorkflowTemplate.parse({
  name: NAME,
  steps: [
    { name: "list", role: "scriptsmith", fanOut: ["parts"] },
    { name: "part", role: "renderer", needs: ["list"], each: "parts" },
    { name: "join", role: "publisher", needs: ["part"] },
  ],
});

/** Light jobs of a home, as the command line and the daemon would see them. */
export function lightJobs({ database, queue, events }: Stores): Jobs {
  const templates = new Map([[NAME, TEMPLATE]]);
  return openJobs(database, queue, {
    clock: systemClock,
    events: withoutStored(events),
    templates: () => templates,
  });
}

export interface Feed {
  /** So many jobs are kept open. */
  readonly open: number;
  readonly workMs: number;
  readonly parts: number;
  /** Rest between two looks. */
  readonly restMs: number;
}

/** Keeps jobs coming, as people do, and gives those that failed another try, as an operator does. */
export class Feeder {
  /** The jobs that were acknowledged. */
  readonly admitted = new Set<string>();
  /** How often a job had to be given another try. */
  retries = 0;
  /** How often the database refused. */
  refusals = 0;
  readonly #jobs: Jobs;
  readonly #stores: Stores;
  readonly #feed: Feed;

  constructor(stores: Stores, feed: Feed) {
    this.#stores = stores;
    this.#jobs = lightJobs(stores);
    this.#feed = feed;
  }

  /** Until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#unlessRefused(() => this.#lookAfter(this.#feed.open));
      await systemClock.sleep(this.#feed.restMs, signal);
    }
  }

  /** Admits no more, until all are at their end or `signal` aborts; answers those that are not. */
  async finish(signal: AbortSignal): Promise<string[]> {
    for (;;) {
      const open = this.#unlessRefused(() => {
        this.#lookAfter(0);
        return this.#unfinished();
      });
      if (open?.length === 0 || signal.aborted) return open ?? [...this.admitted];
      await systemClock.sleep(this.#feed.restMs, signal);
    }
  }

  #lookAfter(open: number): void {
    const counts = this.#jobs.counts();
    if (counts.failed > 0) this.#retryFailed();
    for (let n = openOf(counts); n < open; n += 1) this.#admit();
  }

  #retryFailed(): void {
    for (const { id } of this.#jobs.list({ status: "failed" })) {
      if (this.#jobs.retry(id).kind === "changed") this.retries += 1;
    }
  }

  /** The same key until it is acknowledged: the answer may have been lost, the job not. */
  #admit(): void {
    const ref = `light-${this.admitted.size + 1}`;
    const { workMs, parts } = this.#feed;
    const text = this.#stores.blobs.putBytes(ref, ".md");
    const { job } = this.#jobs.admit({
      title: ref,
      brief: text,
      briefText: text,
      source: { kind: "api", ref },
      admissionKey: ref,
      workflow: NAME,
      params: { workMs, parts },
    });
    this.admitted.add(job);
  }

  #unfinished(): string[] {
    const done = new Set(this.#jobs.list({ status: "done", limit: 1e6 }).map(({ id }) => id));
    return [...this.admitted].filter((job) => !done.has(job));
  }

  /** A full disk or a long transaction: the next look will do. */
  #unlessRefused<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.refusals += 1;
      return undefined;
    }
  }
}

const openOf = ({ queued, waiting, running }: Record<JobStatus, number>): number =>
  queued + waiting + running;

/** The database says so itself, the blobs' folder by the system's own code. */
function isRefusal(error: unknown): boolean {
  const isFull = error instanceof Error && "code" in error && error.code === "ENOSPC";
  return isFull || error instanceof OperationalError;
}
