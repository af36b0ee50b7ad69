import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isAlive } from "../../agents/processes.ts";
import { WATCHDOG_BELL } from "../../watchdog/agents.ts";
import { readCrashes } from "../../watchdog/crash.ts";
import { eventually } from "../support/eventually.ts";
import { fleet, type Fleet, PLENTY } from "./fleet.ts";

/** Sleeps until there is work, and again soon after it. */
const SLEEPY = { size: { min: 0, max: 2 }, scaling: { idleMs: 300 } };
/** Stays awake for the whole test. */
const AWAKE = { size: { min: 0, max: 2 }, scaling: { idleMs: 600_000 } };

const NAMES = ["critic-1", "critic-2"];

const allStopped = (on: Fleet) =>
  eventually(
    "everybody sleeps",
    () => on.agents.list().length > 0 && on.agents.list().every(({ state }) => state === "stopped"),
    60_000,
  );

const overviewOf = async (on: Fleet): Promise<string | undefined> => {
  const pane = (await on.tmux.listPanes()).find(({ pid }) => pid === 0);
  return pane ? (await on.tmux.capture(pane.id, 50)).join("\n") : undefined;
};

test("a crew sleeps until there is work, wakes for it, and sleeps again without counting a loss", async (t) => {
  const on = fleet(t, { names: NAMES });
  on.patrol(SLEEPY);
  await allStopped(on);
  assert.deepEqual(await on.panes.observe(), []);
  await on.send("play");
  assert.equal((await on.result()).outcome.kind, "done");
  await allStopped(on);
  assert.deepEqual(await eventuallyNoPanes(on), []);
  const [first, second] = on.agents.records();
  assert.equal(first?.generation, 1);
  assert.equal(first.restarts, 0);
  assert.deepEqual(first.history, []);
  assert.equal(second?.generation, 0, "one piece of work wakes one");
  assert.deepEqual(readCrashes(on.crashes), []);
});

const eventuallyNoPanes = (on: Fleet) =>
  eventually("no pane is left", async () => {
    const panes = await on.panes.observe();
    return panes.length === 0 && panes;
  });

test("as many wake as there is work for, and no more than max", async (t) => {
  const on = fleet(t, { names: NAMES });
  on.patrol(AWAKE);
  await allStopped(on);
  const cue = join(on.folder, "cue");
  for (let piece = 0; piece < 3; piece += 1) await on.send("wait", cue);
  await on.inState("critic-1", "busy");
  await on.inState("critic-2", "busy");
  assert.equal((await on.panes.observe()).length, 2);
  writeFileSync(cue, "");
  for (let piece = 0; piece < 3; piece += 1) {
    assert.equal((await on.result()).outcome.kind, "done");
  }
});

test("a new daemon adopts who is awake, kills nobody, and lets go who is not needed", async (t) => {
  const on = fleet(t, { names: NAMES });
  const first = on.patrol();
  await on.inState("critic-1", "ready");
  await on.inState("critic-2", "ready");
  const cue = join(on.folder, "cue");
  await on.send("wait", cue);
  const busy = await eventually("one is busy", () =>
    on.agents.list().find(({ state }) => state === "busy"),
  );
  const idle = NAMES.find((name) => name !== busy.name) ?? "";
  await first.stop();
  on.patrol(SLEEPY);
  await on.inState(idle, "stopped");
  assert.ok(isAlive(busy.pid ?? 0), "who works is let be");
  writeFileSync(cue, "");
  assert.equal((await on.result()).outcome.kind, "done");
  await allStopped(on);
  assert.ok(
    on.agents
      .records()
      .every(({ generation, history }) => generation === 1 && history.length === 0),
  );
});

test("a held agent is not sent away, a released one is", async (t) => {
  const on = fleet(t);
  const first = on.patrol({ ...AWAKE, size: { min: 0, max: 1 } });
  await on.send("play");
  await on.result();
  const { pid } = await on.inState("critic-1", "ready");
  on.agents.hold("critic-1");
  await on.inState("critic-1", "held");
  await first.stop();
  on.patrol({ ...SLEEPY, size: { min: 0, max: 1 } });
  await on.patrolled(4);
  assert.ok(isAlive(pid ?? 0));
  assert.equal(on.agents.list()[0]?.state, "held");
  on.agents.release("critic-1");
  await allStopped(on);
});

test("a sleeping agent that a person restarts is woken", async (t) => {
  const on = fleet(t);
  on.patrol({ ...AWAKE, size: { min: 0, max: 1 } });
  await allStopped(on);
  on.agents.restart("critic-1");
  on.queue.ring([WATCHDOG_BELL]);
  await on.inState("critic-1", "ready", 1);
  assert.equal(on.agents.records()[0]?.restartAskedAt, null);
});

test("a crash loop counts over sleeps: work that wakes its agent again makes it a probe", async (t) => {
  const on = fleet(t, { command: ["sh", "-c", "exit 3"] });
  const crashLoop = { losses: 2, firstDelayMs: 20, probeMs: 100 };
  on.patrol({ ...SLEEPY, size: { min: 0, max: 1 }, crashLoop });
  await allStopped(on);
  await on.send("play");
  await on.inState("critic-1", "quarantined");
  await eventually("probes in vain", () => (on.agents.records()[0]?.quarantines ?? 0) >= 2);
  const stats = await on.queue.stats();
  assert.equal(stats.find(({ topic }) => topic === "work.critic")?.ready, 1, "its work waits on");
});

test("out of quarantine, an agent without work sleeps", async (t) => {
  const on = fleet(t, { command: ["sh", "-c", "exit 3"] });
  on.patrol({ ...SLEEPY, size: { min: 0, max: 1 }, crashLoop: { losses: 1, probeMs: 400 } });
  await allStopped(on);
  on.agents.restart("critic-1");
  on.queue.ring([WATCHDOG_BELL]);
  const { generation } = await on.inState("critic-1", "quarantined");
  await allStopped(on);
  assert.equal(on.agents.list()[0]?.generation, generation, "nobody needs to try");
  assert.equal(on.agents.records()[0]?.quarantines, 1, "not forgotten");
});

test("an agent that slept after its pause was not away for so long: nobody needed it", async (t) => {
  const on = fleet(t);
  const crashLoop = { losses: 1, probeMs: 300 };
  on.patrol({ ...AWAKE, size: { min: 0, max: 1 }, crashLoop });
  await on.send("play");
  await on.result();
  const { pid } = await on.inState("critic-1", "ready");
  process.kill(pid ?? 0, "SIGKILL");
  await on.inState("critic-1", "quarantined");
  await allStopped(on);
  await on.send("play");
  await on.result();
  await on.inState("critic-1", "ready", 2);
  await on.patrolled(2);
  const names = on.told.map(({ name }) => name);
  assert.ok(names.includes("agent.lost"));
  assert.ok(!names.includes("agent.restarted"));
});

test("a host without memory holds work back, says so once, and lets go when it has some", async (t) => {
  const on = fleet(t);
  let host = { ...PLENTY, freeMemoryBytes: 0 };
  on.patrol({ ...AWAKE, size: { min: 0, max: 1 }, host: () => host });
  await allStopped(on);
  await on.send("play");
  const heldBack = () =>
    on.told.flatMap(({ name, payload }) => (name === "crew.held-back" ? [payload] : []));
  await eventually("it is told", () => heldBack().length === 1);
  const reason = "1 message waits for an agent, but only 0 MB of memory are free";
  assert.deepEqual(heldBack(), [{ crew: "critic", reason }]);
  assert.deepEqual([...on.agents.heldBack()], [["critic", reason]]);
  await on.patrolled(2);
  host = PLENTY;
  assert.equal((await on.result()).outcome.kind, "done");
  assert.deepEqual(heldBack().slice(1), [{ crew: "critic", reason: "" }]);
  assert.equal(on.agents.heldBack().size, 0);
});

test("what waits in a paused topic wakes nobody", async (t) => {
  const on = fleet(t);
  await on.operations.pause("work.critic", "maintenance");
  on.patrol({ ...AWAKE, size: { min: 0, max: 1 } });
  await on.send("play");
  await allStopped(on);
  await on.patrolled(1);
  assert.equal(on.agents.list()[0]?.generation, 0);
  await on.operations.resume("work.critic");
  assert.equal((await on.result()).outcome.kind, "done");
});

test("there is always something to attach to: who is there, and that they sleep", async (t) => {
  const on = fleet(t, { names: NAMES });
  on.patrol(SLEEPY);
  await allStopped(on);
  const asleep = await eventually("the overview", async () => (await overviewOf(on)) || undefined);
  assert.match(asleep, /Everybody sleeps until there is work/);
  assert.match(asleep, /critic +0 to 2 +critic/);
  const cue = join(on.folder, "cue");
  await on.send("wait", cue);
  await eventually("it tells who works", async () =>
    /critic-1 +busy/.test((await overviewOf(on)) ?? ""),
  );
  writeFileSync(cue, "");
  await allStopped(on);
  await eventually("it tells that they sleep", async () =>
    /Everybody sleeps/.test((await overviewOf(on)) ?? ""),
  );
  process.kill(await on.tmux.serverPid(), "SIGKILL");
  on.queue.ring([WATCHDOG_BELL]);
  await eventually(
    "it is back",
    async () => {
      try {
        return await overviewOf(on);
      } catch {
        return undefined;
      }
    },
    60_000,
  );
});
