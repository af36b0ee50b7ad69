import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "../../../kernel/errors.ts";
import type { Brief } from "../../../video/brief/brief.ts";
import { readBrief } from "../../../video/brief/read.ts";

const read = (text: string): Brief => readBrief(text, { file: "brief.md" });

const STORY =
  "The old lighthouse has been dark for eleven years. Last spring a group of engineers started to restore its lens by hand. They meet every Wednesday and bring their own tea. The lamp will turn again in June.";

test("a film is no longer than its text carries, and the brief says so", () => {
  const brief = read(`---\nduration: 600\n---\n${STORY}`);
  assert.ok(brief.durationSeconds >= 30 && brief.durationSeconds <= 60, `${brief.durationSeconds}`);
  assert.match(brief.assumptions.join("\n"), /600 s were asked for; the text carries \d\d s/);
  const japanese = read("---\nduration: 300\n---\n# 灯台\n\n灯台は11年間暗いままだった。");
  assert.match(japanese.assumptions.join("\n"), /300秒の指定ですが、本文の量に合わせて30秒/);
});

test("what a text carries is as long as asked", () => {
  assert.equal(read(`---\nduration: 30\n---\n${STORY}`).durationSeconds, 30);
  assert.equal(read(`---\nduration: 600\n---\n${`${STORY}\n\n`.repeat(20)}`).durationSeconds, 600);
  const folder = read(`---\nduration: 120\nassets: photos\n---\n${STORY}`);
  assert.equal(folder.durationSeconds, 120);
});

const THIN: readonly [string, string, RegExp][] = [
  ["a title and nothing else", "# Title only\n", /has a title and nothing to tell/],
  [
    "a title in front matter alone",
    "---\ntitle: Nothing\n---\n",
    /has a title and nothing to tell/,
  ],
  ["code without a word", "```js\nconsole.log(1)\n```\n", /shows code and says nothing of it/],
  ["two words", "Buy milk.\n", /says nothing but "Buy milk"/],
];

for (const [what, text, message] of THIN) {
  test(`${what} is refused with what is missing`, () => {
    assert.throws(
      () => read(text),
      (error) => {
        assert.ok(error instanceof InputError);
        const [problem] = error.problems;
        assert.match(problem?.message ?? "", message);
        assert.match(problem?.hint ?? "", /^write /);
        return true;
      },
    );
  });
}

test("a title with code, an outline, or a few key messages are films", () => {
  for (const text of [
    "# Hello\n\n```js\nconsole.log(1)\n```\n",
    "# Plan\n\n## Dig\n\n## Build\n",
    "---\nkey_messages: [Coffee is free]\n---\n# The library",
    "# Shopping\n\n- Milk\n- Bread\n",
  ]) {
    assert.ok(read(text).title.length > 0, text);
  }
});

test("a text in other letters than those of the language asked for is noted", () => {
  const note = (text: string): string | undefined =>
    read(text).assumptions.find((one) => /looks like|書かれているよう/.test(one));
  const english = "This text is written in English entirely, and it goes on for a while.";
  assert.match(note(`---\nlanguage: ja\n---\n${english}`) ?? "", /本文は英語/);
  assert.match(
    note(
      "---\nlanguage: en\n---\n灯台は十一年のあいだ暗いままだった。来年の六月に、明かりがまた灯る予定だ。",
    ) ?? "",
    /made in English, as asked, though its text looks like Japanese/,
  );
  assert.equal(note(`---\nlanguage: en\n---\n${english}`), undefined);
  assert.equal(note("---\nlanguage: ja\n---\nHTTP/3とQUICの話です。"), undefined);
});

test("headings that mean something else than a field are chapters", () => {
  const brief = read(
    "# Sailing\n\nA week on the sea.\n\n### Audience\n\nAdults from 14.\n\n### Duration\n\n5 days, 9 to 17 h.\n\n### Language\n\nEnglish and some Dutch\n\n### Price\n\n540 pounds, lunch included.",
  );
  assert.equal(brief.audience, null);
  assert.match(JSON.stringify(brief.blocks), /5 days/);
  assert.match(JSON.stringify(brief.blocks), /Adults from 14/);
});
