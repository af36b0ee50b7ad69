import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { test, type TestContext } from "node:test";
import type { WriteStream } from "node:tty";
import { openView } from "../../agents/screen.ts";
import type { Tmux } from "../../agents/tmux.ts";
import type { ViewState } from "../../agents/view.ts";
import { eventually } from "../support/eventually.ts";
import { byHand, privateTmux } from "../support/tmux.ts";

const ready: ViewState = {
  agent: "writer",
  roles: ["scriptsmith"],
  generation: 1,
  pid: 1,
  startedAt: 0,
  now: 0,
  state: "ready",
  work: null,
  idleSince: 0,
  finished: [],
};

test("where nothing can be redrawn, each change is one line", () => {
  const output = new PassThrough();
  const view = openView(output as unknown as WriteStream);
  view.show(ready);
  view.show({ ...ready, now: 1_000 });
  view.show({ ...ready, state: "draining" });
  view.end("Drained.");
  assert.equal(String(output.read()), "writer#1 ready\nwriter#1 draining\nDrained.\n");
});

test("on a terminal, many changes make one picture, and only changed lines are drawn again", async () => {
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 40, rows: 8 });
  const written = (): Promise<string> =>
    eventually("something is drawn", () => output.read() as Buffer | null).then(String);
  const view = openView(output as unknown as WriteStream);
  for (let now = 0; now < 50; now += 1) view.show({ ...ready, now });
  const first = await written();
  assert.equal(first.split("\u001b[2J").length, 2, "one picture, on a clear screen");
  assert.match(first, /writer · ready/);
  assert.match(first, /scriptsmith.*Waiting for work.*generation 1/s);
  view.show({ ...ready, now: 1_000 });
  const second = await written();
  assert.match(second, /Waiting for work, 0:01/);
  assert.doesNotMatch(second, /scriptsmith/);
  output.emit("resize");
  assert.match(await written(), /scriptsmith/);
});

test("a pane that is redrawn again and again takes no more memory of tmux", async (t) => {
  const { tmux, folder, owner } = privateTmux(t);
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 20 });
  const drawn = (state: ViewState): Promise<string> => {
    view.show(state);
    return eventually("it is drawn", () => output.read() as Buffer | null).then(String);
  };
  const view = openView(output as unknown as WriteStream);
  const about = { job: "job-1", step: "script", attempt: 1, startedAt: 0, progress: null };
  const doing = (words: string): ViewState => {
    const work = { ...about, title: "A lighthouse", doing: words };
    return { ...ready, state: "busy", work };
  };
  const [short, long] = [doing("Writing"), doing("Wörter · Sätze · Szenen · 灯台")];
  const first = await drawn(short);
  const changes = (await drawn(long)) + (await drawn(short));
  const pictures = join(folder, "pictures");
  writeFileSync(pictures, `${first}${changes.repeat(2_000)}\u001b[20;1Hthe end`);
  await tmux.ensureServer();
  const pane = await tmux.spawnPane("writer");
  await tmux.respawnPane(pane, {
    command: ["sh", "-c", 'cat "$1" && exec sleep 1000', "sh", pictures],
    identity: { owner, agent: "writer", generation: 1 },
    environment: {},
  });
  await eventually("all is drawn", async () =>
    (await tmux.capture(pane, 40)).some((line) => line.startsWith("the end")),
  );
  const bytes = await byHand(tmux.socket, "display-message", "-p", "-t", pane, "#{history_bytes}");
  assert.ok(Number(bytes) < 30_000, `${bytes} bytes for one screen`);
});

test("an agent works on while its terminal takes nothing, and shows the present picture afterwards", async (t) => {
  const { tmux, pane, beat } = await busyPane(t);
  const server = await tmux.serverPid();
  process.kill(server, "SIGSTOP");
  t.after(() => process.kill(server, "SIGCONT"));
  // More than a terminal holds is drawn meanwhile.
  const stoppedAt = beat();
  await eventually("it beats on", () => beat() > stoppedAt + 250, 30_000);
  const then = beat();
  process.kill(server, "SIGCONT");
  await eventually("the picture is up to date", async () => (await shownBeat(tmux, pane)) > then);
  const lines = await tmux.capture(pane, 200);
  assert.equal(lines.filter((line) => line.includes("scriptsmith")).length, 1);
});

test("Ctrl-S in a pane stops neither the agent nor, for long, its picture", async (t) => {
  const { tmux, pane, beat } = await busyPane(t);
  await byHand(tmux.socket, "send-keys", "-t", pane, "C-s");
  const pressedAt = beat();
  await eventually("it beats on", () => beat() > pressedAt + 50, 30_000);
  const then = beat();
  await eventually("the picture goes on", async () => (await shownBeat(tmux, pane)) > then, 30_000);
});

test("of a window that has had several sizes only the present picture is left", async (t) => {
  const { tmux, owner } = privateTmux(t);
  await tmux.ensureServer();
  const pane = await tmux.spawnPane("writer");
  const fixture = join(import.meta.dirname, "fixtures", "view.ts");
  await tmux.respawnPane(pane, {
    command: [process.execPath, fixture],
    identity: { owner, agent: "writer", generation: 1 },
    environment: {},
  });
  const pictures = async (): Promise<string[]> => {
    const lines = await tmux.capture(pane, 200);
    return lines.filter((line) => line.includes("scriptsmith"));
  };
  for (const columns of [160, 70, 120, 60]) {
    const width = ["-t", pane, "-x", `${columns}`, "-y", "20"];
    await byHand(tmux.socket, "resize-window", ...width);
    const right = new RegExp(`^.{${columns - 8}}● ready$`);
    await eventually(`one picture, ${columns} wide`, async () => {
      const [one = "", ...others] = await pictures();
      return others.length === 0 && right.test(one);
    });
  }
});

/** A pane of 200 by 50 with an agent that draws all the time, and how often it has beaten. */
async function busyPane(t: TestContext) {
  const { tmux, folder, owner } = privateTmux(t);
  const beats = join(folder, "beats");
  await tmux.ensureServer();
  const pane = await tmux.spawnPane("writer");
  await byHand(tmux.socket, "resize-window", "-t", pane, "-x", "200", "-y", "50");
  await tmux.respawnPane(pane, {
    command: [process.execPath, join(import.meta.dirname, "fixtures", "busy-view.ts"), beats],
    identity: { owner, agent: "writer", generation: 1 },
    environment: {},
  });
  const beat = (): number => (existsSync(beats) ? Number(readFileSync(beats, "utf8")) : 0);
  await eventually("it draws", async () => (await shownBeat(tmux, pane)) > 0);
  return { tmux, pane, beat };
}

/** Which beat a pane shows. */
async function shownBeat(tmux: Tmux, pane: string): Promise<number> {
  const picture = (await tmux.capture(pane, 200)).join("\n");
  return Number(/Beat (\d+)/.exec(picture)?.[1] ?? 0);
}
