import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { stringify } from "yaml";
import { run } from "../../kernel/process.ts";
import { temporaryFolder } from "../support/temp.ts";
import { withoutPrometheus } from "./alerts/programs.ts";
import { PROJECT } from "./command.ts";

interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

interface Panel {
  readonly id: number;
  readonly type: "row" | "stat" | "timeseries";
  readonly title: string;
  readonly description?: string;
  readonly gridPos: Place;
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[];
}

const { panels } = JSON.parse(
  readFileSync(join(PROJECT, "docs", "dashboards", "kantoku.json"), "utf8"),
) as { panels: readonly Panel[] };

test("the dashboard shows the four golden signals, agents, queue and films", () => {
  const rows = panels.filter(({ type }) => type === "row").map(({ title }) => title);
  for (const row of ["Traffic", "Errors", "Latency", "Saturation", "Agents", "Queue", "Films"]) {
    assert.ok(rows.includes(row), row);
  }
});

test("panels stand side by side, none over another, and each says what it shows", () => {
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
  for (const [index, panel] of panels.entries()) {
    const { x, y, w, h } = panel.gridPos;
    assert.ok(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= 24, panel.title);
    const covered = panels.slice(index + 1).filter((other) => overlaps(panel, other));
    assert.deepEqual(covered, [], panel.title);
    if (panel.type !== "row") assert.match(panel.description ?? "", /\.$/, panel.title);
  }
});

function overlaps({ gridPos: one }: Panel, { gridPos: other }: Panel): boolean {
  const isBeside = one.x + one.w <= other.x || other.x + other.w <= one.x;
  const isBelow = one.y + one.h <= other.y || other.y + other.h <= one.y;
  return !isBeside && !isBelow;
}

test("every query is PromQL", { skip: withoutPrometheus() }, async (t) => {
  const queries = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  const rules = queries.map((expr, index) => ({ record: `query:${index}`, expr }));
  const file = join(temporaryFolder(t), "queries.yaml");
  writeFileSync(file, stringify({ groups: [{ name: "queries", rules }] }));
  const checked = await run("promtool", ["check", "rules", file]);
  assert.equal(checked.exitCode, 0, checked.stdout + checked.stderr);
});
