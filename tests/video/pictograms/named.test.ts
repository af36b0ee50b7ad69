import assert from "node:assert/strict";
import { test } from "node:test";
import { namedIn } from "../../../video/pictograms/named.ts";
import { filmTexts } from "../../films/texts.ts";
import { FROM_TEXTS, TRAPS, WRITTEN, type Sentence } from "./sentences.ts";

function wrongIn(sentences: readonly Sentence[], language: string): string[] {
  return sentences.flatMap(([text, expected]) => {
    const named = namedIn(text, language)
      .map(({ name }) => name)
      .join(" ");
    return named === expected
      ? []
      : [`${text} → ${named || "nothing"}, not ${expected || "nothing"}`];
  });
}

for (const language of ["en", "ja"] as const) {
  test(`${language}: sentences of the filmed texts and of briefs name what they name, and nothing else`, () => {
    assert.deepEqual(wrongIn([...FROM_TEXTS[language], ...WRITTEN[language]], language), []);
  });

  test(`${language}: a word that means something else names nothing`, () => {
    assert.deepEqual(wrongIn(TRAPS[language], language), []);
  });
}

test("the sentences are those of the filmed texts, at least 80, and 200 with those written for it", () => {
  const texts = filmTexts()
    .map(({ text }) => text.replaceAll(/\s+/g, " "))
    .join(" ");
  const own = [...FROM_TEXTS.en, ...FROM_TEXTS.ja];
  assert.deepEqual(
    own.filter(([text]) => !texts.includes(text)),
    [],
  );
  assert.ok(own.length >= 80);
  assert.ok(own.length + [TRAPS, WRITTEN].flatMap(({ en, ja }) => [...en, ...ja]).length >= 200);
});

test("what is named is found where it stands, plurals and large first letters too", () => {
  const text = "Candles burn. Two churches, three libraries and the Sun.";
  const found = namedIn(text, "en-GB").map(({ name, start, end }) => [
    name,
    text.slice(start, end),
  ]);
  assert.deepEqual(found, [
    ["candle", "Candles"],
    ["building-church", "churches"],
    ["sun", "Sun"],
  ]);
  const title = namedIn("The Chemical History of a Candle", "en");
  assert.deepEqual(
    title.map(({ name }) => name),
    ["candle"],
  );
});

test("a language without words of its own names nothing", () => {
  assert.deepEqual(namedIn("Die Kerze brennt, the candle burns.", "de"), []);
  assert.deepEqual(namedIn("山に登る", "zh"), []);
});
