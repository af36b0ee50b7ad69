import { faultPoint } from "../../../kernel/fault-points.ts";
import type { Leased } from "../../../queue/queue.ts";
import { TAKEN, type Stage } from "../stage.ts";
import { effectKeyOf, effectOf, isWhole } from "../work.ts";

/** Short, so that a stopped or silent holder loses its work while the others watch. */
const LEASES_MS = [20, 50, 100, 200, 1_000];

export async function consume(stage: Stage): Promise<void> {
  const { lots, queue, life } = stage;
  const leased = await queue.receive({
    topics: TAKEN,
    worker: life.name,
    max: lots.between(1, 8),
    leaseMs: lots.oneOf(LEASES_MS),
  });
  if (leased.length === 0) return stage.rest(20);
  inspect(stage, leased);
  for (const message of leased) {
    const end = lots.weighed(ENDINGS);
    await end(stage, message);
  }
}

function inspect({ journal }: Stage, leased: readonly Leased[]): void {
  for (const { id, payload } of leased) {
    if (!isWhole(payload)) journal.write({ kind: "saw", what: `a damaged payload of ${id}` });
  }
}

type Ending = (stage: Stage, message: Leased) => Promise<unknown>;

const ENDINGS: readonly (readonly [number, Ending])[] = [
  [50, ack],
  [15, ackInOwnTransaction],
  [10, extendThenAck],
  [8, fail],
  [2, giveUp],
  [8, release],
  [5, fallSilent],
];

async function ack(stage: Stage, message: Leased): Promise<void> {
  const answer = await stage.queue.ack(message, [effectOf(message)]);
  stage.journal.write({ kind: "answered", verb: "ack", id: message.id, answer });
}

/** As the scheduler does it: together with its own writes. */
async function ackInOwnTransaction(stage: Stage, message: Leased): Promise<void> {
  const effect = effectOf(message);
  const answer = stage.database.transact((tx) => {
    const answer = stage.queue.ackIn(tx, message);
    if (answer === "ok") stage.queue.sendIn(tx, [effect]);
    faultPoint("worker.before-commit");
    return answer;
  });
  stage.queue.ring([effect.topic]);
  stage.journal.write({ kind: "answered", verb: "ack", id: message.id, answer });
}

async function extendThenAck(stage: Stage, message: Leased): Promise<void> {
  const { lots, journal, queue } = stage;
  const answer = await queue.extend(message, lots.oneOf(LEASES_MS));
  journal.write({ kind: "answered", verb: "extend", id: message.id, answer });
  if (answer === "ok") await stage.rest(lots.between(0, 30));
  await ack(stage, message);
}

async function fail({ queue, journal, lots }: Stage, message: Leased): Promise<void> {
  const failure = { error: "failed by lot", delayMs: lots.between(0, 50), evidence: "a last line" };
  const answer = await queue.nack(message, failure);
  journal.write({ kind: "answered", verb: "nack", id: message.id, answer });
}

async function giveUp({ queue, journal }: Stage, message: Leased): Promise<void> {
  journal.write({ kind: "ending", verb: "terminal", key: effectKeyOf(message) });
  const answer = await queue.nack(message, { error: "hopeless by lot", terminal: true });
  journal.write({ kind: "answered", verb: "nack", id: message.id, answer });
}

async function release({ queue, journal }: Stage, message: Leased): Promise<void> {
  const answer = await queue.release(message);
  journal.write({ kind: "answered", verb: "release", id: message.id, answer });
}

async function fallSilent(): Promise<void> {}
