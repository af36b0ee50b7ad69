import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { fit, printable, textWidth } from "../../agents/text-width.ts";
import { clockTime, plainLine, renderView, titleOf, type ViewState } from "../../agents/view.ts";
import * as fc from "../support/fast-check.ts";

const NOW = 10_000_000;

const busy: ViewState = {
  agent: "renderer-1",
  roles: ["renderer", "post-processor"],
  generation: 3,
  pid: 4711,
  startedAt: NOW - 754_000,
  now: NOW,
  state: "busy",
  work: {
    title: "Render segment 2 of 5",
    job: "01JQ7",
    step: "render:s02",
    attempt: 1,
    startedAt: NOW - 42_000,
    doing: "frame 120 of 450",
    progress: 0.27,
  },
  idleSince: NOW - 42_000,
  finished: [
    { step: "render:s01", ending: "done", summary: "450 frames, 1.2 MB", ms: 38_000 },
    { step: "mix", ending: "again", summary: "ffmpeg is missing", ms: 900 },
  ],
};
const idle: ViewState = {
  ...busy,
  state: "ready",
  work: null,
  agent: "writer",
  roles: ["scriptsmith"],
};

const drawn = (view: ViewState, columns: number, rows: number): string[] =>
  stripVTControlCharacters(renderView(view, columns, rows)).split("\n");

test("a busy agent shows who, what, how far, and what was before", () => {
  assert.deepEqual(drawn(busy, 60, 12), [
    " renderer-1  renderer, post-processor                ● busy",
    "",
    " Render segment 2 of 5",
    " render:s02 · job 01JQ7",
    " ━━━━━━━━━━━━──────────────────────────────────  27 %  0:42",
    " frame 120 of 450",
    "",
    " ✓ render:s01            450 frames, 1.2 MB            0:38",
    " ↻ mix                   ffmpeg is missing             0:00",
    "",
    "",
    " generation 3 · pid 4711 · up 12:34",
  ]);
});

test("an idle agent says so and since when", () => {
  assert.deepEqual(drawn({ ...idle, finished: [] }, 50, 6), [
    " writer  scriptsmith                      ● ready",
    " Waiting for work, 0:42",
    "",
    "",
    "",
    " generation 3 · pid 4711 · up 12:34",
  ]);
});

test("the pane's title says who, in which state, at which step of which job", () => {
  assert.equal(titleOf(busy), "renderer-1 · busy · render:s02 · job 01JQ7");
  assert.equal(titleOf(idle), "writer · ready");
});

test("a Japanese title is cut at its width in columns, not in characters", () => {
  const title = "夜明けの港を飛ぶカモメの群れを描く場面を用意する";
  const view = { ...busy, work: { ...busy.work!, title, doing: "背景を描いています" } };
  const lines = drawn(view, 30, 8);
  assert.equal(lines[1], " 夜明けの港を飛ぶカモメの群…");
  assert.ok(lines.every((line) => textWidth(line) < 30));
});

test("a small pane keeps what matters most: who, what, how far", () => {
  const lines = drawn(busy, 40, 4);
  assert.deepEqual(
    lines.map((line) => line.trim().split(/ {2,}/)[0]),
    [
      "renderer-1",
      "Render segment 2 of 5",
      "render:s02 · job 01JQ7",
      lines[3]?.trim().split(/ {2,}/)[0],
    ],
  );
  assert.match(lines[3] ?? "", /━+─+ +27 % {2}0:42/);
});

test("work whose length is unknown shows its time alone, a second delivery its count", () => {
  const work = { ...busy.work!, progress: null, attempt: 2 };
  const text = drawn({ ...busy, work }, 80, 12).join("\n");
  assert.match(text, /0:42 so far/);
  assert.match(text, /render:s02 · attempt 2/);
});

test("starting and draining have words of their own", () => {
  assert.match(drawn({ ...idle, state: "starting" }, 60, 8).join("\n"), /Starting/);
  assert.match(drawn({ ...idle, state: "draining" }, 60, 8).join("\n"), /Done here, ending/);
});

test("text of others can't drive the terminal", () => {
  const title = "a\u001b[2Jb\u0007\nc\u202ed\u009b5n";
  const view = { ...busy, work: { ...busy.work!, title, doing: title, step: "x\u001b]2;y\u0007" } };
  const colours = /\u001b\[[\d;]*m/g; // oxlint-disable-line eslint/no-control-regex
  const rest = renderView(view, 80, 12).replaceAll(colours, "").replaceAll("\n", "");
  // oxlint-disable-next-line eslint/no-control-regex
  assert.doesNotMatch(rest, /[\u0000-\u001f\u007f-\u009f\u202e]/);
  assert.doesNotMatch(titleOf(view), /\u001b/); // oxlint-disable-line eslint/no-control-regex
});

test("whatever the size and the text, a picture has its rows and stays inside", () => {
  const state = fc.constantFrom("starting", "ready", "busy", "draining" as const);
  const text = fc.string({ unit: "grapheme", maxLength: 80 });
  const size = [fc.integer({ min: 4, max: 130 }), fc.integer({ min: 1, max: 40 })] as const;
  fc.assert(
    fc.property(
      state,
      text,
      ...size,
      fc.option(fc.double({ noNaN: true })),
      (state, text, columns, rows, progress) => {
        const work = { ...busy.work!, title: text, doing: text, step: text, progress };
        const finished = [{ step: text, ending: "done" as const, summary: text, ms: 1e9 }];
        const lines = drawn(
          { ...busy, state, work, finished, agent: "a".repeat(20) },
          columns,
          rows,
        );
        assert.equal(lines.length, rows);
        for (const line of lines)
          assert.ok(textWidth(line) < columns, JSON.stringify({ line, columns }));
      },
    ),
  );
});

test("a line for logs changes only when something worth telling does", () => {
  const later = {
    ...busy,
    now: NOW + 5_000,
    work: { ...busy.work!, doing: "frame 300", progress: 0.6 },
  };
  assert.equal(plainLine(busy), plainLine(later));
  assert.equal(plainLine(busy), "renderer-1#3 busy Render segment 2 of 5 (render:s02)");
  assert.equal(plainLine(idle), "writer#3 ready after render:s01: done, 450 frames, 1.2 MB");
  assert.equal(plainLine({ ...idle, finished: [] }), "writer#3 ready");
});

test("widths, cuts and times are right at their edges", () => {
  assert.equal(textWidth("aあｱ🎬"), 6);
  assert.equal(textWidth("e\u0301"), 1);
  assert.equal(fit("あいう", 6), "あいう");
  assert.equal(fit("あいう", 5), "あい…");
  assert.equal(fit("あいう", 4), "あ…");
  assert.equal(fit("abc", 0), "");
  assert.equal(printable("  a\tb "), "a b");
  assert.deepEqual([0, 59_999, 60_000, 3_723_000].map(clockTime), [
    "0:00",
    "0:59",
    "1:00",
    "1:02:03",
  ]);
});
