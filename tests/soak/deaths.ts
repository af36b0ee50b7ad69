import { MAX_LOSSES } from "../../queue/retry.ts";
import type { SentMessage } from "./journal.ts";
import { ledgerOf, sentAs, type Evidence, type Ledger } from "./ledger.ts";
import type { WorkRow } from "./statements.ts";

/** How long the roles let a nacked message wait, and the queue one whose first attempt took too long. */
const LONGEST_RETRY_MS = { nacked: 50, timedOut: 1_000 };

export type CauseOfDeath = "cancelled" | "poison" | "failed" | "hopeless" | "too late";

/** The rule by which a message may be dead or cancelled, judged by facts, not by its last error. */
export function causeOfDeath(ledger: Ledger, row: WorkRow): CauseOfDeath | undefined {
  const sent = sentAs(ledger, row.key);
  if (row.state === "cancelled") {
    return ledger.cancelled.has(sent?.correlationId ?? "") ? "cancelled" : undefined;
  }
  if (row.losses === MAX_LOSSES) return "poison";
  if (ledger.ended.has(row.key)) return "hopeless";
  if (row.attempts >= row.maxAttempts) return "failed";
  return isTooLate(row, sent) ? "too late" : undefined;
}

/** What could be tried again after its deadline only is dead before it. */
function isTooLate({ sentAt, finishedAt }: WorkRow, sent: SentMessage | undefined): boolean {
  if (finishedAt === null) return false;
  const { startByMs = Infinity, deadlineMs = Infinity, attemptTimeoutMs } = sent ?? {};
  const retryMs = LONGEST_RETRY_MS[attemptTimeoutMs === undefined ? "nacked" : "timedOut"];
  return finishedAt >= sentAt + Math.min(startByMs, deadlineMs - retryMs);
}

/** How many of what there was, for the closing table. */
export interface Counts {
  readonly sends: number;
  readonly effects: number;
  readonly refused: number;
  /** Answers to lost leases that were kept aside. */
  readonly late: number;
  readonly busy: number;
  readonly deaths: Readonly<Record<CauseOfDeath, number>>;
}

export function counts(evidence: Evidence): Counts {
  const ledger = ledgerOf(evidence);
  const deaths = { cancelled: 0, poison: 0, failed: 0, hopeless: 0, "too late": 0 };
  for (const row of evidence.work) {
    const isDead = row.state === "dead" || row.state === "cancelled";
    const cause = isDead ? causeOfDeath(ledger, row) : undefined;
    if (cause) deaths[cause] += 1;
  }
  const answers = evidence.told.filter((entry) => entry.kind === "answered");
  return {
    sends: new Set(ledger.acknowledged).size,
    effects: evidence.effects.length,
    refused: answers.filter(({ answer }) => answer === "lost").length,
    late: evidence.late.length,
    busy: evidence.told.filter(({ kind }) => kind === "busy").length,
    deaths,
  };
}
