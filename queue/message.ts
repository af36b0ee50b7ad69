import type { BlobRef, Blobs } from "../kernel/blobs.ts";
import { InputError } from "../kernel/errors.ts";
import { checkPayload, FREE_TOPICS, type TopicCatalog, type TopicPolicy } from "./catalog.ts";
import type { NewMessage } from "./queue.ts";

/** Bytes of a payload as JSON that a row holds; a bigger one is kept as a blob. */
export const MAX_ROW_BYTES = 256 * 1024;
/** Beyond this it is a film or a mistake: let the payload name a blob. */
export const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;

const DEFAULT_PRIORITY = 2;
const DEFAULT_MAX_ATTEMPTS = 3;
/** Ten years: farther off is a mistake of units. */
const LONGEST_MS = 10 * 365 * 24 * 3_600_000;
const MAX_ATTEMPTS = 1_000;
const MAX_KEY_LENGTH = 512;

/** Also a file name (its doorbell), hence so strict. */
const TOPIC = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** A message that was found good, with every default filled in. Times are ms from the sending. */
export interface Draft {
  readonly topic: string;
  readonly payload: Stored;
  readonly priority: number;
  readonly delayMs: number;
  readonly startByMs: number | null;
  readonly deadlineMs: number | null;
  readonly attemptTimeoutMs: number | null;
  readonly orderingKey: string | null;
  readonly dedupeKey: string | null;
  readonly dedupeWindowMs: number | null;
  readonly correlationId: string | null;
  readonly replyTo: string | null;
  readonly traceId: string | null;
  readonly source: string | null;
  readonly maxAttempts: number;
}

/** A payload as the database holds it: its JSON, or the blob that holds that. */
export type Stored = { readonly json: string } | { readonly blob: BlobRef };

/** Where drafts are made: what is known of topics, and where big payloads go. */
export interface Desk {
  readonly catalog: TopicCatalog;
  readonly blobs: Blobs | undefined;
}

const BARE_DESK: Desk = { catalog: FREE_TOPICS, blobs: undefined };

/** Checks what a sender handed in; throws an `InputError` that names the field. */
export function draft(message: NewMessage, desk: Desk = BARE_DESK): Draft {
  const policy = desk.catalog.policyOf(topic("topic", message.topic));
  checkPayload(message.topic, message.payload, policy);
  return {
    topic: message.topic,
    payload: store(message.payload, desk.blobs),
    priority: whole("priority", message.priority ?? DEFAULT_PRIORITY, 0, 3),
    delayMs: whole("delayMs", message.delayMs ?? 0, 0, LONGEST_MS),
    ...limits(message, policy),
    orderingKey: key("orderingKey", message.orderingKey),
    dedupeKey: key("dedupeKey", message.dedupeKey),
    correlationId: key("correlationId", message.correlationId),
    replyTo: message.replyTo === undefined ? null : topic("replyTo", message.replyTo),
    traceId: key("traceId", message.traceId),
    source: key("source", message.source),
  };
}

type Limit = "startByMs" | "deadlineMs" | "attemptTimeoutMs" | "dedupeWindowMs" | "maxAttempts";

function limits(message: NewMessage, policy: TopicPolicy): Pick<Draft, Limit> {
  const most = message.maxAttempts ?? policy.maxAttempts ?? DEFAULT_MAX_ATTEMPTS;
  return {
    startByMs: span("startByMs", message.startByMs),
    deadlineMs: span("deadlineMs", message.deadlineMs),
    attemptTimeoutMs: span("attemptTimeoutMs", message.attemptTimeoutMs ?? policy.attemptTimeoutMs),
    dedupeWindowMs: span("dedupeWindowMs", message.dedupeWindowMs),
    maxAttempts: whole("maxAttempts", most, 1, MAX_ATTEMPTS),
  };
}

/** Answers `name` when it can be a topic; throws an `InputError` otherwise. */
export function topic(where: string, name: string): string {
  if (typeof name === "string" && TOPIC.test(name)) return name;
  throw wrong(where, `${JSON.stringify(name)} is no topic`, "letters, digits, . _ -, up to 100");
}

/** Throws an `InputError` for what is not JSON or too large. */
export function store(payload: unknown, blobs: Blobs | undefined): Stored {
  const json = serialize(payload);
  if (json === undefined) throw wrong("payload", "is not JSON", "use null where there is nothing");
  // A UTF-16 unit becomes 3 bytes at most.
  if (json.length * 3 <= MAX_ROW_BYTES) return { json };
  const bytes = Buffer.byteLength(json);
  if (bytes <= MAX_ROW_BYTES) return { json };
  const most = blobs ? MAX_PAYLOAD_BYTES : MAX_ROW_BYTES;
  if (blobs && bytes <= most) return { blob: blobs.putBytes(json, ".json") };
  const limit = `${most / 1024} KB are allowed`;
  throw wrong("payload", `has ${bytes} bytes, ${limit}`, "store it as a file and send its name");
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

function span(where: string, value: number | undefined): number | null {
  return value === undefined ? null : whole(where, value, 1, LONGEST_MS);
}

function key(where: string, value: string | undefined): string | null {
  if (value === undefined) return null;
  if (typeof value === "string" && value.length > 0 && value.length <= MAX_KEY_LENGTH) return value;
  throw wrong(where, `must be a text of 1 to ${MAX_KEY_LENGTH} characters`);
}

function wrong(where: string, message: string, hint?: string): InputError {
  return new InputError([hint === undefined ? { where, message } : { where, message, hint }]);
}
