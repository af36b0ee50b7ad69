import assert from "node:assert/strict";
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { isAlive } from "../../../agents/processes.ts";
import { openBreaker } from "../../../agents/tmux/breaker.ts";
import { openTmux, type Respawn, type Tmux, type TmuxPane } from "../../../agents/tmux.ts";
import { codeOf } from "../../../kernel/errors.ts";
import { temporaryFolder, type Cleanup } from "../../support/temp.ts";
import { eventually } from "../../support/eventually.ts";
import { byHand, controlClients, privateTmux } from "../../support/tmux.ts";

const hasCode = (code: string) => (error: unknown) => codeOf(error) === code;
const identity = { owner: "home", agent: "writer", generation: 1 };
const sleeping: Respawn = { identity, command: ["sleep", "1000"], environment: {} };
const NEVER = new AbortController().signal;

/** A server with a pane that sleeps, and the lasting connection's client. */
async function connected(t: Cleanup) {
  const { tmux: patient, folder } = privateTmux(t);
  await patient.ensureServer();
  const environment = { PATH: process.env["PATH"] ?? "", HOME: folder };
  const { socket } = patient;
  const tmux = openTmux({ socket, environment, isLasting: true });
  t.after(() => tmux[Symbol.dispose]());
  const pane = await tmux.spawnPane("crew");
  const { pid } = await tmux.respawnPane(pane, sleeping);
  const [client = 0] = controlClients(socket);
  return { tmux, socket, environment, pane, pid, client };
}

test("all calls share one client, which changes nothing for the panes", async (t) => {
  const { tmux, socket, client, pane, pid } = await connected(t);
  for (let round = 0; round < 20; round += 1) await tmux.listPanes();
  assert.deepEqual(controlClients(socket), [client]);
  const size = ["display-message", "-p", "-t", pane, "#{window_width}x#{window_height}"];
  assert.equal(await byHand(socket, ...size), "200x50");
  tmux[Symbol.dispose]();
  await eventually("it has ended", () => controlClients(socket).length === 0);
  assert.equal(await byHand(socket, ...size), "200x50");
  assert.ok(isAlive(pid));
});

test("calls that overlap get their own answers, and a refused one spoils no other", async (t) => {
  const { tmux, pane, pid } = await connected(t);
  const answers = await Promise.allSettled(
    Array.from({ length: 60 }, (_, index) => [
      tmux.listPanes(),
      index % 3 === 0 ? tmux.capture("%999", 3) : tmux.serverPid(),
      tmux.setPaneOptions(pane, { "@kantoku_state": "held" }),
    ]).flat(),
  );
  const server = await tmux.serverPid();
  for (const [index, answer] of answers.entries()) {
    const isRefused = index % 9 === 1;
    assert.equal(answer.status, isRefused ? "rejected" : "fulfilled");
    if (answer.status === "rejected") assert.ok(hasCode("tmux-refused")(answer.reason));
    else if (index % 3 === 1) assert.equal(answer.value, server);
  }
  assert.equal((await tmux.listPanes()).find(({ id }) => id === pane)?.pid, pid);
});

test("a client that is killed fails what it was changing; looks are repeated, no pane is touched", async (t) => {
  const { tmux, socket, client, pane, pid } = await connected(t);
  const server = await tmux.serverPid();
  process.kill(server, "SIGSTOP");
  const change = tmux.setPaneOptions(pane, { "@kantoku_state": "held" });
  const looks = [tmux.serverPid(), tmux.serverPid()];
  process.kill(client, "SIGKILL");
  await assert.rejects(change, hasCode("tmux-lost"));
  process.kill(server, "SIGCONT");
  assert.deepEqual(await Promise.all(looks), [server, server]);
  await eventually("another client is there", async () => {
    await tmux.serverPid();
    return controlClients(socket).some((each) => each !== client);
  });
  assert.ok(isAlive(pid));
});

test("a client whose session is ended by hand is replaced, and so is the session", async (t) => {
  const { tmux, socket, client, pid } = await connected(t);
  await byHand(socket, "kill-session", "-t", "=keeper");
  await eventually("another client is there", async () => {
    await tmux.listPanes();
    return controlClients(socket).some((each) => each !== client);
  });
  await byHand(socket, "has-session", "-t", "=keeper");
  assert.ok(isAlive(pid));
});

test("a socket that is deleted under an open connection is opened again for whoever needs it", async (t) => {
  const { tmux, socket, pid } = await connected(t);
  const server = await tmux.serverPid();
  rmSync(socket);
  assert.equal(await tmux.serverPid(), server, "the connection stays");
  await assert.rejects(byHand(socket, "list-panes", "-a"));
  // By a process, as a command of Kantoku does it.
  await tmux.showOverview("who is there");
  assert.equal(await byHand(socket, "display-message", "-p", "#{pid}"), `${server}`);
  assert.ok(isAlive(pid));
});

/** Undefined when the server did not answer in time. */
const listedInTime = (tmux: Tmux): Promise<readonly TmuxPane[] | undefined> =>
  tmux.listPanes().catch((error: unknown) => {
    assert.ok(hasCode("tmux-timed-out")(error));
    return undefined;
  });

/** Beside that of whoever has started the server. */
async function ownClient(tmux: Tmux, socket: string): Promise<void> {
  await eventually("it has a client of its own", async () => {
    await listedInTime(tmux);
    return controlClients(socket).length === 2;
  });
}

test("a server that is stopped is told as silent, and is spoken to again when it goes on", async (t) => {
  const { tmux: patient, socket, environment, pid } = await connected(t);
  const server = await patient.serverPid();
  const tmux = openTmux({ socket, environment, isLasting: true, timeoutMs: 300 });
  t.after(() => tmux[Symbol.dispose]());
  const look = () => listedInTime(tmux);
  await ownClient(tmux, socket);
  process.kill(server, "SIGSTOP");
  // By the client, and then by a process of its own.
  await assert.rejects(tmux.listPanes(), hasCode("tmux-timed-out"));
  await assert.rejects(tmux.listPanes(), hasCode("tmux-timed-out"));
  process.kill(server, "SIGCONT");
  const listed = await eventually("it answers", look);
  assert.ok(listed.some((pane) => pane.pid === pid));
});

test("clients are not piled up before a silent server, which would crash when it goes on", async (t) => {
  const { tmux: patient, socket, environment, pid } = await connected(t);
  const server = await patient.serverPid();
  const { programs, count } = countedClients(t, environment.PATH);
  const tmux = openTmux({
    socket,
    environment: { ...environment, PATH: `${programs}:${environment.PATH}` },
    isLasting: true,
    timeoutMs: 500,
  });
  t.after(() => tmux[Symbol.dispose]());
  const look = () => listedInTime(tmux);
  await ownClient(tmux, socket);
  const before = count();
  process.kill(server, "SIGSTOP");
  const until = performance.now() + 6_000;
  while (performance.now() < until) assert.equal(await look(), undefined);
  assert.ok(count() - before <= 1, `${count() - before} clients were started`);
  process.kill(server, "SIGCONT");
  await eventually("another client is there", async () => {
    await look();
    return controlClients(socket).length === 2;
  });
  assert.equal(await patient.serverPid(), server);
  assert.ok(isAlive(pid));
});

test("a silent server before which many wait is silent, and not one that has lost its socket", async (t) => {
  const { tmux: patient, socket, environment, pid } = await connected(t);
  const server = await patient.serverPid();
  process.kill(server, "SIGSTOP");
  t.after(() => process.kill(server, "SIGCONT"));
  // More than it may keep waiting (listen(2) of tmux: 128).
  const others = Array.from({ length: 200 }, () => createConnection(socket).on("error", () => {}));
  t.after(() => others.forEach((other) => other.destroy()));
  await Promise.allSettled(others.map((other) => once(other, "connect")));
  const tmux = openTmux({ socket, environment, isLasting: true, timeoutMs: 300 });
  t.after(() => tmux[Symbol.dispose]());
  await assert.rejects(tmux.listPanes(), hasCode("tmux-timed-out"));
  assert.ok(isAlive(pid));
});

test("where no client is to be had, processes do the work, and few tries are made", async (t) => {
  const { tmux, tries } = withoutControlMode(t);
  assert.equal(await tmux.ensureServer(), "started");
  const pane = await tmux.spawnPane("crew");
  const { pid } = await tmux.respawnPane(pane, sleeping);
  for (let call = 0; call < 30; call += 1) {
    const listed = await tmux.listPanes();
    assert.deepEqual(listed.find(({ id }) => id === pane)?.identity, identity);
  }
  await assert.rejects(tmux.capture("%999", 3), hasCode("tmux-refused"));
  assert.ok(isAlive(pid));
  const seconds = (performance.now() - tries.since) / 1000;
  // After 0, 0.2, 0.6, 1.4 … seconds.
  assert.ok(tries.count() <= Math.log2(seconds / 0.2 + 1) + 1, `${tries.count()} in ${seconds} s`);
});

test("the breaker opens for longer and longer, and forgets what lies behind a long success", () => {
  let now = 0;
  const breaker = openBreaker({ uptime: () => now });
  const rests = (workedMs: number): number => {
    breaker.trip(workedMs);
    const start = now;
    while (breaker.isOpen()) now += 100;
    return now - start;
  };
  assert.equal(breaker.isOpen(), false);
  assert.deepEqual([0, 0, 5_000, 0].map(rests), [200, 400, 800, 1_600]);
  assert.deepEqual([0, 0, 0, 0].map(rests), [3_200, 6_400, 10_000, 10_000]);
  assert.deepEqual([60_000, 0].map(rests), [200, 400]);
});

test("what is given to a pane never shows in the process list", async (t) => {
  const { tmux, tries } = withoutControlMode(t, { SERVER_TOKEN: "hush-1" });
  await tmux.ensureServer();
  const pane = await tmux.spawnPane("crew");
  await tmux.respawnPane(pane, { ...sleeping, environment: { TOKEN: "hush-2" } });
  await tmux.setPaneOptions(pane, { "@kantoku_state": "hush-3" });
  assert.ok(tries.commandLines().length >= 5);
  assert.ok(!tries.commandLines().some((line) => line.includes("hush")));
});

test("news: a death, a closed window, a lost server; but nothing that was seen already", async (t) => {
  const { tmux, socket, pane, pid, client } = await connected(t);
  const isNews = async (): Promise<boolean> => {
    const over = AbortSignal.timeout(100);
    await tmux.changed(over);
    return !over.aborted;
  };
  await tmux.listPanes();
  assert.equal(await isNews(), false);
  const change = tmux.changed(NEVER);
  await byHand(socket, "new-window", "-d", "-t", "=kantoku:", "-n", "mine", "sleep", "1000");
  await byHand(socket, "kill-window", "-t", "=kantoku:mine");
  await change;
  assert.equal(await isNews(), true, "nobody has looked yet");
  await tmux.listPanes();
  assert.equal(await isNews(), false);

  let isTold = false;
  void tmux.changed(NEVER).then(() => (isTold = true));
  process.kill(pid, "SIGKILL");
  await eventually("the death is told", async () => {
    // tmux 3.3a may need to be told to look.
    await tmux.nudge();
    return isTold;
  });
  assert.equal((await tmux.listPanes()).find(({ id }) => id === pane)?.exitSignal, 9);

  const end = tmux.changed(NEVER);
  process.kill(await tmux.serverPid(), "SIGKILL");
  await end;
  await eventually("the client has ended", () => !isAlive(client));
  await assert.rejects(tmux.listPanes(), hasCode("tmux-not-running"));
});

/** A folder for PATH whose `tmux` is the real one, and how often that was started in control mode. */
function countedClients(t: Cleanup, path: string) {
  const programs = temporaryFolder(t);
  const log = join(programs, "calls");
  const script = ["#!/bin/sh", `echo "$*" >>'${log}'`, `PATH='${path}' exec tmux "$@"`];
  writeFileSync(join(programs, "tmux"), `${script.join("\n")}\n`, { mode: 0o755 });
  const count = (): number => readFileSync(log, "utf8").match(/ -C /g)?.length ?? 0;
  return { programs, count };
}

/** A tmux that refuses control mode, and notes how it is called. */
function withoutControlMode(t: Cleanup, environment: Readonly<Record<string, string>> = {}) {
  const { tmux: other, folder } = privateTmux(t);
  const programs = join(folder, "programs");
  const log = join(folder, "calls");
  const path = process.env["PATH"] ?? "";
  mkdirSync(programs);
  const script = [
    "#!/bin/sh",
    `echo "$*" >>'${log}'`,
    'case " $* " in *" -C "*) exit 1 ;; esac',
    `PATH='${path}' exec tmux "$@"`,
  ];
  writeFileSync(join(programs, "tmux"), `${script.join("\n")}\n`);
  chmodSync(join(programs, "tmux"), 0o755);
  const tmux: Tmux = openTmux({
    socket: other.socket,
    environment: { PATH: `${programs}:${path}`, HOME: folder, ...environment },
    isLasting: true,
  });
  t.after(() => tmux[Symbol.dispose]());
  const commandLines = (): string[] => readFileSync(log, "utf8").trimEnd().split("\n");
  const count = (): number =>
    commandLines().filter((line) => line.split(" ").includes("-C")).length;
  return { tmux, tries: { since: performance.now(), commandLines, count } };
}
