import assert from "node:assert/strict";
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { ROLES } from "../../agents/agent.ts";
import { isAlive } from "../../agents/processes.ts";
import type { Status } from "../../daemon/status.ts";
import { writeJson } from "../../kernel/files.ts";
import type { AgentView } from "../../watchdog/agents.ts";
import { eventually } from "../support/eventually.ts";
import { byHand } from "../support/tmux.ts";
import { kantoku, kantokuJson, temporaryHome } from "./command.ts";

/** KANTOKU_RUN is set in the shell that starts a daemon, and not in the next one. */

test("restart keeps the folder of sockets, and the agents in it; down finds it", async (t) => {
  const { home, run, socket } = await movedHome(t);
  const agent = await ready(home);
  await done(home, "restart");
  assert.equal((await kantokuJson<Status>(home, ["status"])).tmux.socket, socket);
  assert.equal((await ready(home)).pid, agent.pid);
  await done(home, "restart");
  assert.equal((await ready(home)).pid, agent.pid, "the daemon of a restart says the same");

  const other = await kantoku(home, ["restart"], { KANTOKU_RUN: join(home, "other") });
  assert.equal(other.exitCode, 1);
  assert.match(other.stderr, elsewhere(run));
  assert.equal((await ready(home)).pid, agent.pid);

  await done(home, "down");
  assert.ok(!isAlive(agent.pid ?? 0));
  await assert.rejects(byHand(socket, "list-panes", "-a"), "no server is left");
});

for (const signal of ["SIGKILL", "SIGTERM"] as const) {
  test(`after a ${signal} of the daemon its agents are found where they are`, async (t) => {
    const { home, run, socket } = await movedHome(t);
    const agent = await ready(home);
    await endDaemon(home, signal);
    const { stdout, exitCode } = await kantoku(home, ["status", "--json"]);
    assert.equal(exitCode, 3);
    assert.equal((JSON.parse(stdout) as Status).tmux.socket, socket);
    assert.match((await kantoku(home, ["attach", "solo", "--print"])).stdout, /solo/);

    const other = await kantoku(home, ["up", "--detach"], { KANTOKU_RUN: join(home, "other") });
    assert.equal(other.exitCode, 1);
    assert.match(other.stderr, elsewhere(run));
    assert.ok(!existsSync(join(home, "other", "tmux.sock")));
    await done(home, "up", "--detach");
    assert.equal((await ready(home)).pid, agent.pid);

    await endDaemon(home, signal);
    const note = join(home, "data", "sockets.json");
    writeJson(note, { folder: run, isService: true });
    const refused = await kantoku(home, ["down"]);
    assert.equal(refused.exitCode, 1);
    assert.match(refused.stderr, /systemctl stop kantoku-tmux/);
    writeJson(note, { folder: run, isService: false });
    const down = await kantoku(home, ["down"]);
    assert.equal(down.exitCode, 0, down.stderr);
    assert.match(down.stdout, /^Stopped the agents; no daemon ran\./);
    assert.ok(!isAlive(agent.pid ?? 0));
    await assert.rejects(byHand(socket, "list-panes", "-a"), "no server is left");
  });
}

test("where nobody lives any more, or another home's agents, the next daemon goes where it is told", async (t) => {
  const { home, socket, run } = await movedHome(t);
  await done(home, "down");
  const own = join(realpathSync(home), "data", "run", "tmux.sock");
  await done(home, "up", "--detach");
  assert.equal((await kantokuJson<Status>(home, ["status"])).tmux.socket, own);
  await done(home, "down");

  const named = await kantoku(home, ["up", "--detach"], { KANTOKU_RUN: run });
  assert.equal(named.exitCode, 0, named.stderr);
  await endDaemon(home, "SIGKILL");
  await byHand(socket, "kill-server");
  const stranger = temporaryHome(t);
  // After its daemon has been ended, which would have started the server anew.
  t.after(() => byHand(socket, "kill-server").catch(() => {}));
  crewIn(stranger);
  const theirs = await kantoku(stranger, ["up", "--detach"], { KANTOKU_RUN: run });
  assert.equal(theirs.exitCode, 0, theirs.stderr);
  await done(home, "up", "--detach");
  assert.equal((await kantokuJson<Status>(home, ["status"])).tmux.socket, own);
  assert.equal((await kantokuJson<Status>(stranger, ["status"])).tmux.socket, socket);
});

/** A daemon that was told of another folder than its home's own. */
async function movedHome(t: TestContext) {
  const home = temporaryHome(t);
  const run = mkdtempSync(join(tmpdir(), "kantoku-test-"));
  const socket = join(run, "tmux.sock");
  t.after(async () => {
    await byHand(socket, "kill-server").catch(() => {});
    rmSync(run, { recursive: true, force: true });
  });
  crewIn(home);
  const up = await kantoku(home, ["up", "--detach"], { KANTOKU_RUN: run });
  assert.equal(up.exitCode, 0, up.stderr);
  return { home, run, socket };
}

function crewIn(home: string): void {
  const crew = `crew: [{ name: solo, roles: [${ROLES.join(", ")}], count: 1 }]\n`;
  writeFileSync(join(home, "kantoku.config.yaml"), `http: { port: 0 }\n${crew}`);
}

const elsewhere = (run: string): RegExp =>
  new RegExp(`This home's agents live in ${run}, and not in .*\n.*kantoku down`);

async function done(home: string, ...args: string[]): Promise<void> {
  const { exitCode, stderr } = await kantoku(home, args);
  assert.equal(exitCode, 0, `${args.join(" ")}: ${stderr}`);
}

async function endDaemon(home: string, signal: NodeJS.Signals): Promise<void> {
  const { pid } = await kantokuJson<Status>(home, ["status"]);
  process.kill(pid ?? 0, signal);
  await eventually("the daemon to end", () => !isAlive(pid ?? 0));
}

function ready(home: string): Promise<AgentView> {
  return eventually("the agent is ready", async () => {
    const [agent] = await kantokuJson<AgentView[]>(home, ["agents"]);
    return agent?.state === "ready" && agent;
  });
}
