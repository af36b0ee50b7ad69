import { MAX_LOSSES } from "../../queue/retry.ts";
import type { Answered, Entry, SentMessage } from "./journal.ts";
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

/** No retry of these messages waits longer: see the roles. */
const LONGEST_RETRY_MS = 1_000;

/** A promise of the queue that was broken, and a sentence that names the message. */
export interface Finding {
  readonly broken: Promise_;
  readonly what: string;
}

type Promise_ =
  | "no send is lost"
  | "no effect is doubled"
  | "no lease is stuck"
  | "the database is intact"
  | "dedupe keys hold"
  | "batches are atomic"
  | "ordering keys hold"
  | "losses are bounded"
  | "every death has its reason"
  | "late results are kept"
  | "nothing impossible was seen";

/** Everything that `evidence` says against the queue; empty when it kept all promises. */
export function findings(evidence: Evidence): Finding[] {
  const ledger = ledgerOf(evidence);
  const broken = (promise: Promise_, sentences: readonly string[]): Finding[] =>
    sentences.map((what) => ({ broken: promise, what }));
  return [
    ...broken("the database is intact", evidence.damage),
    ...broken("no send is lost", lostSends(ledger)),
    ...broken("no effect is doubled", doubledEffects(ledger)),
    ...broken("no lease is stuck", unfinished(ledger)),
    ...broken("dedupe keys hold", doubledSends(ledger)),
    ...broken("batches are atomic", halfBatches(ledger)),
    ...broken("ordering keys hold", overtakers(ledger)),
    ...broken("losses are bounded", tooManyLosses(ledger)),
    ...broken("every death has its reason", unexplainedDeaths(ledger)),
    ...broken("late results are kept", missingLateResults(ledger)),
    ...broken("nothing impossible was seen", sights(ledger)),
  ];
}

/** The evidence by what it is looked up by. */
interface Ledger extends Evidence {
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

function ledgerOf(evidence: Evidence): Ledger {
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

function lostSends(ledger: Ledger): string[] {
  const gone = ledger.acknowledged
    .filter((key) => !isThere(ledger, key))
    .map((key) => `${key} was acknowledged, and there is neither the message nor its effect.`);
  const ineffective = ledger.work
    .filter(({ state, key }) => state === "done" && !hasEnded(ledger, key))
    .map(({ key }) => `${key} is done, and its effect is not recorded.`);
  return [...gone, ...ineffective];
}

/** A message that was pruned has left its effect, or somebody said how it would end without. */
function isThere(ledger: Ledger, key: string): boolean {
  const correlationId = sentAs(ledger, key)?.correlationId;
  const isCancelled = correlationId !== undefined && ledger.cancelled.has(correlationId);
  return ledger.rows.has(key) || hasEnded(ledger, key) || isCancelled;
}

function hasEnded({ effectsOf, ended }: Ledger, key: string): boolean {
  return effectsOf.has(key) || ended.has(key);
}

/** What is published has one name, and its copies have one each. */
function sentAs({ sent }: Ledger, key: string): SentMessage | undefined {
  return sent.get(key.replace(/@.*/, ""));
}

function doubledEffects(ledger: Ledger): string[] {
  const doubled = [...ledger.effectsOf]
    .filter(([, effects]) => effects.length > 1)
    .map(([key, effects]) => `${key} has ${effects.length} effects.`);
  const early = ledger.work
    .filter(({ state, key }) => state !== "done" && ledger.effectsOf.has(key))
    .map(({ state, key }) => `${key} has an effect, and is ${state}.`);
  const strange = [...ledger.effectsOf.keys()]
    .filter((key) => !sentAs(ledger, key))
    .map((key) => `${key} has an effect, and nobody sent it.`);
  return [...doubled, ...early, ...strange, ...doubledAcks(ledger)];
}

function doubledAcks({ told }: Ledger): string[] {
  const accepted = told.filter(
    (entry) => entry.kind === "answered" && isAck(entry) && entry.answer === "ok",
  ) as Answered[];
  return [...Map.groupBy(accepted, ({ id }) => id)]
    .filter(([, acks]) => acks.length > 1)
    .map(([id, acks]) => `Message ${id} was acked by ${acks.map(({ worker }) => worker).join()}.`);
}

function isAck({ verb }: Answered): boolean {
  return verb === "ack" || verb === "ack-in" || verb === "ack-all";
}

function unfinished({ work }: Ledger): string[] {
  return work
    .filter(({ state }) => state === "leased" || state === "waiting")
    .map(({ key, state }) => `${key} is ${state} still, after everything could be worked off.`);
}

function doubledSends({ rows }: Ledger): string[] {
  return [...rows]
    .filter(([, rows]) => rows.length > 1)
    .map(([key, rows]) => `${key} became ${rows.length} messages.`);
}

function halfBatches(ledger: Ledger): string[] {
  const isHalf = (batch: readonly SentMessage[]): boolean => {
    const there = batch.filter(({ key }) => isThere(ledger, key));
    return there.length > 0 && there.length < batch.length;
  };
  const sentToWork = ledger.batches.filter((batch) => batch[0]?.topic === TOPICS.work);
  return sentToWork
    .filter(isHalf)
    .map((batch) => `Of ${batch.map(({ key }) => key).join(", ")} only some became messages.`);
}

/** Effects stand in the order of their commits. */
function overtakers({ effects, redriven }: Ledger): string[] {
  const last = new Map<string, EffectRow>();
  return effects.flatMap((effect) => {
    if (effect.lane === null || redriven.has(effect.key)) return [];
    const former = last.get(effect.lane);
    last.set(effect.lane, effect);
    if (!former || former.seq < effect.seq) return [];
    return [`${effect.key} was done after ${former.key}, and sent before.`];
  });
}

function tooManyLosses({ work }: Ledger): string[] {
  return work
    .filter(
      ({ losses, state }) => losses > MAX_LOSSES || (losses === MAX_LOSSES && state !== "dead"),
    )
    .map(({ key, losses, state }) => `${key} has cost ${losses} workers, and is ${state}.`);
}

function unexplainedDeaths(ledger: Ledger): string[] {
  return ledger.work
    .filter(({ state }) => state === "dead" || state === "cancelled")
    .filter((row) => causeOfDeath(ledger, row) === undefined)
    .map(({ key, state, lastError }) => `${key} is ${state} for no known rule (${lastError}).`);
}

export type CauseOfDeath = "cancelled" | "poison" | "failed" | "hopeless" | "too late";

/** The rule by which a message may be dead or cancelled, judged by facts, not by its last error. */
function causeOfDeath(ledger: Ledger, row: WorkRow): CauseOfDeath | undefined {
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
  const { startByMs = Infinity, deadlineMs = Infinity } = sent ?? {};
  return finishedAt >= Math.min(sentAt + startByMs, sentAt + deadlineMs - LONGEST_RETRY_MS);
}

/** Those of messages that were pruned are gone with them. */
function missingLateResults({ told, late, work }: Ledger): string[] {
  const ids = new Set(work.map(({ id }) => id));
  const kept = new Set(late.map(({ id, worker }) => `${worker} ${id}`));
  return told.flatMap((entry) => {
    if (entry.kind !== "answered" || entry.verb !== "ack" || entry.answer !== "lost") return [];
    if (!ids.has(entry.id) || kept.has(`${entry.worker} ${entry.id}`)) return [];
    return [`What ${entry.worker} answered too late to message ${entry.id} is not kept.`];
  });
}

function sights({ told }: Ledger): string[] {
  return told.flatMap((entry) => (entry.kind === "saw" ? [`Somebody saw ${entry.what}.`] : []));
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
