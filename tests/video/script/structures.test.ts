import assert from "node:assert/strict";
import { test } from "node:test";
import type { Script } from "../../../video/script/script.ts";
import type { SceneContent, TemplateName } from "../../../video/scene-graph/content.ts";
import { wholeReadingSeconds } from "../../../video/script/visible-text.ts";
import { filmOf } from "./films.ts";

type Scene<Name extends TemplateName> = Extract<SceneContent, { template: Name }>;

function scriptOf(body: string, seconds = 60): Script {
  return filmOf(`---\nduration: ${seconds}\n---\n${body}`).script;
}

function templatesOf(body: string): TemplateName[] {
  return scriptOf(body).beats.map(({ text }) => text.template);
}

function sceneOf<Name extends TemplateName>(template: Name, body: string): Scene<Name> {
  const { beats } = scriptOf(body);
  const found = beats.find(({ text }) => text.template === template);
  assert.ok(found, beats.map(({ text }) => text.template).join(" "));
  return found.text as Scene<Name>;
}

const numbered = (...items: string[]): string =>
  items.map((item, index) => `${index + 1}. ${item}`).join("\n");

const NUMBERED: readonly (readonly [heading: string, items: readonly string[], isPath: boolean])[] =
  [
    [
      "Risks",
      ["Shelving arrives late", "Scanners: only 12 of 40 work", "Two people are on leave"],
      false,
    ],
    ["Our team", ["Grace Hopper", "Ada Lovelace", "Alan Turing"], false],
    ["Soup", ["Heat the oil", "Tell the guests", "Serve"], true],
    ["Steps", ["Shelving", "Scanners", "Go-live"], true],
    ["危険", ["棚の到着の遅れ", "読み取り機の不足", "二人の休暇"], false],
    ["味噌汁", ["湯をわかす", "具を入れる", "味噌をとく"], true],
  ];

test("what is only numbered is a list without words of order, what is to be done are steps", () => {
  for (const [heading, items, isPath] of NUMBERED) {
    const isJapanese = /\p{sc=Han}/u.test(heading);
    const title = isJapanese ? "# 計画\n\nこれは計画です。" : "# The plan\n\nThis is the plan.";
    const { beats } = scriptOf(`${title}\n\n## ${heading}\n\n${numbered(...items)}\n`);
    const beat = beats.find(({ text }) => text.template === "steps" || text.template === "list");
    assert.equal(beat?.text.template, isPath ? "steps" : "list", heading);
    const hasOrder = /\b(?:First|Then|Finally)\b|まず|最後に/.test(beat.audio.narration.join(" "));
    assert.ok(isPath || !hasOrder, beat.audio.narration.join(" "));
  }
});

test("first, then and finally in running text are steps, told as they are written", () => {
  const { beats } = scriptOf(
    "# Pruning\n\nPrune in winter. Take your time.\n\nFirst, remove dead wood. Then take out branches that rub. Next, open up the centre. Finally, shorten last year's growth.\n\nGo and see.",
  );
  const beat = beats.find(({ text }) => text.template === "steps");
  assert.ok(beat?.text.template === "steps");
  assert.deepEqual(
    beat.text.steps.map(({ label }) => label),
    [
      "Remove dead wood",
      "Take out branches that rub",
      "Open up the centre",
      "Shorten last year's growth",
    ],
  );
  assert.equal(beat.audio.narration[0], "First, remove dead wood.");
  const japanese = sceneOf(
    "steps",
    "# 剪定\n\n冬に切ります。ゆっくり切ります。\n\nまず、枯れた枝を切ります。次に、混んだ枝を切ります。最後に、枝先を切ります。\n\nご覧ください。",
  );
  assert.equal(japanese.steps.length, 3);
  assert.ok(
    !templatesOf(
      "# Winter\n\nIt is cold. It snows.\n\nFirst, it froze for weeks. Nobody went out. Then it rained.\n\nGo and see.",
    ).includes("steps"),
  );
});

test("headings that count commands are steps with all of them", () => {
  const scene = sceneOf(
    "steps",
    "# A new key\n\nKeys grow old.\n\n## 1. Make a key\n\n```\nssh-keygen -t ed25519\n```\n\n## 2. Copy it\n\n```\nssh-copy-id ana@host\n```\n\n## 3. Remove the old one\n\nDelete its line.\n",
  );
  assert.deepEqual(scene.steps, [
    { label: "Make a key", detail: "ssh-keygen -t ed25519" },
    { label: "Copy it", detail: "ssh-copy-id ana@host" },
    { label: "Remove the old one" },
  ]);
});

test("yearly values are a line, also below zero and with the unit of their head", () => {
  const margin = sceneOf(
    "chart",
    "# Results\n\nMargins changed.\n\n| Year | Margin (pp) |\n|---|---|\n| 2022 | -1.5 |\n| 2023 | 0.4 |\n| 2024 | 3.0 |\n| 2025 | -0.8 |\n",
  );
  assert.deepEqual([margin.kind, margin.unit], ["line", "pp"]);
  assert.deepEqual(
    margin.series.map(({ value, text }) => text ?? value),
    [-1.5, 0.4, "3.0", -0.8],
  );
  const members = templatesOf(
    "# Results\n\nThe club changed.\n\n| Year | Members | Fee |\n|---|---|---|\n| 2022 | 10 | 4 |\n| 2023 | 20 | 5 |\n| 2024 | 30 | 6 |\n",
  );
  assert.ok(members.includes("table") && !members.includes("timeline"), members.join(" "));
});

test("a table with a column of dates is a timeline, also where a third column tells a word more", () => {
  const of = (more: string) =>
    `# Plan\n\nWe move house.\n\n| Milestone | Owner | Due |\n|---|---|---|\n| Lease signed | Priya | 2027-01-11 |\n| Shelves built | ${more} | 2027-02-05 |\n| Go-live | all | 2027-04-01 |\n`;
  assert.deepEqual(sceneOf("timeline", of("Marco")).events[0], {
    when: "2027-01-11",
    label: "Lease signed – Priya",
  });
  assert.ok(!templatesOf(of("Marco, with the help of half the warehouse")).includes("timeline"));
});

test("two labelled sentences below what asks for one or the other are a comparison", () => {
  const scene = sceneOf(
    "comparison",
    "# Paper or screen? What studies say\n\nReaders remember more from paper.\n\nPaper: no notifications, easy to annotate.\nScreen: search, links, adjustable type.\n\nTry both.",
  );
  assert.deepEqual(scene.left, {
    title: "Paper",
    points: ["No notifications", "Easy to annotate"],
  });
  assert.deepEqual(scene.right, {
    title: "Screen",
    points: ["Search", "Links", "Adjustable type"],
  });
});

const NOTES: readonly string[] = [
  "> **Note**\n> tinycron doesn't send mail to anybody.",
  "> [!NOTE]\n> tinycron doesn't send mail to anybody.",
  "> Note: tinycron doesn't send mail to anybody.",
];

test("a note that is set apart is no quotation, and said without its mark", () => {
  for (const note of NOTES) {
    const { beats } = scriptOf(`# tinycron\n\nIt runs jobs.\n\n${note}\n\nIt is small. Try it.`);
    assert.ok(!beats.some(({ text }) => text.template === "quote"), note);
    const said = beats.flatMap(({ audio }) => audio.narration);
    assert.ok(said.includes("tinycron doesn't send mail to anybody."), said.join("\n"));
  }
});

test("who said it may stand without a dash, and is not said with the words", () => {
  const { beats } = scriptOf(
    "# Optics\n\nShe joins the board.\n\n> Optics is where mathematics becomes visible. I want to keep it that way.\n>\n> Ada Kowalczyk\n\nThe board has seven members.",
  );
  const quote = beats.find(({ text }) => text.template === "quote");
  assert.ok(quote?.text.template === "quote");
  assert.equal(quote.text.attribution, "Ada Kowalczyk");
  assert.doesNotMatch(quote.audio.narration.join(" "), /Kowalczyk/);
});

test("a chapter has the number that its author gave it", () => {
  const more = (parts: string, stuff: string): string =>
    `All of the ${parts} are made of ${stuff} from the next valley. Volunteers carried these ${parts} up the hill in a single week. ` +
    `Nobody in the village had ever seen so many ${parts} at once. Two carpenters from the town cut the ${stuff} to its size with a saw that was older than they were.`;
  const body = `The roof leaks in many places. It was built a hundred years ago. ${more("shingles", "larch")}`;
  const { beats } = scriptOf(
    `# The hall\n\nThe hall is old.\n\n## 2. Roof\n\n${body}\n\n## 4. Floor\n\nThe floor is new. It was laid in a summer by twelve people. ${more("boards", "oak")}\n\n## 5. Walls\n\nThe walls are white. They are painted every year in May. ${more("bricks", "clay")}\n`,
    120,
  );
  const cards = beats.flatMap(({ text }) => (text.template === "section" ? [text] : []));
  assert.ok(cards.length > 0);
  const numbers: Record<string, string> = { Roof: "2", Floor: "4", Walls: "5" };
  for (const { headline, number } of cards) assert.equal(number, numbers[headline], headline);
});

test("steps that nobody says stand until they are read", () => {
  const steps = [
    "ボウルに卵を割り入れ、白身を切るように混ぜる。泡立てないこと",
    "だし、薄口しょうゆ、みりん、塩を加えて混ぜ、ざるでこす",
    "卵焼き器を中火で2分ほど熱し、油をなじませる",
    "卵液の1/3を流し入れ、半熟になったら奥から手前に巻く",
    "油をぬり、残りの卵液を2回に分けて同じように巻く",
    "巻きすで包んで5分おき、形をととのえて切る",
  ];
  const { beats } = scriptOf(
    `# だし巻き卵\n\n切るとだしがにじむ。朝ごはんにもお弁当にもなる一品です。\n\n## 材料\n\n- 卵 3個\n- だし大さじ3\n- みりん小さじ1\n- 塩ひとつまみ\n\n## 作り方\n\n${numbered(...steps)}\n\n火が弱いと、ふくらみません。砂糖を加えてください。`,
    50,
  );
  const shown = beats.filter(({ text }) => text.template === "steps");
  assert.equal(shown.length, 2);
  for (const { text, audio, seconds } of shown) {
    const isRead = seconds >= wholeReadingSeconds(text) - 0.2;
    assert.ok(audio.narration.length > 0 || isRead, `${seconds} s`);
  }
});

test("an amount of one thing among others is no figure of its own", () => {
  const body =
    "# だし巻き卵\n\n切るとだしがにじむ。\n\n## 材料\n\n- 卵 3個\n- だし 大さじ3\n- みりん 小さじ1\n- 塩 ひとつまみ";
  assert.ok(!templatesOf(body).includes("figure"));
  assert.ok(
    !templatesOf("# Cake\n\nIt rises.\n\n- 3 eggs\n- 200 g flour\n- 1 lemon").includes("figure"),
  );
});

test("a goal below a title begins large and has no full stop", () => {
  const { beats } = filmOf(
    "---\nduration: 30\ngoal: ship every order within 24 h.\n---\n# The plan\n\nThe old hall is full.",
  ).script;
  const [title] = beats;
  assert.ok(title?.text.template === "title");
  assert.equal(title.text.subtitle, "Ship every order within 24 h");
});

test("one step of several is no message", () => {
  const { brief } = filmOf(
    "# Trees\n\nPrune in the winter. First, remove dead, diseased and damaged wood of 20 trees. Then take out branches that cross. Finally, shorten all growth.",
  );
  assert.ok(brief.keyMessages.every((message) => !/^(?:First|Then|Finally)/.test(message)));
});
