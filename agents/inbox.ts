import type { Clock } from "../kernel/clock.ts";
import { loop } from "../kernel/service.ts";
import type { Leased, Queue } from "../queue/queue.ts";
import { CREW_TOPIC, inboxTopic, payloads } from "../queue/topics.ts";

/** Word that work of a job may have been called back: who holds some looks at its lease at once. */
export class Recalls {
  readonly #resting = new Map<string, Set<AbortController>>();

  tell(job: string): void {
    for (const rest of this.#resting.get(job) ?? []) rest.abort();
  }

  /** Sleeps `ms`, or until `signal` aborts, or until there is word of `job`. */
  async sleepOn(job: string, ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
    const rest = new AbortController();
    const resting = this.#resting.get(job) ?? new Set();
    this.#resting.set(job, resting.add(rest));
    await clock.sleep(ms, AbortSignal.any([signal, rest.signal]));
    resting.delete(rest);
    if (resting.size === 0) this.#resting.delete(job);
  }
}

const AT_ONCE = 20;
const RECEIVE_WAIT_MS = 20_000;

/**
 * Takes what is told to the whole crew, and to this agent, beside its work and without disturbing
 * it, until `signal` aborts. What was told while it was away is heard first.
 */
export async function serveInbox(
  queue: Queue,
  { agent, worker }: { readonly agent: string; readonly worker: string },
  recalls: Recalls,
  signal: AbortSignal,
): Promise<void> {
  const inbox = inboxTopic(agent);
  const request = { topics: [inbox], worker, max: AT_ONCE, waitMs: RECEIVE_WAIT_MS };
  let isSubscribed = false;
  const turn = async (): Promise<number> => {
    if (!isSubscribed) await queue.subscribe({ topic: CREW_TOPIC, inbox });
    isSubscribed = true;
    for (const message of await queue.receive(request, signal)) await hear(queue, message, recalls);
    return 0;
  };
  await loop("inbox", turn).run(signal);
  // Who has gone has no work that could be called back; a crash leaves this to the next generation.
  await queue.unsubscribe({ topic: CREW_TOPIC, inbox });
}

async function hear(queue: Queue, message: Leased, recalls: Recalls): Promise<void> {
  const notice = payloads().CrewNotice.safeParse(message.payload);
  if (!notice.success) {
    const error = `The payload is no notice to the crew: ${notice.error.message}`;
    await queue.nack(message, { error, terminal: true });
    return;
  }
  recalls.tell(notice.data.job);
  await queue.ack(message);
}
