import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { ROLES } from "../../agents/agent.ts";
import { environmentOf, processState } from "../../agents/processes.ts";
import { asksModel } from "../../agents/roles/index.ts";
import { NODE_FLAGS } from "../../daemon/node-flags.ts";
import type { Status } from "../../daemon/status.ts";
import type { AgentView } from "../../watchdog/agents.ts";
import { run } from "../../kernel/process.ts";
import { eventually } from "../support/eventually.ts";
import { byHand } from "../support/tmux.ts";
import {
  kantoku,
  kantokuJson,
  makeHome,
  PROJECT,
  temporaryFolder,
  temporaryHome,
} from "./command.ts";

test("a daemon starts in the background, shows itself everywhere, and stops with its panes", async (t) => {
  const home = prepare(t);
  const up = await kantoku(home, ["up", "--detach", "--port", "0"]);
  assert.equal(up.exitCode, 0, up.stderr);
  assert.match(up.stdout, /^running · pid \d+ · http:\/\/127\.0\.0\.1:\d+ · \d+ agents?/);
  const status = await kantokuJson<Status>(home, ["status"]);
  assert.equal(status.state, "running");
  assert.ok(status.uptimeMs > 0 && status.pid !== null && status.http);
  assert.deepEqual(Object.keys(status.queue), ["ready", "leased", "delayed", "dead"]);
  assert.ok("queued" in status.jobs && "needs-review" in status.jobs);
  const overHttp = (await (await fetch(`${status.http.url}/api/v1/status`)).json()) as Status;
  assert.equal(overHttp.pid, status.pid);
  const { url } = status.http;
  const { checks } = await eventually("all checks to be ok", async () => {
    const health = (await (await fetch(`${url}/readyz`)).json()) as { ok: boolean; checks: object };
    return health.ok && health;
  });
  assert.deepEqual(checks, { database: "ok", tmux: "ok", scheduler: "ok", watchdog: "ok" });
  const [agent] = await readyAgents(home);
  assert.deepEqual(agent?.roles, ROLES);
  await printed(home, ["attach", "solo", "--print"], /solo[^]*ready/);
  await printed(home, ["attach", "--print"], /^ 1 of 1 agents are awake[^]*● solo +ready$/m);
  const unknown = await kantoku(home, ["attach", "sola"]);
  assert.equal(unknown.exitCode, 2);
  assert.match(unknown.stderr, /^agent: there is no agent "sola" \(did you mean "solo"\?\)$/m);
  const down = await kantoku(home, ["down"]);
  assert.equal(down.exitCode, 0, down.stderr);
  await ended(status.pid);
  await ended(agent.pid);
  for (const words of [["status"], ["attach"], ["attach", "solo", "--print"], ["attach", "sola"]]) {
    const { exitCode, stderr } = await kantoku(home, words);
    assert.equal(exitCode, 3, `${words.join(" ")}: ${stderr}`);
  }
});

test("a daemon that a person starts is no service of the systemd that runs the person's shell", async (t) => {
  const home = prepare(t);
  const told = { NOTIFY_SOCKET: join(home, "notify"), WATCHDOG_USEC: "1000" };
  const up = await kantoku(home, ["up", "--detach", "--port", "0"], told);
  assert.equal(up.exitCode, 0, up.stderr);
  const words = readFileSync(join(home, "logs", "daemon.out"), "utf8");
  assert.equal(words, "", "only a service tells its log to the journal");
  assert.equal((await kantoku(home, ["down"])).exitCode, 0);
});

test("a second daemon on the same home is refused, and up says that one runs already", async (t) => {
  const home = prepare(t);
  await start(home);
  const again = await kantoku(home, ["up", "--detach"]);
  assert.equal(again.exitCode, 0);
  assert.match(again.stderr, /It runs already \(pid \d+\)/);
  const second = await kantoku(home, ["up"], { KANTOKU_PORT: "0" });
  assert.equal(second.exitCode, 1);
  assert.match(second.stderr, /A daemon runs on \S+ already: pid \d+, since /);
});

test("a restart, and a kill, leave the agents alone: the next daemon finds them in their panes", async (t) => {
  const home = prepare(t);
  await start(home);
  const [first] = await readyAgents(home);
  const before = await kantokuJson<Status>(home, ["status"]);
  const after = await kantokuJson<Status>(home, ["restart"]);
  assert.notEqual(after.pid, before.pid);
  assert.equal(after.http?.url, before.http?.url);
  assert.equal((await readyAgents(home))[0]?.pid, first?.pid);
  process.kill(after.pid ?? 0, "SIGKILL");
  await ended(after.pid);
  assert.equal((await kantoku(home, ["status"])).exitCode, 3);
  const third = await kantokuJson<Status>(home, ["up", "--detach", "--port", "0"]);
  assert.notEqual(third.pid, after.pid);
  const [adopted] = await readyAgents(home);
  assert.equal(adopted?.pid, first?.pid);
  assert.equal(adopted?.restarts, 0);
});

test("a restart keeps the config file that was named, and no agent keeps one that is named no longer", async (t) => {
  const home = prepare(t);
  const crew = (name: string): string =>
    `crew: [{ name: ${name}, roles: [${ROLES.join(", ")}], count: 1 }]\n`;
  writeFileSync(join(home, "other.yaml"), crew("other"));
  const up = await run(
    join(PROJECT, "kantoku"),
    ["up", "--detach", "--port", "0", "--config", "other.yaml"],
    {
      env: { PATH: process.env["PATH"] ?? "", KANTOKU_HOME: home, OPENAI_MODEL: "small" },
      cwd: home,
      timeoutMs: 300_000,
    },
  );
  assert.equal(up.exitCode, 0, up.stderr);
  const named = [["other", "ready", "small"]];
  assert.deepEqual(await settled(home), named);
  await kantokuJson<Status>(home, ["restart"]);
  assert.deepEqual(await settled(home), named);
  const own = await kantoku(home, ["restart", "--config", join(home, "kantoku.config.yaml")]);
  assert.equal(own.exitCode, 0, own.stderr);
  assert.deepEqual(await settled(home), [["solo", "ready", undefined]]);
  assert.equal((await kantoku(home, ["agents", "restart", "solo"])).exitCode, 0);
  rmSync(join(home, "other.yaml"));
  assert.deepEqual(await settled(home), [["solo", "ready", undefined]]);
  assert.equal((await kantoku(home, ["down"])).exitCode, 0);
  await start(home);
  assert.deepEqual(await settled(home), [["solo", "ready", undefined]]);
});

test("a named config file that is gone is told before the daemon is stopped", async (t) => {
  const home = prepare(t);
  const other = join(home, "other.yaml");
  writeFileSync(other, readFileSync(join(home, "kantoku.config.yaml")));
  const up = await kantoku(home, ["up", "--detach", "--port", "0", "--config", other]);
  assert.equal(up.exitCode, 0, up.stderr);
  rmSync(other);
  const restart = await kantoku(home, ["restart"]);
  assert.equal(restart.exitCode, 2);
  assert.match(restart.stderr, /other\.yaml/);
  assert.equal((await kantokuJson<Status>(home, ["status"])).state, "running");
});

test("agents whose daemon was killed are ended by down", async (t) => {
  const home = prepare(t);
  await start(home);
  const [agent] = await readyAgents(home);
  const { pid } = await kantokuJson<Status>(home, ["status"]);
  process.kill(pid ?? 0, "SIGKILL");
  await ended(pid);
  const down = await kantoku(home, ["down"]);
  assert.equal(down.exitCode, 0, down.stderr);
  assert.match(down.stdout, /Stopped the agents; no daemon ran\./);
  await ended(agent?.pid);
  assert.equal((await kantoku(home, ["down"])).exitCode, 3);
});

test("two homes never meet", async (t) => {
  const [one, other] = [prepare(t), prepare(t)];
  const [first, second] = await Promise.all(
    [one, other].map((home) => kantokuJson<Status>(home, ["up", "--detach", "--port", "0"])),
  );
  assert.notEqual(first?.tmux.socket, second?.tmux.socket);
  assert.notEqual(first?.http?.url, second?.http?.url);
  assert.equal((await kantoku(one, ["down"])).exitCode, 0);
  assert.equal((await kantokuJson<Status>(other, ["status"])).state, "running");
});

test("what keeps the daemon from starting is told by up", async (t) => {
  const home = prepare(t);
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  t.after(() => other.close());
  const { port } = other.address() as AddressInfo;
  const up = await kantoku(home, ["up", "--detach", "--port", `${port}`]);
  assert.equal(up.exitCode, 1);
  assert.match(up.stderr, /Another program listens on 127\.0\.0\.1/);
  assert.equal((await kantoku(home, ["status"])).exitCode, 3);
});

test("a tmux that is missing or too old is told by up, and so is a socket's path that can't be", async (t) => {
  const home = prepare(t);
  const bin = temporaryFolder(t);
  for (const program of ["sh", "dirname", "readlink"]) {
    symlinkSync(join("/usr/bin", program), join(bin, program));
  }
  symlinkSync(process.execPath, join(bin, "node"));
  const refusal = async (
    environment: Readonly<Record<string, string>>,
    code = 1,
  ): Promise<string> => {
    const up = await kantoku(home, ["up", "--detach", "--port", "0"], environment);
    assert.equal(up.exitCode, code);
    return up.stderr;
  };
  assert.match(
    await refusal({ PATH: bin }),
    /^tmux was not found\.\n {2}because: spawn tmux ENOENT\nRun \.\/kantoku doctor: /m,
  );
  writeFileSync(join(bin, "tmux"), "#!/bin/sh\necho tmux 2.6\n", { mode: 0o755 });
  assert.match(await refusal({ PATH: bin }), /^tmux 2\.6 is too old: .*\nInstall a newer tmux; /m);
  const run = join(bin, "r".repeat(100));
  assert.match(
    await refusal({ KANTOKU_RUN: run }, 2),
    /a socket's path holds 107 bytes at most, .*\(set a shorter KANTOKU_RUN or KANTOKU_HOME\)$/m,
  );
});

test("the model's key reaches the agents who ask the model, and no other process", async (t) => {
  const home = prepare(t);
  const others = ROLES.filter((role) => role !== "scriptsmith");
  const asking = others.filter((role) => asksModel([role]));
  const crews = [
    ["writer", ["scriptsmith", ...asking]],
    ["maker", others.filter((role) => !asking.includes(role))],
  ] as const;
  const lines = crews.map(
    ([name, roles]) => `- { name: ${name}, roles: [${roles.join(", ")}], count: 1 }`,
  );
  writeFileSync(
    join(home, "kantoku.config.yaml"),
    `http: { port: 0 }\ncrew:\n${lines.join("\n")}\n`,
  );
  const up = await kantoku(home, ["up", "--detach"], { OPENAI_API_KEY: "sk-for-writers" });
  assert.equal(up.exitCode, 0, up.stderr);
  const { tmux } = await kantokuJson<Status>(home, ["status"]);
  const holds = (pid: number): boolean =>
    readFileSync(`/proc/${pid}/environ`, "utf8").includes("sk-for-writers");
  const agents = await eventually("both to be there", async () => {
    const all = await kantokuJson<AgentView[]>(home, ["agents"]);
    return all.every(({ state }) => state === "ready") && all;
  });
  assert.deepEqual(Object.fromEntries(agents.map(({ name, pid }) => [name, holds(pid ?? 0)])), {
    writer: true,
    maker: false,
  });
  assert.equal(holds(Number(await byHand(tmux.socket, "display-message", "-p", "#{pid}"))), false);
  assert.doesNotMatch(await byHand(tmux.socket, "show-environment", "-g"), /sk-for-writers/);
});

test("in the foreground, Ctrl-C ends the daemon and its agents", async (t) => {
  const home = prepare(t);
  const daemon = spawn(join(PROJECT, "kantoku"), ["up", "--port", "0"], {
    env: { PATH: process.env["PATH"], KANTOKU_HOME: home },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [words] = (await once(daemon.stdout, "data")) as [Buffer];
  assert.match(words.toString(), /^\d\d:\d\d:\d\d daemon\.started pid=\d+/);
  const told = readFileSync(`/proc/${daemon.pid}/cmdline`, "utf8").split("\0");
  for (const flag of NODE_FLAGS) assert.ok(told.includes(flag), "as sparing as in the background");
  const [agent] = await readyAgents(home);
  daemon.kill("SIGINT");
  const [exitCode] = (await once(daemon, "exit")) as [number];
  assert.equal(exitCode, 0);
  await ended(agent?.pid);
});

test("a daemon keeps its compiled code before it ends, should it be killed", async (t) => {
  const home = prepare(t);
  const program = join(PROJECT, "daemon", "main.ts");
  const daemon = spawn(process.execPath, [program, "--home", home, "--port", "0"], {
    env: { PATH: process.env["PATH"] },
    stdio: "ignore",
  });
  t.after(() => void daemon.kill("SIGKILL"));
  const folder = join(home, "data", "cache", "node");
  await eventually("code to be kept", async () => {
    const kept = existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
    return kept.length > 100;
  });
  assert.equal(daemon.exitCode, null);
});

test("an agent can be held, released and restarted", async (t) => {
  const home = prepare(t);
  await start(home);
  const [first] = await readyAgents(home);
  assert.equal((await kantoku(home, ["agents", "hold", "solo"])).exitCode, 0);
  await agentsUntil(home, ([agent]) => agent?.state === "held");
  await kantokuJson(home, ["agents", "release", "solo"]);
  await readyAgents(home);
  const asked = await kantoku(home, ["agents", "restart", "solo"]);
  assert.deepEqual([asked.exitCode, asked.stdout], [0, "solo: restart asked for\n"]);
  await agentsUntil(home, ([agent]) => agent?.state === "ready" && agent.pid !== first?.pid);
  const unknown = await kantoku(home, ["agents", "restart", "nobody"]);
  assert.equal(unknown.exitCode, 2);
  assert.match(unknown.stderr, /there is no agent "nobody" \(there are: solo\)/);
});

test("a held agent that shall start anew does so when it is released, and whoever asks is told", async (t) => {
  const home = prepare(t);
  await start(home);
  const [first] = await readyAgents(home);
  await kantokuJson(home, ["agents", "hold", "solo"]);
  await agentsUntil(home, ([agent]) => agent?.state === "held");
  const { exitCode, stdout } = await kantoku(home, ["agents", "restart", "solo"]);
  assert.equal(exitCode, 0);
  const later = "it is held, and starts anew after: kantoku agents release solo";
  assert.equal(stdout, `solo: restart asked for; ${later}\n`);
  await kantokuJson(home, ["agents", "release", "solo"]);
  await agentsUntil(home, ([agent]) => agent?.state === "ready" && agent.pid !== first?.pid);
});

test("a crew is scaled for the running daemon, over its restart, and back", async (t) => {
  const home = prepare(t);
  await start(home);
  await readyAgents(home);
  const scaled = await kantoku(home, ["agents", "scale", "solo", "0..2"]);
  assert.equal(scaled.stdout, "solo: 0 to 2\n", scaled.stderr);
  await agentsUntil(home, (agents) => agents.map(({ state }) => state).join() === "ready,stopped");
  await kantokuJson(home, ["restart"]);
  await agentsUntil(home, (agents) => agents.map(({ state }) => state).join() === "ready,stopped");
  assert.equal((await kantoku(home, ["agents", "restart", "solo-2"])).exitCode, 0);
  await agentsUntil(home, (agents) => agents.length === 2 && agents.every(isReady));
  const back = await kantokuJson(home, ["agents", "scale", "solo", "--reset"]);
  assert.deepEqual(back, { crew: "solo", min: 1, max: 1 });
  const [only] = await agentsUntil(home, (agents) => agents.length === 1);
  assert.equal(only?.name, "solo");
});

test("a size that only the config file of now allows waits for the next daemon, and ends none", async (t) => {
  const home = prepare(t);
  const file = join(home, "kantoku.config.yaml");
  const permanent = readFileSync(file, "utf8");
  writeFileSync(file, permanent.replace("count: 1", "max: 1, restart: temporary"));
  await start(home);
  const { pid } = await kantokuJson<Status>(home, ["status"]);
  await agentsUntil(home, ([agent]) => agent?.state === "stopped");
  writeFileSync(file, permanent);
  const scaled = await kantoku(home, ["agents", "scale", "solo", "1"]);
  assert.equal(scaled.stdout, "solo: always 1\n", scaled.stderr);
  await eventually("it is told", () =>
    readFileSync(join(home, "logs", "kantoku.log"), "utf8").includes("size-unfit"),
  );
  assert.equal((await kantokuJson<Status>(home, ["status"])).pid, pid);
  await kantokuJson(home, ["restart"]);
  await readyAgents(home);
});

test("a size that can't be, and a crew that isn't there, are refused", async (t) => {
  const home = prepare(t);
  await makeHome(home);
  const refusals = [
    [["nobody", "1"], /there is no crew "nobody" \(there are: solo\)/],
    [["solo", "2..1"], /crew "solo": min \(2\) is more than max \(1\)/],
    [["solo", "0"], /max must be a whole number from 1 to 64, not 0/],
    [["solo", "many"], /say how many agents may run \(such as 0\.\.4/],
    [["solo"], /say how many agents may run/],
    [["solo", "1", "--reset"], /--reset takes no size/],
  ] as const;
  for (const [args, words] of refusals) {
    const refused = await kantoku(home, ["agents", "scale", ...args]);
    assert.equal(refused.exitCode, 2, args.join(" "));
    assert.match(refused.stderr, words);
  }
});

/** A home with one agent for all roles: enough to live, and light enough to run beside others. */
function prepare(t: TestContext): string {
  const home = temporaryHome(t);
  const roles = ROLES.join(", ");
  writeFileSync(
    join(home, "kantoku.config.yaml"),
    `crew: [{ name: solo, roles: [${roles}], count: 1 }]\nagents: { drainMs: 60000 }\n`,
  );
  return home;
}

async function start(home: string): Promise<void> {
  const { exitCode, stderr } = await kantoku(home, ["up", "--detach", "--port", "0"]);
  assert.equal(exitCode, 0, stderr);
}

/** Name and state of each agent, and the model that its process was told of, once all have settled. */
async function settled(home: string) {
  const agents = await agentsUntil(
    home,
    (all) =>
      all.length === 1 &&
      all.every(({ state, pid }) => state === "quarantined" || (state === "ready" && pid)),
  );
  return agents.map(({ name, state, pid }) => [
    name,
    state,
    environmentOf(pid ?? 0, "OPENAI_MODEL"),
  ]);
}

function readyAgents(home: string): Promise<AgentView[]> {
  return agentsUntil(home, (agents) => agents.length > 0 && agents.every(isReady));
}

const isReady = ({ state }: AgentView): boolean => state === "ready";

async function agentsUntil(
  home: string,
  hold: (agents: AgentView[]) => boolean,
): Promise<AgentView[]> {
  let seen: AgentView[] = [];
  return eventually(
    () => `agents as they should be, not ${JSON.stringify(seen)}`,
    async () => {
      seen = await kantokuJson<AgentView[]>(home, ["agents"]);
      return hold(seen) && seen;
    },
  );
}

/** What is drawn follows what happens. */
async function printed(home: string, args: readonly string[], picture: RegExp): Promise<void> {
  let seen = "";
  await eventually(
    () => `${args.join(" ")} to show ${picture}, not ${seen}`,
    async () => {
      const { stdout, stderr } = await kantoku(home, args);
      seen = stdout + stderr;
      return picture.test(stdout);
    },
  );
}

/** A container's first process may leave zombies unburied; they have ended all the same. */
async function ended(pid: number | null | undefined): Promise<void> {
  assert.ok(pid);
  await eventually(`process ${pid} to end`, () => ["gone", "zombie"].includes(processState(pid)));
}
