import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isAlive } from "../../../agents/processes.ts";
import { isListening } from "../../../agents/tmux/socket.ts";
import { openTmux, type Tmux } from "../../../agents/tmux.ts";
import type { Cleanup } from "../../support/temp.ts";
import { eventually } from "../../support/eventually.ts";
import { byHand, controlClients, privateTmux } from "../../support/tmux.ts";

/**
 * A daemon was killed when the server had more to tell than its pipe holds: in tmux 3.3a its client
 * stays for ever, and no server with such a client ends when it is told to.
 */

const CONNECTED = join(import.meta.dirname, "../fixtures/connected.ts");

async function withLeftClient(t: Cleanup) {
  const { tmux, folder } = privateTmux(t, {}, { isLasting: false });
  const environment = { PATH: process.env["PATH"] ?? "", HOME: folder };
  await tmux.ensureServer();
  const server = await tmux.serverPid();
  const { socket } = tmux;
  const daemon = spawn(process.execPath, [CONNECTED, socket], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(daemon.stdout, "data");
  const [client = 0] = controlClients(socket);
  assert.ok(client > 0);
  daemon.kill("SIGSTOP");
  await tellMuch(tmux, folder);
  daemon.kill("SIGKILL");
  await once(daemon, "exit");
  return { tmux, socket, server, client, environment };
}

/** More than its pipe holds. */
async function tellMuch(tmux: Tmux, folder: string): Promise<void> {
  const pane = await tmux.spawnPane("crew");
  const names = Array.from({ length: 1_000 }, (_, index) => `${index}`.padStart(200, "x"));
  const commands = join(folder, "renames");
  writeFileSync(commands, names.map((name) => `rename-window -t ${pane} ${name}\n`).join(""));
  await byHand(tmux.socket, "source-file", commands);
}

test("the client of a daemon that was killed ends at the next one's start, and no pane with it", async (t) => {
  const { tmux, socket, server, client } = await withLeftClient(t);
  const panes = await tmux.listPanes();
  assert.ok(isAlive(client), "tmux has kept it");
  assert.equal(await tmux.ensureServer(), "running");
  await eventually("it has ended", () => controlClients(socket).length === 0);
  assert.equal(await tmux.serverPid(), server);
  assert.deepEqual(
    (await tmux.listPanes()).map(({ id }) => id),
    panes.map(({ id }) => id),
  );
});

test("a server with such a client is ended", async (t) => {
  const { tmux, socket, server } = await withLeftClient(t);
  await tmux.killServer();
  assert.equal(await isListening(socket), false);
  await eventually("its process has ended", () => !isAlive(server));
});

test("a server that was told to end, and waits for such a client, makes way for the next one", async (t) => {
  const { tmux, socket, server } = await withLeftClient(t);
  await byHand(socket, "kill-server");
  await assert.rejects(byHand(socket, "list-sessions"));
  assert.ok(isAlive(server), "tmux has kept it");
  await assert.rejects(tmux.listPanes(), { code: "tmux-not-running" });
  assert.equal(await tmux.ensureServer(), "started");
  assert.notEqual(await tmux.serverPid(), server);
});

test("a server that is stopped is told as silent, and is not taken for one that ends", async (t) => {
  const { tmux: patient, folder } = privateTmux(t, {}, { isLasting: false });
  await patient.ensureServer();
  const server = await patient.serverPid();
  const environment = { PATH: process.env["PATH"] ?? "", HOME: folder };
  using tmux = openTmux({ socket: patient.socket, environment, timeoutMs: 300 });
  process.kill(server, "SIGSTOP");
  await assert.rejects(tmux.ensureServer(), { code: "tmux-timed-out" });
  process.kill(server, "SIGCONT");
  assert.equal(await patient.ensureServer(), "running");
  assert.equal(await patient.serverPid(), server);
});

test("a server that waits for a dead client that nobody knows of is ended after a while", async (t) => {
  const { socket, server, environment } = await withLeftClient(t);
  rmSync(`${socket}.client.json`);
  await byHand(socket, "kill-server");
  using tmux = openTmux({ socket, environment, timeoutMs: 500 });
  assert.equal(await tmux.ensureServer(), "started");
  assert.equal(isAlive(server), false);
});
