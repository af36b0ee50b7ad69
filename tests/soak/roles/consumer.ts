import { faultPoint } from "../../../kernel/fault-points.ts";
import type { Leased } from "../../../queue/queue.ts";
import type { Answered } from "../journal.ts";
import { TAKEN, type Stage } from "../stage.ts";
import { effectKeyOf, effectOf, isWhole } from "../work.ts";

/** Short, so that a stopped or silent holder loses its work while the others watch. */
const LEASES_MS = [20, 50, 100, 200, 1_000];

/** First goes on with what its predecessor held, if nobody has reported that one's death. */
export async function goOn(stage: Stage): Promise<void> {
  const { predecessor } = stage.life;
  if (predecessor === null) return;
  for (const message of await stage.queue.leasesOf(predecessor)) {
    note(stage, "ack", message, await stage.queue.ack(message, [effectOf(message)]), predecessor);
  }
}

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
  if (lots.chance(0.1)) return ackTogether(stage, leased);
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
  [6, release],
  [6, snooze],
  [5, fallSilent],
];

async function ack(stage: Stage, message: Leased): Promise<void> {
  note(stage, "ack", message, await stage.queue.ack(message, [effectOf(message)]));
}

function note(
  { journal, life }: Stage,
  verb: Answered["verb"],
  { id }: Leased,
  answer: string,
  worker = life.name,
): void {
  journal.write({ kind: "answered", verb, worker, id, answer });
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
  note(stage, "ack-in", message, answer);
}

async function extendThenAck(stage: Stage, message: Leased): Promise<void> {
  const { lots, queue } = stage;
  const answer = await queue.extend(message, lots.oneOf(LEASES_MS));
  note(stage, "extend", message, answer);
  if (answer === "ok") await stage.rest(lots.between(0, 30));
  await ack(stage, message);
}

async function fail(stage: Stage, message: Leased): Promise<void> {
  const delayMs = stage.lots.between(0, 50);
  const failure = { error: "failed by lot", delayMs, evidence: "a last line" };
  note(stage, "nack", message, await stage.queue.nack(message, failure));
}

async function giveUp(stage: Stage, message: Leased): Promise<void> {
  stage.journal.write({ kind: "ending", verb: "terminal", key: effectKeyOf(message) });
  const failure = { error: "hopeless by lot", terminal: true };
  note(stage, "nack", message, await stage.queue.nack(message, failure));
}

async function release(stage: Stage, message: Leased): Promise<void> {
  note(stage, "release", message, await stage.queue.release(message));
}

async function snooze(stage: Stage, message: Leased): Promise<void> {
  const delayMs = stage.lots.between(0, 100);
  note(stage, "snooze", message, await stage.queue.snooze(message, delayMs, "by lot"));
}

async function fallSilent(): Promise<void> {}

/** Without replies: that a message is done is all of its effect. */
async function ackTogether(stage: Stage, leased: readonly Leased[]): Promise<void> {
  for (const message of leased) {
    stage.journal.write({ kind: "ending", verb: "ack-all", key: effectKeyOf(message) });
  }
  const answers = await stage.queue.ackAll(leased);
  for (const [n, message] of leased.entries()) note(stage, "ack-all", message, answers[n]!);
}
