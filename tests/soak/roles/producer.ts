import { faultPoint } from "../../../kernel/fault-points.ts";
import type { Sent } from "../../../queue/queue.ts";
import { readJournal, type SentMessage } from "../journal.ts";
import { TOPICS, type Stage } from "../stage.ts";
import { messageOf } from "../work.ts";

/** Unworked messages from which on producers wait for the consumers. */
const ENOUGH = 300;
/** Acknowledged sends of a predecessor that are sent again: they must not become new messages. */
const REPEATED = 5;

/** First repeats what its predecessor can't be sure of, as a sender does after a crash. */
export async function takeOver(stage: Stage): Promise<void> {
  const { predecessor } = stage.life;
  if (predecessor === null) return;
  const told = readJournal(stage.folder, predecessor);
  const sent = new Set(told.flatMap((entry) => (entry.kind === "sent" ? [entry.key] : [])));
  const batches = told
    .flatMap((entry) => (entry.kind === "sending" ? [entry.messages] : []))
    .filter((messages) => messages.every(isKeyed));
  const isSure = (messages: readonly SentMessage[]): boolean => sent.has(messages[0]?.key ?? "");
  const sure = batches.filter(isSure).slice(-REPEATED);
  const unsure = batches.filter((messages) => !isSure(messages));
  for (const messages of [...sure, ...unsure]) await send(stage, messages);
}

function isKeyed({ dedupeKey, dedupeWindowMs }: SentMessage): boolean {
  return dedupeKey !== undefined && dedupeWindowMs === undefined;
}

export async function produce(stage: Stage, n: number): Promise<void> {
  if (n % 10 === 0) await letConsumersCatchUp(stage);
  const act = stage.lots.weighed(ACTS);
  await act(stage, n);
}

async function letConsumersCatchUp(stage: Stage): Promise<void> {
  const stats = await stage.queue.stats();
  const [work] = stats.filter(({ topic }) => topic === TOPICS.work);
  if ((work?.ready ?? 0) > ENOUGH) await stage.rest(200);
}

type Act = (stage: Stage, n: number) => Promise<void>;

const ACTS: readonly (readonly [number, Act])[] = [
  [10, sendOne],
  [4, sendMany],
  [3, sendInOwnTransaction],
  [2, sendTwice],
];

async function sendOne(stage: Stage, n: number): Promise<void> {
  await send(stage, [anyMessage(stage, n, 0)]);
}

async function sendMany(stage: Stage, n: number): Promise<void> {
  const messages = Array.from({ length: stage.lots.between(2, 8) }, (_, i) =>
    anyMessage(stage, n, i),
  );
  await send(stage, stage.lots.chance(0.5) ? messages.map(keyed) : messages);
}

/** As the scheduler does it: together with its own writes. */
async function sendInOwnTransaction(stage: Stage, n: number): Promise<void> {
  const message = anyMessage(stage, n, 0);
  stage.journal.write({ kind: "sending", messages: [message] });
  const sent = stage.database.transact((tx) => {
    const sent = stage.queue.sendIn(tx, [messageOf(message)]);
    faultPoint("sender.before-commit");
    return sent;
  });
  acknowledge(stage, [message], sent);
  stage.queue.ring([TOPICS.work]);
}

async function sendTwice(stage: Stage, n: number): Promise<void> {
  const message = keyed(anyMessage(stage, n, 0));
  await send(stage, [message]);
  await send(stage, [message]);
}

async function send(stage: Stage, messages: readonly SentMessage[]): Promise<void> {
  stage.journal.write({ kind: "sending", messages });
  acknowledge(stage, messages, await stage.queue.send(messages.map(messageOf)));
}

function acknowledge(stage: Stage, messages: readonly SentMessage[], sent: readonly Sent[]): void {
  for (const [i, { id, isNew }] of sent.entries()) {
    stage.journal.write({ kind: "sent", key: messages[i]!.key, id, isNew });
  }
}

/** Drawn by lot: plain, or with any of the things that a message can have. */
function anyMessage(stage: Stage, n: number, i: number): SentMessage {
  const { lots, life } = stage;
  const key = keyOf(stage, n, i);
  const [place, generation] = life.name.split("#");
  return {
    topic: TOPICS.work,
    key,
    seq: Number(generation) * 1_000_000 + n * 10 + i,
    bytes: lots.weighed([
      [70, 0],
      [28, 200],
      [2, 100_000],
    ]),
    maxAttempts: lots.between(1, 5),
    ...(lots.chance(0.5) && { dedupeKey: key }),
    ...(lots.chance(0.1) && { correlationId: `${life.name}/${Math.floor(n / 10)}` }),
    ...(lots.chance(0 * 0.25) ? { orderingKey: `${place}/${lots.between(1, 3)}` } : clocks(stage)),
  };
}

function keyed(message: SentMessage): SentMessage {
  return { ...message, dedupeKey: message.key };
}

function clocks({ lots }: Stage): Partial<SentMessage> {
  return {
    ...(lots.chance(0.3) && { priority: lots.oneOf([0, 1, 2, 3] as const) }),
    ...(lots.chance(0.1) && { delayMs: lots.between(1, 100) }),
    ...(lots.chance(0.05) && { startByMs: lots.between(1, 500) }),
    ...(lots.chance(0.05) && { deadlineMs: lots.between(1, 1_000) }),
    ...(lots.chance(0.05) && { attemptTimeoutMs: lots.between(10, 100) }),
  };
}

function keyOf({ life }: Stage, n: number, i: number): string {
  return `${life.name}:${n}.${i}`;
}
