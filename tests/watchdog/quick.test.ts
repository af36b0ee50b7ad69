import assert from "node:assert/strict";
import { once } from "node:events";
import { createConnection } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import type { LifelineWord } from "../../agents/lifeline.ts";
import { isAlive } from "../../agents/processes.ts";
import type { AgentPanes } from "../../agents/pane.ts";
import { systemClock, type SteadyClock } from "../../kernel/clock.ts";
import { DEFAULT_LIMITS } from "../../watchdog/limits.ts";
import { eventually } from "../support/eventually.ts";
import { fleet, LIFELINE, type Fleet } from "./fleet.ts";

/**
 * In which no rest is ever over: whoever sleeps longer than a glance takes is woken by an event, or
 * never. Nobody glances at an agent as long as it holds its line.
 */
const ENDLESS: SteadyClock = {
  ...systemClock,
  sleep: (ms, signal) => systemClock.sleep(ms <= 40 ? ms : 2 ** 31, signal),
};

/** Panes whose tmux tells nothing by itself, and whether a patrol rests now. */
function deaf({ panes }: Fleet) {
  let isAtRest = false;
  const changed: AgentPanes["changed"] = async (signal) => {
    isAtRest = true;
    await ENDLESS.sleep(60_000, signal);
    isAtRest = false;
  };
  return { panes: { ...panes, changed }, isAtRest: () => isAtRest };
}

/** Nobody minds that many die soon after their start. */
const PATIENT = { breaker: { ...DEFAULT_LIMITS.breaker, deaths: 100 } };

const restarts = ({ told }: Fleet) =>
  told.flatMap(({ name, payload }) =>
    name === "agent.restarted" ? [payload as { agent: string; downMs: number }] : [],
  );

test("lifelines alone tell of readiness, deaths and returns", async (t) => {
  const on = fleet(t);
  const { panes, isAtRest } = deaf(on);
  const lifelines = await on.patrol({ clock: ENDLESS, panes }).lifelines;
  const noted = (generation: number) =>
    eventually("the patrol has noted it", () =>
      on.agents.records().find((it) => it.state === "ready" && it.generation === generation),
    );
  const { pid } = await noted(1);
  const self = { agent: "critic-1", generation: 1, pid: pid ?? 0 };
  await eventually(
    "the patrol rests, and the line is held",
    () => isAtRest() && lifelines.of(self)?.startedAt !== null,
  );
  const killedAt = Date.now();
  process.kill(pid ?? 0, "SIGKILL");
  await noted(2);
  const [restart] = restarts(on);
  assert.ok(restart && restart.downMs > 0 && restart.downMs <= Date.now() - killedAt + 1);
});

test("agents that hold on to a daemon that is gone hold on to the next one", async (t) => {
  const on = fleet(t);
  const first = on.patrol();
  const { pid } = await on.inState("critic-1", "ready");
  await first.stop();
  const lifelines = await on.patrol({ clock: ENDLESS, panes: deaf(on).panes }).lifelines;
  await eventually("it has introduced itself", () =>
    lifelines.of({ agent: "critic-1", generation: 1, pid: pid ?? 0 }),
  );
  process.kill(pid ?? 0, "SIGKILL");
  await on.inState("critic-1", "ready", 2);
});

test("eight that are dead are seen by one look, and none waits for another's start", async (t) => {
  const names = Array.from({ length: 8 }, (_, index) => `critic-${index + 1}`);
  const on = fleet(t, { names });
  const first = on.patrol();
  for (const name of names) await on.inState(name, "ready");
  await first.stop();
  const pids = on.agents.list().map(({ pid }) => pid ?? 0);
  for (const pid of pids) process.kill(pid, "SIGKILL");
  await eventually("all are dead", () => pids.every((pid) => !isAlive(pid)));

  const looks = on.looks();
  const gate = Promise.withResolvers<number>();
  let starts = 0;
  const start: AgentPanes["start"] = async (...args) => {
    starts += 1;
    if (starts === names.length) gate.resolve(on.looks());
    await gate.promise;
    return on.panes.start(...args);
  };
  on.patrol({ panes: { ...on.panes, start }, limits: PATIENT });
  assert.equal((await gate.promise) - looks, 1);
  for (const name of names) await on.inState(name, "ready", 2);
  assert.equal(on.agents.records().filter(({ restarts }) => restarts === 1).length, names.length);
});

test("the next process comes before the report and the return of work", async (t) => {
  const on = fleet(t);
  const first = on.patrol();
  const cue = join(on.folder, "cue");
  await on.send("wait", cue);
  const { pid } = await on.inState("critic-1", "busy");
  await first.stop();
  process.kill(pid ?? 0, "SIGKILL");
  await eventually("it is dead", () => !isAlive(pid ?? 0));
  const held = Promise.withResolvers<number>();
  const start: AgentPanes["start"] = async (...args) => {
    held.resolve((await on.queue.leasesOf("critic-1#1")).length);
    return on.panes.start(...args);
  };
  on.patrol({ panes: { ...on.panes, start } });
  assert.equal(await held.promise, 1, "still leased");
  assert.equal((await on.crash()).released, 1);
  await on.inState("critic-1", "busy", 2);
});

test("a line that breaks is a hint: who lives is left alone, whatever was claimed", async (t) => {
  const on = fleet(t, { names: ["critic-1", "critic-2"] });
  on.patrol();
  const before = [await on.inState("critic-1", "ready"), await on.inState("critic-2", "ready")];
  const own = { agent: "critic-1", generation: 1, pid: before[0]?.pid ?? 0 };
  const claims: Partial<LifelineWord>[] = [
    {},
    { generation: 2 },
    { pid: process.pid },
    { agent: "critic-2" },
    { agent: "nobody" },
  ];
  for (const claim of claims) {
    for (const state of ["starting", "ready"]) {
      const connection = createConnection(join(on.folder, LIFELINE));
      await once(connection, "connect");
      connection.end(`${JSON.stringify({ ...own, ...claim, state })}\n`);
      connection.resume();
      await once(connection, "close");
    }
  }
  await on.patrolled(3);
  const after = on.agents.list();
  assert.deepEqual(
    after.map(({ pid, restarts }) => ({ pid, restarts })),
    before.map(({ pid }) => ({ pid, restarts: 0 })),
  );
});
