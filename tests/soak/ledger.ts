import type { Entry, SentMessage } from "./journal.ts";
import { TOPICS } from "./stage.ts";
import type { EffectRow, LateRow, WorkRow } from "./statements.ts";
import { effectKey } from "./work.ts";

/** All that is left when everybody is dead and the rest has been worked off. */
export interface Evidence {
  readonly told: readonly Entry[];
  readonly work: readonly WorkRow[];
  readonly effects: readonly EffectRow[];
  readonly late: readonly LateRow[];
  /** What SQLite finds wrong with the file. */
  readonly damage: readonly string[];
}

/** The evidence by what it is looked up by. */
export interface Ledger extends Evidence {
  readonly batches: readonly (readonly SentMessage[])[];
  readonly sent: ReadonlyMap<string, SentMessage>;
  /** Keys of the messages whose send was answered. */
  readonly acknowledged: readonly string[];
  readonly rows: ReadonlyMap<string, readonly WorkRow[]>;
  readonly effectsOf: ReadonlyMap<string, readonly EffectRow[]>;
  /** Keys of what somebody set out to end without an effect. */
  readonly ended: ReadonlySet<string>;
  /** Correlation ids that somebody set out to cancel. */
  readonly cancelled: ReadonlySet<string>;
  /** Keys of the dead that somebody set out to give a new life. */
  readonly redriven: ReadonlySet<string>;
}

export function ledgerOf(evidence: Evidence): Ledger {
  const { told, work, effects } = evidence;
  const batches = told.flatMap((entry) => (entry.kind === "sending" ? [entry.messages] : []));
  return {
    ...evidence,
    batches,
    sent: new Map(batches.flat().map((message) => [message.key, message])),
    acknowledged: told.flatMap(acknowledgedBy),
    rows: Map.groupBy(work, ({ key }) => key),
    effectsOf: Map.groupBy(effects, ({ key }) => key),
    ended: new Set(told.flatMap((entry) => (entry.kind === "ending" ? [entry.key] : []))),
    cancelled: new Set(
      told.flatMap((entry) => (entry.kind === "cancelling" ? [entry.correlationId] : [])),
    ),
    redriven: new Set(told.flatMap((entry) => (entry.kind === "redriving" ? [entry.key] : []))),
  };
}

function acknowledgedBy(entry: Entry): string[] {
  if (entry.kind === "published") return TOPICS.inboxes.map((inbox) => effectKey(entry.key, inbox));
  return entry.kind === "sent" ? [entry.key] : [];
}

/** A message that was pruned has left its effect, or somebody said how it would end without. */
export function isThere(ledger: Ledger, key: string): boolean {
  const correlationId = sentAs(ledger, key)?.correlationId;
  const isCancelled = correlationId !== undefined && ledger.cancelled.has(correlationId);
  return ledger.rows.has(key) || hasEnded(ledger, key) || isCancelled;
}

export function hasEnded({ effectsOf, ended }: Ledger, key: string): boolean {
  return effectsOf.has(key) || ended.has(key);
}

/** What is published has one name, and its copies have one each. */
export function sentAs({ sent }: Ledger, key: string): SentMessage | undefined {
  return sent.get(key.replace(/@.*/, ""));
}
