import assert from "node:assert/strict";
import { test } from "node:test";
import { filmOf, type Film } from "./films.ts";
import type { SceneContent } from "../../../video/scene-graph/content.ts";
import { narrationSeconds, SPEECH_SHARE } from "../../../video/script/pace.ts";

const scenesOf = (film: Film): SceneContent[] => film.script.beats.map(({ text }) => text);
const narrationOf = ({ script }: Film): string[] =>
  script.beats.flatMap(({ audio }) => audio.narration);

test("steps that fill two scenes go on counting, and only the last of all is the last", () => {
  const steps = [
    "Wash the rice",
    "Soak it for an hour",
    "Pour off the water",
    "Add fresh water",
    "Boil it",
    "Let it rest",
    "Serve it",
  ];
  const film = filmOf(
    `---\nduration: 60\n---\n# Rice\n\nRice is simple.\n\n## How\n\n${steps.map((step, i) => `${i + 1}. ${step} with a little care and patience.`).join("\n")}\n\nTry it.`,
  );
  const shown = scenesOf(film).flatMap((scene) => (scene.template === "steps" ? [scene] : []));
  assert.deepEqual(
    shown.map(({ first = 1, steps }) => [first, steps.length]),
    [
      [1, 4],
      [5, 3],
    ],
  );
  const told = narrationOf(film);
  assert.equal(told.filter((line) => line.startsWith("First, ")).length, 1);
  assert.deepEqual(
    told.filter((line) => line.startsWith("Finally, ")),
    ["Finally, serve it with a little care and patience."],
  );
});

test("a long step becomes a label and what follows it, neither of them cut", () => {
  const film = filmOf(
    "---\nduration: 30\n---\n# Soup\n\nSoup is simple.\n\n1. Heat the oil\n2. Add the red pepper flakes to the skillet and turn down the heat to let its flavor infuse the oil.\n3. Serve\n\nTry it.",
  );
  const steps = scenesOf(film).flatMap((scene) => (scene.template === "steps" ? scene.steps : []));
  assert.deepEqual(steps[1], {
    label: "Add the red pepper flakes to the skillet",
    detail: "Turn down the heat to let its flavor infuse the oil",
  });
});

test("an HTML table is a table, and its two columns are told with their heads", () => {
  const film = filmOf(
    "---\nduration: 40\nlanguage: ja\n---\n# 比較\n\n二つの方法を比べます。\n\n<table><tr><th></th><th>従来</th><th>新方式</th></tr><tr><td>間隔</td><td>数週間</td><td>数時間</td></tr><tr><td>担当</td><td>異なる人</td><td>同じ人</td></tr></table>\n\nお試しください。",
  );
  const table = scenesOf(film).find((scene) => scene.template === "table");
  assert.deepEqual(table?.template === "table" && table.rows[0], ["間隔", "数週間", "数時間"]);
  assert.ok(narrationOf(film).includes("間隔は、従来では数週間、新方式では数時間。"));
});

test("a heading that asks is said before its answer", () => {
  const film = filmOf(
    "---\nduration: 20\n---\n# Library\n\nThe library is open.\n\n## Who may come?\n\nEverybody.\n\n## How long may I stay?\n\nAs long as you like, on any day of the week.\n\nCome and see.",
  );
  const told = narrationOf(film);
  assert.equal(told[told.indexOf("Who may come?") + 1], "Everybody.");
  assert.deepEqual(
    scenesOf(film).find((scene) => scene.template === "kinetic"),
    { template: "kinetic", beats: ["Who may come?", "Everybody"], accent: 1 },
  );
});

test("dates behind what happens, and dates in brackets, make a timeline", () => {
  const plan = filmOf(
    "---\nduration: 30\n---\n# Plan\n\nThe plan is set.\n\n- Alpha: Tuesday, 2024-10-15\n- Beta: Wednesday, 2025-05-07\n- Final: Tuesday, 2025-10-07\n\nJoin us.",
  );
  const [events] = scenesOf(plan).flatMap((scene) =>
    scene.template === "timeline" ? [scene.events] : [],
  );
  assert.deepEqual(events?.[0], { when: "Tuesday, 2024-10-15", label: "Alpha" });
  const log = filmOf(
    "---\nduration: 30\n---\n# Log\n\nMuch has changed.\n\n- v3 (Oct 2026): rewritten\n- v2 (May 2024): globs\n- v1 (Apr 2015): begun\n\nTry it.",
  );
  const [changes] = scenesOf(log).flatMap((scene) =>
    scene.template === "timeline" ? [scene.events] : [],
  );
  assert.deepEqual(
    changes?.map(({ when }) => when),
    ["Apr 2015", "May 2024", "Oct 2026"],
  );
});

test("paragraphs that open with a label in bold are the list that they are", () => {
  const film = filmOf(
    "---\nduration: 40\n---\n# Ages\n\nServers changed three times.\n\n## What happened\n\n**Hardware:** every program had its own machine.\n\n**Virtual machines:** programs shared a machine.\n\n**Containers:** programs share a system.\n\nRead on.",
  );
  const list = scenesOf(film).find((scene) => scene.template === "list");
  assert.deepEqual(list?.template === "list" && list.items.map(({ text }) => text), [
    "Hardware",
    "Virtual machines",
    "Containers",
  ]);
});

test("sentences that are built alike follow each other beat by beat", () => {
  const film = filmOf(
    "---\nduration: 20\n---\n# Rules\n\nSome rules are short.\n\nFlat is better than nested. Sparse is better than dense. Now is better than never.\n\nThink of them.",
  );
  const verse = scenesOf(film).find((scene) => scene.template === "kinetic");
  assert.deepEqual(verse?.template === "kinetic" && verse.beats, [
    "Flat is better than nested",
    "Sparse is better than dense",
    "Now is better than never",
  ]);
});

test("a film that would be quiet tells long and plain sentences, too", () => {
  const sentence =
    "It was a long and quiet morning on which nobody along the whole coast had anything at all to do but to wait for the boats";
  const film = filmOf(
    `---\nduration: 60\n---\n# The coast\n\nThe boats went out.\n\n${["north", "south", "east", "west", "lee"].map((side) => `${sentence} from the ${side}.`).join("\n\n")}`,
  );
  const speech = film.script.beats.reduce(
    (sum, { audio }) => sum + narrationSeconds(audio.narration, "en"),
    0,
  );
  assert.ok(speech / 60 >= SPEECH_SHARE.least - 0.05, `${Math.round((speech / 60) * 100)} %`);
});

test("a long sentence is said in several breaths and shown in whole clauses", () => {
  const film = filmOf(
    "---\nduration: 60\n---\n# Speech\n\nIt is for us to be dedicated to the great task remaining before us—that from these honored dead we take increased devotion to that cause for which they gave the last full measure of devotion—that we here highly resolve that these dead shall not have died in vain.",
  );
  assert.ok(narrationOf(film).some((line) => line.startsWith("that from these honored dead")));
  for (const scene of scenesOf(film)) {
    if (scene.template === "statement")
      assert.doesNotMatch(scene.text, /\b(?:and|to|that|the|for)$/);
  }
});

test("names that are written small stay small in charts and on the end card", () => {
  const film = filmOf(
    "---\nduration: 20\n---\n# ripgrep\n\nripgrep searches files.\n\n| Tool | Time |\n|---|---|\n| ripgrep | 0.082s |\n| ugrep | 0.639s |\n\nUse it.",
  );
  const chart = scenesOf(film).find((scene) => scene.template === "chart");
  assert.deepEqual(chart?.template === "chart" && chart.series.map(({ label }) => label), [
    "ripgrep",
    "ugrep",
  ]);
  const closing = scenesOf(film).at(-1);
  assert.equal(closing?.template === "closing" && closing.headline, "ripgrep");
});
