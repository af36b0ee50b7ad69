import type { Blobs } from "../../kernel/blobs.ts";
import { OperationalError } from "../../kernel/errors.ts";
import type { Leased } from "../queue.ts";
import { payloads } from "../topics.ts";
import type { HeadRow } from "./line/statements.ts";
import { idOf, type MessageRow } from "./rows.ts";

/** What a receiver gets of its row. */
export function leased(
  row: Omit<HeadRow, "turn">,
  { token, until }: { readonly token: string; readonly until: number },
  payload: unknown,
): Leased {
  return {
    id: idOf(row),
    token,
    topic: row.topic,
    payload,
    attempt: row.attempts + 1,
    maxAttempts: row.max_attempts,
    correlationId: row.correlation_id,
    replyTo: row.reply_to,
    traceId: row.trace_id,
    source: row.source,
    publishedOn: row.published_on,
    orderingKey: row.ordering_key,
    priority: row.priority,
    deadlineAt: row.deadline_at,
    leasedUntil: until,
  };
}

/** Throws `blob-missing` when somebody has removed the blob of a big payload. */
export function payloadOf(
  { payload, blob }: Pick<MessageRow, "payload" | "blob">,
  blobs: Blobs | undefined,
): unknown {
  if (payload !== null) return JSON.parse(payload) as unknown;
  const ref = payloads().BlobRef.parse(JSON.parse(blob ?? ""));
  if (blobs?.has(ref)) return blobs.readJson(ref);
  throw new OperationalError("blob-missing", `The payload's blob ${ref.sha256} is missing.`, {
    hint: "Restore it below data/blobs from a backup and redrive the message, or send it again.",
  });
}
