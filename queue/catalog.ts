import type { z } from "zod";
import { InputError } from "../kernel/errors.ts";
import { nearest } from "../kernel/nearest.ts";
import type { RetryPolicy } from "./retry.ts";

/** What holds for all messages of a topic. */
export interface TopicPolicy {
  /** What a payload must be; what is sent is what was given, not what the schema makes of it. */
  readonly payload?: PayloadCheck;
  readonly retry?: RetryPolicy;
  /** Unless the message says otherwise. */
  readonly maxAttempts?: number;
  readonly attemptTimeoutMs?: number;
}

/** A schema, or what loads one when there is something to check. */
export type PayloadCheck = Pick<z.ZodType, "safeParse">;

/** The topics of which something is known. */
export interface TopicCatalog {
  /** Throws an `InputError` for a topic that can't exist: a misspelt one of a closed family. */
  policyOf(topic: string): TopicPolicy;
}

export interface CatalogOptions {
  readonly topics: Readonly<Record<string, TopicPolicy>>;
  /** Beginnings such as `work.`: a topic that starts so must be among `topics`. Others are free. */
  readonly closed?: readonly string[];
}

/** Free topics need no declaration: their messages have the defaults and any JSON payload. */
export function openCatalog({ topics, closed = [] }: CatalogOptions): TopicCatalog {
  const known = new Map(Object.entries(topics));
  return {
    policyOf(topic) {
      const policy = known.get(topic);
      if (policy) return policy;
      if (closed.some((beginning) => topic.startsWith(beginning))) throw unknown(topic, known);
      return ANYTHING;
    },
  };
}

const ANYTHING: TopicPolicy = {};

/** Nothing is known of any topic. */
export const FREE_TOPICS: TopicCatalog = openCatalog({ topics: {} });

/** Throws an `InputError` that names each field of the payload that is wrong. */
export function checkPayload(
  topic: string,
  payload: unknown,
  { payload: schema }: TopicPolicy,
): void {
  const parsed = schema?.safeParse(payload);
  if (!parsed || parsed.success) return;
  const [first, ...others] = parsed.error.issues.map(({ path, message }) => ({
    where: ["payload", ...path].join("."),
    message: `is wrong for ${topic}: ${message}`,
  }));
  if (first) throw new InputError([first, ...others]);
}

function unknown(topic: string, known: ReadonlyMap<string, TopicPolicy>): InputError {
  const meant = nearest(topic, [...known.keys()]);
  const message = `there is no topic "${topic}"`;
  const hint =
    meant === null ? `known: ${[...known.keys()].join(", ")}` : `did you mean "${meant}"?`;
  return new InputError([{ where: "topic", message, hint }]);
}
