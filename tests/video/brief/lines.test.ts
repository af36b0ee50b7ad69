import assert from "node:assert/strict";
import { test } from "node:test";
import type { Block, Brief } from "../../../video/brief/brief.ts";
import { parseBrief } from "../../../video/brief/parse.ts";

const parse = (text: string): Brief => parseBrief(text, { file: "brief.md" });

const lists = ({ blocks }: Brief): Extract<Block, { kind: "list" }>[] =>
  blocks.filter((block) => block.kind === "list");
const sentences = ({ blocks }: Brief): string[] =>
  blocks.flatMap((block) =>
    block.kind === "paragraph" ? block.sentences.map(({ text }) => text) : [],
  );

test("lines that each name a fact are a list of facts, and each says where it stands", () => {
  const text =
    "# Market\n\nWhen: Saturday 4 June, 9:00\n**Where:** Town hall\nAdmission: free\n\nIt rains never.";
  const brief = parse(text);
  const [facts] = lists(brief);
  assert.equal(facts?.facts, true);
  assert.deepEqual(
    facts?.items.map((item) => item.text),
    ["When: Saturday 4 June, 9:00", "Where: Town hall", "Admission: free"],
  );
  assert.deepEqual(
    facts?.items.map(({ span }) => text.slice(span.start, span.end).replaceAll("*", "")),
    ["When: Saturday 4 June, 9:00", "Where: Town hall", "Admission: free"],
  );
  assert.deepEqual(sentences(brief), ["It rains never."]);
});

test("Japanese facts are read by their colons, and a sentence below them stays one", () => {
  const brief = parse(
    "# お知らせ\n\n日時：11月29日(日) 23:00〜翌5:00\n対象：すべての店\n影響：注文ができません\n\n問い合わせ：本社（内線12）\n作業は早く終わることがあります。",
  );
  assert.deepEqual(
    lists(brief).flatMap(({ items }) => items.map(({ text }) => text)),
    ["日時：11月29日(日) 23:00〜翌5:00", "対象：すべての店", "影響：注文ができません"],
  );
  assert.deepEqual(sentences(brief), [
    "問い合わせ：本社（内線12）",
    "作業は早く終わることがあります。",
  ]);
});

test("prose that is only wrapped is prose, with a colon in it or without", () => {
  const brief = parse(
    "# Lamps\n\nA lamp needs three things to last:\na wick, oil and somebody who looks after it. One thing\nWarning: it is hot. It burns\nall night.",
  );
  assert.deepEqual(lists(brief), []);
  assert.deepEqual(sentences(brief), [
    "A lamp needs three things to last: a wick, oil and somebody who looks after it.",
    "One thing Warning: it is hot.",
    "It burns all night.",
  ]);
});

test("a fact whose value is wrapped goes on in the next line", () => {
  const [facts] = lists(
    parse("# A\n\nPaper: a sense of place,\neasy to annotate.\nScreen: search and links."),
  );
  assert.deepEqual(
    facts?.items.map(({ text }) => text),
    ["Paper: a sense of place, easy to annotate.", "Screen: search and links."],
  );
});

test("a line that the author broke ends a sentence", () => {
  for (const hard of ["  \n", "\\\n", "<br>", "<br/>\n"]) {
    const brief = parse(`# Ode\n\nThe sea is wide${hard}The night is long`);
    assert.deepEqual(sentences(brief), ["The sea is wide", "The night is long"], hard);
  }
});

test("of a letter the greeting, the date and the signature are not told", () => {
  const brief = parse(
    "7 June 2027\n\nDear neighbours,\n\nthe water is off on Monday. Please fill a few bottles.\nThank you for your understanding.\n\nKind regards,\nHelen Marsh\nNorthmoor Water",
  );
  assert.equal(brief.title, "The water is off on Monday");
  assert.deepEqual(sentences(brief), ["The water is off on Monday.", "Please fill a few bottles."]);
  const japanese = parse(
    "お客様各位\n\n平素は格別のお引き立てを賜り、厚く御礼申し上げます。\n\n店は1月5日に開きます。\n\n敬具\n山田商店",
  );
  assert.deepEqual(sentences(japanese), ["店は1月5日に開きます。"]);
});

test("a name below a dash, and all below a mail's two dashes, is a signature", () => {
  for (const end of ["— Jo", "Cheers,\n-- \nJo Smith\nLamp Ltd"]) {
    const brief = parse(`# Lamps\n\nThe lamp lasts for years. It needs no oil.\n\n${end}\n`);
    assert.deepEqual(sentences(brief), ["The lamp lasts for years.", "It needs no oil."], end);
  }
});

test("thanks before a name, excuses, and who writes with an office are form", () => {
  for (const end of [
    "Thank you for your support,\n\nMs Okafor, Head of Years 3 and 4",
    "Thank you for your help,\nMs Okafor",
    "MIT © 2024 Jo Winter",
    "License: MIT",
  ]) {
    const brief = parse(`# Sports day\n\nGates open at 8:45.\n\n${end}\n`);
    assert.deepEqual(sentences(brief), ["Gates open at 8:45."], end);
  }
  const japanese = parse(
    "# お知らせ\n\nお疲れさまです。総務の高木です。\n店は5日に開きます。\n\nご不便をおかけしますが、よろしくお願いいたします。\n\n緑ヶ丘ハイツ管理組合　理事長　佐々木",
  );
  assert.deepEqual(sentences(japanese), ["店は5日に開きます。"]);
});

test("what only sounds like a courtesy is told", () => {
  const brief = parse(
    "# Manners\n\nDear is a word for what costs much. Thanks to you all is well.",
  );
  assert.equal(sentences(brief).length, 2);
});

test("questions and answers by their letters are headings with what stands below", () => {
  for (const text of [
    "**Q: How deep?**\nA: 15 cm. No less.",
    "Q. How deep?\n\nA. 15 cm. No less.",
    "**Q1:** How deep?\n**A1:** 15 cm. No less.",
  ]) {
    const brief = parse(`# Tulips\n\n${text}`);
    assert.deepEqual(
      brief.blocks.map((block) => [block.kind, "text" in block ? block.text : ""]),
      [
        ["heading", "Tulips"],
        ["heading", "How deep?"],
        ["paragraph", ""],
      ],
      text,
    );
    assert.deepEqual(sentences(brief), ["15 cm.", "No less."], text);
  }
});

test("a question in bold or behind dashes is a heading of its answer, a line in bold one of its list", () => {
  const brief = parse(
    "# Bread\n\n**Why so early?**\n\nThe oven is free.\n\n**You bring**\n\n- patience\n\n――きっかけは？\n\n祖母の紙です。\n\n**――目標は？**\n\n80枚です。\n\n**It rises.**\n\n- twice",
  );
  const texts = brief.blocks.flatMap((one) => (one.kind === "heading" ? [one.text] : []));
  assert.deepEqual(texts, ["Bread", "Why so early?", "You bring", "きっかけは？", "目標は？"]);
  assert.deepEqual(sentences(parse("# 朝\n\n――風が吹く。\n鳥が鳴く。")), [
    "風が吹く。",
    "鳥が鳴く。",
  ]);
});

test("labels in bold before their paragraphs are headings where there are several", () => {
  const abstract = parse(
    "# Moths\n\n**Background.** Light is bright.\n\n**Methods.** We counted. Twice.\n\n**Results.** Fewer came.",
  );
  assert.deepEqual(
    abstract.blocks.flatMap((one) => (one.kind === "heading" ? [one.text] : [])),
    ["Moths", "Background", "Methods", "Results"],
  );
  assert.deepEqual(sentences(abstract), [
    "Light is bright.",
    "We counted.",
    "Twice.",
    "Fewer came.",
  ]);
  assert.deepEqual(sentences(parse("# A\n\n**It is fast.** Very fast.")), [
    "It is fast.",
    "Very fast.",
  ]);
});

test("lines behind Japanese bullets are a list below their caption, lines of a verse stand alone", () => {
  const brief = parse("# 遠足\n\n山に行きます。\n\n持ち物\n・お弁当\n・水筒（中身はお茶）");
  const [list] = lists(brief);
  assert.deepEqual(
    list?.items.map(({ text }) => text),
    ["お弁当", "水筒（中身はお茶）"],
  );
  assert.ok(brief.blocks.some((one) => one.kind === "heading" && one.text === "持ち物"));
  const verse = parse("# かさ\n\n雨のあとの駅に\nかさが一本 残っている\nまだ ぬれている");
  assert.deepEqual(sentences(verse), [
    "雨のあとの駅に",
    "かさが一本 残っている",
    "まだ ぬれている",
  ]);
});

test("boxes, yes and no keep their marks in lists and tables; other pictographs go", () => {
  const [tasks, signs] = lists(
    parse("# A\n\n- [x] Freeze\n- [ ] Sign\n\nWords.\n\n- ✅ Fast\n- ❌ Slow\n- 🚀 Small"),
  );
  assert.deepEqual(
    tasks?.items.map(({ text }) => text),
    ["✓ Freeze", "☐ Sign"],
  );
  assert.deepEqual(
    signs?.items.map(({ text }) => text),
    ["✓ Fast", "✗ Slow", "Small"],
  );
});

test("an ordered list begins where its author begins", () => {
  const [steps] = lists(parse("# A\n\n3. Tag it\n4. Publish it"));
  assert.equal(steps?.start, 3);
});
