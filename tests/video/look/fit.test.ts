import assert from "node:assert/strict";
import { test } from "node:test";
import { fitText } from "../../../video/look/fit.ts";
import { charactersOf, phrasesOf } from "../../../video/look/phrases.ts";
import * as fc from "../../support/fast-check.ts";

/** Half an em for Latin, one for Japanese. */
const measure = (text: string): number =>
  Array.from(text).reduce((sum, each) => sum + (each.charCodeAt(0) > 0x2e80 ? 1 : 0.5), 0);

const box = { maxWidth: 900, maxHeight: 400, max: 120, min: 60, lineHeight: 1.1 };

test("a short text takes the biggest size", () => {
  assert.equal(fitText("Tidewater", measure, box).size, 120);
});

test("a headline is set in the lines it may have, and they are of about equal length", () => {
  const fitted = fitText("Every backup comes back in seconds instead of hours", measure, {
    ...box,
    lines: 2,
    balance: true,
  });
  const [first, second] = fitted.lines;
  assert.equal(fitted.lines.length, 2);
  assert.ok(Math.abs((first?.width ?? 0) - (second?.width ?? 0)) < 0.25 * box.maxWidth);
});

test("a headline is rather broken after a clause than within one", () => {
  const fitted = fitText("検証を標準にしてから、復元の回数は増え続けています", measure, {
    ...box,
    maxWidth: 1100,
    max: 80,
    lines: 2,
    balance: true,
  });
  assert.equal(fitted.lines[0]?.text, "検証を標準にしてから、");
});

test("an article does not stand alone on a line where somewhat smaller type takes it to its word", () => {
  const options = { ...box, maxWidth: 620, maxHeight: 600, lines: 4, balance: true };
  const fitted = fitText("The unfinished work", measure, options);
  assert.deepEqual(
    fitted.lines.map(({ text }) => text),
    ["The unfinished", "work"],
  );
});

test("more lines are taken before the type gets smaller than asked", () => {
  const fitted = fitText("one two three four five six seven eight nine ten", measure, {
    ...box,
    lines: 1,
  });
  assert.ok(fitted.lines.length > 1);
  assert.ok(fitted.size >= box.min);
});

test("a Latin word shrinks rather than being cut", () => {
  const fitted = fitText("Donaudampfschifffahrtsgesellschaft", measure, { ...box, maxWidth: 800 });
  assert.equal(fitted.lines.length, 1);
  assert.ok(fitted.size < box.min);
});

test("an endless word is broken in a size that is read, and takes no other with it", () => {
  const text =
    "We ship the Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft today";
  const fitted = fitText(text, measure, { ...box, maxHeight: 600, maxWidth: 1200 });
  assert.ok(fitted.size >= box.min, `${fitted.size} px`);
  const letters = (all: string): string => all.replaceAll(" ", "");
  assert.equal(letters(fitted.lines.map((line) => line.text).join("")), letters(text));
});

test("a number keeps its unit on its line, and a word the marks that are parted from it", () => {
  for (const [text, ...phrases] of [
    ["dont 40 % financés", "dont", "40 %", "financés"],
    ["Coût total : 6,4 M€, dont", "Coût", "total :", "6,4 M€,", "dont"],
    ["« C'est beau », dit-elle", "« C'est", "beau »,", "dit-elle"],
    ["under 30 min today", "under", "30 min", "today"],
    ["12 months later", "12", "months", "later"],
    ["a b  c", "a", "b", "c"],
  ]) {
    assert.deepEqual(
      phrasesOf(text ?? "").map((phrase) => phrase.text),
      phrases,
    );
  }
});

test("whatever the text, its lines stay in the box and hold it in order", () => {
  const texts = fc.oneof(
    fc.string({ minLength: 1, maxLength: 120 }),
    fc.stringMatching(/^[ぁ-ん、。「」ァ-ヶ亜-熙A-z ]{1,90}$/u),
  );
  fc.assert(
    fc.property(texts, fc.integer({ min: 300, max: 1600 }), (text, maxWidth) => {
      if (text.trim() === "") return;
      const fitted = fitText(text, measure, { ...box, maxWidth });
      assert.ok(fitted.height <= box.maxHeight + 1);
      for (const line of fitted.lines) assert.ok(line.width <= maxWidth + 1, `${line.width}`);
      let end = 0;
      for (const line of fitted.lines) {
        assert.ok(line.start >= end && line.end >= line.start);
        end = line.end;
      }
    }),
    { numRuns: 300 },
  );
});

test("Japanese breaks between phrases, and never before a mark that may not begin a line", () => {
  const phrases = phrasesOf(
    "「何時間もかかっていた」バックアップの復元が、わずか数秒で終わります。",
  );
  assert.ok(phrases.length > 4);
  for (const { text } of phrases.slice(1)) assert.doesNotMatch(text, /^[、。」ー]/u);
  for (const { text } of phrases) assert.doesNotMatch(text, /「$/u);
  assert.equal(
    phrases.map(({ text }) => text).join(""),
    "「何時間もかかっていた」バックアップの復元が、わずか数秒で終わります。",
  );
});

test("a phrase cut into characters keeps its places in the text and the kinsoku", () => {
  const [phrase] = phrasesOf("データベース、");
  assert.ok(phrase);
  const characters = charactersOf(phrase);
  assert.equal(characters.at(-1)?.text, "ス、");
  assert.equal(characters.at(-1)?.end, 7);
});
