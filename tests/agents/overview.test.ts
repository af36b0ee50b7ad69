import assert from "node:assert/strict";
import { test } from "node:test";
import { overview } from "../../agents/overview.ts";
import { DEFAULT_CREWS, musterOf } from "../../agents/roster.ts";

const crews = musterOf(DEFAULT_CREWS).slice(0, 2);
const asleep = ["writer", "artist-1", "artist-2"].map((name) => ({
  name,
  state: "stopped",
  job: null,
}));
const lines = (text: string): string[] => text.split("\n").slice(1).filter(Boolean);

test("the overview tells who belongs to the crews while everybody sleeps", () => {
  assert.deepEqual(lines(overview(crews, asleep, new Map())), [
    "Everybody sleeps until there is work.",
    "writer       0 to 1   concept-planner, scriptsmith, shotmaster, videosolver",
    "artist       0 to 2   asset-synthesizer",
  ]);
});

test("it tells who is awake for which job, and why a crew waits; control characters stay out", () => {
  const agents = [
    { name: "writer", state: "busy", job: "job-\u001b[31m1" },
    { name: "artist-1", state: "quarantined", job: null },
    ...asleep.slice(2),
  ];
  const told = lines(overview(crews, agents, new Map([["artist", "1 message waits"]])));
  assert.equal(told[0], "2 of 3 agents are awake, each in a pane of the next windows.");
  assert.match(told[2] ?? "", /^ +writer · busy · job job-\S*1$/);
  assert.ok(!told.join("").includes("\u001b"));
  assert.match(told[4] ?? "", /^ +artist-1 · quarantined$/);
  assert.match(told[5] ?? "", /^ +waits: 1 message waits$/);
});
