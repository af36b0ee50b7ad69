import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openPanes, type AgentPanes } from "../../agents/pane.ts";
import { isAlive } from "../../agents/processes.ts";
import { systemClock } from "../../kernel/clock.ts";
import { CREW_TOPIC } from "../../queue/topics.ts";
import { openQueueOperations } from "../../queue/sqlite/operations.ts";
import { readCrashes } from "../../watchdog/crash.ts";
import { stopAgents } from "../../watchdog/stop.ts";
import { newRecord } from "../../watchdog/record.ts";
import { eventually } from "../support/eventually.ts";
import { fleet } from "./fleet.ts";

/** Whichever of the two gets the work. */
const BACK: readonly string[] = ["ready", "busy"];

const told = (on: ReturnType<typeof fleet>, name: string) =>
  on.told.filter((event) => event.name === name);

test("agents are started in panes, become ready, and answer work", async (t) => {
  const on = fleet(t, { names: ["critic-1", "critic-2"] });
  on.patrol();
  const agents = [await on.inState("critic-1", "ready"), await on.inState("critic-2", "ready")];
  for (const { pid, pane, generation, heartbeatAt } of agents) {
    assert.ok(pid && isAlive(pid));
    assert.match(pane ?? "", /^%\d+$/);
    assert.equal(generation, 1);
    assert.ok(heartbeatAt);
  }
  await on.send("play");
  const result = await on.result();
  assert.equal(result.outcome.kind, "done");
});

test("a new daemon adopts the agents that live, and kills nobody", async (t) => {
  const on = fleet(t, { names: ["critic-1", "critic-2"] });
  const first = on.patrol();
  const before = [await on.inState("critic-1", "ready"), await on.inState("critic-2", "ready")];
  await first.stop();
  assert.ok(
    before.every(({ pid }) => isAlive(pid ?? 0)),
    "they outlive the daemon",
  );

  const cue = join(on.folder, "cue");
  await on.send("wait", cue);
  const atWork = await eventually("one is busy", () =>
    on.agents.list().find(({ state }) => state === "busy"),
  );
  on.patrol();
  await eventually("the new daemon has seen it", () =>
    on.agents.records().find(({ state }) => state === "busy"),
  );
  const after = on.agents.list();
  assert.deepEqual(
    after.map(({ pid }) => pid),
    before.map(({ pid }) => pid),
  );
  assert.equal(after.find(({ name }) => name === atWork.name)?.job, "job-1");
  writeFileSync(cue, "");
  assert.equal((await on.result()).outcome.kind, "done");
});

test("a daemon that lost its table adopts them too, by what the panes say", async (t) => {
  const on = fleet(t);
  const first = on.patrol();
  const before = await on.inState("critic-1", "ready");
  await first.stop();
  on.agents.remove("critic-1");
  on.patrol();
  const after = await on.inState("critic-1", "ready");
  assert.equal(after.pid, before.pid);
  assert.equal(after.generation, 1);
});

test("a killed agent is replaced, and its work is done by the new process", async (t) => {
  const on = fleet(t);
  on.patrol();
  const cue = join(on.folder, "cue");
  const id = await on.send("wait", cue);
  const { pid, pane } = await on.inState("critic-1", "busy");
  await eventually("the pane shows the work", async () =>
    (await on.tmux.capture(pane ?? "", 200)).some((line) => line.includes("Look at it")),
  );
  const killedAt = Date.now();
  process.kill(pid ?? 0, "SIGKILL");
  const next = await on.inState("critic-1", "busy", 2);
  assert.notEqual(next.pid, pid);
  assert.equal(next.restarts, 1);
  writeFileSync(cue, "");
  const result = await on.result();
  assert.equal(result.outcome.kind, "done");
  const crash = await on.crash();
  assert.equal(crash.cause, "signal SIGKILL");
  assert.equal(crash.job, "job-1");
  assert.equal(crash.step, "critique");
  assert.equal(crash.released, 1);
  assert.ok(
    crash.lastLines.some((line) => line.includes("Look at it")),
    "the last picture is kept",
  );
  const [lost] = (await openQueueOperations(on.database, on.queue).show(id))?.history ?? [];
  assert.equal(lost?.ending, "lost");
  assert.match(lost.evidence ?? "", /Look at it/, "with the message too");
  const restarted = await eventually("it is told", () => told(on, "agent.restarted")[0]);
  const { downMs } = restarted.payload as { downMs: number };
  assert.deepEqual(
    told(on, "agent.lost").map(({ payload }) => payload),
    [{ agent: "critic-1", generation: 1, cause: "signal SIGKILL" }],
  );
  assert.ok(downMs > 0 && downMs <= Date.now() - killedAt + 1, `${downMs} ms`);
});

test("work that a killed daemon had not taken from a dead agent is done at once", async (t) => {
  const on = fleet(t);
  on.agents.write({ ...newRecord("critic-1", ["critic"]), generation: 2 });
  await on.send("finish");
  const long = { topics: ["work.critic"], worker: "critic-1#1", leaseMs: 3_600_000 };
  assert.equal((await on.queue.receive(long)).length, 1);
  on.patrol();
  assert.equal((await on.result()).outcome.kind, "done");
});

test("a stopped agent goes on: tmux resumes what is stopped in a pane", async (t) => {
  const on = fleet(t);
  on.patrol({ limits: { beatMs: 600 } });
  const cue = join(on.folder, "cue");
  await on.send("wait", cue);
  const { pid, heartbeatAt } = await on.inState("critic-1", "busy");
  process.kill(pid ?? 0, "SIGSTOP");
  await eventually(
    "it beats again",
    () => (on.agents.list()[0]?.heartbeatAt ?? 0) > (heartbeatAt ?? 0),
  );
  writeFileSync(cue, "");
  assert.equal((await on.result()).outcome.kind, "done");
});

test("an agent with a blocked event loop is replaced after many silent patrols", async (t) => {
  const on = fleet(t);
  on.patrol({ limits: { beatMs: 500, blockedMs: 1_200, silentPatrols: 3 } });
  await on.send("block");
  const crash = await on.crash();
  assert.equal(crash.cause, "hang");
  assert.equal(crash.generation, 1);
  assert.ok((on.agents.list()[0]?.generation ?? 0) >= 2);
});

test("work that stands still and heeds no limit gets its agent replaced, by the step's own limit", async (t) => {
  const on = fleet(t);
  on.patrol({ limits: { stopMs: 300 } });
  await on.send("ignore", join(on.folder, "never"), 400);
  const crash = await on.crash();
  assert.equal(crash.cause, "no-progress");
  assert.equal(crash.released, 1, "its lease has not run out yet");
  await on.inState("critic-1", "busy", 2);
});

test("work that heeds its limit is tried again by the same agent, which is not to blame", async (t) => {
  const on = fleet(t);
  on.patrol({ limits: { stopMs: 5_000 } });
  const id = await on.send("wait", join(on.folder, "never"), 400);
  await eventually(
    "it was tried again",
    async () => ((await on.queue.find(id))?.attempts ?? 0) > 1,
  );
  const [agent] = on.agents.records();
  assert.deepEqual([agent?.generation, agent?.history], [1, []]);
});

test("an agent that ends by itself is replaced, whatever its exit code says", async (t) => {
  const on = fleet(t);
  on.patrol();
  await on.send("exit");
  assert.equal((await on.crash()).cause, "exit 0");
  await eventually("it was replaced", () => (on.agents.list()[0]?.generation ?? 0) >= 2);
});

test("a programmer's error crashes the agent, and the report shows where", async (t) => {
  const on = fleet(t);
  on.patrol();
  await on.send("crash");
  const crash = await on.crash();
  assert.equal(crash.cause, "exit 1");
  assert.ok(crash.lastLines.some((line) => line.includes("the script has no last page")));
  assert.ok(crash.lastLines.some((line) => line.includes("actor.ts")));
});

test("after the death of the tmux server everything is back", async (t) => {
  const on = fleet(t, { names: ["critic-1", "critic-2"] });
  on.patrol();
  const before = [await on.inState("critic-1", "ready"), await on.inState("critic-2", "ready")];
  process.kill(await on.tmux.serverPid(), "SIGKILL");
  await on.inState("critic-1", "ready", 2);
  await on.inState("critic-2", "ready", 2);
  assert.ok(before.every(({ pid }) => !isAlive(pid ?? 0)));
  assert.equal(told(on, "tmux.restarted").length, 1);
  assert.deepEqual(
    on.agents.records().flatMap(({ history }) => history),
    [],
    "no agent is to blame",
  );
});

test("a pane that was closed by hand comes back", async (t) => {
  const on = fleet(t, { names: ["critic-1", "critic-2"] });
  on.patrol();
  const { pane } = await on.inState("critic-1", "ready");
  await on.tmux.killPane(pane ?? "");
  const next = await on.inState("critic-1", "ready", 2);
  assert.notEqual(next.pane, pane);
});

test("a crash loop ends in quarantine, is probed later, and ends when the cause is gone", async (t) => {
  const on = fleet(t, { command: ["sh", "-c", "echo no config; exit 3"] });
  const crashLoop = { losses: 3, firstDelayMs: 20, probeMs: 150 };
  on.patrol({ crashLoop });
  const quarantined = await on.inState("critic-1", "quarantined");
  assert.equal(quarantined.pid, null);
  const event = await eventually("people are told", () => told(on, "agent.quarantined")[0]);
  assert.match((event.payload as { reason: string }).reason, /^exit 3, 3 losses/);
  await on.inState("critic-1", "quarantined", quarantined.generation + 1);
  for (const crash of readCrashes(on.crashes)) assert.deepEqual(crash.lastLines, ["no config"]);
});

test("every loss is told with its cause, also of agents that never come back or not under this daemon", async (t) => {
  const on = fleet(t, { command: ["sh", "-c", "exit 3"] });
  const crashLoop = { losses: 3, firstDelayMs: 20, probeMs: 40, longestProbeMs: 40 };
  const first = on.patrol({ crashLoop });
  await eventually("some probes", () => (on.agents.records()[0]?.quarantines ?? 0) > 2);
  await first.stop();
  await on.patrol({ crashLoop }).lifelines;
  const before = on.agents.records()[0]?.restarts ?? 0;
  await eventually("more", () => (on.agents.records()[0]?.restarts ?? 0) > before + 2);
  const lost = told(on, "agent.lost");
  const [record] = on.agents.records();
  assert.equal(lost.length, record?.restarts);
  for (const [index, { payload }] of lost.entries()) {
    assert.deepEqual(payload, { agent: "critic-1", generation: index + 1, cause: "exit 3" });
  }
  assert.deepEqual(told(on, "agent.restarted"), [], "none was ready");
});

test("a crash loop outlives the daemon", async (t) => {
  const on = fleet(t, { command: ["false"] });
  const crashLoop = { losses: 2, firstDelayMs: 20 };
  const first = on.patrol({ crashLoop });
  const { generation } = await on.inState("critic-1", "quarantined");
  await first.stop();
  const second = on.patrol({ crashLoop });
  await on.patrolled(3);
  await second.stop();
  assert.equal(on.agents.list()[0]?.generation, generation);
});

test("a held agent is left alone, dead or stopped, until it is released", async (t) => {
  const on = fleet(t);
  on.patrol();
  const { pid } = await on.inState("critic-1", "ready");
  assert.ok(on.agents.hold("critic-1"));
  await on.inState("critic-1", "held");
  process.kill(pid ?? 0, "SIGKILL");
  await eventually("it is dead", () => !isAlive(pid ?? 0));
  await on.patrolled(3);
  assert.equal(on.agents.list()[0]?.state, "held");
  on.agents.release("critic-1");
  await on.inState("critic-1", "ready", 2);
  assert.equal(on.agents.hold("nobody"), false);
});

test("a restart that a person asks for lets the work be finished first", async (t) => {
  const on = fleet(t);
  on.patrol();
  const cue = join(on.folder, "cue");
  await on.send("wait", cue);
  await on.inState("critic-1", "busy");
  on.agents.restart("critic-1");
  await on.inState("critic-1", "draining");
  writeFileSync(cue, "");
  assert.equal((await on.result()).outcome.kind, "done");
  await on.inState("critic-1", "ready", 2);
  assert.deepEqual(on.agents.records()[0]?.history, []);
  on.agents.restart("critic-1");
  await on.inState("critic-1", "ready", 3);
});

test("an agent that left the crew table finishes and goes", async (t) => {
  const on = fleet(t, { names: ["critic-1", "critic-2"] });
  const first = on.patrol();
  await on.inState("critic-1", "ready");
  const { pid } = await on.inState("critic-2", "ready");
  await first.stop();
  on.patrol({ roster: on.roster.slice(0, 1) });
  await eventually("it is off the list", () => on.agents.list().length === 1);
  assert.ok(!isAlive(pid ?? 0));
  assert.equal((await on.panes.observe()).length, 1);
  const told = await on.queue.publish([{ topic: CREW_TOPIC, payload: null }]);
  assert.equal(told.length, 1, "broadcasts are for those who stayed");
});

test("another home's agents on the same server are never touched", async (t) => {
  const on = fleet(t);
  await on.tmux.ensureServer();
  const strangers = openPanes({ tmux: on.tmux, owner: "other", command: () => ["sleep", "1000"] });
  const { pid } = await strangers.start(
    { name: "critic-1", roles: ["critic"], window: "crew" },
    1,
    null,
  );
  on.patrol();
  const failure = await eventually("it is told", () => told(on, "service.failed")[0]);
  assert.equal((failure.payload as { code: string }).code, "foreign-population");
  assert.ok(isAlive(pid));
  assert.equal(on.agents.list().length, 0);
  process.kill(pid, "SIGKILL");
});

test("down: idle agents end at once, busy ones finish, late ones are killed", async (t) => {
  const on = fleet(t, { names: ["critic-1", "critic-2"] });
  const patrolling = on.patrol();
  const pids = [await on.inState("critic-1", "ready"), await on.inState("critic-2", "ready")].map(
    ({ pid }) => pid,
  );
  const id = await on.send("wait", join(on.folder, "never"));
  const busy = await eventually("one is busy", () =>
    on.agents.list().find(({ state }) => state === "busy"),
  );
  await patrolling.stop();
  let isOver = false;
  const observe: AgentPanes["observe"] = async () => {
    const panes = await on.panes.observe();
    isOver ||= panes.some(({ agent, ending }) => agent !== busy.name && ending !== null);
    return panes;
  };
  const uptime = (): number => systemClock.uptime() + (isOver ? 60_000 : 0);
  const clock = { ...systemClock, uptime };
  const panes = { ...on.panes, observe };
  const { killed } = await stopAgents({ ...on, panes, clock, limitMs: 60_000 });
  assert.deepEqual(killed, [busy.name]);
  await eventually("all are gone", () => pids.every((pid) => !isAlive(pid ?? 0)));
  assert.ok(on.agents.list().every(({ state, pid }) => state === "stopped" && pid === null));
  assert.equal((await on.queue.find(id))?.state, "waiting", "its work is given back");

  on.patrol();
  await eventually("it is back", () =>
    on.agents.list().find(({ state, generation }) => generation > 1 && BACK.includes(state)),
  );
  assert.equal(told(on, "tmux.restarted").length, 0);
});
