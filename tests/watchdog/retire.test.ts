import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Muster } from "../../agents/roster.ts";
import { isAlive } from "../../agents/processes.ts";
import { CREW_TOPIC } from "../../queue/topics.ts";
import { WATCHDOG_BELL } from "../../watchdog/agents.ts";
import { readCrashes } from "../../watchdog/crash.ts";
import { newRecord } from "../../watchdog/record.ts";
import { eventually } from "../support/eventually.ts";
import type { Cleanup } from "../support/temp.ts";
import { fleet, type Fleet } from "./fleet.ts";

/** The next crew table: nobody in it serves what the agents before had in hand. */
const OTHERS: readonly Muster[] = [
  {
    name: "director",
    roles: ["director"],
    min: 0,
    max: 1,
    members: [{ name: "director", roles: ["director"], window: "director" }],
  },
];

/** An agent at work, whose daemon has ended. */
async function leftAtWork(t: Cleanup, act: "wait" | "block") {
  const on = fleet(t);
  const cue = join(on.folder, "cue");
  const first = on.patrol();
  const id = await on.send(act, cue);
  const { pid } = await on.inState("critic-1", "busy");
  await first.stop();
  assert.ok(pid);
  return { on, cue, id, pid };
}

const isGone = (on: Fleet) =>
  eventually("it is off the list", () => on.agents.list().every(({ name }) => name === "director"));

const told = (on: Fleet, wanted: string): object[] =>
  on.told.flatMap(({ name, payload }) => (name === wanted ? [payload] : []));

/** Nothing of it is left, and its message waits for somebody else. */
async function leftNothing(on: Fleet, id: string, pid: number): Promise<void> {
  await isGone(on);
  await eventually("its process is gone", () => !isAlive(pid));
  assert.deepEqual(await on.panes.observe(), []);
  assert.deepEqual(on.heartbeats.all(), []);
  assert.equal((await on.queue.find(id))?.state, "waiting");
  assert.deepEqual(await on.queue.publish([{ topic: CREW_TOPIC, payload: null }]), []);
}

test("an agent that no crew has any more finishes its work and goes", async (t) => {
  const { on, cue, pid } = await leftAtWork(t, "wait");
  on.patrol({ crews: OTHERS });
  await on.inState("critic-1", "draining");
  writeFileSync(cue, "");
  assert.equal((await on.result()).outcome.kind, "done");
  await isGone(on);
  assert.ok(!isAlive(pid));
  assert.deepEqual(told(on, "agent.lost"), []);
  assert.deepEqual(readCrashes(on.crashes), []);
});

test("who takes too long is ended, and its work goes back untouched", async (t) => {
  const { on, id, pid } = await leftAtWork(t, "wait");
  on.patrol({ crews: OTHERS, limits: { drainMs: 1_000 } });
  await on.inState("critic-1", "draining");
  await leftNothing(on, id, pid);
  assert.equal((await on.queue.find(id))?.attempts, 0);
  assert.deepEqual(told(on, "agent.lost"), [{ agent: "critic-1", generation: 1, cause: "asked" }]);
});

test("who hangs is found, reported and ended, as any other", async (t) => {
  const { on, id, pid } = await leftAtWork(t, "block");
  on.patrol({ crews: OTHERS, limits: { beatMs: 500, blockedMs: 1_000, silentPatrols: 2 } });
  await leftNothing(on, id, pid);
  const { cause, released } = await on.crash();
  assert.deepEqual({ cause, released }, { cause: "hang", released: 1 });
});

test("who dies over its work leaves a report, and the work goes back at once", async (t) => {
  const { on, id, pid } = await leftAtWork(t, "wait");
  on.patrol({ crews: OTHERS });
  await on.inState("critic-1", "draining");
  process.kill(pid, "SIGKILL");
  await leftNothing(on, id, pid);
  const { cause, released, lastLines } = await on.crash();
  assert.deepEqual({ cause, released }, { cause: "signal SIGKILL", released: 1 });
  assert.ok(lastLines.some((line) => line.includes("Look at it")));
});

test("who died while no daemon was there leaves a report, too", async (t) => {
  const { on, id, pid } = await leftAtWork(t, "wait");
  process.kill(pid, "SIGKILL");
  await eventually("it is dead", () => !isAlive(pid));
  on.patrol({ crews: OTHERS });
  await leftNothing(on, id, pid);
  assert.equal((await on.crash()).released, 1);
});

test("whose pane is closed by hand is gone, and its work goes back untouched", async (t) => {
  const { on, id, pid } = await leftAtWork(t, "wait");
  on.patrol({ crews: OTHERS });
  const { pane } = await on.inState("critic-1", "draining");
  await on.tmux.killPane(pane ?? "");
  await leftNothing(on, id, pid);
  assert.equal((await on.queue.find(id))?.attempts, 0);
});

test("who is held is left alone, dead or alive; released, it goes within the whole limit", async (t) => {
  const { on, cue, pid } = await leftAtWork(t, "wait");
  on.agents.hold("critic-1");
  on.patrol({ crews: OTHERS, limits: { drainMs: 20_000 } });
  await on.inState("critic-1", "held");
  await on.patrolled(3);
  assert.ok(isAlive(pid));
  assert.equal(on.agents.records()[0]?.retiredAt, null);
  on.agents.release("critic-1");
  await on.inState("critic-1", "draining");
  writeFileSync(cue, "");
  assert.equal((await on.result()).outcome.kind, "done");
  await isGone(on);
});

test("who was held and died stays until it is released", async (t) => {
  const { on, id, pid } = await leftAtWork(t, "wait");
  on.agents.hold("critic-1");
  process.kill(pid, "SIGKILL");
  on.patrol({ crews: OTHERS });
  await on.patrolled(3);
  assert.equal((await on.panes.observe()).length, 1);
  assert.equal(on.agents.list()[0]?.name, "critic-1");
  on.agents.release("critic-1");
  on.queue.ring([WATCHDOG_BELL]);
  await leftNothing(on, id, pid);
});

test("who is wanted again while it goes is there again, and has no limit any more", async (t) => {
  const { on, cue } = await leftAtWork(t, "wait");
  const second = on.patrol({ crews: OTHERS });
  await on.inState("critic-1", "draining");
  await second.stop();
  on.patrol({ limits: { drainMs: 1 } });
  await on.patrolled(3);
  assert.equal(on.agents.records()[0]?.retiredAt, null);
  writeFileSync(cue, "");
  assert.equal((await on.result()).outcome.kind, "done");
  await on.inState("critic-1", "ready", 2);
  assert.deepEqual(told(on, "agent.lost"), []);
});

test("no generation is given out twice, and no loss is forgotten, however often a crew shrinks and grows", async (t) => {
  const on = fleet(t);
  const history = [{ at: Date.now() - 1_000, cause: "exit 1" }];
  const losses = { restarts: 6, quarantines: 2, history } as const;
  on.agents.write({ ...newRecord("critic-1", ["critic"]), generation: 4, ...losses });
  for (const generation of [5, 6]) {
    const patrolling = on.patrol();
    await on.inState("critic-1", "ready", generation);
    const [record] = on.agents.records();
    assert.equal(record?.generation, generation);
    assert.deepEqual([record.restarts, record.quarantines, record.history], [6, 2, history]);
    await patrolling.stop();
    const next = on.patrol({ crews: OTHERS });
    await isGone(on);
    await next.stop();
  }
});

test("what was started by a daemon whose table is lost goes as well", async (t) => {
  const { on, cue, pid } = await leftAtWork(t, "wait");
  on.agents.remove("critic-1");
  on.patrol({ crews: OTHERS });
  await on.inState("critic-1", "draining");
  writeFileSync(cue, "");
  assert.equal((await on.result()).outcome.kind, "done");
  await isGone(on);
  await eventually("its process is gone", () => !isAlive(pid));
});
