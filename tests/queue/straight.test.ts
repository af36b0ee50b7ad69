import assert from "node:assert/strict";
import { test } from "node:test";
import type { Database } from "../../kernel/database.ts";
import type { NewMessage, Queue } from "../../queue/queue.ts";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { temporaryFolder, type Cleanup } from "../support/temp.ts";
import { openTestQueue } from "./fixtures/open.ts";

/** The short way from arrival into a lease is taken only while it changes nobody's order. */

test("arrivals that are alike are leased straight away and never stand in line", async (t) => {
  const { queue, database } = opened(t);
  await queue.send(messages(5));
  assert.deepEqual(await take(queue, 3), ["0", "1", "2"]);
  assert.deepEqual(states(database), ["leased", "leased", "leased", "arrived", "arrived"]);
  assert.deepEqual(await take(queue, 3), ["3", "4"]);
});

test("an urgent message that comes later overtakes arrivals that were seen before it", async (t) => {
  const { queue } = opened(t);
  await queue.send(messages(4));
  assert.deepEqual(await take(queue, 1), ["0"]);
  await queue.send([{ topic: "work", payload: "urgent", priority: 0 }]);
  assert.deepEqual(await take(queue, 9), ["urgent", "1", "2", "3"]);
});

test("a message that came back to the line goes before later arrivals", async (t) => {
  const { queue } = opened(t);
  await queue.send(messages(3));
  const [first] = await queue.receive({ topics: ["work"], worker: "w#1" });
  assert.ok(first);
  await queue.release(first);
  assert.deepEqual(await take(queue, 9), ["0", "1", "2"]);
});

test("arrivals of one ordering key, delayed ones and those with a last moment go through the line", async (t) => {
  const { queue, database } = opened(t);
  await queue.send([
    { topic: "work", payload: "key 1", orderingKey: "k" },
    { topic: "work", payload: "key 2", orderingKey: "k" },
    { topic: "work", payload: "later", delayMs: 60_000 },
    { topic: "work", payload: "in time", startByMs: 60_000 },
  ]);
  assert.deepEqual(await take(queue, 9), ["key 1", "in time"]);
  assert.deepEqual(states(database), ["leased", "behind", "delayed", "leased"]);
});

test("arrivals of a paused topic stay, those of another one are received", async (t) => {
  const { queue, database } = opened(t);
  const operations = openQueueOperations(database, queue);
  await operations.pause("work", "a test");
  await queue.send(messages(2));
  assert.deepEqual(await take(queue, 9), []);
  await queue.send([{ topic: "other", payload: "open" }]);
  assert.deepEqual(await take(queue, 9, ["work", "other"]), ["open"]);
  await operations.resume("work");
  assert.deepEqual(await take(queue, 9), ["0", "1"]);
});

test("receivers that see the same arrivals take each of them once, in order", async (t) => {
  const folder = temporaryFolder(t);
  const [one, other] = [opened(t, folder), opened(t, folder)];
  await one.queue.send(messages(600));
  const taken: unknown[] = [];
  for (let turn = 0; taken.length < 600; turn += 1) {
    const queue = turn % 2 === 0 ? one.queue : other.queue;
    const some = await take(queue, 7);
    assert.notEqual(some.length, 0, "arrivals were lost");
    taken.push(...some);
  }
  assert.deepEqual(
    taken,
    messages(600).map(({ payload }) => payload),
  );
  assert.deepEqual(await take(other.queue, 7), []);
});

test("a receiver goes on where another one gave arrivals their place in line", async (t) => {
  const folder = temporaryFolder(t);
  const [one, other] = [opened(t, folder), opened(t, folder)];
  await one.queue.send(messages(6));
  assert.deepEqual(await take(one.queue, 2), ["0", "1"]);
  await other.queue.sweep();
  assert.deepEqual(await take(one.queue, 2), ["2", "3"]);
  await one.queue.send([{ topic: "work", payload: "6" }]);
  assert.deepEqual(await take(one.queue, 9), ["4", "5", "6"]);
});

test("more arrivals than one look reaches come out whole and in order", async (t) => {
  const { queue } = opened(t);
  await queue.send(messages(6_000));
  await queue.send(messages(6_000, 6_000));
  const taken: unknown[] = [];
  for (let some = await take(queue, 500); some.length > 0; some = await take(queue, 500)) {
    taken.push(...some);
  }
  assert.deepEqual(
    taken,
    messages(12_000).map(({ payload }) => payload),
  );
});

function messages(count: number, from = 0): NewMessage[] {
  return Array.from({ length: count }, (_, n) => ({ topic: "work", payload: `${from + n}` }));
}

async function take(queue: Queue, max: number, topics = ["work"]): Promise<unknown[]> {
  const leased = await queue.receive({ topics, worker: "w#1", max });
  return leased.map(({ payload }) => payload);
}

function states(database: Database): string[] {
  return database
    .prepare<{ state: string }>("select state from message order by number")
    .all()
    .map(({ state }) => state);
}

function opened(t: Cleanup, folder = temporaryFolder(t)): ReturnType<typeof openTestQueue> {
  const open = openTestQueue(folder);
  t.after(() => {
    open.queue[Symbol.dispose]();
    open.database.close();
  });
  return open;
}
