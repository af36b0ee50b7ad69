import assert from "node:assert/strict";
import { test } from "node:test";
import { parseBrief } from "../../../video/brief/parse.ts";
import { questionsOf, readAnswers, withAnswers } from "../../../video/brief/questions.ts";

const brief = (text: string) => parseBrief(text, { file: "brief.md" });
const VAGUE = "# Release 2.0\n\nTwice as fast. Half the memory.\n";
const questions = questionsOf(brief(VAGUE));

test("what a brief leaves open is asked with what holds otherwise", () => {
  assert.deepEqual(
    questions.map(({ field, assumed }) => [field, assumed]),
    [
      ["duration", "10 seconds"],
      ["aspect", "16:9"],
    ],
  );
  const japanese = questionsOf(brief("# 新しい機能\n\n二倍速くなりました。\n"));
  assert.match(japanese[0]?.text ?? "", /長さはどのくらい/);
  assert.match(japanese[0]?.assumed ?? "", /秒$/);
});

test("what a brief says, in a field or in words, is not asked", () => {
  assert.deepEqual(questionsOf(brief(`---\nduration: 30\naspect: "1:1"\n---\n${VAGUE}`)), []);
  const wished = "Make a 20 second vertical video about our release.\n\nTwice as fast.\n";
  assert.deepEqual(questionsOf(brief(wished)), []);
});

const answers: readonly [string, [string, string][]][] = [
  ["1. yes 2. 9:16", [["aspect", "9:16"]]],
  ["1. 30 seconds 2. yes", [["duration", "30 seconds"]]],
  [
    "1) 30s\n2) vertical",
    [
      ["duration", "30s"],
      ["aspect", "vertical"],
    ],
  ],
  ["Sure!\n1: 45 seconds, 2: ok", [["duration", "45 seconds"]]],
  ["2. square", [["aspect", "square"]]],
  ["1. はい 2. 縦", [["aspect", "縦"]]],
  ["1.30秒 2.はい", [["duration", "30秒"]]],
  ["１．３０秒　２．はい", [["duration", "30秒"]]],
  ["1、1分30秒 2、おまかせ", [["duration", "1分30秒"]]],
  [
    "１）２０秒\n２）１：１",
    [
      ["duration", "20秒"],
      ["aspect", "1:1"],
    ],
  ],
  [
    "1.20秒、2.9:16でお願いします",
    [
      ["duration", "20秒"],
      ["aspect", "9:16でお願いします"],
    ],
  ],
  ["はい、お願いします", []],
  ["1. はい 2. 縦長", [["aspect", "縦長"]]],
  ["１．　３０秒　２．　はい", [["duration", "30秒"]]],
  ["yes", []],
  ["おまかせします", []],
];
for (const [text, given] of answers) {
  test(`"${text.replace("\n", " ")}" is understood`, () => {
    const read = readAnswers(text, questions);
    assert.deepEqual(read?.unclear, []);
    assert.deepEqual(
      read?.given.map(({ field, value }) => [field, value]),
      given,
    );
  });
}

test("an only question takes the whole text as its answer, when it is one", () => {
  const [duration] = questions;
  assert.deepEqual(readAnswers("30 seconds", [duration!])?.given, [
    { field: "duration", value: "30 seconds" },
  ]);
  assert.deepEqual(readAnswers("9:16", [questions[1]!])?.given, [
    { field: "aspect", value: "9:16" },
  ]);
  assert.equal(readAnswers("I like the idea.", [duration!]), null);
  assert.equal(readAnswers("30 seconds", questions), null, "of two questions it is unclear which");
});

test("what can't be used is named, and other talk is no answer", () => {
  assert.match(readAnswers("1. purple", questions)?.unclear[0] ?? "", /^1: /);
  assert.match(readAnswers("7. yes", questions)?.unclear[0] ?? "", /no question 7/);
  assert.equal(readAnswers("Looks interesting.", questions), null);
});

test("answers become fields of the brief, whatever it had, and nothing is asked again", () => {
  const read = readAnswers("1. 30 seconds 2. 9:16", questions);
  for (const text of [VAGUE, `---\naudience: "All: of us"\n---\n${VAGUE}`]) {
    const better = brief(withAnswers(text, read!, "brief.md"));
    assert.deepEqual([better.durationSeconds, better.aspect, better.open], [30, "9:16", undefined]);
    assert.equal(better.title, "Release 2.0");
  }
});
