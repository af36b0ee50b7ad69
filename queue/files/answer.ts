import { z } from "zod";
import type { Lease, NewMessage, Queue } from "../queue.ts";
import { MessageFields } from "./message-file.ts";
import type { Held } from "./plan.ts";

const Ms = z.int().nonnegative();
const lease = { id: z.string(), token: z.string() };

/** What a foreign agent says about its work, as a file in its `acks/` holds it. */
export const Answer = z.discriminatedUnion("outcome", [
  z.strictObject({
    ...lease,
    outcome: z.literal("done"),
    /** Short for a reply to the message's `replyTo`. */
    result: z.unknown().optional(),
    replies: z.array(MessageFields).optional(),
  }),
  z.strictObject({
    ...lease,
    outcome: z.literal("failed"),
    error: z.string().min(1),
    delayMs: Ms.optional(),
    /** Ms since the epoch. */
    retryAt: Ms.optional(),
    evidence: z.string().optional(),
    terminal: z.boolean().optional(),
  }),
  z.strictObject({ ...lease, outcome: z.literal("released") }),
  z.strictObject({
    ...lease,
    outcome: z.literal("snoozed"),
    delayMs: Ms,
    reason: z.string().optional(),
  }),
]);
export type Answer = z.infer<typeof Answer>;

/** Tells the queue; throws an `InputError` for replies that it finds bad. */
export function tell(
  queue: Pick<Queue, "ack" | "nack" | "release" | "snooze">,
  answer: Answer,
  replies: readonly NewMessage[],
): Promise<"ok" | "buried" | "lost"> {
  const lease: Lease = { id: answer.id, token: answer.token };
  switch (answer.outcome) {
    case "done":
      return queue.ack(lease, replies);
    case "failed": {
      const { id: _id, token: _token, outcome: _outcome, ...failure } = answer;
      return queue.nack(lease, failure as Parameters<Queue["nack"]>[1]);
    }
    case "released":
      return queue.release(lease);
    case "snoozed":
      return queue.snooze(lease, answer.delayMs, answer.reason);
  }
}

/** The answer's replies; what they leave open comes from the message that they answer. */
export function repliesOf(answer: Answer, held: Held | undefined, worker: string): NewMessage[] {
  if (answer.outcome !== "done") return [];
  const open = {
    source: worker,
    ...(typeof held?.correlationId === "string" && { correlationId: held.correlationId }),
    ...(typeof held?.traceId === "string" && { traceId: held.traceId }),
  };
  const replies = (answer.replies ?? []).map((reply) => ({ ...open, ...reply }) as NewMessage);
  if (answer.result === undefined || typeof held?.replyTo !== "string") return replies;
  return [{ ...open, topic: held.replyTo, payload: answer.result }, ...replies];
}
