import assert from "node:assert/strict";
import { test } from "node:test";
import { OperationalError } from "../../kernel/errors.ts";
import { reached } from "../../kernel/fault-points.ts";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { openQueue } from "../../queue/sqlite/queue.ts";
import { sweeper } from "../../queue/sweeper.ts";
import { fakeClock } from "../support/clock.ts";
import { temporaryDatabase } from "../support/database.ts";
import { temporaryFolder } from "../support/temp.ts";

test(
  "the sweeper returns expired leases every second, and prunes what is old",
  { timeout: 180_000 },
  async (t) => {
    const database = temporaryDatabase(t);
    const clock = fakeClock();
    using queue = openQueue(database, { doorbells: temporaryFolder(t), clock });
    const operations = openQueueOperations(database, queue, { clock });
    const [done] = await queue.send([
      { topic: "a", payload: 1 },
      { topic: "a", payload: 2 },
    ]);
    const from = { topics: ["a"], worker: "w#1", leaseMs: 1_500 };
    const [finished] = await queue.receive(from);
    assert.ok(finished);
    await queue.ack(finished);
    await queue.receive(from);

    const stop = new AbortController();
    const service = sweeper(queue, { clock, operations, keepFinishedMs: 60_000 });
    const running = service.run(stop.signal);
    await clock.sleeping();
    const swept = reached("queue.sweep.after-commit");
    await clock.advance(1_000);
    await clock.sleeping();
    assert.equal((await queue.stats())[0]?.leased, 1);
    await clock.advance(1_000);
    await swept;
    assert.equal((await queue.stats())[0]?.ready, 1);
    while (await queue.find(done?.id ?? "")) {
      await clock.sleeping();
      await clock.advance(1_000);
    }
    stop.abort();
    await running;
  },
);

test("the sweeper outlives a database that fails for a while", { timeout: 180_000 }, async () => {
  const clock = fakeClock();
  const stop = new AbortController();
  let sweeps = 0;
  const sweep = async (): Promise<number> => {
    sweeps += 1;
    if (sweeps === 1) throw new OperationalError("database-unusable", "The disk is full.");
    stop.abort();
    return 0;
  };
  const failures: string[] = [];
  const onFailure = (error: OperationalError): void => void failures.push(error.code);
  const operations = { prune: async () => 0 };
  const running = sweeper({ sweep }, { clock, operations, onFailure }).run(stop.signal);
  await clock.sleeping();
  await clock.advance(200);
  await running;
  assert.deepEqual(failures, ["database-unusable"]);
});
