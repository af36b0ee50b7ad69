import assert from "node:assert/strict";
import { test } from "node:test";
import { figureOf, percentageOf } from "../../../video/composition/chart/values.ts";
import type { SceneContent } from "../../../video/scene-graph/content.ts";

type Chart = Extract<SceneContent, { template: "chart" }>;

function chart(unit: string, ...series: Chart["series"]): Chart {
  return { template: "chart", kind: "donut", headline: "Shares", unit, series };
}

const FIGURES: readonly (readonly [
  value: number,
  text: string | undefined,
  unit: string | undefined,
  half: string,
  whole: string,
])[] = [
  [61, undefined, "%", "31%", "61%"],
  [48, "$48k", "$k", "$24k", "$48k"],
  [3, "3.0", undefined, "1.5", "3.0"],
  [-1.5, "-1.5", "pp", "-0.8 pp", "-1.5 pp"],
  [1200, "1200", "m", "600 m", "1200 m"],
  [8849, undefined, "m", "4,425 m", "8,849 m"],
];

test("a value is counted in its own decimals and stands as it is written", () => {
  for (const [value, text, unit, half, whole] of FIGURES) {
    const datum = { label: "A", value, ...(text ? { text } : {}) };
    const content = chart(unit ?? "", datum);
    assert.equal(figureOf(datum, content, unit, 0.5), half);
    assert.equal(figureOf(datum, content, unit), whole);
  }
});

test("the middle of a ring says the leader's share as the key does, also where the shares are no whole", () => {
  const shares = [61, 24, 11, 3].map((value, index) => ({ label: `${index}`, value }));
  assert.equal(percentageOf(chart("%", ...shares))(1), "61%");
  const [first, ...others] = shares;
  assert.ok(first);
  assert.equal(percentageOf(chart("%", { ...first, text: "61.0%" }, ...others))(1), "61.0%");
  assert.equal(percentageOf(chart("t", ...shares))(1), "62%");
});
