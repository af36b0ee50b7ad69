import assert from "node:assert/strict";
import { test } from "node:test";
import type { SceneContent, TemplateName } from "../../../video/scene-graph/content.ts";
import { readingOf } from "../../../video/script/moment.ts";
import { statementScene } from "../../../video/script/scenes-of-sentences.ts";
import { filmOf } from "./films.ts";

type Scene<Name extends TemplateName> = Extract<SceneContent, { template: Name }>;

/** The first scene of a kind in the film of a text of 40 s. */
function sceneOf<Name extends TemplateName>(
  template: Name,
  text: string,
  seconds = 40,
): Scene<Name> {
  const film = filmOf(`---\nduration: ${seconds}\n---\n${text}`);
  const found = film.script.beats.find((beat) => beat.text.template === template);
  assert.ok(found, film.script.beats.map((beat) => beat.text.template).join(" "));
  return found.text as Scene<Name>;
}

test("a table of numbers becomes bars, with the unit of its header", () => {
  const chart = sceneOf(
    "chart",
    "# Peaks\n\nThe highest peaks are in Asia.\n\n## Heights\n\n| Peak | Height (m) |\n|---|---|\n| Everest | 8,849 |\n| K2 | 8,611 |\n\nGo and see them.",
  );
  assert.deepEqual([chart.kind, chart.unit, chart.headline], ["bar", "m", "Heights"]);
  assert.deepEqual(chart.series, [
    { label: "Everest", value: 8849 },
    { label: "K2", value: 8611 },
  ]);
});

test("the bar of what the film is about is accented, not the greatest one", () => {
  const table = "| Tool | Time (s) |\n|---|---|\n| fastgrep | 0.08 |\n| slowgrep | 0.64 |";
  const of = (title: string) =>
    sceneOf("chart", `# ${title}\n\nSearching is quick.\n\n## Times\n\n${table}\n\nTry it.`);
  assert.equal(of("Why fastgrep (fg)").accent, 0);
  assert.equal(of("Search tools").accent, undefined);
  assert.equal(of("fastgrep against slowgrep").accent, undefined, "both are");
});

test("of two columns of amounts none becomes bars by itself", () => {
  const table = sceneOf(
    "table",
    "# Plans\n\nMore for all.\n\n| Plan | Before | Now |\n|---|---|---|\n| Free | 3 projects | 5 projects |\n| Team | 50 projects | unlimited |",
  );
  assert.deepEqual(table.header, ["Plan", "Before", "Now"]);
});

test("years become a line, shares of a hundred a ring, in lists too", () => {
  const line = sceneOf(
    "chart",
    "# Members\n\nThe club grows.\n\n- 2022: 10\n- 2023: 30\n- 2024: 90\n\nJoin us.",
  );
  assert.equal(line.kind, "line");
  const ring = sceneOf(
    "chart",
    "# 電力\n\n電源の内訳です。\n\n- 太陽光：40%\n- 風力：35%\n- 水力：25%\n\nぜひご覧ください。",
  );
  assert.deepEqual([ring.kind, ring.unit], ["donut", "%"]);
});

test("before and now in two sentences become a comparison", () => {
  const scene = sceneOf(
    "comparison",
    "# Orders\n\nWe changed how orders work.\n\nBefore, each order took ten minutes. Now, it takes one. People like it.\n\nTry it.",
  );
  assert.deepEqual([scene.left.title, scene.right.title], ["Before", "Now"]);
  assert.deepEqual(scene.left.points, ["Each order took ten minutes"]);
  const japanese = sceneOf(
    "comparison",
    "# 注文\n\n注文のしかたが変わりました。\n\n以前は、電話で十分かかりました。今は、一分で済みます。\n\nお試しください。",
  );
  assert.deepEqual([japanese.left.title, japanese.right.title], ["以前", "今"]);
});

test("sibling headings that are opposites become the two sides of a comparison", () => {
  const scene = sceneOf(
    "comparison",
    "# Garden\n\nWater is scarce.\n\n## Without mulch\n\n- Soil dries in a day\n- Weeds grow\n\n## With mulch\n\nSoil stays wet for a week. Weeds are few.\n\n## Next\n\nTry it in one bed.",
  );
  assert.deepEqual(scene.left, {
    title: "Without mulch",
    points: ["Soil dries in a day", "Weeds grow"],
  });
  assert.deepEqual(scene.right.points, ["Soil stays wet for a week", "Weeds are few"]);
});

test("a figure keeps its value as written and says what it counts", () => {
  const scene = sceneOf(
    "figure",
    "# Depot\n\nThe depot never sleeps.\n\nIt handles 1,200 parcels. Each waits for less than 20 minutes.\n\nSend one.",
  );
  assert.deepEqual([scene.value, scene.label], ["1,200", "Parcels"]);
});

test("a table of words stays a table, cut to the screen", () => {
  const rows = Array.from(
    { length: 9 },
    (_, i) => `| tool ${"x".repeat(i)} | yes | no | maybe | often |`,
  ).join("\n");
  const scene = sceneOf(
    "table",
    `# Tools\n\nTools differ.\n\n| Name | A | B | C | D |\n|---|---|---|---|---|\n${rows}\n\nChoose one.`,
  );
  assert.deepEqual([scene.header.length, scene.rows.length], [4, 6]);
});

test("a cell stands as it is written; where it has no room it ends in a mark behind a word", () => {
  const cellOf = (text: string, rest = "off") =>
    sceneOf(
      "table",
      `# Rules\n\nThere are rules.\n\n| Rule | Default | What it checks |\n|---|---|---|\n| link | on | ${text} |\n| alt | on | ${rest} |\n\nTry it.`,
    ).rows[0]?.[2];
  for (const whole of [
    "every href resolves to a file or an anchor",
    "images (all but SVG) weigh less than 300 kB, unless listed",
  ])
    assert.equal(cellOf(whole), whole);
  const long =
    "every href resolves to a file or an anchor, except those that are listed in the settings of the page";
  assert.equal(
    cellOf(long),
    "every href resolves to a file or an anchor, except those that are listed in…",
  );
});

test("a long listing is cut behind a whole line, with a mark, and what acts is lit", () => {
  const lines = Array.from({ length: 20 }, (_, i) =>
    i === 0 ? "# comment" : `call_number_${i}(${"x".repeat(i * 6)})`,
  );
  const scene = sceneOf(
    "code",
    `# Code\n\nThis is how it looks:\n\n\`\`\`py\n${lines.join("\n")}\n\`\`\`\n\nTry it.`,
  );
  assert.equal(scene.lines.at(-1), "…");
  assert.deepEqual(scene.lines.slice(0, -1), lines.slice(0, scene.lines.length - 1));
  assert.ok(scene.lines.length >= 10 && scene.lines.length <= 12);
  assert.ok(scene.highlight.length > 0 && !scene.highlight.includes(1));
  assert.ok(!scene.highlight.includes(scene.lines.length));
});

test("a long line of code stays whole, an endless one ends in a mark", () => {
  const of = (line: string) =>
    sceneOf("code", `# Code\n\nThis is how it looks:\n\n\`\`\`js\n${line}\n\`\`\`\n\nTry it.`)
      .lines;
  const long = `const names = [${"'a name', ".repeat(12)}];`;
  assert.deepEqual(of(long), [long]);
  const [cut = ""] = of(`const data = "${"0123456789".repeat(30)}";`);
  assert.match(cut, /\d …$/);
});

test("more than six lines become two lists", () => {
  const items = [
    "Apples are red",
    "Pears are green",
    "Plums are blue",
    "Cherries are small",
    "Figs are sweet",
    "Limes are sour",
    "Melons are big",
    "Nuts are hard",
  ];
  const film = filmOf(
    `---\nduration: 60\n---\n# Fruit\n\nThe orchard is open.\n\n${items.map((item) => `- ${item}`).join("\n")}\n\nCome by.`,
  );
  const lists = film.script.beats.flatMap((beat) =>
    beat.text.template === "list" ? [beat.text] : [],
  );
  assert.ok(lists.every((list) => list.items.length <= 6));
  assert.deepEqual(
    lists.flatMap((list) => list.items.map((item) => item.text)),
    items,
  );
});

test("films of more than a minute have chapters", () => {
  const chapters = ["Soil", "Water", "Light"].map(
    (name) =>
      `## ${name}\n\n${name} matters to every plant. It decides how well the plant grows. Too much of it does harm. Check it once a week.`,
  );
  const section = sceneOf(
    "section",
    `# Plants\n\nPlants need three things.\n\n${chapters.join("\n\n")}`,
    90,
  );
  assert.equal(section.number, "1");
});

test("a title with a colon stands as a small name above a large line", () => {
  const title = sceneOf(
    "title",
    "# Kantoku 0.1: films that make themselves\n\nIt works. It is done. Nobody waits. All is well. Try it.",
  );
  assert.deepEqual([title.kicker, title.headline], ["Kantoku 0.1", "Films that make themselves"]);
});

test("A compared to B, and a sentence of each, become the two sides of a comparison", () => {
  const scene = sceneOf(
    "comparison",
    "# HTTP/3 compared to HTTP/2\n\nHTTP/3 is designed for QUIC.\n\nHTTP/2 is designed for TCP.\n\nBoth are old. Many use them. People like them.\n\nTry it.",
  );
  assert.deepEqual(scene.left, { title: "HTTP/3", points: ["Designed for QUIC"] });
  assert.deepEqual(scene.right, { title: "HTTP/2", points: ["Designed for TCP"] });
});

test("a bound keeps its words: less than so many miles are not so many miles", () => {
  const scene = sceneOf(
    "figure",
    "# Probe\n\nThe probe flew by.\n\nThe probe passed less than 3,100 miles above the clouds. It went on.\n\nSee it.",
  );
  assert.deepEqual(
    [scene.value, scene.unit, scene.label],
    ["3,100", "miles", "The probe passed less than 3,100 miles above the clouds"],
  );
});

test("a number behind a rate is no figure by itself", () => {
  const film = filmOf(
    "---\nduration: 30\n---\n# Support\n\nSupport is long.\n\nThe tool is updated every two months for 24 months. People rely on it.\n\nSee it.",
  );
  assert.ok(!film.script.beats.some(({ text }) => text.template === "figure"));
});

test("the number of a release counts nothing, and that of a name is no accent", () => {
  const film = filmOf(
    "---\nduration: 30\n---\n# News\n\nThe news is short.\n\nToday comes the 1.0 release of the tool.\n\nVoyager 2 went on to visit Neptune alone.\n\nIn August 2012 it left all of that behind.\n\nSee it.",
  );
  const scenes = film.script.beats.map(({ text }) => text);
  assert.ok(!scenes.some(({ template }) => template === "figure"));
  const reading = readingOf(film.brief);
  const accentOf = (text: string): readonly string[] => {
    const scene = statementScene(reading, { text, emphasis: [] });
    return scene.template === "statement" ? scene.emphasis : [];
  };
  assert.deepEqual(accentOf("Voyager 2 went on to visit Neptune alone."), ["Neptune"]);
  assert.deepEqual(accentOf("In August 2012 it left all of that behind."), ["2012"]);
});

test("a lead that breaks off is ended by its items, which are neither counted nor headed by it", () => {
  const film = filmOf(
    "---\nduration: 40\n---\n# Versions\n\nEvery version has three numbers.\n\nGiven a version number, increment the:\n\n1. MAJOR version when you make incompatible changes\n2. MINOR version when you add something\n3. PATCH version when you mend something\n\nTry it.",
  );
  const steps = film.script.beats.find(({ text }) => text.template === "steps");
  assert.equal(steps?.text.template === "steps" && steps.text.headline, "Versions");
  const said = steps?.audio.narration ?? [];
  assert.equal(said[0], "Given a version number, increment the.");
  assert.equal(said[1], "MAJOR version when you make incompatible changes.");
  assert.equal(said.length, 4);
});

test("sizes are said with their figures, or not at all", () => {
  const film = filmOf(
    "---\nduration: 25\n---\n# Database\n\nThe database is small.\n\n## Limits\n\n- Single file\n- Max size: 281 terabytes\n- Max row: 1 gigabyte\n\nThe code is free. Anybody may use it.\n\nTry it.",
  );
  const said = film.script.beats.flatMap(({ audio }) => audio.narration).join(" ");
  assert.doesNotMatch(said, /Max size(?!: 281)|Max row(?!: 1)/i);
});

test("learning more of something in a sentence is no page to look at", () => {
  const film = filmOf(
    "---\nduration: 30\nlink: https://example.org\n---\n# Space\n\nSpace is large.\n\nA probe left in 2018 and scientists hope to learn more about this region.\n\nIt is dark there.\n\nSee it.",
  );
  assert.ok(!film.script.beats.some(({ text }) => text.template === "browser"));
});

test("a scene that is told more fully goes on saying its key message", () => {
  const film = filmOf(
    "---\nduration: 13\nkey_messages: [There are two kinds of data]\n---\n# Data\n\nData comes and goes.\n\n## Kinds\n\nThere are two kinds of data.\n\n- Props are like the arguments of a function that somebody calls\n- State is like the memory of a component that somebody made\n\nTry it.",
  );
  const heard = film.script.beats.flatMap(({ audio }) => audio.narration).join(" ");
  assert.match(heard, /two kinds of data/);
});

test("what would happen is not told without the ban before it, nor a type without its option", () => {
  const shown = (text: string): string => JSON.stringify(filmOf(text).script.beats);
  const stew = shown(
    "# 肉じゃが\n\n材料を切って煮るだけです。\n\n## コツ\n\n煮ている間は混ぜないでください。じゃがいもが崩れます。冷凍には向きません。",
  );
  assert.doesNotMatch(stew, /\["じゃがいもが崩れます。"/);
  const waste = shown(
    "# ごみの出し方\n\n朝8時までに出してください。前の晩には出さないでください。カラスや猫に荒らされます。\n\n電池は混ぜてはいけません。火災の原因になります。",
  );
  assert.doesNotMatch(waste, /\["(?:カラスや猫に荒らされます|火災の原因になります)。"/);
  const options = shown(
    "# pick\n\nIt picks one of many. It never picks two.\n\n## name\n\nType: `string`\n\n## size\n\nType: `number`\n\nThe size of what is picked.",
  );
  assert.doesNotMatch(options, /Type: (?:string|number)/);
});

test("what a list ends stands above it, and a call with its arguments is not told in beats", () => {
  const list = sceneOf(
    "list",
    "# Sports day\n\nGates open at 8:45.\n\nPlease send your child with:\n\n- a sun hat\n- a water bottle\n- a packed lunch",
  );
  assert.equal(list.headline, "Please send your child with …");
  const { beats } = filmOf(
    "# heap\n\nIt is a heap.\n\npush(array, item, [cmp])\n\nIt is fast.",
  ).script;
  assert.ok(beats.every(({ text }) => text.template !== "kinetic"));
});

test("a page is shown with the address that its sentence says", () => {
  const page = sceneOf(
    "browser",
    "# yaml\n\nIt reads files. See [the suite](https://github.com/acme/suite).\n\nFor more, see the documentation site: [acme.org/yaml](https://acme.org/yaml/)\n\nIt writes files, too.",
  );
  assert.equal(page.address, "acme.org/yaml");
});

test("a clause that breaks off above a list leads to it, and is not told alone", () => {
  const { beats } = filmOf(
    "# 避難訓練のお知らせ\n\n避難訓練を行います。\n\n10時に非常ベルが鳴ります。鳴ったら、\n\n1. 仕事の手を止める\n2. 火を消す\n3. 階段で降りる\n\nエレベーターは使えません。",
  ).script;
  assert.ok(beats.some(({ text }) => text.template === "steps"));
  assert.ok(
    beats.every(
      ({ audio, text }) => text.template === "steps" || !audio.narration.includes("鳴ったら。"),
    ),
  );
});
