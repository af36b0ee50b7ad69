import assert from "node:assert/strict";
import { test } from "node:test";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { temporaryFolder, type Cleanup } from "../support/temp.ts";
import { openTestQueue } from "./fixtures/open.ts";

/** A sent message is found by its number: nothing that ends a later one may hide it. */

test("a message is delivered though a later one was cancelled before anybody looked", async (t) => {
  const { queue } = opened(t);
  await queue.send([
    { topic: "work", payload: "earlier" },
    { topic: "work", payload: "later", correlationId: "job" },
  ]);
  assert.equal(await queue.cancel({ correlationId: "job" }), 1);
  const messages = await queue.receive({ topics: ["work"], worker: "w#1", max: 2 });
  assert.deepEqual(
    messages.map(({ payload }) => payload),
    ["earlier"],
  );
});

test("a message is delivered though a later one of another topic was purged before anybody looked", async (t) => {
  const { queue, database } = opened(t);
  await queue.send([
    { topic: "work", payload: "earlier" },
    { topic: "scrap", payload: null },
  ]);
  assert.equal(await openQueueOperations(database, queue).purge("scrap"), 1);
  const messages = await queue.receive({ topics: ["work"], worker: "w#1" });
  assert.equal(messages.length, 1);
});

function opened(t: Cleanup): ReturnType<typeof openTestQueue> {
  const open = openTestQueue(temporaryFolder(t));
  t.after(() => {
    open.queue[Symbol.dispose]();
    open.database.close();
  });
  return open;
}
