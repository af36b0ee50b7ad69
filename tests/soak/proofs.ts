import { MAX_LOSSES } from "../../queue/retry.ts";
import { causeOfDeath } from "./deaths.ts";
import type { Answered, SentMessage } from "./journal.ts";
import { hasEnded, isThere, ledgerOf, sentAs, type Evidence, type Ledger } from "./ledger.ts";
import { TOPICS } from "./stage.ts";
import type { EffectRow } from "./statements.ts";

/** What the queue guarantees and did not keep, and a sentence that names the message. */
export interface Finding {
  readonly broken: Guarantee;
  readonly what: string;
}

type Guarantee =
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

/** Everything that `evidence` says against the queue; empty when it kept all that it guarantees. */
export function findings(evidence: Evidence): Finding[] {
  const ledger = ledgerOf(evidence);
  const broken = (guarantee: Guarantee, sentences: readonly string[]): Finding[] =>
    sentences.map((what) => ({ broken: guarantee, what }));
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

function lostSends(ledger: Ledger): string[] {
  const gone = ledger.acknowledged
    .filter((key) => !isThere(ledger, key))
    .map((key) => `${key} was acknowledged, and there is neither the message nor its effect.`);
  const ineffective = ledger.work
    .filter(({ state, key }) => state === "done" && !hasEnded(ledger, key))
    .map(({ key }) => `${key} is done, and its effect is not recorded.`);
  return [...gone, ...ineffective];
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

/** What may have been cancelled and pruned since tells nothing of its batch. */
function halfBatches(ledger: Ledger): string[] {
  const hasLeftTraces = ({ key }: SentMessage): boolean =>
    ledger.rows.has(key) || hasEnded(ledger, key);
  const isHalf = (batch: readonly SentMessage[]): boolean =>
    batch.some(hasLeftTraces) && batch.some(({ key }) => !isThere(ledger, key));
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
