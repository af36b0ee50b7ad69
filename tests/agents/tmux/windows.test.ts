import assert from "node:assert/strict";
import { test } from "node:test";
import { openPanes } from "../../../agents/pane.ts";
import type { Tmux } from "../../../agents/tmux.ts";
import { connectPerCall, type Connection } from "../../../agents/tmux/connection.ts";
import { killPane } from "../../../agents/tmux/windows.ts";
import { byHand, privateTmux } from "../../support/tmux.ts";

const windowsOf = async ({ socket }: Tmux): Promise<string[]> =>
  (await byHand(socket, "list-windows", "-t", "=kantoku:", "-F", "#W #{window_panes}")).split("\n");

test("the overview is the first window, whoever comes first and whatever was closed", async (t) => {
  const { tmux } = privateTmux(t);
  await tmux.ensureServer();
  await tmux.spawnPane("writer");
  await tmux.spawnPane("artist");
  await tmux.spawnPane("artist");
  assert.deepEqual(await windowsOf(tmux), ["overview 1", "writer 1", "artist 2"]);
  await byHand(tmux.socket, "kill-window", "-t", "=kantoku:overview");
  await tmux.showOverview("who is there");
  assert.deepEqual(await windowsOf(tmux), ["overview 1", "writer 1", "artist 2"]);
  await byHand(tmux.socket, "kill-session", "-t", "=kantoku");
  await tmux.showOverview("who is there");
  assert.deepEqual(await windowsOf(tmux), ["overview 1"]);
  const shown = await byHand(tmux.socket, "capture-pane", "-p", "-t", "=kantoku:overview");
  assert.match(shown, /^who is there/);
});

test("nothing of an older overview is left above the newest one", async (t) => {
  const { tmux } = privateTmux(t);
  await tmux.ensureServer();
  await tmux.showOverview("everybody sleeps");
  await tmux.showOverview("the writer is awake");
  assert.deepEqual(await tmux.capture("=kantoku:^", 200), ["the writer is awake"]);
});

test("a window that people close while a pane of it is ended needs no arranging", async (t) => {
  const { tmux, folder } = privateTmux(t);
  await tmux.ensureServer();
  const pane = await tmux.spawnPane("artist");
  await tmux.spawnPane("artist");
  const environment = { PATH: process.env["PATH"] ?? "", HOME: folder };
  using connection = connectPerCall({ socket: tmux.socket, environment, timeoutMs: 60_000 });
  const call: Connection["call"] = async (commands) => {
    const texts = await connection.call(commands);
    const isEnded = commands.some(([name]) => name === "kill-pane");
    if (isEnded) await byHand(tmux.socket, "kill-session", "-t", "=kantoku");
    return texts;
  };
  await killPane({ ...connection, call }, pane);
  assert.deepEqual(
    await tmux.listPanes().then((panes) => panes.filter(({ id }) => id === pane)),
    [],
  );
});

test("where a small terminal leaves no room, a pane gets a further window of the same name", async (t) => {
  const { tmux } = privateTmux(t);
  await tmux.ensureServer();
  await tmux.spawnPane("crew");
  await byHand(tmux.socket, "resize-window", "-t", "=kantoku:crew", "-x", "20", "-y", "4");
  for (let count = 0; count < 4; count += 1) await tmux.spawnPane("crew");
  const windows = await windowsOf(tmux);
  assert.ok(windows.length > 2, windows.join(", "));
  assert.deepEqual(new Set(windows.slice(1).map((name) => name.split(" ")[0])), new Set(["crew"]));
});

test("fifty agents: a look at all of them is one call, and so is a start", async (t) => {
  const { tmux, owner } = privateTmux(t);
  const calls: string[] = [];
  const counted = new Proxy(tmux, {
    get: (target, name: keyof Tmux) => {
      if (typeof name === "string") calls.push(name);
      return target[name];
    },
  });
  const panes = openPanes({ tmux: counted, owner, command: () => ["sleep", "1000"] });
  await panes.ensureServer();
  const roles = ["critic"] as const;
  for (let number = 1; number <= 50; number += 1) {
    const window = `crew-${Math.ceil(number / 8)}`;
    await panes.start({ name: `critic-${number}`, roles, window }, 1, null);
  }
  await panes.observe(); // The very first look also asks for the server's process.
  calls.length = 0;
  const agents = await panes.observe();
  assert.equal(agents.length, 50);
  assert.deepEqual(calls, ["listPanes"]);
  await panes.showOverview("all are there");
  calls.length = 0;
  await panes.observe();
  await panes.showOverview("all are there");
  assert.deepEqual(calls, ["listPanes"], "what is shown already is not drawn again");

  const [first] = agents;
  calls.length = 0;
  const next = await panes.start(
    { name: "critic-1", roles, window: "crew-1" },
    2,
    first?.pane ?? "",
  );
  assert.deepEqual(calls, ["respawnPane"]);
  assert.equal(next.pane, first?.pane);
});
