import assert from "node:assert/strict";
import { test } from "node:test";
import { voicedPlaces } from "../../../video/direct/voiced.ts";
import type { SceneContent } from "../../../video/scene-graph/content.ts";

const statement = (text: string): SceneContent => ({ template: "statement", text, emphasis: [] });
const words = (text: string, separator: RegExp | string = " ") =>
  text.split(separator).map((word, index) => ({ text: word, start: 20 + index * 10 }));

test("each word of a statement is placed where it is heard", () => {
  const places = voicedPlaces(
    statement("Nothing leaves unmeasured"),
    words("And nothing leaves the house unmeasured."),
    "en",
  );
  assert.deepEqual(places, [
    { from: 0, at: 30 },
    { from: 8, at: 40 },
    { from: 15, at: 70 },
  ]);
});

test("another form of a word is the same word, a word further on is not taken for an earlier one", () => {
  const places = voicedPlaces(
    statement("It is measured, and it is shown"),
    words("It is measuring and it is shown"),
    "en",
  );
  assert.deepEqual(
    places.map(({ at }) => at),
    [20, 30, 40, 50, 60, 70, 80],
  );
});

test("a phrase is placed where all of it is heard, not where its first word is heard before", () => {
  const places = voicedPlaces(
    statement("The unfinished work"),
    words("It is for us the living to do the unfinished work"),
    "en",
  );
  assert.deepEqual(
    places.map(({ at }) => at),
    [100, 110, 120],
  );
});

test("a text that the voice doesn't say has no places", () => {
  assert.deepEqual(
    voicedPlaces(statement("Nothing leaves unmeasured"), words("All is looked at twice"), "en"),
    [],
  );
});

test("Japanese phrases are found though they were cut otherwise when they were spoken", () => {
  const places = voicedPlaces(
    statement("二煎目は、少し熱めのお湯で待たずに注ぐ"),
    words("二煎目は、|少し|熱めのお湯で|待たずに|注ぎます。", "|"),
    "ja",
  );
  assert.ok(places.length >= 4);
  assert.deepEqual(places[0], { from: 0, at: 20 });
  const frames = places.map(({ at }) => at);
  assert.deepEqual(
    frames,
    frames.toSorted((a, b) => a - b),
  );
});

test("scenes without one large text have none", () => {
  const list: SceneContent = { template: "list", headline: "Parts", items: [{ text: "queue" }] };
  assert.deepEqual(voicedPlaces(list, words("queue"), "en"), []);
});
