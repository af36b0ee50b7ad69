import assert from "node:assert/strict";
import { test } from "node:test";
import { displayWidth, japanesePhrases, splitPhrase } from "../../../video/japanese/phrases.ts";
import * as fc from "../../support/fast-check.ts";

const japanese = fc
  .array(fc.constantFrom(..."今日は新しいバージョンの機能をっ、。「」（）ーAb1々".split("")), {
    maxLength: 40,
  })
  .map((characters) => characters.join(""));

test("phrases are whole phrases", () => {
  assert.deepEqual(japanesePhrases("今日は新しい機能を紹介します。"), [
    "今日は",
    "新しい",
    "機能を",
    "紹介します。",
  ]);
});

test("phrases joined are the sentence, and none begins or ends where kinsoku forbids it", () => {
  fc.assert(
    fc.property(japanese, (text) => {
      const phrases = japanesePhrases(text);
      assert.equal(phrases.join(""), text);
      for (const phrase of phrases.slice(1)) assert.doesNotMatch(phrase, /^[、。）」っー々]/);
      for (const phrase of phrases.slice(0, -1)) assert.doesNotMatch(phrase, /[（「]$/);
    }),
  );
});

test("a phrase that is too wide is split without losing a character", () => {
  fc.assert(
    fc.property(japanese, (text) => {
      assert.equal(splitPhrase(text, 13).join(""), text);
    }),
  );
  const pieces = splitPhrase("インターナショナリゼーションプロジェクト", 13);
  assert.ok(pieces.every((piece) => displayWidth(piece) <= 13));
});

test("half-width characters count a half", () => {
  assert.equal(displayWidth("地図v1.4ｱ"), 2 + 2 + 0.5);
});
