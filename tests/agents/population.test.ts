import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openPanes, PANE_MARKER, type AgentPanes } from "../../agents/pane.ts";
import { isAlive } from "../../agents/processes.ts";
import { codeOf, OperationalError } from "../../kernel/errors.ts";
import { eventually } from "../support/eventually.ts";
import type { Cleanup } from "../support/temp.ts";
import { byHand, privateTmux, type PrivateTmux } from "../support/tmux.ts";

const WRITER = { name: "writer", roles: ["scriptsmith"], window: "crew" } as const;

/** A tmux server that says it serves `one`, and panes of whoever comes to it. */
async function ground(t: Cleanup, served = "one") {
  const at = privateTmux(t);
  for (const name of ["one", "other"]) mkdirSync(join(at.folder, name));
  symlinkSync(join(at.folder, "one"), join(at.folder, "link"));
  await at.tmux.ensureServer();
  const environment = ["set-environment", "-g", "KANTOKU_HOME", join(at.folder, served)];
  await byHand(at.tmux.socket, ...environment);
  return { ...at, panesOf: (name: string, mark = name) => panesOf(at, name, mark) };
}

function panesOf({ tmux, folder }: PrivateTmux, name: string, owner: string): AgentPanes {
  const home = join(folder, name);
  const environment = () => ({ KANTOKU_HOME: home });
  return openPanes({ tmux, owner, home, environment, command: () => ["sleep", "1000"] });
}

const foreign = (whose: string, hint: string) => (error: unknown) =>
  error instanceof OperationalError &&
  error.code === "foreign-population" &&
  error.message.endsWith(whose) &&
  error.hint.endsWith(hint);

test("agents that were marked by another path of the home are its own, also those that have ended", async (t) => {
  const on = await ground(t, "link");
  const before = on.panesOf("link", "mark-of-link");
  const living = await before.start(WRITER, 1, null);
  const dead = await before.start({ ...WRITER, name: "critic" }, 1, null);
  await eventually("it runs", async () => (await before.observe()).length === 2);
  process.kill(dead.pid, "SIGKILL");
  const now = on.panesOf("one");
  await now.expectOwn();
  const panes = await now.observe();
  assert.deepEqual(new Set(panes.map(({ pid }) => pid)), new Set([living.pid, dead.pid]));
  const marks = await byHand(on.tmux.socket, "list-panes", "-a", "-F", "#{@kantoku_owner}");
  assert.equal(marks.replaceAll("\n", ""), "oneone");
});

test("what such an agent left behind is ended, and what another home's left is not", async (t) => {
  const on = await ground(t);
  const left = (name: string, mark: string): number => {
    const env = { PATH: process.env["PATH"], HOME: on.folder, KANTOKU_HOME: join(on.folder, name) };
    const child = spawn("sleep", ["1000"], {
      env: { ...env, [PANE_MARKER]: `${mark}/writer/1` },
      stdio: "ignore",
    });
    t.after(() => void child.kill("SIGKILL"));
    return child.pid ?? 0;
  };
  const [ours, theirs] = [left("link", "mark-of-link"), left("other", "mark-of-other")];
  await eventually("both are there", () => isAlive(ours) && isAlive(theirs));
  assert.equal(on.panesOf("one").reap(new Map([["writer", 2]])), 1);
  await eventually("ours has ended", () => !isAlive(ours));
  assert.ok(isAlive(theirs));
});

test("another home's agents are told with their home and what stops them; they keep their marks", async (t) => {
  const on = await ground(t, "other");
  const theirs = on.panesOf("other");
  const { pid } = await theirs.start(WRITER, 1, null);
  await eventually("it runs", async () => (await theirs.observe())[0]?.process === "running");
  const other = join(on.folder, "other");
  const told = foreign(`its home is ${other}.`, `kantoku --home ${other} down`);
  await assert.rejects(on.panesOf("one").expectOwn(), told);
  await assert.rejects(on.panesOf("one").observe(), told);
  assert.equal((await theirs.observe())[0]?.pid, pid);
});

test("a fleet that sleeps has its server's word alone; of a home that is gone only the server is left to end", async (t) => {
  const on = await ground(t, "other");
  const other = join(on.folder, "other");
  await assert.rejects(
    on.panesOf("one").expectOwn(),
    foreign(`its home is ${other}.`, `kantoku --home ${other} down`),
  );
  await on.panesOf("other").expectOwn();
  rmSync(other, { recursive: true });
  await assert.rejects(
    on.panesOf("one").expectOwn(),
    foreign(`its home is ${other}.`, `tmux -S ${on.tmux.socket} kill-server`),
  );
});

test("a server that a stranger has taken in name still is whose agents live there", async (t) => {
  const on = await ground(t, "other");
  const panes = on.panesOf("one");
  await panes.start(WRITER, 1, null);
  await panes.expectOwn();
  await eventually("it runs", async () => (await panes.observe())[0]?.process === "running");
});

test("where no server runs, nobody is there to be told", async (t) => {
  const at = privateTmux(t);
  await assert.rejects(
    panesOf(at, "one", "one").expectOwn(),
    (error) => codeOf(error) === "tmux-not-running",
  );
});
