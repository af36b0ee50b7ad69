import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ROLES } from "../../agents/agent.ts";
import { openPanes } from "../../agents/pane.ts";
import { environmentOf, isAlive, processState } from "../../agents/processes.ts";
import { openTmux } from "../../agents/tmux.ts";
import type { Status } from "../../daemon/status.ts";
import { run } from "../../kernel/process.ts";
import { daemonIn, type AgentView, type TestDaemon } from "../support/daemon.ts";
import { eventually } from "../support/eventually.ts";
import { temporaryFolder } from "../support/temp.ts";
import { byHand } from "../support/tmux.ts";
import { PROJECT } from "./command.ts";

/** One agent for all roles, always there. */
const CREW = crewOf("solo", "count: 1");

test("a home whose sockets are another one's is refused, and the other fleet works on and comes back", async (t) => {
  const { first, second, socket, run } = twoHomes(t, CREW);
  await first.up();
  const agent = await ready(first);
  const before = await seen(socket, run);

  const up = await second.command("up", "--detach");
  assert.equal(up.exitCode, 1, up.stdout + up.stderr);
  assert.match(up.stderr, refusalOf(first));
  const foreground = await second.command("up");
  assert.equal(foreground.exitCode, 1);
  assert.match(foreground.stderr, new RegExp(`^${refusalOf(first).source}`));
  const down = await second.command("down");
  assert.equal(down.exitCode, 3, "nothing of its own runs there");

  assert.deepEqual(await seen(socket, run), before);
  assert.equal((await ready(first)).pid, agent.pid);
  process.kill(agent.pid ?? 0, "SIGKILL");
  const next = await ready(first, 2);
  assert.equal(environmentOf(next.pid ?? 0, "KANTOKU_HOME"), first.home);
  assert.equal((await first.command("down")).exitCode, 0);
  await second.up();
  await ready(second);
});

test("so it is while the other one has no agent, no daemon, or no tmux server", async (t) => {
  const { first, second, socket, run } = twoHomes(t, crewOf("solo", "min: 0, max: 1"));
  await first.up();
  const { pid } = await first.json<Status>("status");
  assert.deepEqual(
    (await first.json<AgentView[]>("agents")).map(({ state }) => state),
    ["stopped"],
  );
  const refused = async (): Promise<void> => {
    const before = await seen(socket, run);
    const up = await second.command("up", "--detach");
    assert.equal(up.exitCode, 1, up.stdout + up.stderr);
    assert.match(up.stderr, /Another Kantoku/);
    assert.deepEqual(await seen(socket, run), before);
  };
  await refused();
  process.kill(pid ?? 0, "SIGSTOP");
  await byHand(socket, "kill-server");
  const up = await second.command("up", "--detach");
  assert.equal(up.exitCode, 1);
  assert.match(up.stderr, /Another Kantoku's daemon listens on \S+life\.sock\./);
  process.kill(pid ?? 0, "SIGCONT");
  await eventually("the tmux server to be back", async () => (await seen(socket, run)).tmux !== "");
  process.kill(pid ?? 0, "SIGKILL");
  await eventually("the daemon to end", () => !isAlive(pid ?? 0));
  await refused();
  await first.up();
});

test("of two homes that take the same sockets at once, exactly one comes up", async (t) => {
  const { first, second, socket } = twoHomes(t, CREW);
  const both = [first, second];
  const ups = await Promise.all(both.map((each) => each.command("up", "--detach")));
  const codes = ups.map(({ exitCode }) => exitCode);
  assert.deepEqual(new Set(codes), new Set([0, 1]), ups.map(({ stderr }) => stderr).join("\n"));
  const winner = both[codes.indexOf(0)] ?? first;
  await ready(winner);
  assert.equal(
    await byHand(socket, "show-environment", "-g", "KANTOKU_HOME"),
    `KANTOKU_HOME=${winner.home}`,
  );
});

test("systemd's tmux server of another home is neither started nor stopped over this one", async (t) => {
  const { first, second, socket, run: sockets } = twoHomes(t, CREW);
  await first.up();
  const agent = await ready(first);
  const before = await seen(socket, sockets);
  for (const verb of ["start", "stop"]) {
    const program = join(PROJECT, "daemon", "tmux-server.ts");
    const env = {
      PATH: process.env["PATH"] ?? "",
      KANTOKU_HOME: second.home,
      KANTOKU_RUN: sockets,
    };
    const { exitCode, stderr } = await run(process.execPath, [program, verb], {
      env,
      timeoutMs: 60_000,
    });
    assert.equal(exitCode, 1, verb);
    assert.match(stderr, refusalOf(first));
  }
  assert.deepEqual(await seen(socket, sockets), before);
  assert.equal((await ready(first)).pid, agent.pid);
});

test("a home by another path is the same home: its agents are adopted and looked after", async (t) => {
  const daemon = daemonIn(t, CREW);
  await daemon.up();
  const agent = await ready(daemon);
  const link = join(temporaryFolder(t), "link");
  symlinkSync(daemon.home, link);
  assert.equal((await daemon.command("--home", link, "restart")).exitCode, 0);
  assert.equal((await ready(daemon)).pid, agent.pid);
  process.kill(agent.pid ?? 0, "SIGKILL");
  await ready(daemon, 2);
  const down = await daemon.command("--home", link, "down");
  assert.equal(down.exitCode, 0, down.stderr);
});

test("agents that a daemon started by an unresolved path are adopted, be they alive or dead, and ended by down", async (t) => {
  const daemon = daemonIn(t, crewOf("solo", "count: 2"));
  await daemon.up();
  const link = join(temporaryFolder(t), "link");
  symlinkSync(daemon.home, link);
  const { tmux, pid } = await daemon.json<Status>("status");
  // As an earlier version by this path would have left it: everything names the link.
  await byHand(tmux.socket, "set-environment", "-g", "KANTOKU_HOME", link);
  for (const name of ["solo-1", "solo-2"]) await daemon.command("agents", "restart", name);
  const [one, two] = await readyAgents(daemon, 2);
  assert.equal(environmentOf(one?.pid ?? 0, "KANTOKU_HOME"), link);
  process.kill(pid ?? 0, "SIGKILL");
  await eventually("the daemon to end", () => !isAlive(pid ?? 0));
  for (const pane of (
    await byHand(tmux.socket, "list-panes", "-a", "-F", "#{pane_id} #{@kantoku_agent}")
  ).split("\n")) {
    const [id = "", name] = pane.split(" ");
    if (name)
      await byHand(tmux.socket, "set-option", "-p", "-t", id, "@kantoku_owner", digestOf(link));
  }
  process.kill(two?.pid ?? 0, "SIGKILL");
  await eventually("it has ended", () => processState(two?.pid ?? 0) !== "running");

  await daemon.up();
  const back = await eventually("both to be there", async () => {
    const all = await daemon.json<AgentView[]>("agents");
    return (
      all.every(({ state }) => state === "ready") &&
      all.every(({ pid: each }) => each !== two?.pid) &&
      all
    );
  });
  assert.equal(back.find(({ name }) => name === one?.name)?.pid, one?.pid, "it never noticed");
  const owners = await byHand(tmux.socket, "list-panes", "-a", "-F", "#{@kantoku_owner}");
  assert.ok(!owners.includes(digestOf(link)), "the next daemon finds them by the home's own mark");
  const down = await daemon.command("down");
  assert.equal(down.exitCode, 0, down.stderr);
  assert.ok(!isAlive(one?.pid ?? 0));
});

test("another fleet that comes later fails the watchdog's check", async (t) => {
  const { first, second, socket } = twoHomes(t, CREW);
  await first.up();
  await ready(first);
  const { http } = await first.json<Status>("status");
  const check = async () => {
    const answer = await fetch(`${http?.url}/readyz`);
    const { checks } = (await answer.json()) as { checks: Record<string, string> };
    return { status: answer.status, watchdog: checks["watchdog"] ?? "" };
  };
  await eventually("all to be well", async () => (await check()).status === 200);
  using tmux = openTmux({ socket, environment: { PATH: process.env["PATH"] ?? "" } });
  const theirs = openPanes({
    tmux,
    owner: "other",
    environment: () => ({ KANTOKU_HOME: second.home }),
    command: () => ["sleep", "1000"],
  });
  const agent = { name: "stranger", roles: ["critic"], window: "crew" } as const;
  const { pane, pid } = await theirs.start(agent, 1, null);
  const failing = await eventually("it to be told", async () => {
    const now = await check();
    return now.status === 503 && now;
  });
  assert.match(failing.watchdog, /^panes: Another Kantoku works in \S+: its home is /);
  assert.ok(failing.watchdog.includes(second.home));
  assert.ok(isAlive(pid));
  await byHand(socket, "kill-pane", "-t", pane);
  await eventually("all to be well", async () => (await check()).status === 200);
});

/** Two homes that were told, by mistake, to keep their sockets in one folder. */
function twoHomes(t: Parameters<typeof daemonIn>[0], config: string) {
  const folder = mkdtempSync(join(tmpdir(), "kantoku-test-"));
  const [first, second] = [0, 1].map(() => daemonIn(t, config, { KANTOKU_RUN: folder }));
  // After both were stopped, which needs the sockets.
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  assert.ok(first && second);
  return { first, second, run: folder, socket: join(folder, "tmux.sock") };
}

function crewOf(name: string, size: string): string {
  return `http: { port: 0 }\ncrew: [{ name: ${name}, roles: [${ROLES.join(", ")}], ${size} }]\n`;
}

const refusalOf = ({ home }: TestDaemon): RegExp =>
  new RegExp(
    `Another Kantoku works in \\S+: its home is ${home}\\.\n` +
      `Two homes need two folders for their sockets: .*kantoku --home ${home} down`,
  );

const digestOf = (path: string): string =>
  createHash("sha256").update(path).digest("hex").slice(0, 16);

/** All of the fleet that a stranger could change. */
async function seen(socket: string, folder: string) {
  const tmux = async (...args: string[]): Promise<string> =>
    byHand(socket, ...args).catch(() => "");
  const inode = (name: string): number | undefined =>
    statSync(join(folder, name), { throwIfNoEntry: false })?.ino;
  return {
    tmux: await tmux("display-message", "-p", "#{pid}"),
    environment: await tmux("show-environment", "-g"),
    options: await tmux("show-options", "-g"),
    panes: await tmux("list-panes", "-a", "-F", "#{pane_id} #{pane_pid} #{@kantoku_owner}"),
    sockets: ["life.sock", "tmux.sock"].map(inode),
  };
}

async function ready(daemon: TestDaemon, generation = 1): Promise<AgentView> {
  const [agent] = await readyAgents(daemon, generation);
  assert.ok(agent);
  return agent;
}

function readyAgents(daemon: TestDaemon, generation: number): Promise<AgentView[]> {
  return eventually(`agents of generation ${generation}`, async () => {
    const all = await daemon.json<AgentView[]>("agents");
    const isThere = (agent: AgentView): boolean =>
      agent.state === "ready" && agent.generation >= generation;
    return all.length > 0 && all.every(isThere) && all;
  });
}
