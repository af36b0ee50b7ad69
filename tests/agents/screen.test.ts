import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import type { WriteStream } from "node:tty";
import { openView } from "../../agents/screen.ts";
import type { ViewState } from "../../agents/view.ts";
import { eventually } from "../support/tmux.ts";

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

test("on a terminal, many changes make one picture that overwrites the last one in place", async () => {
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 40, rows: 8 });
  const view = openView(output as unknown as WriteStream);
  for (let now = 0; now < 50; now += 1) view.show({ ...ready, now });
  const written = await eventually("a picture", () => output.read() as Buffer | null);
  const pictures = String(written).split("\u001b[H");
  assert.equal(pictures.length, 2);
  assert.match(pictures[0] ?? "", /writer · ready/);
  assert.equal((pictures[1] ?? "").split("\r\n").length, 8);
  output.emit("resize");
  await eventually("it is drawn again", () => output.read() as Buffer | null);
});
