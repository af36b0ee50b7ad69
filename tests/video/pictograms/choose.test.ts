import assert from "node:assert/strict";
import { test } from "node:test";
import { hasRoomForEmblem } from "../../../video/look/emblem.ts";
import { choosePictograms } from "../../../video/pictograms/choose.ts";
import { PICTOGRAM_NAMES, VOCABULARY } from "../../../video/pictograms/names.ts";
import { originOf, pictogramSvg, strokesOf } from "../../../video/pictograms/shapes.ts";
import { entriesOf } from "../../../video/pictograms/words.ts";
import type { SceneContent } from "../../../video/scene-graph/content.ts";
import { chooseShots } from "../../../video/shots/shots-by-rules.ts";
import { filmTexts } from "../../films/texts.ts";
import { filmOf } from "../script/films.ts";

const statement = (text: string, ...emphasis: string[]): SceneContent => ({
  template: "statement",
  text,
  emphasis,
});
const everywhere = () => true;

const FILMS = filmTexts().map(({ name, text }) => {
  const { brief, concept, script } = filmOf(text, `${name}.md`);
  return { name, brief, concept, script, plan: chooseShots(brief, concept, script) };
});

test("every pictogram has strokes, an origin with its licence, and words that name it alone", () => {
  const seen = new Map<string, string>();
  for (const name of PICTOGRAM_NAMES) {
    const strokes = strokesOf(name);
    assert.ok(strokes.length > 0, name);
    for (const d of strokes) assert.match(d, /^M[\d.\s,a-zA-Z-]+$/, name);
    assert.match(pictogramSvg(name), /^<svg [^>]+>(?:<path d="[^"]+"\/>)+<\/svg>$/);
    assert.equal(originOf(name).licence, "MIT");
    for (const word of VOCABULARY[name].flatMap(entriesOf)) {
      assert.notEqual(word.replace("*", ""), "", name);
      assert.equal(seen.get(word), undefined, `${word} names ${name} and ${seen.get(word) ?? ""}`);
      seen.set(word, name);
    }
  }
});

test("the icon set and our own drawings are told apart", () => {
  assert.match(originOf("candle").generator, /^@tabler\/icons@\d+\.\d+\.\d+\/candle$/);
  assert.match(originOf("candle").provenance, /Tabler Icons/);
  assert.equal(originOf("earthquake").generator, "kantoku/pictogram/earthquake");
});

test("a statement whose few words name nothing has a pictogram of what is said over it", () => {
  const scenes = [statement("Enough."), statement("The second cup"), statement("Enough.")];
  const said = ["Enough.", "For the second cup, put the kettle on again.", "Enough."];
  const chosen = choosePictograms(scenes, "en", everywhere, (index) => [said[index] ?? ""]);
  assert.deepEqual(chosen, [null, ["kettle"], null]);
});

test("its own words go before what is said over it", () => {
  const scenes = [statement("A cold moon"), statement("Enough."), statement("Enough.")];
  const chosen = choosePictograms(scenes, "en", everywhere, () => [
    "The kettle stood under a moon.",
  ]);
  assert.deepEqual(chosen[0], ["moon"]);
});

test("what is emphasised or in the title goes before what comes first", () => {
  const title: SceneContent = { template: "title", headline: "A history of the candle" };
  const scenes = [
    title,
    statement("Enough."),
    statement("No more open door leads there than a candle"),
    statement("Rain fell on the bicycle", "bicycle"),
    statement("Enough."),
    statement("Enough."),
  ];
  assert.deepEqual(choosePictograms(scenes, "en", everywhere), [
    ["candle"],
    null,
    ["candle"],
    ["bike"],
    null,
    null,
  ]);
});

test("a list has a pictogram for every row, each its own, or none", () => {
  const list = (...texts: string[]): SceneContent => ({
    template: "list",
    headline: "What it takes",
    items: texts.map((text) => ({ text })),
  });
  const chosen = (...texts: string[]) => choosePictograms([list(...texts)], "en", everywhere)[0];
  assert.deepEqual(chosen("A tent", "Rain", "Two bicycles"), ["tent", "cloud-rain", "bike"]);
  assert.equal(chosen("A tent", "Patience"), null);
  assert.equal(chosen("A tent", "A second tent"), null);
});

test("nothing named, no room, or another language: nothing is shown", () => {
  assert.deepEqual(choosePictograms([statement("It goes on")], "en", everywhere), [null]);
  assert.deepEqual(
    choosePictograms([statement("A candle burns")], "en", () => false),
    [null],
  );
  assert.deepEqual(choosePictograms([statement("A candle burns")], "fr", everywhere), [null]);
});

for (const { name, brief, concept, script, plan } of FILMS) {
  test(`${name}: at most half of the scenes, none more than twice or twice running, always with room`, () => {
    const shown = plan.shots.map(({ pictograms = [] }) => pictograms);
    const count = shown.filter(({ length }) => length > 0).length;
    assert.ok(count <= Math.max(1, plan.shots.length / 2), `${count} of ${plan.shots.length}`);
    const counts = Map.groupBy(shown.flat(), (each) => each);
    for (const [each, uses] of counts) assert.ok(uses.length <= 2, each);
    for (const [index, { content, framing, pictograms }] of plan.shots.entries()) {
      if (!pictograms) continue;
      const before = new Set(shown[index - 1]);
      assert.ok(!pictograms.some((each) => before.has(each)));
      if (content.template === "list") assert.equal(pictograms.length, content.items.length);
      else assert.ok(hasRoomForEmblem(content, framing, brief.aspect), content.template);
    }
    assert.deepEqual(chooseShots(brief, concept, script), plan);
  });
}

test("at least every third film shows something of what it says", () => {
  const drawn = FILMS.filter(({ plan }) => plan.shots.some(({ pictograms }) => pictograms));
  assert.ok(drawn.length >= FILMS.length / 3, `${drawn.length} of ${FILMS.length}`);
});
