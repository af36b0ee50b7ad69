import assert from "node:assert/strict";
import { test } from "node:test";
import { openPanes } from "../../../agents/pane.ts";
import { STATE_COLOURS } from "../../../agents/state-colours.ts";
import { attachCommand, type Respawn } from "../../../agents/tmux.ts";
import { eventually } from "../../support/eventually.ts";
import { byHand, privateTmux } from "../../support/tmux.ts";

const respawn: Respawn = {
  identity: { owner: "home", agent: "writer", generation: 1 },
  command: ["sleep", "1000"],
  environment: {},
};

test("a pane's title tells agent, state and job, in the state's colour", async (t) => {
  const { tmux } = privateTmux(t);
  await tmux.ensureServer();
  const pane = await tmux.spawnPane("writer");
  await tmux.respawnPane(pane, respawn);
  const border = (): Promise<string> => tell(tmux.socket, pane, "#{T:pane-border-format}");
  const dots = (): Promise<string> => tell(tmux.socket, pane, "#{T:window-status-format}");
  const looksLike = async (state: keyof typeof STATE_COLOURS, words: string): Promise<void> => {
    const colour = `#[fg=colour${STATE_COLOURS[state]}]●`;
    assert.equal(await border(), ` ${colour} ${words}#[default]`);
    assert.ok((await dots()).includes(`writer ${colour}`), await dots());
  };
  await looksLike("starting", "writer · starting");
  for (const state of ["ready", "busy", "draining"] as const) {
    const title = `writer · ${state} · script · job 01JQ7, #1`;
    await byHand(tmux.socket, "select-pane", "-t", pane, "-T", title);
    await looksLike(state, title);
  }
  for (const state of ["backoff", "quarantined", "held"] as const) {
    await tmux.setPaneOptions(pane, { "@kantoku_state": state });
    await looksLike(state, `writer · ${state}`);
  }
  const panes = openPanes({ tmux, owner: "home", command: () => [] });
  await panes.label(pane, "quarantined", "bad-config: #[fg=red]#{pid}, 50% \u001b[2Jlost");
  await looksLike("quarantined", "writer · quarantined · bad-config: [fg=red]#{pid}, 50% lost");
  await panes.label(pane, "");
  await tmux.respawnPane(pane, { ...respawn, command: ["sh", "-c", "exit 3"] });
  await eventually("it has ended", async () => {
    await tmux.nudge();
    return (await tmux.listPanes()).some(({ id, isDead }) => id === pane && isDead);
  });
  await looksLike("quarantined", "writer · ended");
});

test("the overview has no dot, for nobody works in it", async (t) => {
  const { tmux } = privateTmux(t);
  await tmux.ensureServer();
  await tmux.showOverview("who is there");
  const told = await tell(tmux.socket, "=kantoku:overview", "#{T:window-status-format}");
  assert.match(told, /overview #\[default\]$/);
});

test("a watcher turns to other windows, sees their panes, and types nothing into them", async (t) => {
  const { tmux } = privateTmux(t);
  await tmux.ensureServer();
  await tmux.showOverview("here is everybody");
  for (const window of ["writer", "artist"]) {
    const pane = await tmux.spawnPane(window);
    const command = ["sh", "-c", `echo here is the ${window}; exec cat`];
    await tmux.respawnPane(pane, { ...respawn, command });
  }
  // The watcher's terminal is a pane of another tmux.
  const { tmux: outer } = privateTmux(t, { TERM: "screen-256color" });
  await outer.ensureServer();
  const terminal = await outer.spawnPane("terminal");
  const command = ["env", "-u", "TMUX", ...attachCommand(tmux.socket, false)];
  await outer.respawnPane(terminal, { ...respawn, command });
  const sees = (words: string): Promise<unknown> =>
    eventually(`it shows: ${words}`, async () =>
      (await outer.capture(terminal, 100)).some((line) => line.includes(words)),
    );
  const press = (...keys: readonly string[]): Promise<string> =>
    byHand(outer.socket, "send-keys", "-t", terminal, ...keys);
  await sees("watching");
  await sees("here is everybody");
  await press("S-Right");
  await sees("here is the writer");
  // All at once, as over a slow line.
  await press("typed", "Enter", "C-b", "2");
  await sees("here is the artist");
  await press("C-b", "p");
  await sees("here is the writer");
  const text = await byHand(tmux.socket, "capture-pane", "-p", "-t", "=kantoku:writer");
  assert.equal(text.trim(), "here is the writer");
  await press("C-b", "d");
  await sees("detached");
  await outer.respawnPane(terminal, { ...respawn, command });
  await sees("here is everybody");
  await press("S-Right");
  await sees("here is the writer");
  const second = await outer.spawnPane("terminal");
  await outer.respawnPane(second, { ...respawn, command });
  await eventually("who comes second sees what the first one does", async () =>
    (await outer.capture(second, 100)).some((line) => line.includes("here is the writer")),
  );
});

test("a watcher whose locale knows no UTF-8 sees Japanese titles and the dots all the same", async (t) => {
  const { tmux } = privateTmux(t);
  await tmux.ensureServer();
  await tmux.showOverview("● 監督の映画");
  const pane = await tmux.spawnPane("writer");
  await tmux.respawnPane(pane, respawn);
  await byHand(tmux.socket, "select-pane", "-t", pane, "-T", "writer · busy · 灯台の一日");
  const { tmux: outer } = privateTmux(t, { TERM: "screen-256color" });
  await outer.ensureServer();
  const terminal = await outer.spawnPane("terminal");
  const bare = ["env", "-u", "TMUX", "-u", "LC_CTYPE", "LANG=C", "LC_ALL=C"];
  const sees = (words: string): Promise<unknown> =>
    eventually(`it shows: ${words}`, async () =>
      (await outer.capture(terminal, 100)).some((line) => line.includes(words)),
    );
  const attach = (first?: string): Promise<unknown> =>
    outer.respawnPane(terminal, {
      ...respawn,
      command: [...bare, ...attachCommand(tmux.socket, false, first)],
    });
  await attach();
  await sees("● 監督の映画");
  await attach(pane);
  await sees("● writer · busy · 灯台の一日");
});

const tell = (socket: string, target: string, format: string): Promise<string> =>
  byHand(socket, "display-message", "-p", "-t", target, format);
