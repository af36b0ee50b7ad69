import assert from "node:assert/strict";
import { test } from "node:test";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { shareOut } from "../soak/ten.ts";
import { temporaryFolder } from "../support/temp.ts";
import { openTestQueue } from "./fixtures/open.ts";
import { startFixture } from "./processes.ts";

test(
  "ten processes, half of them senders, share out all messages exactly",
  { timeout: 300_000 },
  async (t) => {
    const delivery = await shareOut(t, temporaryFolder(t), 10_000, t.signal);
    assert.deepEqual(delivery.missing, []);
    assert.deepEqual(delivery.doubled, []);
    t.diagnostic(`the consumers took ${delivery.shares.join(", ")}`);
  },
);

test(
  "a worker stopped beyond its lease wakes up to a lost one, and the other's ack counts",
  { timeout: 180_000 },
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
    assert.deepEqual(
      details?.lateResults.map(({ worker, replies }) => [worker, replies]),
      [["sleeper#1", [{ topic: "effect", payload: "of the sleeper" }]]],
    );
    const [effect, ...more] = await queue.receive({ topics: ["effect"], worker: "test", max: 5 });
    assert.equal(effect?.payload, "of the other");
    assert.deepEqual(more, []);
    queue[Symbol.dispose]();
    database.close();
  },
);
