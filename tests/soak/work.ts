import { createHash } from "node:crypto";
import type { Leased, NewMessage } from "../../queue/queue.ts";
import type { SentMessage } from "./journal.ts";
import { EFFECT, TOPICS } from "./stage.ts";

/** What a message carries. */
interface Work {
  readonly key: string;
  readonly seq: number;
  readonly ballast: string;
}

export function messageOf({ key, seq, bytes, ...message }: SentMessage): NewMessage {
  const payload: Work = { key, seq, ballast: ballast(key, bytes) };
  return { ...message, payload };
}

/** The reply that records that `message` was worked; small, whatever the message weighed. */
export function effectOf(message: Leased): NewMessage {
  const { seq } = message.payload as Work;
  const lane = message.orderingKey === null ? null : `${message.topic} ${message.orderingKey}`;
  return { topic: EFFECT, payload: { key: effectKeyOf(message), lane, seq } };
}

export function effectKeyOf({ payload, topic }: Leased): string {
  return effectKey((payload as Work).key, topic);
}

/** One effect per message, and of what was published one per inbox. */
export function effectKey(key: string, topic: string): string {
  return topic === TOPICS.work ? key : `${key}@${topic}`;
}

/** Whether a payload came as it was sent. */
export function isWhole(payload: unknown): boolean {
  const { key, ballast: carried } = payload as Work;
  return carried === ballast(key, carried.length);
}

function ballast(key: string, bytes: number): string {
  if (bytes === 0) return "";
  const digest = createHash("sha256").update(key).digest("hex");
  return digest.repeat(Math.ceil(bytes / digest.length)).slice(0, bytes);
}
