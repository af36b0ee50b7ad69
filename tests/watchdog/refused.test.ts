import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { openPanes, type AgentPanes } from "../../agents/pane.ts";
import { systemClock, type SteadyClock } from "../../kernel/clock.ts";
import { OperationalError } from "../../kernel/errors.ts";
import { openRefusals } from "../../watchdog/refusals.ts";
import { eventually } from "../support/eventually.ts";
import { fleet, type Fleet } from "./fleet.ts";

const NAMES = ["critic-1", "critic-2"];

/** Panes in which this agent can't be started as long as `isRefused` says so. */
function refusing(on: Fleet, agent: string, isRefused: () => boolean): AgentPanes {
  return {
    ...on.panes,
    start: (spec, generation, pane) => {
      if (spec.name !== agent || !isRefused()) return on.panes.start(spec, generation, pane);
      const words = "tmux: create pane failed: fork failed: Resource temporarily unavailable";
      return Promise.reject(new OperationalError("tmux-refused", words));
    },
  };
}

const placeOf = (on: Fleet, wanted: Fleet["told"][number]["name"], part: object): number =>
  on.told.findIndex(
    ({ name, payload }) =>
      name === wanted &&
      Object.entries(part).every(([key, value]) => Reflect.get(payload, key) === value),
  );

test("while one can't be started, another one that hangs at its start is found", async (t) => {
  const on = fleet(t, { names: NAMES });
  const hanging = openPanes({ tmux: on.tmux, owner: on.owner, command: () => ["sleep", "600"] });
  let isBad = false;
  const panes = refusing(on, "critic-2", () => isBad);
  const start: AgentPanes["start"] = (spec, generation, pane) =>
    isBad && spec.name === "critic-1" && generation === 2
      ? hanging.start(spec, generation, pane)
      : panes.start(spec, generation, pane);
  const crashLoop = { losses: 50, firstDelayMs: 20, longestDelayMs: 20 };
  on.patrol({ panes: { ...panes, start }, limits: { startMs: 5_000 }, crashLoop });
  const agents = [await on.inState("critic-1", "ready"), await on.inState("critic-2", "ready")];
  isBad = true;
  for (const { pid } of agents) process.kill(pid ?? 0, "SIGKILL");
  const lost = { agent: "critic-1", cause: "never-ready" };
  await eventually("it is found", () => placeOf(on, "agent.lost", lost) >= 0, 60_000);
  await on.inState("critic-1", "ready", 3);
  assert.equal(placeOf(on, "agent.lost", { ...lost, generation: 1 }), -1);
});

test("a replacement that is refused keeps nobody else from being cared for in that round", async (t) => {
  const on = fleet(t, { names: NAMES });
  const crew = { size: { min: 0, max: 2 }, scaling: { idleMs: 600_000 } };
  const first = on.patrol(crew);
  await on.send("play");
  await on.result();
  const { pid } = await on.inState("critic-1", "ready");
  await first.stop();
  process.kill(pid ?? 0, "SIGKILL");
  await eventually("tmux knows it", async () => (await on.panes.observe())[0]?.ending);
  on.agents.restart("critic-2");
  on.told.length = 0;
  let refusals = 0;
  on.patrol({ ...crew, panes: refusing(on, "critic-1", () => (refusals += 1) === 1) });
  await on.inState("critic-2", "ready");
  const refused = await eventually("the refusal is told", () => {
    const place = placeOf(on, "service.failed", { code: "tmux-refused" });
    return place >= 0 && { place };
  });
  const started = placeOf(on, "agent.changed", { agent: "critic-2", state: "starting" });
  assert.ok(started < refused.place, "in the same round");
});

test("while one can't be started for long, the death of another one is seen to at once", async (t) => {
  const on = fleet(t, { names: NAMES });
  let refusals = 0;
  let isBad = false;
  const panes = refusing(on, "critic-2", () => isBad && (refusals += 1) > 0);
  on.patrol({ panes, clock: NEVER_RESTS_LONG });
  const agents = [await on.inState("critic-1", "ready"), await on.inState("critic-2", "ready")];
  isBad = true;
  process.kill(agents[1]?.pid ?? 0, "SIGKILL");
  await eventually("the next try is far away", () => refusals === LONG_PUT_OFF);
  process.kill(agents[0]?.pid ?? 0, "SIGKILL");
  await on.inState("critic-1", "ready", 2);
  isBad = false;
  await on.inState("critic-2", "ready");
});

/** After so many refusals in a row one waits for 6.4 s, and longer after each further one. */
const LONG_PUT_OFF = 6;

/** A rest of so long would never end: whoever took one would see nothing any more. */
const NEVER_RESTS_LONG: SteadyClock = {
  ...systemClock,
  sleep: async (ms, signal) => {
    if (ms <= 5_000) return systemClock.sleep(ms, signal);
    if (signal && !signal.aborted) await once(signal, "abort");
  },
};

test("who is refused is left alone for longer and longer, and is well with the first success", async () => {
  let uptime = 1_000;
  const refusals = openRefusals({ uptime: () => uptime });
  const refused = new OperationalError("tmux-refused", "no process left");
  const refuse = () =>
    assert.rejects(
      refusals.attempt("critic-1", () => Promise.reject(refused)),
      { code: "tmux-refused" },
    );
  assert.equal(refusals.nextInMs(), Infinity);
  for (const ms of [200, 400, 800]) {
    await refuse();
    assert.equal(refusals.nextInMs(), ms);
    assert.ok(refusals.isPutOff("critic-1"));
    assert.ok(!refusals.isPutOff("critic-2"));
    assert.equal(refusals.mostInARow(), Math.log2(ms / 100));
    uptime += ms;
    assert.ok(!refusals.isPutOff("critic-1"));
    assert.equal(refusals.nextInMs(), Infinity);
  }
  await refusals.attempt("critic-1", () => Promise.resolve());
  assert.equal(refusals.mostInARow(), 0);
  await refuse();
  assert.equal(refusals.nextInMs(), 200);
  uptime += 200;
  await assert.rejects(
    refusals.attempt("critic-2", () => Promise.reject(new TypeError("a fault of ours"))),
    TypeError,
  );
  assert.ok(!refusals.isPutOff("critic-2"), "it ends the daemon, and is no refusal");
});
