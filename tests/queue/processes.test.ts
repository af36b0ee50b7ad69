import assert from "node:assert/strict";
import { test } from "node:test";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { temporaryFolder } from "../support/temp.ts";
import { openTestQueue } from "./fixtures/open.ts";
import { startFixture } from "./processes.ts";

test(
  "two processes that contend for the same work share it out exactly",
  { timeout: 60_000 },
  async (t) => {
    const folder = temporaryFolder(t);
    const { database, queue } = openTestQueue(folder);
    const consumers = ["a#1", "b#1"].map((name) => startFixture(t, "consumer", [folder, name]));
    for (const consumer of consumers) await consumer.line(1);
    const total = 1_000;
    for (let n = 0; n < total; n += 20) {
      await queue.send(Array.from({ length: 20 }, (_, i) => ({ topic: "work", payload: n + i })));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const effects = new Set<unknown>();
    while (effects.size < total) {
      const from = { topics: ["effect"], worker: "test", max: 100, waitMs: 10_000 };
      const messages = await queue.receive(from);
      assert.ok(messages.length > 0, "effects should keep coming");
      for (const message of messages) {
        assert.ok(!effects.has(message.payload), `${String(message.payload)} was done twice`);
        effects.add(message.payload);
        await queue.ack(message);
      }
    }
    await queue.send(consumers.map(() => ({ topic: "control", payload: "stop" })));
    // One of them may take both words for stopping; the other then gets one more.
    const first = await Promise.race(consumers.map(async (consumer) => consumer.ended()));
    assert.equal(first, 0);
    await queue.send([{ topic: "control", payload: "stop" }]);
    const taken = await Promise.all(
      consumers.map(async (consumer) => Number(await consumer.line(2))),
    );
    assert.equal(taken[0]! + taken[1]!, total);
    for (const consumer of consumers) assert.equal(await consumer.ended(), 0);
    queue[Symbol.dispose]();
    database.close();
  },
);

test(
  "a worker stopped beyond its lease wakes up to a lost one, and the other's ack counts",
  { timeout: 60_000 },
  async (t) => {
    const { database, queue } = openTestQueue(temporaryFolder(t));
    const folder = database.path.replace(/\/kantoku\.db$/, "");
    const [sent] = await queue.send([{ topic: "work", payload: 1 }]);
    const sleeper = startFixture(t, "sleeper", [folder]);
    await sleeper.line(1);
    sleeper.child.kill("SIGSTOP");
    while ((await queue.sweep()) === 0) await new Promise((resolve) => setImmediate(resolve));
    const [message] = await queue.receive({ topics: ["work"], worker: "other#1" });
    assert.ok(message);
    sleeper.child.kill("SIGCONT");
    sleeper.child.stdin?.write("ack\n");
    assert.equal(await sleeper.line(2), "lost");
    assert.equal(await queue.ack(message, [{ topic: "effect", payload: "of the other" }]), "ok");
    const details = await openQueueOperations(database, queue).show(sent?.id ?? "");
    assert.deepEqual(
      details?.history.map(({ worker, ending }) => [worker, ending]),
      [
        ["sleeper#1", "lost"],
        ["other#1", "done"],
      ],
    );
    const [effect] = await queue.receive({ topics: ["effect"], worker: "test", max: 5 });
    assert.equal(effect?.payload, "of the other");
    queue[Symbol.dispose]();
    database.close();
  },
);
