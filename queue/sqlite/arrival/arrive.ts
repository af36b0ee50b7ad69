import type { Tx } from "../../../kernel/database.ts";
import type { Draft } from "../../message.ts";
import type { Sent } from "../../queue.ts";
import { idOf } from "../rows.ts";
import { holderOfKey, inboxesOf, insertMessage, insertPlain, takeKey } from "./statements.ts";

/** → arrived, unless the dedupe key says that it is there already. */
export function arrive(tx: Tx, draft: Draft, now: number, publishedOn: string | null = null): Sent {
  const { topic, dedupeKey, dedupeWindowMs } = draft;
  if (dedupeKey === null) return sent(append(tx, draft, now, publishedOn));
  const holder = holderOfKey(tx, topic, dedupeKey, now);
  if (holder !== undefined) return { id: idOf({ number: holder }), isNew: false };
  const message = append(tx, draft, now, publishedOn);
  const takenUntil = dedupeWindowMs === null ? null : now + dedupeWindowMs;
  takeKey(tx, { topic, key: dedupeKey, message, takenUntil });
  return sent(message);
}

/** A copy for each subscriber of the draft's topic. */
export function copy(tx: Tx, draft: Draft, now: number): { inbox: string; sent: Sent }[] {
  return inboxesOf(tx, draft.topic).map((inbox) => ({
    inbox,
    sent: arrive(tx, { ...draft, topic: inbox }, now, draft.topic),
  }));
}

const sent = (number: number): Sent => ({ id: idOf({ number }), isNew: true });

function append(tx: Tx, draft: Draft, now: number, publishedOn: string | null): number {
  const { topic, priority, maxAttempts, payload, startByMs, deadlineMs } = draft;
  const json = "json" in payload ? payload.json : null;
  const notBefore = now + draft.delayMs;
  const plain = { topic, priority, sentAt: now, notBefore, maxAttempts, payload: json };
  if (json !== null && publishedOn === null && isPlain(draft)) return insertPlain(tx, plain);
  const deadlineAt = deadlineMs === null ? null : now + deadlineMs;
  return insertMessage(tx, {
    ...plain,
    expiresAt: earlier(startByMs === null ? null : now + startByMs, deadlineAt),
    deadlineAt,
    attemptTimeout: draft.attemptTimeoutMs,
    orderingKey: draft.orderingKey,
    dedupeKey: draft.dedupeKey,
    correlationId: draft.correlationId,
    replyTo: draft.replyTo,
    traceId: draft.traceId,
    source: draft.source,
    publishedOn,
    blob: "blob" in payload ? JSON.stringify(payload.blob) : null,
  });
}

function isPlain(draft: Draft): boolean {
  return (
    draft.startByMs === null &&
    draft.deadlineMs === null &&
    draft.attemptTimeoutMs === null &&
    draft.orderingKey === null &&
    draft.dedupeKey === null &&
    draft.correlationId === null &&
    draft.replyTo === null &&
    draft.traceId === null &&
    draft.source === null
  );
}

function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
