import assert from "node:assert/strict";
import { test } from "node:test";
import { parseBrief } from "../../../video/brief/parse.ts";
import { Concept } from "../../../video/concept/concept.ts";
import { planConcept } from "../../../video/concept/concept-by-rules.ts";

const conceptOf = (text: string): Concept =>
  Concept.parse(planConcept(parseBrief(text, { file: "b.md" })));

test("look and mood follow what the author asks for", () => {
  const asked = conceptOf("---\nstyle: dark and technical\ntone: playful\n---\nA text.");
  assert.deepEqual([asked.theme, asked.mood], ["midnight", "playful"]);
  const japanese = conceptOf("---\nstyle: 力強い\ntone: 落ち着いた\n---\n短い文章です。");
  assert.deepEqual([japanese.theme, japanese.mood], ["signal", "calm"]);
  assert.equal(conceptOf("---\ntheme: daybreak\nstyle: dark\n---\nA text.").theme, "daybreak");
});

test("every look has words of its own, in English and in Japanese", () => {
  for (const [english, japanese, theme] of [
    ["precise, like an engineer's drawing", "精密な図面のように", "blueprint"],
    ["premium and botanical", "老舗らしい格調", "evergreen"],
    ["a colourful party", "お祝いらしくにぎやかに", "confetti"],
    ["like a conference keynote", "ポスターのように", "cobalt"],
  ] as const) {
    assert.equal(conceptOf(`---\nstyle: ${english}\n---\nA text.`).theme, theme);
    assert.equal(conceptOf(`---\nstyle: ${japanese}\n---\n短い文章です。`).theme, theme);
  }
});

test("without a wish every look comes up sooner or later", () => {
  const texts = ["How to brew tea", "Security notice", "A new release", "A day out", "お茶の話"];
  const found = new Set(
    texts.flatMap((title) =>
      Array.from({ length: 40 }, (_, each) => conceptOf(`# ${title}\n\nText ${each}.`).theme),
    ),
  );
  assert.equal(found.size, 8);
});

test("without a wish they follow the content", () => {
  assert.equal(conceptOf("# How to brew tea\n\nPour.").mood, "calm");
  assert.equal(conceptOf("# Security notice\n\nUpdate now.").mood, "serious");
  assert.equal(conceptOf("# Bridge closed after crash\n\nNo one was hurt.").mood, "serious");
  assert.equal(conceptOf("# Ellen Marsh\n\nEllen Marsh died on 2 February.").mood, "serious");
  assert.equal(conceptOf("# Tool\n\nRun it:\n\n```sh\nrun\n```").theme, "midnight");
  assert.equal(
    conceptOf("# Year\n\nIt has 10 cats, 20 dogs, 30 birds and 40 fish in 5 houses.").theme,
    "signal",
  );
});

test("the tempo belongs to the mood, and the seed to the text", () => {
  const [calm, driven] = [
    conceptOf("---\ntone: calm\n---\nA."),
    conceptOf("---\ntone: energetic\n---\nA."),
  ];
  assert.ok(calm.bpm < 85 && driven.bpm > 115);
  assert.notEqual(calm.seed, driven.seed);
});

test("the line is the goal, or the strongest sentence, and points are the messages", () => {
  const withGoal = conceptOf(
    "---\ngoal: Sell bread\nkey_messages: [Bread is warm.]\n---\nText here.",
  );
  assert.deepEqual([withGoal.logline, withGoal.points], ["Sell bread", ["Bread is warm"]]);
  assert.match(
    conceptOf("# Shop\n\nIt is a place. It sells 400 kinds of bread every day.").logline,
    /400/,
  );
});
