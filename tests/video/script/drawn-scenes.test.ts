import assert from "node:assert/strict";
import { test } from "node:test";
import type { SceneContent, TemplateName } from "../../../video/scene-graph/content.ts";
import { validateScript } from "../../../video/script/validate.ts";
import { chooseShots } from "../../../video/shots/shots-by-rules.ts";
import { filmOf } from "./films.ts";

type Scene<Name extends TemplateName> = Extract<SceneContent, { template: Name }>;

/** The first scene of a kind in the film of a text of 40 s, which must be sound as a whole. */
function sceneOf<Name extends TemplateName>(template: Name, text: string): Scene<Name> {
  const film = filmOf(`---\nduration: 40\n---\n${text}`);
  const errors = validateScript(film.script, film.brief).filter((one) => one.severity === "error");
  assert.deepEqual(errors, []);
  const found = film.script.beats.find((beat) => beat.text.template === template);
  assert.ok(found, film.script.beats.map((beat) => beat.text.template).join(" "));
  assert.ok(found.sources.length > 0, "says where in the brief it comes from");
  const { shots } = chooseShots(film.brief, film.concept, film.script);
  assert.ok(shots.some(({ content }) => content.template === template));
  return found.text as Scene<Name>;
}

function templatesOf(text: string): string[] {
  return filmOf(`---\nduration: 40\n---\n${text}`).script.beats.map((beat) => beat.text.template);
}

test("a shell block becomes a terminal: what stands behind a prompt is typed, the rest is answered", () => {
  const scene = sceneOf(
    "terminal",
    "# Tidewater\n\nIt restores disks.\n\nOne command restores a disk:\n\n```console\n# On any machine\n$ tidewater restore latest \\\n    --to /srv\nmounted in 0.8 s\n```\n\nTry it.",
  );
  assert.deepEqual(scene.lines, [
    { kind: "comment", text: "# On any machine" },
    { kind: "command", text: "tidewater restore latest --to /srv" },
    { kind: "output", text: "mounted in 0.8 s" },
  ]);
  const plain = sceneOf(
    "terminal",
    "# 汐路\n\nディスクを復元します。\n\n次のように動かします。\n\n```bash\n# 入れる\ncurl -O https://shioji.example/shioji\nchmod +x shioji\n```\n\nお試しください。",
  );
  assert.deepEqual(
    plain.lines.map(({ kind }) => kind),
    ["comment", "command", "command"],
  );
});

test("a long command is shown to its end, one that has no room not at all", () => {
  const of = (command: string): string =>
    `# Backups\n\nOne pipe is enough.\n\nRun it:\n\n\`\`\`bash\n${command}\n\`\`\`\n\nIt takes a minute. Test a restore once a month.\n\nTry it.`;
  const command =
    "pg_dump --format=custom --no-owner mydb | zstd -10 | aws s3 cp - s3://backups/mydb-$(date +%F).dump.zst";
  assert.deepEqual(sceneOf("terminal", of(command)).lines, [{ kind: "command", text: command }]);
  const templates = templatesOf(of(`curl ${"-H 'A-Header: value' ".repeat(20)} host.example`));
  assert.ok(!templates.some((one) => one === "terminal" || one === "code"), templates.join(" "));
});

test("a shell script stays code", () => {
  const templates = templatesOf(
    '# Loops\n\nThe shell can loop.\n\nIt looks like this:\n\n```sh\nfor f in *.txt; do\n  echo "$f"\ndone\n```\n\nTry it.',
  );
  assert.ok(templates.includes("code") && !templates.includes("terminal"), templates.join(" "));
});

test("a drawn tree becomes folders and files with their notes", () => {
  const scene = sceneOf(
    "fileTree",
    "# Layout\n\nThe project is small.\n\nIt is laid out like this:\n\n```\napp/\n├── src/          # what runs\n│   ├── main.ts\n│   └── lib/\n│       └── parse.ts\n└── README.md\n```\n\nTry it.",
  );
  assert.deepEqual(scene.entries, [
    { name: "app", depth: 0, isFolder: true },
    { name: "src", depth: 1, isFolder: true, note: "what runs" },
    { name: "main.ts", depth: 2, isFolder: false },
    { name: "lib", depth: 2, isFolder: true },
    { name: "parse.ts", depth: 3, isFolder: false },
    { name: "README.md", depth: 1, isFolder: false },
  ]);
  const indented = sceneOf(
    "fileTree",
    "# 構成\n\n小さな仕組みです。\n\n次のような構成です。\n\n```text\nshioji/\n  方針/\n    orders.ts\n  README.md\n```\n\nお試しください。",
  );
  assert.deepEqual(
    indented.entries.map(({ depth }) => depth),
    [0, 1, 2, 1],
  );
});

test("a text block that is no tree stays code", () => {
  const templates = templatesOf(
    "# Poem\n\nHere is a verse.\n\nIt goes like this:\n\n```text\nRoses are red,\n  violets are blue;\n```\n\nRead it.",
  );
  assert.ok(!templates.includes("fileTree"), templates.join(" "));
});

test("a list whose items begin with dates becomes a timeline, as a schedule does", () => {
  const scene = sceneOf(
    "timeline",
    "# The club\n\nThe club has grown up.\n\n## History\n\n- 2019: Five people meet in a kitchen\n- March 2021: The first open evening\n- 12 May 2024: A house of its own\n\nCome by.",
  );
  assert.equal(scene.headline, "History");
  assert.deepEqual(scene.events, [
    { when: "2019", label: "Five people meet in a kitchen" },
    { when: "March 2021", label: "The first open evening" },
    { when: "12 May 2024", label: "A house of its own" },
  ]);
  const day = sceneOf(
    "timeline",
    "# 勉強会\n\n初めての方も歓迎します。\n\n## 当日の流れ\n\n- 10:00 受付\n- 10:30 講演\n- 12:00 交流会\n\nぜひお越しください。",
  );
  assert.deepEqual(
    day.events.map(({ when }) => when),
    ["10:00", "10:30", "12:00"],
  );
});

test("sentences that begin with their years become one timeline", () => {
  const scene = sceneOf(
    "timeline",
    "# The tower\n\nThe tower stands again.\n\nIn 1871 the first stone was laid. In 1944 it burned down. In 2019 the city began to build it anew.\n\nCome and see it.",
  );
  assert.deepEqual(
    scene.events.map(({ when }) => when),
    ["1871", "1944", "2019"],
  );
  const japanese = sceneOf(
    "timeline",
    "# 塔のあゆみ\n\n塔がよみがえりました。\n\n1871年に最初の石が置かれました。1944年に焼け落ちました。2019年に再建が始まりました。\n\nぜひご覧ください。",
  );
  assert.deepEqual(
    japanese.events.map(({ when }) => when),
    ["1871年", "1944年", "2019年"],
  );
});

test("dates newest first become a timeline in order of time, mixed ones none, years with numbers a line", () => {
  const { events } = sceneOf(
    "timeline",
    "# Releases\n\nThere is news.\n\n- 2024: hooks\n- 2022: plugins\n- 2020: the beginning\n\nTry it.",
  );
  assert.deepEqual(
    events.map(({ when }) => when),
    ["2020", "2022", "2024"],
  );
  const mixed = templatesOf(
    "# Releases\n\nThere is news.\n\n- 2024: hooks\n- 2020: the beginning\n- 2022: plugins\n\nTry it.",
  );
  assert.ok(!mixed.includes("timeline"), mixed.join(" "));
  const numbers = templatesOf(
    "# Members\n\nThe club grows.\n\n- 2022: 10\n- 2023: 30\n- 2024: 90\n\nJoin us.",
  );
  assert.ok(numbers.includes("chart"), numbers.join(" "));
});

test("a refrain becomes type in motion", () => {
  const scene = sceneOf(
    "kinetic",
    "# Tidewater\n\nBackups are easy to make.\n\nIt needs no agent, no cloud and no night shift.\n\nPeople like it a lot.\n\nTry it.",
  );
  assert.deepEqual(scene.beats, ["No agent", "No cloud", "No night shift"]);
  const japanese = sceneOf(
    "kinetic",
    "# 汐路\n\n復元のための道具です。\n\n速く、軽く、静かに。\n\n多くの方に使われています。\n\nお試しください。",
  );
  assert.deepEqual(japanese.beats, ["速く", "軽く", "静かに"]);
});

test("a paragraph of the shortest sentences becomes type in motion too", () => {
  const scene = sceneOf(
    "kinetic",
    "# Notes\n\nThe notebook is back.\n\nWrite. Draw. Share it.\n\nIt weighs next to nothing in a bag.\n\nTry it.",
  );
  assert.deepEqual(scene.beats, ["Write.", "Draw.", "Share it."]);
});

test("a list of labels with a place becomes a location with its facts", () => {
  const scene = sceneOf(
    "location",
    "# Restore day\n\nWe break disks together.\n\n- When: 12 May 2026, 9:30\n- Where: Grieghallen, Edvard Griegs plass 1, Bergen\n- Price: free\n\nJoin us.",
  );
  assert.equal(scene.place, "Grieghallen");
  assert.equal(scene.address, "Edvard Griegs plass 1, Bergen");
  assert.deepEqual(
    scene.facts.map(({ label }) => label),
    ["When", "Price"],
  );
  const japanese = sceneOf(
    "location",
    "# 復元の日\n\nみんなでディスクを壊します。\n\n- 日時：5月12日 9時30分\n- 会場：神戸国際会議場、神戸市中央区\n- 参加費：無料\n\nぜひお越しください。",
  );
  assert.deepEqual([japanese.place, japanese.address], ["神戸国際会議場", "神戸市中央区"]);
});

test("a sentence that says where something takes place becomes a location", () => {
  const scene = sceneOf(
    "location",
    "# The workshop\n\nWe bake bread together.\n\nThe workshop takes place at the Riverside Hall in Kyoto on 3 June.\n\nBring an apron and some time.\n\nJoin us.",
  );
  assert.equal(scene.place, "Riverside Hall in Kyoto");
});

test("a sentence with an address becomes a page in a browser", () => {
  const scene = sceneOf(
    "browser",
    "# Tidewater\n\nBackups are easy to make.\n\nThe documentation with all examples is at https://docs.tidewater.example/start and free for all.\n\nRestores are what people need.\n\nTry a restore today.",
  );
  assert.equal(scene.address, "docs.tidewater.example/start");
  assert.doesNotMatch(scene.title, /https/);
});

test("what an app shows becomes a phone, what works together becomes relations", () => {
  const phone = sceneOf(
    "phone",
    "# Tidewater: calm nights\n\nBackups are easy to make.\n\n## The app tells you\n\n- Disk stopped: noticed after eight seconds\n- Service is back: no orders lost\n\nTry it.",
  );
  assert.deepEqual(
    [phone.app, phone.cards.map(({ title }) => title)],
    ["Tidewater", ["Disk stopped", "Service is back"]],
  );
  const relations = sceneOf(
    "relations",
    "# Calm nights\n\nBackups are easy to make.\n\nTidewater works with:\n\n- Postgres: without a pause\n- Object storage\n- Slack\n\nTry it.",
  );
  assert.deepEqual(
    [relations.hub, relations.nodes.map(({ label }) => label)],
    ["Tidewater", ["Postgres", "Object storage", "Slack"]],
  );
  const japanese = sceneOf(
    "relations",
    "# 静かな夜\n\n復元のための道具です。\n\n汐路は次のものと連携します：\n\n- データベース\n- 保管庫\n- 通知\n\nお試しください。",
  );
  assert.equal(japanese.hub, "汐路");
});
