import assert from "node:assert/strict";
import { z } from "zod";
import { test, type TestContext } from "node:test";
import { InputError } from "../../kernel/errors.ts";
import { createEvents, type EventMap, type Events } from "../../kernel/events.ts";
import { openCatalog } from "../../queue/catalog.ts";
import type { QueueOperations } from "../../queue/operations.ts";
import type { Leased, NewMessage, Queue } from "../../queue/queue.ts";
import { fakeClock, type FakeClock } from "../support/clock.ts";

/** A queue with everything around it that a test turns and looks at. */
export interface Bench {
  readonly queue: Queue;
  /** The same messages through a connection of its own, as another process has one. */
  readonly peer: Queue;
  readonly operations: QueueOperations;
}

/**
 * Opens an empty queue that ends with the test, on the given clock; no jitter (lots are all 1), a
 * store for big payloads, and `TOPICS` as its catalogue.
 */
export type OpenBench = (t: TestContext, clock: FakeClock, events: Events) => Bench;

export const TOPICS = openCatalog({
  topics: {
    "order.pizza": {
      payload: z.strictObject({ size: z.int() }),
      retry: { firstDelayMs: 10, longestDelayMs: 10 },
      maxAttempts: 5,
      attemptTimeoutMs: 2_000,
    },
  },
  closed: ["order."],
});

const work = (payload: unknown, more: Partial<NewMessage> = {}): NewMessage => ({
  topic: "work.test",
  payload,
  ...more,
});
const FROM = { topics: ["work.test"], worker: "w#1" };

/** What every engine must do, whatever stores its messages. */
export function conformance(engine: string, open: OpenBench): void {
  const it = (title: string, body: (bench: Equipped) => Promise<void>): void => {
    test(`${engine}: ${title}`, { timeout: 120_000 }, async (t) => {
      const clock = fakeClock();
      const events = createEvents();
      const told: Told[] = [];
      events.onAny((name, payload) => told.push({ name, payload }));
      await body({ ...open(t, clock, events), clock, told });
    });
  };
  sending(it);
  leasing(it);
  ending(it);
  losing(it);
  timing(it);
  ordering(it);
  waiting(it);
  publishing(it);
  operating(it);
}

interface Told {
  readonly name: keyof EventMap;
  readonly payload: EventMap[keyof EventMap];
}
type Equipped = Bench & { readonly clock: FakeClock; readonly told: readonly Told[] };
type It = (title: string, body: (bench: Equipped) => Promise<void>) => void;

async function one(
  queue: Queue,
  request: Partial<Parameters<Queue["receive"]>[0]> = {},
): Promise<Leased> {
  const [message] = await queue.receive({ ...FROM, ...request });
  assert.ok(message, "a message should be there to receive");
  return message;
}

async function none(queue: Queue, topics = FROM.topics): Promise<void> {
  assert.deepEqual(await queue.receive({ topics, worker: "w#1", max: 10 }), []);
}

async function send(queue: Queue, ...messages: NewMessage[]): Promise<string[]> {
  return (await queue.send(messages)).map(({ id }) => id);
}

function sending(it: It): void {
  it("delivers what was sent, with everything that was said about it", async ({ queue, clock }) => {
    const [id] = await send(
      queue,
      work(
        { n: [1, "二", null] },
        {
          correlationId: "job",
          replyTo: "result",
          traceId: "t",
          source: "critic-1#4",
          orderingKey: "film",
          priority: 1,
          maxAttempts: 7,
          deadlineMs: 90_000,
        },
      ),
    );
    const message = await one(queue);
    assert.match(message.token, /^[\w-]{16,}$/);
    const { token: _, leasedUntil: __, ...rest } = message;
    assert.deepEqual(rest, {
      id,
      topic: "work.test",
      payload: { n: [1, "二", null] },
      attempt: 1,
      maxAttempts: 7,
      correlationId: "job",
      replyTo: "result",
      traceId: "t",
      source: "critic-1#4",
      publishedOn: null,
      orderingKey: "film",
      priority: 1,
      deadlineAt: clock.now() + 90_000,
    });
  });

  it("keeps the order of sending within a priority", async ({ queue }) => {
    await send(queue, ...[1, 2, 3].map((n) => work(n)));
    await send(queue, work(4));
    const received = await queue.receive({ ...FROM, max: 3 });
    assert.deepEqual(
      received.map((message) => message.payload),
      [1, 2, 3],
    );
    assert.equal((await one(queue)).payload, 4);
  });

  it("serves the urgent first, over all topics asked for", async ({ queue }) => {
    await send(queue, work("low", { priority: 3 }), work("usual"), {
      topic: "other",
      payload: "urgent",
      priority: 0,
    });
    const topics = ["work.test", "other"];
    const received = await queue.receive({ topics, worker: "w#1", max: 5 });
    assert.deepEqual(
      received.map((message) => message.payload),
      ["urgent", "usual", "low"],
    );
  });

  it("serves the more urgent of two topics, whichever was named first", async ({ queue }) => {
    await send(queue, work(1), { topic: "other", payload: 2, priority: 0 });
    const topics = ["work.test", "other"];
    assert.equal((await one(queue, { topics })).payload, 2);
    await send(queue, { topic: "other", payload: 3, priority: 0 });
    assert.equal((await one(queue, { topics: topics.toReversed() })).payload, 3);
  });

  it("lets nothing starve: who waited long goes before the newly urgent", async ({
    queue,
    clock,
  }) => {
    await send(queue, work("patient", { priority: 3 }));
    await clock.advance(5 * 60_000);
    await send(queue, work("urgent", { priority: 0 }));
    assert.equal((await one(queue)).payload, "patient");
  });

  it("delays until the time has come", async ({ queue, clock }) => {
    await send(queue, work("later", { delayMs: 500, priority: 0 }), work("now"));
    assert.equal((await one(queue)).payload, "now");
    await clock.advance(499);
    await none(queue);
    await clock.advance(1);
    assert.equal((await one(queue)).payload, "later");
  });

  it("makes one message of two with the same key on a topic, finished or not", async ({
    queue,
  }) => {
    const keyed = work(1, { dedupeKey: "k" });
    const [first] = await queue.send([keyed]);
    assert.deepEqual(await queue.send([keyed, work(2, { dedupeKey: "k" })]), [
      { id: first?.id, isNew: false },
      { id: first?.id, isNew: false },
    ]);
    const [elsewhere] = await queue.send([{ ...keyed, topic: "other" }]);
    assert.equal(elsewhere?.isNew, true);
    assert.equal(await queue.ack(await one(queue)), "ok");
    assert.equal((await queue.send([keyed]))[0]?.isNew, false);
    await none(queue);
  });

  it("refuses input that can't become a message, and sends nothing of the batch", async ({
    queue,
  }) => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    const wrong: NewMessage[] = [
      work(undefined),
      work(cycle),
      work(10n),
      work("x".repeat(64 * 1024 * 1024)),
      { topic: "order.pizza", payload: { size: "big" } },
      { topic: "order.piza", payload: { size: 1 } },
      work(1, { startByMs: 0 }),
      work(1, { deadlineMs: -1 }),
      work(1, { attemptTimeoutMs: 0.5 }),
      work(1, { orderingKey: "" }),
      work(1, { source: "" }),
      { topic: "", payload: 1 },
      { topic: "../etc/passwd", payload: 1 },
      work(1, { replyTo: "no topic" }),
      work(1, { delayMs: -1 }),
      work(1, { delayMs: Number.NaN }),
      work(1, { priority: 4 as 3 }),
      work(1, { maxAttempts: 0 }),
      work(1, { dedupeKey: "" }),
      work(1, { correlationId: "x".repeat(513) }),
    ];
    for (const message of wrong) {
      await assert.rejects(queue.send([work("good"), message]), InputError);
    }
    assert.deepEqual(await queue.stats(), []);
  });

  it("takes big payloads as well as small ones", async ({ queue, operations }) => {
    for (const length of [256 * 1024 - 2, 256 * 1024, 3_000_000]) {
      const payload = "監".repeat(length / 3);
      const [id = ""] = await send(queue, work(payload));
      assert.equal((await operations.show(id))?.payload, payload);
      const message = await one(queue);
      assert.equal(message.payload, payload);
      assert.equal(await queue.ack(message), "ok");
    }
  });

  it("says which field of a payload is wrong for its topic, and which topic was meant", async ({
    queue,
  }) => {
    const sending = (topic: string, payload: unknown) => queue.send([{ topic, payload }]);
    await assert.rejects(sending("order.pizza", { size: "big" }), (error: InputError) => {
      assert.equal(error.problems[0]?.where, "payload.size");
      return true;
    });
    await assert.rejects(
      sending("order.piza", {}),
      /no topic "order.piza" \(did you mean "order.pizza"/,
    );
    await assert.rejects(sending("order.tea", {}), /known: order.pizza/);
    assert.equal((await sending("orders", { free: true })).length, 1);
  });

  it("keeps a dedupe key taken for its window and no longer", async ({ queue, clock }) => {
    const keyed = work(1, { dedupeKey: "k", dedupeWindowMs: 1_000 });
    const [first] = await queue.send([keyed]);
    await queue.ack(await one(queue));
    await clock.advance(999);
    assert.deepEqual(await queue.send([keyed]), [{ id: first?.id, isNew: false }]);
    await clock.advance(1);
    const [second] = await queue.send([keyed]);
    assert.equal(second?.isNew, true);
    assert.notEqual(second?.id, first?.id);
    assert.deepEqual(await queue.send([keyed]), [{ id: second?.id, isNew: false }]);
  });
}

function leasing(it: It): void {
  it("gives a message to one worker only, with a token fresh for each lease", async ({
    queue,
    peer,
  }) => {
    await send(queue, work(1));
    const first = await one(queue);
    await none(peer);
    assert.equal(await peer.release(first), "ok");
    const second = await one(peer);
    assert.equal(second.id, first.id);
    assert.notEqual(second.token, first.token);
  });

  it("refuses every write with the token of an earlier lease", async ({ queue, told }) => {
    const [id] = await send(queue, work(1));
    const late = await one(queue, { worker: "slow#1" });
    await queue.releaseWorker("slow#1", "killed");
    const held = await one(queue, { worker: "quick#1" });
    assert.equal(await queue.ack(late, [work("never", { topic: "result" })]), "lost");
    assert.equal(await queue.nack(late, { error: "never" }), "lost");
    assert.equal(await queue.extend(late, 1_000), "lost");
    assert.equal(await queue.release(late), "lost");
    await none(queue, ["result"]);
    assert.equal((await queue.find(held.id))?.worker, "quick#1");
    assert.equal(await queue.ack(held), "ok");
    assert.equal(await queue.ack(held), "lost");
    const lost = told.filter(({ name }) => name === "lease.lost");
    assert.equal(await queue.snooze(late, 10), "lost");
    assert.deepEqual(await queue.ackAll([late, held]), ["lost", "lost"]);
    assert.equal(lost.length, 5);
    assert.deepEqual(lost[0]?.payload, { topic: "work.test", id, worker: "slow#1" });
  });

  it("refuses a token of another message, and messages that never were", async ({ queue }) => {
    await send(queue, work(1), work(2));
    const first = await one(queue);
    const second = await one(queue);
    assert.equal(await queue.ack({ id: first.id, token: second.token }), "lost");
    assert.equal(await queue.ack({ id: "no such id", token: "no such token" }), "lost");
    assert.equal(await queue.extend({ id: "no such id", token: "" }, 10), "lost");
  });

  it("says whether a lease still is its holder's, and changes nothing by that", async ({
    queue,
    told,
  }) => {
    await send(queue, work(1, { correlationId: "a" }));
    const early = await one(queue, { worker: "slow#1" });
    assert.equal(await queue.holds(early), true);
    await queue.releaseWorker("slow#1", "killed");
    const later = await one(queue);
    assert.deepEqual([await queue.holds(early), await queue.holds(later)], [false, true]);
    await queue.cancel({ correlationId: "a" });
    assert.equal(await queue.holds(later), false);
    assert.equal(await queue.holds({ id: "no such id", token: "" }), false);
    assert.equal(told.filter(({ name }) => name === "lease.lost").length, 0);
  });

  it("holds extended work beyond its first lease", async ({ queue, clock }) => {
    await send(queue, work(1));
    const message = await one(queue, { leaseMs: 1_000 });
    assert.equal(message.leasedUntil, clock.now() + 1_000);
    await clock.advance(900);
    assert.equal(await queue.extend(message, 1_000), "ok");
    await clock.advance(900);
    assert.equal(await queue.sweep(), 0);
    assert.equal(await queue.ack(message), "ok");
  });

  it("acks many at once, each by its own lease", async ({ queue }) => {
    await send(queue, ...[1, 2, 3, 4].map((n) => work(n)));
    const [lost, ...batch] = await queue.receive({ ...FROM, max: 3 });
    const other = await one(queue, { worker: "other#1" });
    assert.ok(lost);
    await queue.release(lost);
    assert.deepEqual(await queue.ackAll([lost, ...batch, other]), ["lost", "ok", "ok", "ok"]);
    assert.deepEqual(await queue.ackAll([]), []);
    assert.equal((await queue.find(other.id))?.state, "done");
    assert.equal((await one(queue)).payload, 1);
  });

  it("tells the holder of a paused topic to stop at a good moment", async ({
    queue,
    operations,
    clock,
  }) => {
    await send(queue, work(1));
    const message = await one(queue, { leaseMs: 1_000 });
    await operations.pause("work.test", "generator is down");
    assert.equal(await queue.extend(message, 5_000), "paused");
    await clock.advance(4_999);
    assert.equal(await queue.sweep(), 0);
    assert.equal(await queue.release(message), "ok");
    await none(queue);
    await operations.resume("work.test");
    assert.equal(await queue.extend(await one(queue), 5_000), "ok");
  });

  it("answers what a worker holds, as it received it", async ({ queue, peer }) => {
    await send(queue, work({ n: 1 }), work("x".repeat(300_000)), work(3));
    const held = await queue.receive({ ...FROM, worker: "files:a", max: 2 });
    assert.deepEqual(await peer.leasesOf("files:a"), held);
    assert.deepEqual(await peer.leasesOf("files:b"), []);
    assert.equal(await peer.ack(held[0] as Leased), "ok");
    assert.deepEqual(await queue.leasesOf("files:a"), held.slice(1));
  });

  it("keeps what a late worker answered aside, and sends none of it", async ({
    queue,
    operations,
    clock,
  }) => {
    const [id = ""] = await send(queue, work(1));
    const late = await one(queue, { worker: "slow#1" });
    await queue.releaseWorker("slow#1", "silent");
    await queue.ack(await one(queue));
    const replies = [{ topic: "result", payload: { frames: 900 } }];
    assert.equal(await queue.ack(late, replies), "lost");
    assert.equal(await queue.ack(late, replies), "lost");
    await none(queue, ["result"]);
    assert.deepEqual((await operations.show(id))?.lateResults, [
      { worker: "slow#1", arrivedAt: clock.now(), replies },
    ]);
  });

  it("tells the holder of cancelled work when it extends", async ({ queue }) => {
    await send(
      queue,
      work(1, { correlationId: "a" }),
      work(2, { correlationId: "a" }),
      work(3, { correlationId: "b" }),
    );
    const message = await one(queue);
    assert.equal(await queue.cancel({ correlationId: "a" }), 2);
    assert.equal(await queue.extend(message, 1_000), "cancelled");
    assert.equal(await queue.ack(message), "lost");
    assert.equal((await one(queue)).payload, 3);
    await none(queue);
    assert.equal(await queue.cancel({ correlationId: "a" }), 0);
  });

  it("receives nothing for a signal that has aborted", async ({ queue }) => {
    await send(queue, work(1));
    assert.deepEqual(await queue.receive(FROM, AbortSignal.abort()), []);
  });

  it("refuses requests that make no sense", async ({ queue }) => {
    await assert.rejects(queue.receive({ topics: [], worker: "w" }), TypeError);
    await assert.rejects(queue.receive({ topics: ["a/b"], worker: "w" }), InputError);
    await assert.rejects(queue.receive({ ...FROM, max: 0 }), InputError);
    await assert.rejects(queue.receive({ ...FROM, leaseMs: -5 }), InputError);
    await assert.rejects(queue.extend({ id: "", token: "" }, 0), InputError);
  });
}

function ending(it: It): void {
  it("acks and replies in one step", async ({ queue }) => {
    const [id] = await send(queue, work(1));
    const message = await one(queue);
    assert.equal(await queue.ack(message, [{ topic: "result", payload: "done" }]), "ok");
    assert.equal((await one(queue, { topics: ["result"] })).payload, "done");
    const view = await queue.find(id ?? "");
    assert.equal(view?.state, "done");
    assert.equal(view?.attempts, 1);
    assert.equal(view?.worker, "w#1");
  });

  it("does not ack when a reply is no message", async ({ queue }) => {
    await send(queue, work(1));
    const message = await one(queue);
    await assert.rejects(queue.ack(message, [work(undefined)]), InputError);
    assert.equal((await queue.find(message.id))?.state, "leased");
  });

  it("tries again after a growing pause, then buries and tells who waits for the answer", async ({
    queue,
    clock,
    told,
  }) => {
    const [id] = await send(
      queue,
      work({ n: 1 }, { replyTo: "result", correlationId: "job", traceId: "t", maxAttempts: 3 }),
    );
    for (const pauseMs of [1_000, 2_000]) {
      assert.equal(await queue.nack(await one(queue), { error: "broken" }), "ok");
      await clock.advance(pauseMs - 1);
      await none(queue);
      await clock.advance(1);
    }
    const last = await one(queue);
    assert.equal(last.attempt, 3);
    assert.equal(await queue.nack(last, { error: "broken for good" }), "buried");
    await clock.advance(3_600_000);
    await none(queue);
    const notice = await one(queue, { topics: ["result"] });
    const reason = "failed 3 times, last: broken for good";
    assert.deepEqual(notice.payload, {
      kind: "dead-letter",
      id,
      topic: "work.test",
      reason,
      payload: { n: 1 },
    });
    assert.equal(notice.correlationId, "job");
    assert.equal(notice.traceId, "t");
    assert.deepEqual(told.at(-1), {
      name: "message.dead",
      payload: { topic: "work.test", id, reason },
    });
    const [stats] = await queue.stats();
    assert.deepEqual(stats, {
      topic: "result",
      ready: 0,
      leased: 1,
      delayed: 0,
      dead: 0,
      oldestReadyAt: null,
    });
  });

  it("waits as long as the worker says", async ({ queue, clock }) => {
    await send(queue, work(1));
    await queue.nack(await one(queue), { error: "quota", delayMs: 60_000 });
    await clock.advance(59_999);
    await none(queue);
    await clock.advance(1);
    await one(queue);
  });

  it("tries again at the moment that the worker names", async ({ queue, clock }) => {
    await send(queue, work(1));
    const retryAt = clock.now() + 3_600_000;
    await queue.nack(await one(queue), { error: "quota", retryAt });
    await clock.advance(3_599_999);
    await none(queue);
    await clock.advance(1);
    await one(queue);
  });

  it("follows the retry policy of the topic", async ({ queue, clock }) => {
    await send(queue, { topic: "order.pizza", payload: { size: 30 } });
    const from = { topics: ["order.pizza"] };
    const message = await one(queue, from);
    assert.equal(message.maxAttempts, 5);
    await queue.nack(message, { error: "burnt" });
    await clock.advance(10);
    await one(queue, from);
  });

  it("snoozes work until the time has come, and no attempt is used up", async ({
    queue,
    operations,
    clock,
  }) => {
    const [id = ""] = await send(queue, work(1, { maxAttempts: 1 }));
    for (let n = 0; n < 5; n += 1) {
      assert.equal(await queue.snooze(await one(queue), 500, "waits for the voice"), "ok");
      await clock.advance(499);
      await none(queue);
      await clock.advance(1);
    }
    const message = await one(queue);
    assert.equal(message.attempt, 1);
    const history = (await operations.show(id))?.history;
    assert.equal(history?.filter(({ ending }) => ending === "snoozed").length, 5);
    assert.equal(history?.[0]?.error, "waits for the voice");
  });

  it("buries at once what the worker calls hopeless", async ({ queue }) => {
    await send(queue, work(1));
    const message = await one(queue);
    assert.equal(await queue.nack(message, { error: "no such film", terminal: true }), "buried");
    const view = await queue.find(message.id);
    assert.equal(view?.state, "dead");
    assert.equal(view?.lastError, "no such film");
  });

  it("takes released work back to its place, no attempt used up", async ({ queue, clock }) => {
    await send(queue, work("first"));
    await clock.advance(1_000);
    await send(queue, work("second"));
    const message = await one(queue);
    assert.equal(await queue.release(message), "ok");
    const again = await one(queue);
    assert.equal(again.payload, "first");
    assert.equal(again.attempt, 1);
  });

  it("knows nothing of messages that never were", async ({ queue }) => {
    assert.equal(await queue.find("no such id"), undefined);
  });
}

function losing(it: It): void {
  it("returns the work of a dead worker at once, no attempt used up", async ({ queue }) => {
    await send(queue, work(1), work(2), work(3));
    await queue.receive({ ...FROM, worker: "dead#1", max: 2 });
    await one(queue, { worker: "alive#1" });
    assert.equal(await queue.releaseWorker("dead#1", "killed"), 2);
    const again = await queue.receive({ ...FROM, max: 5 });
    assert.deepEqual(
      again.map(({ payload, attempt }) => [payload, attempt]),
      [
        [1, 1],
        [2, 1],
      ],
    );
  });

  it("returns expired work at the next sweep", async ({ queue, clock, told }) => {
    const [id] = await send(queue, work(1));
    await one(queue, { worker: "silent#1", leaseMs: 1_000 });
    await clock.advance(999);
    assert.equal(await queue.sweep(), 0);
    await clock.advance(1);
    assert.equal(await queue.sweep(), 1);
    assert.deepEqual(told, [
      { name: "lease.expired", payload: { topic: "work.test", id, worker: "silent#1" } },
    ]);
    await one(queue);
  });

  it("accepts an ack after the lease's time while nobody has taken the work", async ({
    queue,
    clock,
  }) => {
    await send(queue, work(1));
    const message = await one(queue, { leaseMs: 1_000 });
    await clock.advance(5_000);
    assert.equal(await queue.ack(message), "ok");
    assert.equal(await queue.sweep(), 0);
  });

  it("buries what three workers were lost over, as poison", async ({ queue, clock }) => {
    await send(queue, work(1, { maxAttempts: 10, replyTo: "result" }));
    await one(queue, { worker: "a#1" });
    await queue.releaseWorker("a#1", "out of memory");
    await one(queue, { worker: "a#2", leaseMs: 10 });
    await clock.advance(10);
    await queue.sweep();
    const last = await one(queue, { worker: "a#3" });
    assert.equal(last.attempt, 1);
    await queue.releaseWorker("a#3", "out of memory");
    await none(queue);
    const view = await queue.find(last.id);
    assert.equal(view?.state, "dead");
    assert.match(
      view?.lastError ?? "",
      /^poison: 3 workers were lost over it, last: out of memory$/,
    );
    await one(queue, { topics: ["result"] });
  });
}

function timing(it: It): void {
  it("buries what nobody began in time, and tells who waits for the answer", async ({
    queue,
    clock,
    told,
  }) => {
    const message = work({ n: 1 }, { startByMs: 1_000, replyTo: "result", correlationId: "c" });
    const [id] = await send(queue, message, work("patient"));
    await clock.advance(1_000);
    assert.equal((await one(queue)).payload, "patient");
    const notice = await one(queue, { topics: ["result"] });
    assert.deepEqual(notice.payload, {
      kind: "dead-letter",
      id,
      topic: "work.test",
      reason: "not begun in time",
      payload: { n: 1 },
    });
    assert.equal(told.filter(({ name }) => name === "message.dead").length, 1);
  });

  it("buries what is too late at a sweep too, though nobody receives", async ({ queue, clock }) => {
    const [id = ""] = await send(queue, work(1, { startByMs: 1_000, delayMs: 5_000 }));
    await clock.advance(1_000);
    await queue.sweep();
    assert.equal((await queue.find(id))?.state, "dead");
  });

  it("lets work that was begun in time go on and be tried again", async ({ queue, clock }) => {
    await send(queue, work(1, { startByMs: 1_000 }));
    const message = await one(queue, { leaseMs: 60_000 });
    await clock.advance(2_000);
    await queue.sweep();
    await queue.nack(message, { error: "broken", delayMs: 5_000 });
    await clock.advance(5_000);
    assert.equal(await queue.ack(await one(queue)), "ok");
  });

  it("begins no attempt after the deadline, and ends the one that is under way", async ({
    queue,
    clock,
  }) => {
    await send(queue, work("retried", { deadlineMs: 1_000, maxAttempts: 9 }));
    const retried = await one(queue);
    assert.equal(await queue.nack(retried, { error: "broken", delayMs: 1_000 }), "buried");
    const [waiting = ""] = await send(queue, work("waiting", { deadlineMs: 1_000, delayMs: 900 }));
    const [under = ""] = await send(queue, work("under way", { deadlineMs: 1_000 }));
    const held = await one(queue, { leaseMs: 60_000 });
    assert.equal(held.leasedUntil, clock.now() + 1_000);
    assert.equal(await queue.extend(held, 60_000), "ok");
    await clock.advance(1_000);
    assert.equal(await queue.sweep(), 1);
    assert.equal(await queue.ack(held), "lost");
    for (const id of [waiting, under]) {
      const view = await queue.find(id);
      assert.equal(view?.state, "dead");
      assert.match(view?.lastError ?? "", /^not done by its deadline/);
    }
  });

  it("counts an attempt that took too long as failed, however often it was extended", async ({
    queue,
    operations,
    clock,
  }) => {
    const [id = ""] = await send(queue, work(1, { attemptTimeoutMs: 1_000, maxAttempts: 2 }));
    const first = await one(queue, { leaseMs: 600 });
    await clock.advance(500);
    assert.equal(await queue.extend(first, 60_000), "ok");
    await clock.advance(499);
    assert.equal(await queue.sweep(), 0);
    await clock.advance(1);
    assert.equal(await queue.sweep(), 1);
    assert.equal(await queue.ack(first), "lost");
    await clock.advance(1_000);
    const second = await one(queue, { leaseMs: 60_000 });
    assert.equal(second.attempt, 2);
    await clock.advance(1_000);
    await queue.sweep();
    const shown = await operations.show(id);
    assert.equal(shown?.state, "dead");
    assert.equal(shown?.losses, 0);
    assert.deepEqual(
      shown?.history.map(({ ending }) => ending),
      ["timed-out", "timed-out"],
    );
    assert.match(shown?.lastError ?? "", /took longer than 1000 ms/);
  });

  it("knows a clock that jumps back: nothing is lost and nothing is done twice", async ({
    queue,
    clock,
  }) => {
    await send(queue, work("waiting"), work("held"));
    const start = clock.now();
    clock.jumpTo(start - 3_600_000);
    const waiting = await one(queue, { leaseMs: 1_000 });
    const held = await one(queue, { leaseMs: 1_000 });
    clock.jumpTo(start + 3_600_000);
    assert.equal(await queue.ack(waiting), "ok");
    assert.equal(await queue.sweep(), 1);
    assert.equal(await queue.ack(held), "lost");
    clock.jumpTo(start);
    assert.equal((await one(queue)).payload, "held");
    await none(queue);
  });
}

function ordering(it: It): void {
  const film = (payload: unknown, more: Partial<NewMessage> = {}): NewMessage =>
    work(payload, { orderingKey: "film", ...more });

  it("works messages of one ordering key one at a time, in the order of sending", async ({
    queue,
    peer,
  }) => {
    await send(queue, film(1), film(2, { priority: 0 }), work("free"), film(3));
    const first = await one(queue);
    assert.equal(first.payload, 1);
    assert.equal((await one(peer)).payload, "free");
    await none(queue);
    await send(peer, film(4));
    await none(peer);
    for (const payload of [2, 3, 4]) {
      const before = payload === 2 ? first : await held(queue);
      assert.equal(await queue.ack(before), "ok");
      assert.equal((await one(peer)).payload, payload);
    }
  });

  it("holds the next one back while the first is tried again, released or snoozed", async ({
    queue,
    clock,
  }) => {
    await send(queue, film(1), film(2));
    await queue.nack(await one(queue), { error: "broken", delayMs: 1_000 });
    await none(queue);
    await clock.advance(1_000);
    await queue.release(await one(queue));
    await queue.snooze(await one(queue), 500);
    await none(queue);
    await clock.advance(500);
    const again = await one(queue);
    assert.equal(again.payload, 1);
    await queue.releaseWorker("w#1", "killed");
    assert.equal((await one(queue)).payload, 1);
  });

  it("goes on when the first is dead, cancelled, expired or purged", async ({
    queue,
    operations,
    clock,
  }) => {
    await send(
      queue,
      film("dead"),
      film("cancelled while behind", { correlationId: "c" }),
      film("expired", { startByMs: 1_000 }),
      film("cancelled", { correlationId: "d" }),
      film("last"),
    );
    const dead = await one(queue);
    await queue.cancel({ correlationId: "c" });
    await none(queue);
    await queue.nack(dead, { error: "no", terminal: true });
    await clock.advance(1_000);
    assert.equal((await one(queue)).payload, "cancelled");
    await none(queue);
    await queue.cancel({ correlationId: "d" });
    const last = await one(queue);
    assert.equal(last.payload, "last");
    assert.equal(await operations.redrive({ id: dead.id }), 1);
    await none(queue);
    await queue.ack(last);
    assert.equal((await one(queue)).payload, "dead");
    await send(queue, film("purged"));
    assert.equal(await operations.purge("work.test"), 2, "the expired one too");
  });

  it("keeps keys of different topics and different keys apart", async ({ queue }) => {
    await send(queue, film(1), { ...film(2), topic: "other" }, film(3, { orderingKey: "series" }));
    const topics = ["work.test", "other"];
    assert.equal((await queue.receive({ topics, worker: "w#1", max: 9 })).length, 3);
  });

  it("is fair: a topic's backlog does not hold up another topic", async ({ queue }) => {
    await send(queue, ...Array.from({ length: 20 }, (_, n) => work(n)));
    await send(queue, { topic: "other", payload: "a" }, { topic: "other", payload: "b" });
    const taken: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      taken.push((await one(queue, { topics: ["work.test", "other"] })).topic);
    }
    assert.deepEqual(taken.toSorted(), ["other", "other", "work.test", "work.test"]);
  });

  async function held(queue: Queue): Promise<Leased> {
    const leases = await queue.leasesOf("w#1");
    const last = leases.findLast(({ orderingKey }) => orderingKey === "film");
    assert.ok(last);
    return last;
  }
}

function publishing(it: It): void {
  it("gives each subscriber a copy of what is published", async ({ queue, peer, operations }) => {
    await peer.subscribe({ topic: "events.job", inbox: "inbox.a" });
    await peer.subscribe({ topic: "events.job", inbox: "inbox.b" });
    await peer.subscribe({ topic: "events.job", inbox: "inbox.b" });
    const sent = await queue.publish([
      { topic: "events.job", payload: { job: 1 }, traceId: "t" },
      { topic: "events.nobody", payload: 2 },
    ]);
    assert.equal(sent.length, 2);
    const a = await one(queue, { topics: ["inbox.a"] });
    const b = await one(queue, { topics: ["inbox.b"] });
    for (const copy of [a, b]) {
      assert.deepEqual(copy.payload, { job: 1 });
      assert.equal(copy.publishedOn, "events.job");
      assert.equal(copy.traceId, "t");
    }
    await none(queue, ["events.job", "events.nobody"]);
    assert.deepEqual(await operations.subscriptions(), [
      { topic: "events.job", inbox: "inbox.a" },
      { topic: "events.job", inbox: "inbox.b" },
    ]);
  });

  it("forgets a subscriber, but not what it has been given", async ({ queue }) => {
    const subscription = { topic: "events.job", inbox: "inbox.a" };
    await queue.subscribe(subscription);
    await queue.publish([{ topic: "events.job", payload: 1, dedupeKey: "once" }]);
    await queue.publish([{ topic: "events.job", payload: 1, dedupeKey: "once" }]);
    assert.equal(await queue.unsubscribe(subscription), true);
    assert.equal(await queue.unsubscribe(subscription), false);
    assert.deepEqual(await queue.publish([{ topic: "events.job", payload: 2 }]), []);
    assert.equal((await one(queue, { topics: ["inbox.a"] })).payload, 1);
    await none(queue, ["inbox.a"]);
    await assert.rejects(queue.subscribe({ topic: "a b", inbox: "inbox.a" }), InputError);
  });
}

function waiting(it: It): void {
  it("waits for the first message and wakes for it at once", async ({ queue, clock }) => {
    const received = queue.receive({ ...FROM, waitMs: 60_000 });
    await clock.sleeping();
    await send(queue, { topic: "other", payload: 0 });
    await send(queue, work(1));
    assert.deepEqual(
      (await received).map((message) => message.payload),
      [1],
    );
  });

  it("finds what another process sent though every doorbell is lost", async ({
    queue,
    peer,
    clock,
  }) => {
    const received = queue.receive({ ...FROM, waitMs: 60_000 });
    await clock.sleeping();
    await send(peer, work(1));
    await clock.advance(1_000);
    assert.deepEqual(
      (await received).map((message) => message.payload),
      [1],
    );
  });

  it("wakes exactly when a delayed message is due", async ({ queue, clock }) => {
    await send(queue, work(1, { delayMs: 7 }));
    const received = queue.receive({ ...FROM, waitMs: 60_000 });
    await clock.sleeping();
    await clock.advance(7);
    assert.equal((await received).length, 1);
  });

  it("gives up when the wait is over", async ({ queue, clock }) => {
    const received = queue.receive({ ...FROM, waitMs: 20 });
    await clock.sleeping();
    await clock.advance(20);
    assert.deepEqual(await received, []);
  });

  it("stops waiting when its signal aborts, and takes nothing any more", async ({
    queue,
    clock,
  }) => {
    const stop = new AbortController();
    const received = queue.receive({ ...FROM, waitMs: 60_000 }, stop.signal);
    await clock.sleeping();
    stop.abort();
    await send(queue, work(1));
    assert.deepEqual(await received, []);
    assert.equal((await queue.stats())[0]?.ready, 1);
  });
}

function operating(it: It): void {
  it("counts what is ready, leased, delayed and dead", async ({ queue, clock }) => {
    await send(queue, work(1), work(2), work(3, { delayMs: 500 }), work(4), {
      topic: "a",
      payload: 1,
    });
    await one(queue);
    await queue.nack(await one(queue), { error: "no", terminal: true });
    const oldestReadyAt = clock.now();
    assert.deepEqual(await queue.stats(), [
      { topic: "a", ready: 1, leased: 0, delayed: 0, dead: 0, oldestReadyAt },
      { topic: "work.test", ready: 1, leased: 1, delayed: 1, dead: 1, oldestReadyAt },
    ]);
    await clock.advance(500);
    assert.equal((await queue.stats())[1]?.ready, 2);
  });

  it("lists messages, newest first, by topic and state", async ({ queue, operations }) => {
    const ids = await send(queue, work(1), work(2), { topic: "other", payload: 3 });
    await queue.nack(await one(queue), { error: "no", terminal: true });
    const listed = async (filter: Parameters<QueueOperations["list"]>[0]): Promise<string[]> =>
      (await operations.list(filter)).map(({ id }) => id);
    assert.deepEqual(await listed({}), ids.toReversed());
    assert.deepEqual(await listed({ limit: 1 }), [ids[2]]);
    assert.deepEqual(await listed({ topic: "work.test" }), [ids[1], ids[0]]);
    assert.deepEqual(await listed({ state: "dead" }), [ids[0]]);
    assert.deepEqual(await listed({ topic: "other", state: "dead" }), []);
  });

  it("shows a message with the evidence of every attempt", async ({ queue, operations, clock }) => {
    const [id = ""] = await send(queue, work({ x: 1 }, { dedupeKey: "k" }));
    const start = clock.now();
    const failure = { error: "broken", delayMs: 0, evidence: "frame 12: no such file" };
    await queue.nack(await one(queue, { worker: "a#1" }), failure);
    await clock.advance(10);
    await one(queue, { worker: "a#2" });
    await clock.advance(10);
    await queue.releaseWorker("a#2", "killed");
    assert.equal(await queue.addEvidence("a#2", "last lines"), 1);
    assert.equal(await queue.addEvidence("a#2", "later lines"), 0);
    await queue.release(await one(queue, { worker: "a#3" }));
    await clock.advance(10);
    const last = await one(queue, { worker: "a#4" });
    const working = await operations.show(id);
    assert.deepEqual(working?.payload, { x: 1 });
    assert.equal(working?.dedupeKey, "k");
    assert.deepEqual(working?.history.at(-1), {
      worker: "a#4",
      startedAt: start + 30,
      endedAt: null,
      ending: "working",
      error: null,
      evidence: null,
    });
    await queue.ack(last);
    const shown = await operations.show(id);
    assert.deepEqual(shown?.history, [
      {
        worker: "a#1",
        startedAt: start,
        endedAt: start,
        ending: "failed",
        error: "broken",
        evidence: "frame 12: no such file",
      },
      {
        worker: "a#2",
        startedAt: start + 10,
        endedAt: start + 20,
        ending: "lost",
        error: "killed",
        evidence: "last lines",
      },
      {
        worker: "a#3",
        startedAt: start + 20,
        endedAt: start + 20,
        ending: "released",
        error: null,
        evidence: null,
      },
      {
        worker: "a#4",
        startedAt: start + 30,
        endedAt: start + 30,
        ending: "done",
        error: null,
        evidence: null,
      },
    ]);
    assert.equal(await operations.show("no such id"), undefined);
  });

  it("redrives one dead message, or all of a topic, with all attempts ahead", async ({
    queue,
    operations,
  }) => {
    const ids = await send(queue, work(1), work(2), work(3));
    for (const message of await queue.receive({ ...FROM, max: 3 })) {
      await queue.nack(message, { error: "no", terminal: true });
    }
    assert.equal(await operations.redrive({ id: ids[1] ?? "" }), 1);
    assert.equal(await operations.redrive({ id: ids[1] ?? "" }), 0);
    const revived = await one(queue);
    assert.equal(revived.payload, 2);
    assert.equal(revived.attempt, 1);
    assert.equal(await operations.redrive({ topic: "work.test", limit: 1 }), 1);
    assert.equal(await operations.redrive({ topic: "work.test" }), 1);
    assert.equal((await queue.receive({ ...FROM, max: 5 })).length, 2);
  });

  it("holds a paused topic back until it is resumed", async ({ queue, operations, clock }) => {
    await operations.pause("work.test", "generator is down");
    await send(queue, work(1), { topic: "other", payload: 2 });
    await none(queue);
    assert.equal(
      (await queue.receive({ topics: ["work.test", "other"], worker: "w", max: 5 })).length,
      1,
    );
    assert.deepEqual(await operations.paused(), [
      { topic: "work.test", pausedAt: clock.now(), reason: "generator is down" },
    ]);
    const received = queue.receive({ ...FROM, waitMs: 60_000 });
    await clock.sleeping();
    assert.equal(await operations.resume("work.test"), true);
    assert.equal((await received).length, 1);
    assert.equal(await operations.resume("work.test"), false);
    await assert.rejects(operations.pause("no topic", ""), InputError);
  });

  it("purges what waits and what is dead, not what is worked on", async ({ queue, operations }) => {
    await send(queue, ...[1, 2, 3, 4].map((n) => work(n)));
    const held = await one(queue);
    await queue.nack(await one(queue), { error: "no", terminal: true });
    assert.equal(await operations.purge("work.test"), 3);
    assert.equal(await queue.ack(held), "ok");
    await none(queue);
  });

  it("prunes what was finished long ago, and keeps its dedupe key taken", async ({
    queue,
    operations,
    clock,
  }) => {
    await send(queue, work(1, { dedupeKey: "k" }), work(2, { correlationId: "c" }), work(3));
    await queue.ack(await one(queue));
    await queue.cancel({ correlationId: "c" });
    await clock.advance(1_000);
    assert.equal(await operations.prune(clock.now() - 1_000), 0);
    assert.equal(await operations.prune(clock.now()), 2);
    assert.equal((await queue.send([work(1, { dedupeKey: "k" })]))[0]?.isNew, false);
    assert.equal((await operations.list({})).length, 1);
  });

  it("prunes dead messages only when they have been dead for long", async ({
    queue,
    operations,
    clock,
  }) => {
    await send(queue, work(1), work(2));
    await queue.nack(await one(queue), { error: "no", terminal: true });
    await clock.advance(1);
    assert.equal(await operations.prune(clock.now()), 0);
    assert.equal(await operations.prune(clock.now(), clock.now()), 1);
    assert.equal((await queue.stats())[0]?.dead, 0);
  });

  it("never gives an id out twice, whatever was purged or pruned", async ({
    queue,
    operations,
    clock,
  }) => {
    const given = new Set(await send(queue, work(1), work(2)));
    await operations.purge("work.test");
    for (const id of await send(queue, work(3))) given.add(id);
    await queue.ack(await one(queue));
    await clock.advance(1);
    await operations.prune(clock.now());
    for (const id of await send(queue, work(4))) given.add(id);
    assert.equal(given.size, 4);
    assert.equal((await one(queue)).payload, 4);
  });
}
