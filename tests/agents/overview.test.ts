import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { overview, type AgentSummary } from "../../agents/overview.ts";
import { DEFAULT_CREWS, musterOf } from "../../agents/roster.ts";
import { textWidth } from "../../agents/text-width.ts";

const crews = musterOf(DEFAULT_CREWS).slice(0, 2);
const asleep = ["writer", "artist-1", "artist-2"].map((name) => ({
  name,
  state: "stopped" as const,
  job: null,
  step: null,
  reason: null,
}));
const KEYS = "Shift-→ and Shift-← show the crews' windows, Ctrl-b d leaves.";

/** Without our own escape sequences; of a colour its number stays. */
const lines = (text: string): string[] =>
  text
    .replaceAll("\u001b[38;5;", "[")
    .replaceAll("\u001b[0m", "")
    .replaceAll("\u001b[1m", "")
    .replaceAll("\u001b[2m", "")
    .split("\n")
    .filter(Boolean)
    .map((line) => line.slice(1));

test("the overview tells who belongs to the crews while everybody sleeps", () => {
  assert.deepEqual(lines(overview(crews, asleep, new Map())), [
    "Everybody sleeps until there is work.",
    KEYS,
    "writer       0 to 1   concept-planner, scriptsmith, shotmaster, videosolver",
    "artist       0 to 2   asset-synthesizer",
  ]);
});

test("it tells who is awake for which step, and why a crew waits; control characters stay out", () => {
  const calm = { job: null, step: null, reason: null };
  const agents: AgentSummary[] = [
    { ...calm, name: "writer", state: "busy", job: "job-\u001b[31m1", step: "script" },
    { ...calm, name: "artist-1", state: "quarantined", reason: "bad-config: \u001b[2Jx.yaml:3" },
    ...asleep.slice(2),
  ];
  const told = lines(overview(crews, agents, new Map([["artist", "1 message waits"]])));
  const head = "1 of 3 agents are awake, each in a pane of its crew's window; 1 can't run.";
  assert.equal(told[0], head);
  assert.match(told[3] ?? "", /^ +\[117m● writer +\[117mbusy +job job-\S*1 · script$/);
  assert.ok(!told.join("").includes("\u001b"));
  assert.match(told[5] ?? "", /^ +\[203m● artist-1 +\[203mquarantined +bad-config: \S*x\.yaml:3$/);
  assert.match(told[6] ?? "", /^ +waits: 1 message waits$/);
});

test("who is lost for good is seen, too", () => {
  const lost = { ...asleep[0]!, reason: "exit 1" };
  const told = lines(overview(crews, [lost, ...asleep.slice(1)], new Map()));
  assert.match(told[3] ?? "", /● writer +\[240mstopped +exit 1$/);
});

test("the default crews, all of them at work, fit into a terminal of 80 by 24", () => {
  const all = musterOf(DEFAULT_CREWS);
  const agents = all.flatMap(({ members }) =>
    members.map(({ name }): AgentSummary => {
      const work = { job: "01m8n0vhwnyx4ppzyqbg6k31h5", step: "asset-illustration-12" };
      return { name, state: "draining", ...work, reason: null };
    }),
  );
  const told = overview(all, agents, new Map()).split("\n");
  assert.ok(told.length <= 22, `${told.length} rows beside the border and the status line`);
  for (const line of told) {
    assert.ok(textWidth(stripVTControlCharacters(line)) <= 80, line);
  }
});
