import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { InputError } from "../../kernel/errors.ts";
import { createEvents, type EventMap, type Events } from "../../kernel/events.ts";
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

/** Opens an empty queue that ends with the test, on the given clock; no jitter (lots are all 1). */
export type OpenBench = (t: TestContext, clock: FakeClock, events: Events) => Bench;

const work = (payload: unknown, more: Partial<NewMessage> = {}): NewMessage => ({
  topic: "work.test",
  payload,
  ...more,
});
const FROM = { topics: ["work.test"], worker: "w#1" };

/** What every engine must do, whatever stores its messages. */
export function conformance(engine: string, open: OpenBench): void {
  const it = (title: string, body: (bench: Equipped) => Promise<void>): void => {
    test(`${engine}: ${title}`, { timeout: 20_000 }, async (t) => {
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
  waiting(it);
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
  it("delivers what was sent, with everything that was said about it", async ({ queue }) => {
    const [id] = await send(
      queue,
      work(
        { n: [1, "二", null] },
        { correlationId: "job", replyTo: "result", traceId: "t", priority: 1, maxAttempts: 7 },
      ),
    );
    const message = await one(queue);
    assert.match(message.token, /^\w{16,}$/);
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
      priority: 1,
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
      work("x".repeat(256 * 1024)),
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

  it("takes a payload of just the greatest size", async ({ queue }) => {
    const text = "x".repeat(256 * 1024 - 2);
    await send(queue, work(text));
    assert.equal((await one(queue)).payload, text);
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
    await queue.nack(await one(queue, { worker: "a#1" }), { error: "broken", delayMs: 0 });
    await clock.advance(10);
    await one(queue, { worker: "a#2" });
    await clock.advance(10);
    await queue.releaseWorker("a#2", "killed");
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
    });
    await queue.ack(last);
    const shown = await operations.show(id);
    assert.deepEqual(shown?.history, [
      { worker: "a#1", startedAt: start, endedAt: start, ending: "failed", error: "broken" },
      {
        worker: "a#2",
        startedAt: start + 10,
        endedAt: start + 20,
        ending: "lost",
        error: "killed",
      },
      {
        worker: "a#3",
        startedAt: start + 20,
        endedAt: start + 20,
        ending: "released",
        error: null,
      },
      { worker: "a#4", startedAt: start + 30, endedAt: start + 30, ending: "done", error: null },
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
    assert.equal(await operations.redrive({ topic: "work.test" }), 2);
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

  it("prunes what was finished long ago, and frees its dedupe key", async ({
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
    assert.equal((await queue.send([work(1, { dedupeKey: "k" })]))[0]?.isNew, true);
    assert.equal((await operations.list({})).length, 2);
  });
}
