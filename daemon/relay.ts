import { inStep, systemClock, type Clock } from "../kernel/clock.ts";
import type { Database } from "../kernel/database.ts";
import type { EventMap, Events } from "../kernel/events.ts";
import { loop, type Service } from "../kernel/service.ts";
import { openDoorbell, type Listening } from "../queue/doorbell.ts";
import type { Queue } from "../queue/queue.ts";
import type { JobEvent, JobEventName, Jobs } from "../scheduler/job.ts";
import { messagesOf } from "../scheduler/news.ts";
import { JOBS_BELL } from "../scheduler/transition.ts";
import { lastRelayed, writeRelayed } from "./statements.ts";
import { told } from "./told.ts";

type Told = Exclude<JobEventName, "step.changed">;

const STORED: Readonly<Record<Told, true>> = {
  "job.admitted": true,
  "job.changed": true,
  "step.ready": true,
  "step.finished": true,
  "step.retried": true,
};

const isStored = (name: string): name is Told => name in STORED;

/** Should a ring be lost. */
const LOOK_EVERY_MS = 2_000;
/** Where the system gives no watch, so that rings of other processes are not heard. */
const DEAF_LOOK_EVERY_MS = 250;

export interface RelayOptions {
  readonly database: Database;
  readonly jobs: Pick<Jobs, "eventsAfter">;
  readonly events: Events;
  readonly queue: Pick<Queue, "publish">;
  /** Folder of the doorbells, one of which whoever changes a job rings. */
  readonly doorbells: string;
  readonly clock?: Clock;
}

/**
 * Tells what happened to jobs, whoever did it: a command changes them in its own process, and only
 * the stored events know of it. The daemon hears it at once, others as messages. Goes on where it
 * stopped, over restarts too.
 */
export function relay(options: RelayOptions): Service {
  const { database, jobs, events, queue, doorbells, clock = systemClock } = options;
  const name = "relay";
  const turn = async ({ hearsOthers }: Listening): Promise<number> => {
    const news = jobs.eventsAfter(lastRelayed(database));
    const messages = news.flatMap(messagesOf);
    if (messages.length > 0) await queue.publish(messages);
    for (const event of news) tell(events, event);
    const last = news.at(-1);
    if (last) database.transact((tx) => writeRelayed(tx, last.id));
    if (last) return 0;
    return inStep(hearsOthers ? LOOK_EVERY_MS : DEAF_LOOK_EVERY_MS, clock.now());
  };
  return {
    name,
    run: async (signal) => {
      using doorbell = openDoorbell(doorbells, clock);
      using ear = doorbell.listen([JOBS_BELL]);
      const wake = (rest: AbortSignal): Promise<void> => ear.wait(LOOK_EVERY_MS, rest);
      await loop(name, () => turn(ear), { clock, wake, ...told(name, events) }).run(signal);
    },
  };
}

/** For those whose events are stored: told at once, they would be told twice. */
export function withoutStored(events: Events): Events {
  return {
    ...events,
    emit: (name, payload) => {
      if (!isStored(name)) events.emit(name, payload);
    },
  };
}

function tell(events: Events, { name, job, step, detail }: JobEvent): void {
  if (!isStored(name)) return;
  const payload = { ...detail, job, ...(step === null ? {} : { step }) };
  // Stored by the one who would have emitted it, so it has the event's own shape.
  events.emit(name, payload as unknown as EventMap[typeof name]);
}
