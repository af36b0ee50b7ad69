import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { environmentOf, isAlive, processState } from "../../agents/processes.ts";
import { attachCommand, openTmux, type Respawn } from "../../agents/tmux.ts";
import { codeOf, InputError } from "../../kernel/errors.ts";
import { run } from "../../kernel/process.ts";
import { eventually } from "../support/eventually.ts";
import { byHand, privateTmux } from "../support/tmux.ts";

const identity = { owner: "home", agent: "writer", generation: 3 };
const hasCode = (code: string) => (error: unknown) => codeOf(error) === code;

function running(command: readonly string[]): Respawn {
  return { identity, command, environment: { KANTOKU_PANE: "nobody/none/0" } };
}

/** By one connection, and by a process for each call. */
function bothWays(
  title: string,
  work: (t: TestContext, isLasting: boolean) => Promise<void>,
): void {
  test(`${title} (lasting)`, (t) => work(t, true));
  test(`${title} (per call)`, (t) => work(t, false));
}

test("the server is started once, in a session of its own", async (t) => {
  const { tmux } = privateTmux(t);
  assert.equal(await tmux.ensureServer(), "started");
  assert.equal(await tmux.ensureServer(), "running");
  const pid = await tmux.serverPid();
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  assert.equal(Number(fields[3]), pid, "it leads its own session");
  assert.equal(statSync(tmux.socket).mode & 0o077, 0, "nobody else may speak to it");
});

bothWays("without a server, every call says so by its code", async (t, isLasting) => {
  const { tmux } = privateTmux(t, {}, { isLasting });
  await assert.rejects(tmux.listPanes(), hasCode("tmux-not-running"));
  await tmux.killServer();
});

bothWays("a pane carries its identity, its process, and how that ended", async (t, isLasting) => {
  const { tmux } = privateTmux(t, {}, { isLasting });
  await tmux.ensureServer();
  const pane = await tmux.spawnPane("crew");
  const { pid } = await tmux.respawnPane(pane, running(["sleep", "1000"]));
  const listed = (await tmux.listPanes()).find(({ id }) => id === pane);
  assert.deepEqual(listed?.identity, identity);
  assert.equal(listed?.pid, pid);
  assert.equal(listed?.isDead, false);
  assert.equal(listed?.title, "writer · starting");

  process.kill(pid, "SIGKILL");
  const dead = await eventually("tmux sees the death", async () => {
    const found = (await tmux.listPanes()).find(({ id }) => id === pane);
    if (found?.isDead && found.exitSignal === null) await tmux.nudge();
    return found?.exitSignal ? found : undefined;
  });
  assert.equal(dead.exitSignal, 9);

  await tmux.respawnPane(pane, running(["sh", "-c", "exit 7"]));
  const exited = await eventually("the exit code", async () => {
    const found = (await tmux.listPanes()).find(({ id }) => id === pane);
    if (found?.isDead && found.exitCode === null) await tmux.nudge();
    return found?.exitCode === 7;
  });
  assert.ok(exited);
});

bothWays("a respawn answers what the pane showed", async (t, isLasting) => {
  const { tmux } = privateTmux(t, {}, { isLasting });
  await tmux.ensureServer();
  const pane = await tmux.spawnPane("crew");
  await tmux.respawnPane(pane, running(["sh", "-c", "printf 'first\\nlast words\\n'; sleep 1000"]));
  await eventually("the words are shown", async () =>
    (await tmux.capture(pane, 10)).includes("last words"),
  );
  const { lastLines } = await tmux.respawnPane(pane, running(["sleep", "1000"]));
  assert.deepEqual(lastLines, ["first", "last words"]);
});

test("last words are kept, however late the server looks", async (t) => {
  const { tmux, folder } = privateTmux(t);
  await tmux.ensureServer();
  const server = await tmux.serverPid();
  const pane = await tmux.spawnPane("crew");
  for (let round = 0; round < 6; round += 1) {
    const cue = join(folder, `cue-${round}`);
    const script = `: >${cue}-ready; until [ -e ${cue} ]; do sleep 0.01; done; echo last words ${round}; exit 3`;
    const { pid } = await tmux.respawnPane(pane, running(["sh", "-c", script]));
    await eventually("it waits", () => existsSync(`${cue}-ready`));
    // Words and end are both there when the server wakes, and it may take either first.
    process.kill(server, "SIGSTOP");
    writeFileSync(cue, "");
    await eventually("it has ended", () => processState(pid) === "zombie");
    process.kill(server, "SIGCONT");
    await eventually("tmux sees the end", async () => {
      const found = (await tmux.listPanes()).find(({ id }) => id === pane);
      if (found?.exitCode !== 3) await tmux.nudge();
      return found?.isDead && found.exitCode === 3;
    });
    assert.deepEqual(await tmux.capture(pane, 10), [`last words ${round}`]);
  }
});

bothWays("panes get the given environment and nothing of ours", async (t, isLasting) => {
  process.env["KANTOKU_TEST_TOKEN"] = "secret";
  t.after(() => delete process.env["KANTOKU_TEST_TOKEN"]);
  const { tmux, folder } = privateTmux(t, { GREETING: 'it\'s $HOME; "quoted"' }, { isLasting });
  await tmux.ensureServer();
  const pane = await tmux.spawnPane("crew");
  const { pid } = await tmux.respawnPane(pane, running(["sleep", "1000"]));
  const environment = (): string[] => readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  await eventually("the program runs", () => environment().includes("KANTOKU_PANE=nobody/none/0"));
  assert.ok(environment().includes('GREETING=it\'s $HOME; "quoted"'));
  assert.ok(environment().includes(`HOME=${folder}`));
  assert.ok(!environment().some((entry) => entry.startsWith("KANTOKU_TEST_TOKEN")));
});

test("a daemon with another environment gives that to later panes", async (t) => {
  const { tmux } = privateTmux(t, { COLOUR: "red" });
  await tmux.ensureServer();
  const later = openTmux({
    socket: tmux.socket,
    environment: { PATH: process.env["PATH"] ?? "", COLOUR: "it's blue" },
  });
  assert.equal(await later.ensureServer(), "running");
  const pane = await later.spawnPane("crew");
  const { pid } = await later.respawnPane(pane, running(["sleep", "1000"]));
  await eventually("the program runs", () =>
    readFileSync(`/proc/${pid}/environ`, "utf8").includes("COLOUR=it's blue"),
  );
});

test("what an earlier daemon, or a person, put into the server's environment is taken out of it", async (t) => {
  const { tmux } = privateTmux(t, { COLOUR: "red", MOTTO: "one\nLANG=two" });
  await tmux.ensureServer();
  const odd = ["SHAPE", "BASH_FUNC_node%%", "SECRET.KEY", "-x"];
  for (const name of odd) await byHand(tmux.socket, "set-environment", "-g", "--", name, "round");
  const environment = { PATH: process.env["PATH"] ?? "", LANG: "C.UTF-8", KANTOKU_HOME: "/srv/x" };
  const later = openTmux({ socket: tmux.socket, environment: { ...environment } });
  await later.ensureServer();
  const pane = await later.spawnPane("crew");
  const { pid } = await later.respawnPane(pane, running(["sleep", "1000"]));
  await eventually("the program runs", () => environmentOf(pid, "KANTOKU_PANE"));
  for (const name of ["COLOUR", "MOTTO", "HOME", ...odd]) {
    assert.equal(environmentOf(pid, name), undefined, name);
  }
  for (const [name, value] of Object.entries(environment)) {
    assert.equal(environmentOf(pid, name), value);
  }
});

test("a server is described without a look that changes count from", async (t) => {
  const { tmux } = privateTmux(t, { COLOUR: "red" });
  await tmux.ensureServer();
  await tmux.listPanes();
  const pane = await tmux.spawnPane("crew");
  await tmux.listPanes();
  const changed = tmux.changed(AbortSignal.timeout(60_000));
  await tmux.killPane(pane);
  const { panes, environment } = await tmux.describe();
  assert.ok(!panes.some(({ id }) => id === pane));
  assert.equal(environment.get("COLOUR"), "red");
  await changed;
});

bothWays("a value is told as it is; its lines are no variables", async (t, isLasting) => {
  const MOTTO = 'one\nHOME=/nowhere\nHOME="$x`\\"; export HOME;\n%end 1 1 0\n';
  const { tmux, folder } = privateTmux(t, { MOTTO, SHAPE: "round; \\$" }, { isLasting });
  await tmux.ensureServer();
  await byHand(tmux.socket, "set-environment", "-g", "-r", "COLOUR");
  const { environment } = await tmux.describe();
  assert.deepEqual(
    ["HOME", "MOTTO", "SHAPE", "COLOUR"].map((name) => environment.get(name)),
    [folder, MOTTO, "round; \\$", undefined],
  );
});

bothWays("a server that has lost all its sessions is described", async (t, isLasting) => {
  const { tmux } = privateTmux(t, { COLOUR: "red" }, { isLasting });
  await tmux.ensureServer();
  await byHand(tmux.socket, "set-environment", "-g", "COLOUR", "blue");
  await byHand(tmux.socket, "kill-session", "-t", "keeper");
  assert.equal((await tmux.describe()).environment.get("COLOUR"), "blue");
  await tmux.ensureServer();
  const { panes, environment } = await tmux.describe();
  assert.equal(panes.length, 1);
  assert.equal(environment.get("COLOUR"), "red");
});

bothWays("eight panes share a window in two columns that stay readable", async (t, isLasting) => {
  const { tmux } = privateTmux(t, {}, { isLasting });
  await tmux.ensureServer();
  const panes: string[] = [];
  for (let count = 0; count < 8; count += 1) panes.push(await tmux.spawnPane("crew"));
  const size = ["sh", "-c", "stty size; sleep 1000"];
  for (const pane of panes) {
    await tmux.respawnPane(pane, running(size));
    const [rows = 0, columns = 0] = await eventually("its size", async () => {
      const [line = ""] = await tmux.capture(pane, 2);
      return line === "" ? undefined : line.split(" ").map(Number);
    });
    assert.ok(columns >= 80, `${columns} columns`);
    assert.ok(rows >= 11, `${rows} rows`);
  }
});

bothWays(
  "a closed pane, window or session is told as refused, and a new pane can be had",
  async (t, isLasting) => {
    const { tmux } = privateTmux(t, {}, { isLasting });
    await tmux.ensureServer();
    const pane = await tmux.spawnPane("crew");
    await tmux.killPane(pane);
    await assert.rejects(tmux.respawnPane(pane, running(["true"])), hasCode("tmux-refused"));
    await assert.rejects(tmux.capture(pane, 5), hasCode("tmux-refused"));
    const next = await tmux.spawnPane("crew");
    assert.notEqual(next, pane);
    await tmux.spawnPane("crew-2");
  },
);

test("a socket that was deleted under a living server is opened again by that server", async (t) => {
  const { tmux } = privateTmux(t);
  await tmux.ensureServer();
  const pid = await tmux.serverPid();
  rmSync(tmux.socket);
  assert.equal(await tmux.ensureServer(), "running");
  assert.equal(await tmux.serverPid(), pid);
});

bothWays("a server that was killed is started anew", async (t, isLasting) => {
  const { tmux } = privateTmux(t, {}, { isLasting });
  await tmux.ensureServer();
  const pid = await tmux.serverPid();
  process.kill(pid, "SIGKILL");
  await eventually("it is gone", () => !isAlive(pid));
  await assert.rejects(tmux.listPanes(), hasCode("tmux-not-running"));
  assert.equal(await tmux.ensureServer(), "started");
});

test("a server that is stopped is told as silent, within the time limit", async (t) => {
  const { tmux } = privateTmux(t);
  await tmux.ensureServer();
  const pid = await tmux.serverPid();
  const impatient = openTmux({
    socket: tmux.socket,
    environment: { PATH: process.env["PATH"] ?? "" },
    timeoutMs: 150,
  });
  process.kill(pid, "SIGSTOP");
  await assert.rejects(impatient.listPanes(), hasCode("tmux-timed-out"));
  process.kill(pid, "SIGCONT");
});

test("a command that asked a stopped server ends when it has said so", async (t) => {
  const { tmux } = privateTmux(t);
  await tmux.ensureServer();
  const server = await tmux.serverPid();
  const options = { socket: tmux.socket, environment: { PATH: process.env["PATH"] ?? "" } };
  const script = `
    const { openTmux } = await import(${JSON.stringify(join(import.meta.dirname, "../../agents/tmux.ts"))});
    const tmux = openTmux({ ...${JSON.stringify(options)}, timeoutMs: 500 });
    await tmux.listPanes().catch(({ code }) => console.log(code));
  `;
  process.kill(server, "SIGSTOP");
  t.after(() => process.kill(server, "SIGCONT"));
  const command = await run(process.execPath, ["-e", script], { timeoutMs: 30_000 });
  assert.equal(command.stdout, "tmux-timed-out\n");
});

test("a tmux that is too old or missing is refused with one clear line", async (t) => {
  const { tmux, folder } = privateTmux(t);
  const withPath = (path: string): Promise<unknown> =>
    openTmux({ socket: tmux.socket, environment: { PATH: path } }).ensureServer();
  await assert.rejects(withPath(folder), hasCode("program-missing"));
  writeFileSync(join(folder, "tmux"), "#!/bin/sh\necho tmux 3.1c\n", { mode: 0o755 });
  await assert.rejects(withPath(`${folder}:${process.env["PATH"]}`), {
    code: "tmux-too-old",
    message: "tmux 3.1c is too old: 3.2 or newer is needed.",
  });
});

test("a socket's path that is too long is told with its length and what to do", () => {
  const environment = { PATH: process.env["PATH"] ?? "" };
  const socket = `/${"é".repeat(53)}/x`;
  assert.throws(
    () => openTmux({ socket, environment }),
    (error) =>
      error instanceof InputError &&
      error.message ===
        `${socket}: a socket's path holds 107 bytes at most, this one has 109 (set a shorter KANTOKU_RUN or KANTOKU_HOME)`,
  );
  openTmux({ socket: `/${"é".repeat(53)}`, environment })[Symbol.dispose]();
});

test("a person attaches to watch, unless they ask to type", () => {
  assert.ok(attachCommand("/run/x.sock", false).includes("read-only"));
  assert.ok(!attachCommand("/run/x.sock", true).includes("read-only"));
});
