import assert from "node:assert/strict";
import { test } from "node:test";
import { overview, type AgentSummary } from "../../agents/overview.ts";
import { DEFAULT_CREWS, musterOf } from "../../agents/roster.ts";

const crews = musterOf(DEFAULT_CREWS).slice(0, 2);
const asleep = ["writer", "artist-1", "artist-2"].map((name) => ({
  name,
  state: "stopped" as const,
  job: null,
}));
const KEYS = "Shift-→ and Shift-← show the crews' windows, Ctrl-b d leaves.";

/** Without our own escape sequences; of a colour its number stays. */
const lines = (text: string): string[] =>
  text
    .replaceAll("\u001b[38;5;", "[")
    .replaceAll("\u001b[0m", "")
    .replaceAll("\u001b[2m", "")
    .split("\n")
    .slice(2)
    .filter(Boolean)
    .map((line) => line.slice(1));

test("the overview tells who belongs to the crews while everybody sleeps", () => {
  assert.deepEqual(lines(overview(crews, asleep, new Map())), [
    "Everybody sleeps until there is work.",
    "writer       0 to 1   concept-planner, scriptsmith, shotmaster, videosolver",
    "artist       0 to 2   asset-synthesizer",
    KEYS,
  ]);
});

test("it tells who is awake for which job, and why a crew waits; control characters stay out", () => {
  const agents: AgentSummary[] = [
    { name: "writer", state: "busy", job: "job-\u001b[31m1" },
    { name: "artist-1", state: "quarantined", job: null },
    ...asleep.slice(2),
  ];
  const told = lines(overview(crews, agents, new Map([["artist", "1 message waits"]])));
  assert.equal(told[0], "2 of 3 agents are awake, each in a pane of its crew's window.");
  assert.match(told[2] ?? "", /^ +\[117m● writer +\[117mbusy +job job-\S*1$/);
  assert.ok(!told.join("").includes("\u001b"));
  assert.match(told[4] ?? "", /^ +\[203m● artist-1 +\[203mquarantined$/);
  assert.match(told[5] ?? "", /^ +waits: 1 message waits$/);
});
