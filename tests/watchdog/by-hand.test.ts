import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { test } from "node:test";
import { PANE_MARKER } from "../../agents/pane.ts";
import { isAlive } from "../../agents/processes.ts";
import type { Cleanup } from "../support/temp.ts";
import { eventually } from "../support/eventually.ts";
import { byHand } from "../support/tmux.ts";
import { fleet, type Fleet } from "./fleet.ts";

const NAMES = ["critic-1", "critic-2"] as const;

/** Two agents at the ready, and what a person does in tmux. */
async function patrolled(t: Cleanup) {
  const on = fleet(t, { names: NAMES });
  on.patrol();
  const before = [await on.inState("critic-1", "ready"), await on.inState("critic-2", "ready")];
  const type = (...args: readonly string[]): Promise<string> => byHand(on.tmux.socket, ...args);
  const [first] = before;
  return { on, before, type, pane: first?.pane ?? "", pid: first?.pid ?? 0 };
}

test("a pane that is closed comes back, and its neighbour goes on", async (t) => {
  const { on, before, type, pane } = await patrolled(t);
  await type("kill-pane", "-t", pane);
  const next = await on.inState("critic-1", "ready", 2);
  assert.notEqual(next.pane, pane);
  assert.equal(pidOf(on, "critic-2"), before[1]?.pid);
  await isOnePopulation(on);
});

test("a window that is renamed keeps its agents, and who comes later gets one of the old name", async (t) => {
  const { on, before, type, pane } = await patrolled(t);
  await type("rename-window", "-t", "=kantoku:crew", "mine");
  await on.patrolled(3);
  assert.deepEqual(
    NAMES.map((name) => pidOf(on, name)),
    before.map(({ pid }) => pid),
  );
  await type("kill-pane", "-t", pane);
  const next = await on.inState("critic-1", "ready", 2);
  assert.equal(await type("display-message", "-p", "-t", next.pane ?? "", "#W"), "crew");
  await isOnePopulation(on);
});

for (const [verb, ...where] of [
  ["break-pane", "-d", "-n", "apart", "-s"],
  ["move-pane", "-d", "-t", "=keeper:", "-s"],
] as const) {
  test(`an agent whose pane was moved by ${verb} stays, and is started again where it is`, async (t) => {
    const { on, type, pane, pid } = await patrolled(t);
    await type(verb, ...where, pane);
    await on.patrolled(3);
    assert.equal(pidOf(on, "critic-1"), pid);
    process.kill(pid, "SIGKILL");
    const next = await on.inState("critic-1", "ready", 2);
    assert.equal(next.pane, pane);
    await isOnePopulation(on);
  });
}

for (const ending of [
  ["kill-window", "-t", "=kantoku:crew"],
  ["kill-session", "-t", "=kantoku"],
  ["kill-server"],
]) {
  test(`after ${ending.join(" ")} all agents are back, each once`, async (t) => {
    const { on, before, type } = await patrolled(t);
    await type(...ending);
    for (const name of NAMES) await on.inState(name, "ready", 2);
    assert.ok(before.every(({ pid }) => !isAlive(pid ?? 0)));
    const windows = await eventually("the overview is back", async () => {
      const names = await type("list-windows", "-t", "=kantoku:", "-F", "#W");
      return names.includes("overview") ? names.split("\n") : undefined;
    });
    assert.deepEqual(windows, ["overview", "crew"]);
    await isOnePopulation(on);
  });
}

test("a person's own session on the server is left alone", async (t) => {
  const { on, type } = await patrolled(t);
  await type("new-session", "-d", "-s", "mine", "sleep", "1000");
  const mine = Number(await type("display-message", "-p", "-t", "=mine:", "#{pane_pid}"));
  await on.patrolled(3);
  await type("kill-session", "-t", "=kantoku");
  for (const name of NAMES) await on.inState(name, "ready", 2);
  assert.ok(isAlive(mine));
  await isOnePopulation(on);
});

test("a server that is stopped is told of; when it goes on, so does everything", async (t) => {
  const { on, before } = await patrolled(t);
  const server = await on.tmux.serverPid();
  process.kill(server, "SIGSTOP");
  const failure = await eventually(
    "it is told",
    () => on.told.find(({ name }) => name === "service.failed"),
    60_000,
  );
  process.kill(server, "SIGCONT");
  const { code } = failure.payload as { code: string };
  assert.equal(code, "tmux-timed-out");
  await on.patrolled(3);
  for (const name of NAMES) await on.inState(name, "ready");
  assert.deepEqual(
    NAMES.map((name) => pidOf(on, name)),
    before.map(({ pid }) => pid),
  );
  await isOnePopulation(on);
});

test("a socket that is deleted is opened again by the same server, for the next daemon too", async (t) => {
  const on = fleet(t, { names: NAMES });
  const first = on.patrol();
  const before = [await on.inState("critic-1", "ready"), await on.inState("critic-2", "ready")];
  const server = await on.tmux.serverPid();
  await first.stop();
  on.tmux[Symbol.dispose]();
  rmSync(on.tmux.socket);
  on.patrol();
  await on.patrolled(3);
  for (const name of NAMES) await on.inState(name, "ready");
  assert.equal(await on.tmux.serverPid(), server);
  assert.deepEqual(
    NAMES.map((name) => pidOf(on, name)),
    before.map(({ pid }) => pid),
  );
  await isOnePopulation(on);
});

const pidOf = (on: Fleet, name: string): number | null | undefined =>
  on.agents.list().find((agent) => agent.name === name)?.pid;

/** Everybody runs once: in the table, in the panes, and in the kernel's eyes. */
async function isOnePopulation(on: Fleet): Promise<void> {
  const panes = await on.panes.observe();
  assert.equal(panes.length, NAMES.length);
  const pids = new Set(NAMES.map((name) => pidOf(on, name)));
  assert.deepEqual(new Set(panes.map(({ pid }) => pid)), pids);
  assert.deepEqual(new Set(population(on.owner)), pids);
}

/** The processes that carry the mark of this owner's agents. */
function population(owner: string): number[] {
  const mark = `${PANE_MARKER}=${owner}/`;
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const environment = readFileSync(`/proc/${entry}/environ`, "utf8");
      return environment.split("\0").some((line) => line.startsWith(mark)) ? [Number(entry)] : [];
    } catch {
      return []; // It has ended meanwhile.
    }
  });
}
