import assert from "node:assert/strict";
import { test } from "node:test";
import { pulledFromEnglish } from "../../../video/language/pull-english.ts";
import { pulledFromJapanese } from "../../../video/language/pull-japanese.ts";
import * as fc from "../../support/fast-check.ts";

const ENGLISH: readonly (readonly [sentence: string, phrase: string | null])[] = [
  [
    "Now we are engaged in a great civil war, testing whether that nation can long endure.",
    "A great civil war",
  ],
  ["We are met on a great battle-field of that war.", "A great battle-field of that war"],
  ["First, remove dead, diseased and damaged wood.", "Dead, diseased and damaged wood"],
  ["They meet on Wednesdays, bring their own tea and argue about it for hours.", null],
  ["This is the largest edition we have released.", "The largest edition"],
  ["SQLite reads and writes directly to ordinary disk files.", "Ordinary disk files"],
  ["Voyager 2 went on to explore Uranus and Neptune.", "Uranus and Neptune"],
  [
    "They gave the last full measure of devotion to that cause.",
    "The last full measure of devotion",
  ],
  [
    "The world will little note, nor long remember what we say here, but it can never forget what they did here.",
    "It can never forget what they did here",
  ],
  [
    'In the world of software there exists a dreaded place called "dependency hell."',
    "Dependency hell",
  ],
  ["The island is less than 3,100 miles away by ship.", "Less than 3,100 miles"],
  ["It is now used everywhere by 30+ million projects and proven itself.", "30+ million projects"],
  [
    "That we here highly resolve that these dead shall not have died in vain",
    "These dead shall not have died in vain",
  ],
];

test("a phrase of an English sentence is whole in itself", () => {
  for (const [sentence, phrase] of ENGLISH) assert.equal(pulledFromEnglish(sentence), phrase);
});

test("what would say something else than its sentence is not pulled out of it", () => {
  for (const sentence of [
    "They serve a creamy mix of chicken or fish.",
    "Extremely fast stream implementation to write to files and file descriptors.",
    "We removed the small weather widget.",
    "Everything you write stays yours.",
    "We're dropping support for Internet Explorer 11.",
    "Special cases aren't special enough to break the rules.",
    "Don't run outside, and don't stand in a doorway.",
    "No new features come into a stable release.",
    "Do you know the fastest way home?",
    'He called it "the worst idea of the year" on stage.',
    "Many people came together to create it.",
    "All of this works.",
  ]) {
    assert.equal(pulledFromEnglish(sentence), null, sentence);
  }
});

test("a phrase of a Japanese sentence is a noun with what goes with it", () => {
  const pulled: readonly (readonly [string, string | null])[] = [
    ["覚えやすい名前を選びましょう。", "覚えやすい名前"],
    ["開発環境と本番環境のギャップを小さく保つことが大事です。", "本番環境のギャップ"],
    ["ことしになってからいろいろの天変地異が国土を襲った。", "いろいろの天変地異"],
    ["特別な理由がない限り、古い設定を使わないでください。", null],
    ["全てにチェックが付きましたか？", null],
    ["雨天の場合は中止です。", null],
    ["雨天の場合は、屋内の会場で行います。", "屋内の会場"],
    ["出席者は組合員またはその同居の家族に限ります。", null],
    ["自分はただ待っていると答えた。", null],
    ["おばあさんは、とても静かな声で話を始めました。", "静かな声"],
  ];
  for (const [sentence, phrase] of pulled) assert.equal(pulledFromJapanese(sentence), phrase);
});

test("whatever is pulled stands in its sentence, and is shorter", () => {
  const words = fc.constantFrom(
    ..."the a great small river of and but never old stone house, which we built. is was Anna 4 %".split(
      " ",
    ),
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 14 }), (list) => {
      const sentence = list.join(" ");
      const phrase = pulledFromEnglish(sentence);
      if (phrase === null) return;
      assert.ok(sentence.toLowerCase().includes(phrase.toLowerCase()));
      assert.ok(phrase.length < sentence.length);
    }),
    { numRuns: 60 },
  );
});
