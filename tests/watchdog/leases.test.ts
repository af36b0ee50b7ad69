import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { openQueue } from "../../queue/sqlite/queue.ts";
import { newRecord } from "../../watchdog/record.ts";
import { releaseForgotten } from "../../watchdog/leases.ts";
import { stopAgents } from "../../watchdog/stop.ts";
import { temporaryDatabase } from "../support/database.ts";
import { temporaryFolder } from "../support/temp.ts";
import { fleet } from "./fleet.ts";

/** One more than bury a message, were they its losses. */
const TIMES = 4;

test("work that is longer than the patience of each down is never taken for poison", async (t) => {
  const on = fleet(t);
  const id = await on.send("wait", join(on.folder, "never"));
  for (let generation = 1; generation <= TIMES; generation += 1) {
    const patrolling = on.patrol();
    await on.inState("critic-1", "busy", generation);
    await patrolling.stop();
    assert.deepEqual((await stopAgents({ ...on, limitMs: 0 })).killed, ["critic-1"]);
    const { state, attempts } = (await on.queue.find(id)) ?? {};
    assert.deepEqual({ state, attempts }, { state: "waiting", attempts: 0 });
  }
});

test("a down gives back what the generation before the last one held, too", async (t) => {
  const on = fleet(t);
  await on.tmux.ensureServer();
  on.agents.write({ ...newRecord("critic-1", ["critic"]), generation: 2 });
  const id = await on.send("finish");
  await on.queue.receive({ topics: ["work.critic"], worker: "critic-1#1" });
  await stopAgents({ ...on, limitMs: 0 });
  assert.equal((await on.queue.find(id))?.state, "waiting");
});

test("what daemons that were killed left with the dead is given back untouched, however often", async (t) => {
  using queue = openQueue(temporaryDatabase(t), { doorbells: temporaryFolder(t) });
  const [sent] = await queue.send([{ topic: "work.critic", payload: {} }]);
  for (let generation = 1; generation <= TIMES; generation += 1) {
    const worker = `critic-1#${generation}`;
    assert.equal((await queue.receive({ topics: ["work.critic"], worker })).length, 1);
    const record = { ...newRecord("critic-1", ["critic"]), generation: generation + 1 };
    await releaseForgotten({ queue }, [record]);
    const { state, attempts } = (await queue.find(sent?.id ?? "")) ?? {};
    assert.deepEqual({ state, attempts }, { state: "waiting", attempts: 0 });
  }
});
