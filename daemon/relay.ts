import type { Database } from "../kernel/database.ts";
import type { EventMap, Events } from "../kernel/events.ts";
import { loop, type Service } from "../kernel/service.ts";
import type { Queue } from "../queue/queue.ts";
import type { JobEvent, JobEventName, Jobs } from "../scheduler/job.ts";
import { messagesOf } from "../scheduler/news.ts";
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

const LOOK_EVERY_MS = 250;

/**
 * Tells what happened to jobs, whoever did it: a command changes them in its own process, and only
 * the stored events know of it. The daemon hears it at once, others as messages. Goes on where it
 * stopped, over restarts too.
 */
export function relay(
  database: Database,
  jobs: Pick<Jobs, "eventsAfter">,
  events: Events,
  queue: Pick<Queue, "publish">,
): Service {
  const name = "relay";
  const turn = async (): Promise<number> => {
    const news = jobs.eventsAfter(lastRelayed(database));
    const messages = news.flatMap(messagesOf);
    if (messages.length > 0) await queue.publish(messages);
    for (const event of news) tell(events, event);
    const last = news.at(-1);
    if (last) database.transact((tx) => writeRelayed(tx, last.id));
    return last ? 0 : LOOK_EVERY_MS;
  };
  return loop(name, turn, told(name, events));
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
