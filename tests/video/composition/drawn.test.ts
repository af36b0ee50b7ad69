import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsOf, setColumns, wrapColumns } from "../../../video/composition/code/columns.ts";
import { pathTo, webOf } from "../../../video/composition/relations/web.ts";
import { typingOf } from "../../../video/composition/terminal/typing.ts";
import { SAMPLES } from "../../../video/gallery/samples.ts";
import { picturesOf, SceneContent } from "../../../video/scene-graph/content.ts";
import { STANDARD_SHOTS } from "../../../video/shots/library.ts";
import { SAMPLE_PICTURES } from "../../../video/gallery/pictures.ts";
import type { Box } from "../../../video/look/stage.ts";

test("there are samples of every template, in both languages and lengths, and all of them are valid", () => {
  for (const lengths of Object.values(SAMPLES)) {
    for (const contents of Object.values(lengths)) {
      for (const content of contents) SceneContent.parse(content);
      const shown = new Set(contents.map(({ template }) => template));
      assert.deepEqual([...shown].toSorted(), Object.keys(STANDARD_SHOTS).toSorted());
      assert.ok(contents.flatMap(picturesOf).every((id) => SAMPLE_PICTURES[id]));
    }
  }
});

test("the templates are at least the twenty-two that a film may ask for", () => {
  const charts = new Set(
    SAMPLES.en.long.flatMap((content) => (content.template === "chart" ? [content.kind] : [])),
  );
  const others = Object.keys(STANDARD_SHOTS).filter((template) => template !== "chart");
  assert.ok(charts.size === 3 && others.length + charts.size >= 22);
});

test("a full-width character takes two columns, and wrapping loses nothing", () => {
  assert.equal(columnsOf("復元 ok"), 7);
  for (const line of [
    "tidewater restore 4f1c --stream",
    "正常：接続後に応答しました",
    "x".repeat(40),
  ]) {
    for (const columns of [9, 16, 60]) {
      const rows = wrapColumns(line, columns);
      assert.equal(rows.join(""), line);
      assert.ok(rows.every((row) => columnsOf(row.trimEnd()) <= columns));
    }
  }
});

test("lines are set in the biggest size in which they fit, wrapped only below the size for that", () => {
  const options = { width: 900, height: 400, max: 60, min: 24, unbroken: 32, lineHeight: 1.5 };
  const short = setColumns(["ls"], { ...options, indent: 3 });
  assert.deepEqual([short.size, short.rows], [60, [["ls"]]]);
  const long = setColumns(["word ".repeat(24).trim()], { ...options, indent: 3 });
  assert.ok(long.size <= 32 && long.rows[0] !== undefined && long.rows[0].length > 1);
});

const SESSION = [
  { kind: "command", text: "tidewater restore latest" },
  { kind: "output", text: "ok" },
  { kind: "command", text: "tidewater health" },
] as const;

test("commands are typed on their words, answers follow, and all of it stands for a second", () => {
  const typed = typingOf([...SESSION], { enter: 5, duration: 300, reveals: [30, 120] });
  assert.deepEqual(
    typed.map(({ at }) => at),
    [30, 56, 120],
  );
  assert.equal(typed[1]?.frames, 0);
  const hurried = typingOf([...SESSION], { enter: 5, duration: 80, reveals: [30, 70] });
  const last = hurried.at(-1);
  assert.ok(last && last.at + last.frames <= 80 - 36);
  assert.ok(hurried.every(({ at }, index) => at >= (hurried[index - 1]?.at ?? 0)));
});

test("in every box the nodes of a web stand apart from one another and from the hub", () => {
  for (const [w, h] of [
    [1664, 778],
    [1664, 470],
    [832, 900],
    [912, 500],
  ] as const) {
    for (let count = 3; count <= 6; count += 1) {
      const web = webOf(count, w, h);
      const { x, y, r } = web.hub;
      const boxes: Box[] = [...web.nodes, { x: x - r, y: y - r, w: r * 2, h: r * 2 }];
      assert.equal(web.nodes.length, count);
      for (const [index, box] of boxes.entries()) {
        assert.ok(
          box.x >= 0 && box.y >= -0.5 && box.x + box.w <= w + 0.5 && box.y + box.h <= h + 0.5,
        );
        for (const other of boxes.slice(index + 1))
          assert.ok(!meets(box, other), `${w}×${h} ${count}`);
      }
      for (const node of web.nodes) assert.match(pathTo(web, node), /^M[\d.]+ [\d.]+[CV]/);
    }
  }
});

function meets(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
