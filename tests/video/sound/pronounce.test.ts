import assert from "node:assert/strict";
import { test } from "node:test";
import { respell } from "../../../video/sound/pronounce.ts";
import { readKana } from "../../../video/japanese/kana.ts";

test("whole words are respelled, longest first, each once", () => {
  const words = { SQL: "sequel", SQLite: "ess queue lite", nginx: "engine x" };
  const text = "SQLite is SQL; NoSQL is not. Nginx and nginx, sql.";
  assert.equal(
    respell(text, words, "en"),
    "ess queue lite is sequel; NoSQL is not. engine x and engine x, sql.",
  );
});

test("a respelling is not read as a word of the dictionary again", () => {
  assert.equal(respell("a b", { a: "b", b: "a" }, "en"), "b a");
});

test("words that the script has already put into speech are found, too", () => {
  assert.equal(
    respell("Next JS and C plus plus.", { "Next.js": "nekst jay ess" }, "en"),
    "nekst jay ess and C plus plus.",
  );
  assert.equal(
    respell("We use C plus plus.", { "C++": "see plus plus" }, "en"),
    "We use see plus plus.",
  );
});

test("marks in words are marks", () => {
  assert.equal(respell("a.b, axb (c)", { "a.b": "one", "(c)": "two" }, "en"), "one, axb two");
});

test("Japanese words need no spaces around them, and their reading is what the voice gets", async () => {
  const words = { 監督AI: "かんとくエーアイ", 小鳥遊: "たかなし", Kantoku: "カントク" };
  const text = respell("小鳥遊さんの監督AI、Kantokuです。", words, "ja");
  assert.equal(text, "たかなしさんのかんとくエーアイ、カントクです。");
  assert.match((await readKana(text)).kana, /タカナシ/);
});

test("an empty dictionary, and empty entries, change nothing", () => {
  assert.equal(respell("As it is.", {}, "en"), "As it is.");
  assert.equal(respell("As it is.", { "": "x", is: " " }, "en"), "As it is.");
});
