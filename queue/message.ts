import { InputError } from "../kernel/errors.ts";
import type { NewMessage } from "./queue.ts";

/** Bytes of a payload as JSON; bigger things travel as blobs, by their hash. */
export const MAX_PAYLOAD_BYTES = 256 * 1024;

const DEFAULT_PRIORITY = 2;
const DEFAULT_MAX_ATTEMPTS = 3;
/** Ten years: farther off is a mistake of units. */
const MAX_DELAY_MS = 10 * 365 * 24 * 3_600_000;
const MAX_ATTEMPTS = 1_000;
const MAX_KEY_LENGTH = 512;

/** Also a file name (its doorbell), hence so strict. */
const TOPIC = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** A message that was found good, with every default filled in. */
export interface Draft {
  readonly topic: string;
  /** JSON text. */
  readonly payload: string;
  readonly priority: number;
  readonly delayMs: number;
  readonly dedupeKey: string | null;
  readonly correlationId: string | null;
  readonly replyTo: string | null;
  readonly traceId: string | null;
  readonly maxAttempts: number;
}

/** Checks what a sender handed in; throws an `InputError` that names the field. */
export function draft(message: NewMessage): Draft {
  return {
    topic: topic("topic", message.topic),
    payload: json(message.payload),
    priority: whole("priority", message.priority ?? DEFAULT_PRIORITY, 0, 3),
    delayMs: whole("delayMs", message.delayMs ?? 0, 0, MAX_DELAY_MS),
    dedupeKey: key("dedupeKey", message.dedupeKey),
    correlationId: key("correlationId", message.correlationId),
    replyTo: message.replyTo === undefined ? null : topic("replyTo", message.replyTo),
    traceId: key("traceId", message.traceId),
    maxAttempts: whole("maxAttempts", message.maxAttempts ?? DEFAULT_MAX_ATTEMPTS, 1, MAX_ATTEMPTS),
  };
}

/** Answers `name` when it can be a topic; throws an `InputError` otherwise. */
export function topic(where: string, name: string): string {
  if (typeof name === "string" && TOPIC.test(name)) return name;
  throw wrong(where, `${JSON.stringify(name)} is no topic`, "letters, digits, . _ -, up to 100");
}

function json(payload: unknown): string {
  const text = serialize(payload);
  if (text === undefined) throw wrong("payload", "is not JSON", "use null where there is nothing");
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_PAYLOAD_BYTES) return text;
  const limit = `${MAX_PAYLOAD_BYTES / 1024} KB`;
  throw wrong("payload", `has ${bytes} bytes, ${limit} are allowed`, "store it as a blob");
}

function serialize(payload: unknown): string | undefined {
  try {
    return JSON.stringify(payload);
  } catch {
    return undefined; // A cycle or a bigint.
  }
}

/** A whole number within limits; throws an `InputError` otherwise. */
export function whole(where: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw wrong(where, `${JSON.stringify(value)} is no whole number from ${least} to ${most}`);
}

function key(where: string, value: string | undefined): string | null {
  if (value === undefined) return null;
  if (typeof value === "string" && value.length > 0 && value.length <= MAX_KEY_LENGTH) return value;
  throw wrong(where, `must be a text of 1 to ${MAX_KEY_LENGTH} characters`);
}

function wrong(where: string, message: string, hint?: string): InputError {
  return new InputError([hint === undefined ? { where, message } : { where, message, hint }]);
}
