import { faultPoint } from "../../../kernel/fault-points.ts";
import type { Sent } from "../../../queue/queue.ts";
import { anyMessage, keyed, keyOf } from "../draw.ts";
import { readJournal, type SentMessage } from "../journal.ts";
import { TOPICS, type Stage } from "../stage.ts";
import { messageOf } from "../work.ts";

/** Unworked messages from which on producers wait for the consumers. */
const ENOUGH = 300;
/** Acknowledged batches of a predecessor that are sent again: they must not become new messages. */
const REPEATED = 5;

/** First repeats what its predecessor can't be sure of, as a sender does after a crash. */
export async function takeUp(stage: Stage): Promise<void> {
  for (const inbox of TOPICS.inboxes) await stage.queue.subscribe({ topic: TOPICS.news, inbox });
  const { predecessor } = stage.life;
  if (predecessor === null) return;
  const told = readJournal(stage.folder, predecessor);
  const known = new Set(
    told.flatMap((entry) =>
      entry.kind === "sent" || entry.kind === "published" ? [entry.key] : [],
    ),
  );
  const batches = told
    .flatMap((entry) => (entry.kind === "sending" ? [entry.messages] : []))
    .filter((messages) => messages.every(isKeyedForEver));
  const isSure = (messages: readonly SentMessage[]): boolean => known.has(messages[0]?.key ?? "");
  const sure = batches.filter(isSure).slice(-REPEATED);
  const unsure = batches.filter((messages) => !isSure(messages));
  for (const messages of [...sure, ...unsure]) await deliver(stage, messages);
}

function isKeyedForEver({ dedupeKey, dedupeWindowMs }: SentMessage): boolean {
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
  [2, sendTwiceInWindow],
  [2, publish],
  [1, sendAndCancel],
  [1, async ({ queue }) => void (await queue.send([{ topic: TOPICS.scrap, payload: null }]))],
];

async function sendOne(stage: Stage, n: number): Promise<void> {
  await deliver(stage, [anyMessage(stage, n)]);
}

async function sendMany(stage: Stage, n: number): Promise<void> {
  const messages = Array.from({ length: stage.lots.between(2, 8) }, (_, i) =>
    anyMessage(stage, n, i),
  );
  await deliver(stage, stage.lots.chance(0.5) ? messages.map(keyed) : messages);
}

/** As the scheduler does it: together with its own writes. */
async function sendInOwnTransaction(stage: Stage, n: number): Promise<void> {
  const message = anyMessage(stage, n);
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
  const message = keyed(anyMessage(stage, n));
  await deliver(stage, [message]);
  await deliver(stage, [message]);
}

/** While the window is open the second must not become a message; once it is over, it must. */
async function sendTwiceInWindow(stage: Stage, n: number): Promise<void> {
  const { journal, queue, lots } = stage;
  const dedupeWindowMs = lots.between(1, 30);
  const window = { dedupeKey: `${keyOf(stage, n)}/window`, dedupeWindowMs };
  const messages = [0, 1].map((i) => ({ ...anyMessage(stage, n, i), ...window }));
  const answers: { readonly sent: Sent; readonly from: number; readonly to: number }[] = [];
  for (const message of messages) {
    const from = Date.now();
    journal.write({ kind: "sending", messages: [message] });
    const [sent] = await queue.send([messageOf(message)]);
    answers.push({ sent: sent!, from, to: Date.now() });
    if (sent?.isNew) acknowledge(stage, [message], [sent]);
    await stage.rest(lots.between(0, 20));
  }
  const [first, second] = [answers[0]!, answers[1]!];
  const isTooSoon = second.sent.isNew && second.to - first.from < dedupeWindowMs;
  const isTooLate = !second.sent.isNew && second.from - first.to > dedupeWindowMs;
  if (isTooSoon || isTooLate || (!second.sent.isNew && second.sent.id !== first.sent.id)) {
    const what = `a dedupe window of ${dedupeWindowMs} ms: ${JSON.stringify(answers)}`;
    journal.write({ kind: "saw", what });
  }
}

async function publish(stage: Stage, n: number): Promise<void> {
  const message = { ...keyed(anyMessage(stage, n)), topic: TOPICS.news };
  await deliver(stage, [message]);
}

/** As when a job is cancelled that has just begun. */
async function sendAndCancel(stage: Stage, n: number): Promise<void> {
  const correlationId = `${keyOf(stage, n)}/cancelled`;
  await deliver(stage, [anyMessage(stage, n, 0), { ...anyMessage(stage, n, 1), correlationId }]);
  stage.journal.write({ kind: "cancelling", correlationId });
  await stage.queue.cancel({ correlationId });
}

/** Sends or publishes all in one transaction. */
async function deliver(stage: Stage, messages: readonly SentMessage[]): Promise<void> {
  const { journal, queue } = stage;
  journal.write({ kind: "sending", messages });
  if (messages[0]?.topic === TOPICS.news) {
    await queue.publish(messages.map(messageOf));
    for (const { key } of messages) journal.write({ kind: "published", key });
  } else {
    acknowledge(stage, messages, await queue.send(messages.map(messageOf)));
  }
}

function acknowledge(stage: Stage, messages: readonly SentMessage[], sent: readonly Sent[]): void {
  for (const [i, { id, isNew }] of sent.entries()) {
    stage.journal.write({ kind: "sent", key: messages[i]!.key, id, isNew });
  }
}
