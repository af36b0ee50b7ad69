import assert from "node:assert/strict";
import { test } from "node:test";
import { withPulledWords } from "../../../video/script/pulled-words.ts";
import { moment } from "../../../video/script/moment.ts";
import type { Scene } from "../../../video/script/ledger.ts";
import type { SceneContent } from "../../../video/scene-graph/content.ts";
import type { Tongue } from "../../../video/language/detect.ts";
import { visibleText } from "../../../video/script/visible-text.ts";
import { filmOf } from "./films.ts";

const DETAILS = { order: 0, tellings: [], sources: [], weight: 0 };

function statement(said: string, text = said.replace(/[.。]$/u, "")): Scene {
  const content: SceneContent = { template: "statement", text, emphasis: [text] };
  return { moment: moment({ ...DETAILS, content }), telling: [said], carries: [] };
}

function shown(scenes: readonly Scene[], tongue: Tongue): string[] {
  return withPulledWords(scenes, tongue).flatMap(({ moment: { content } }) => visibleText(content));
}

test("a statement shows a phrase of what is said, else what it is about", () => {
  const english = ["Voyager went on to explore Uranus and Neptune.", "Errors should never pass."];
  assert.deepEqual(
    shown(
      english.map((said) => statement(said)),
      "en",
    ),
    ["Uranus and Neptune", "Errors"],
  );
  const japanese = statement(
    "見張り役がいるので、仕事は続きます。",
    "見張り役がいるので、仕事は続く",
  );
  assert.deepEqual(shown([japanese], "ja"), ["仕事"]);
});

test("what is already shorter than what is said stays; what is long does not", () => {
  const short = statement(
    "Node replaces types with blanks, so that no map is needed.",
    "Node replaces types",
  );
  assert.deepEqual(shown([short], "en"), ["Node replaces types"]);
  const long = "The probe, which nobody had seen for years, crossed the border into the dark";
  assert.deepEqual(shown([statement(`${long}, and sent pictures home for a year.`, long)], "en"), [
    "The probe",
  ]);
});

test("no two scenes of a film write the same", () => {
  const title = { template: "title", headline: "The tea" } as const;
  const scenes = [
    { moment: moment({ ...DETAILS, content: title }), telling: [], carries: [] },
    statement("The tea needs water from the spring."),
    statement("The tea wants three minutes in the pot."),
    statement("The tea waits."),
  ];
  const texts = shown(scenes, "en");
  assert.equal(new Set(texts.map((text) => text.toLowerCase())).size, texts.length);
  assert.ok(texts.includes("The tea waits"));
});

test("a word or two, and other languages, stay as they are said", () => {
  assert.deepEqual(shown([statement("Bread rises.")], "en"), ["Bread rises"]);
  assert.deepEqual(shown([statement("静かに。")], "ja"), ["静かに"]);
  const german = "Ein guter Satz bleibt so stehen, wie er ist";
  assert.deepEqual(shown([statement(german)], "other"), [german]);
});

test("below its title a film writes a phrase of what is said", () => {
  const subtitleOf = (first: string): string | undefined => {
    const { script } = filmOf(
      `---\nduration: 40\n---\n# A new key\n\n${first} Keys grow old.\n\nMake one every year. Copy it to the server. Test it in a second terminal.`,
    );
    const [title] = script.beats;
    return title?.text.template === "title" ? title.text.subtitle : undefined;
  };
  assert.equal(
    subtitleOf("You'll need about 10 minutes and access to the server."),
    "About 10 minutes",
  );
  assert.equal(subtitleOf("It is done soon."), "Done soon");
});
