import type { Clock } from "../kernel/clock.ts";
import type { Database, Tx } from "../kernel/database.ts";
import type { EventMap, Events } from "../kernel/events.ts";
import { faultPoint } from "../kernel/fault-points.ts";
import type { Lease, NewMessage, Queue, QueueTransactions, Sent } from "../queue/queue.ts";
import { hasBegun } from "./attempt/begun.ts";
import type { JobEventName, Json } from "./job.ts";
import { insertEvent } from "./statements.ts";

/** What the scheduler stands on: one file that holds the jobs and the queue alike. */
export interface SchedulerParts {
  readonly database: Database;
  readonly queue: Queue & QueueTransactions;
  readonly clock: Clock;
  readonly events: Events;
  /** Told at each turn of a loop that waits for messages, with the ms after which it comes back. */
  readonly turning?: (loop: string, withinMs: number) => void;
}

/** Rung after each commit that has stored an event of a job, whoever made it. */
export const JOBS_BELL = "jobs";

type EmittedName = Exclude<JobEventName, "step.changed">;

/**
 * One change of jobs, steps and messages, all or nothing. What others are told of it (events, the
 * queue's doorbells) is told after the commit, and stored within it.
 */
export interface Transition {
  readonly tx: Tx;
  /** Ms since the epoch, the same for everything in this change. */
  readonly now: number;
  send(messages: readonly NewMessage[]): Sent[];
  ack(lease: Lease): "ok" | "lost";
  cancelMessages(job: string): void;
  /** Whether an agent has, or had, any of the job's work in hand. */
  hasBegun(job: string): boolean;
  say<Name extends EmittedName>(name: Name, payload: EventMap[Name]): void;
  /** A step's change that is stored but not told. */
  note(job: string, step: string, detail: Readonly<Record<string, Json>>): void;
}

/** Runs `work` in one transaction; `name` tells its fault points apart. */
export function transition<T>(
  { database, queue, clock, events }: SchedulerParts,
  name: string,
  work: (turn: Transition) => T,
): T {
  const now = clock.now();
  const bells = new Set<string>();
  const told: (() => void)[] = [];
  const answer = database.transact((tx) => {
    const done = work({
      tx,
      now,
      send: (messages) => {
        for (const { topic } of messages) bells.add(topic);
        return queue.sendIn(tx, messages.map(signed));
      },
      ack: (lease) => queue.ackIn(tx, lease),
      cancelMessages: (job) => void queue.cancelIn(tx, { correlationId: job }),
      hasBegun: (job) => hasBegun(tx, queue, job),
      say: (event, payload) => {
        store(tx, event, now, payload);
        bells.add(JOBS_BELL);
        told.push(() => events.emit(event, payload));
      },
      note: (job, step, detail) => {
        store(tx, "step.changed", now, { ...detail, job, step });
        bells.add(JOBS_BELL);
      },
    });
    faultPoint(`scheduler.${name}.before-commit`);
    return done;
  });
  faultPoint(`scheduler.${name}.after-commit`);
  if (bells.size > 0) queue.ring([...bells]);
  for (const tell of told) tell();
  return answer;
}

/** What people see as the sender. */
export const signed = (message: NewMessage): NewMessage => ({ source: "scheduler", ...message });

function store(
  tx: Tx,
  name: JobEventName,
  at: number,
  payload: { readonly job: string; readonly step?: string },
): void {
  const { job, step = null, ...detail } = payload;
  insertEvent(tx, { job, step, name, at, detail: JSON.stringify(detail) });
}
