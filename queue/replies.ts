import { systemClock, type Clock } from "../kernel/clock.ts";
import type { Leased, NewMessage, Queue } from "./queue.ts";

type Answering = Pick<Queue, "ack">;

/**
 * Ends the work and answers whoever asked for it, in one transaction; when nobody waits for an
 * answer, it only ends the work.
 */
export function reply(queue: Answering, leased: Leased, payload: unknown): Promise<"ok" | "lost"> {
  const { replyTo } = leased;
  return queue.ack(leased, replyTo === null ? [] : [replyOn(replyTo, leased, payload)]);
}

/** An answer to `leased` that its sender knows again. */
export function replyOn(topic: string, leased: Leased, payload: unknown): NewMessage {
  return { topic, payload, ...threadOf(leased) };
}

/**
 * Gives the work to another topic, in one transaction with its end here: it is never lost between
 * the two, nor done by both. Who waits for an answer gets it from there, within the same deadline.
 */
export function handOn(
  queue: Answering,
  leased: Leased,
  { topic, payload = leased.payload }: { readonly topic: string; readonly payload?: unknown },
  clock: Clock = systemClock,
): Promise<"ok" | "lost"> {
  const { priority, maxAttempts, replyTo, orderingKey, deadlineAt } = leased;
  const message: NewMessage = {
    ...replyOn(topic, leased, payload),
    priority: priority as NonNullable<NewMessage["priority"]>,
    maxAttempts,
    ...(replyTo === null ? {} : { replyTo }),
    ...(orderingKey === null ? {} : { orderingKey }),
    ...(deadlineAt === null ? {} : { deadlineMs: Math.max(1, deadlineAt - clock.now()) }),
  };
  return queue.ack(leased, [message]);
}

/** What makes messages one conversation. */
function threadOf({ correlationId, traceId }: Leased): Partial<NewMessage> {
  return {
    ...(correlationId === null ? {} : { correlationId }),
    ...(traceId === null ? {} : { traceId }),
  };
}
