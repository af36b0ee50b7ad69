import assert from "node:assert/strict";
import { test } from "node:test";
import { drawBackdrop } from "../../video/assets/backdrop.ts";
import { planConcept } from "../../video/concept/concept-by-rules.ts";
import { parseBrief } from "../../video/brief/parse.ts";
import { displayWidth } from "../../video/japanese/phrases.ts";
import { SIZES } from "../../video/look/names.ts";
import { withSources } from "../../video/script/sources.ts";
import { validateScript } from "../../video/script/validate.ts";
import type { Brief } from "../../video/brief/brief.ts";
import type { Script } from "../../video/script/script.ts";
import { writeScript } from "../../video/script/script-by-rules.ts";
import { directed } from "../video/scene-graph/fixtures/directed.ts";
import { chooseShots } from "../../video/shots/shots-by-rules.ts";
import { inventions } from "../video/script/faithful.ts";
import { filmOf } from "../video/script/films.ts";
import { filmTexts } from "./texts.ts";

const FILMS = filmTexts().map((text) => {
  const film = filmOf(text.text, `${text.name}.md`);
  return { ...film, ...text, script: withSources(film.script, film.brief) };
});

test("at least 24 texts are quoted, of as many kinds, each with its source and licence: twelve examples, eight Japanese, every shape", () => {
  const quoted = FILMS.filter(({ source }) => source !== "Written for Kantoku");
  assert.ok(quoted.length >= 24);
  for (const { name, source, licence } of quoted) {
    assert.ok(licence, name);
    assert.match(source, /https:\/\/\S+/, name);
  }
  assert.ok(new Set(quoted.map(({ kind }) => kind)).size >= 24);
  assert.ok(quoted.filter(({ path }) => path.includes("/examples/")).length >= 12);
  assert.ok(quoted.filter(({ brief }) => brief.language === "ja").length >= 8);
  for (const aspect of ["16:9", "9:16", "1:1"]) {
    assert.ok(FILMS.filter(({ brief }) => brief.aspect === aspect).length >= 3, aspect);
  }
});

test("no two films have the same order of scenes", () => {
  const orders = FILMS.map(({ script }) => script.beats.map(({ text }) => text.template).join(" "));
  const twice = orders.filter((order, index) => orders.indexOf(order) !== index);
  assert.deepEqual(twice, []);
});

for (const { name, text, brief, concept, script } of FILMS) {
  test(`${name}: every word seen or heard is the brief's, and every beat says where from`, () => {
    for (const beat of script.beats) {
      assert.deepEqual(inventions(beat, text, brief), [], beat.id);
      const isTitle = beat.text.template === "title" || beat.text.template === "closing";
      assert.ok(beat.sources.length > 0 || isTitle, `${beat.id} has no source`);
      for (const { start, end } of beat.sources) {
        assert.ok(start < end && end <= text.length, beat.id);
      }
    }
  });

  test(`${name}: the script is as long as asked, and nothing is wrong with it`, () => {
    const total = script.beats.reduce((sum, { seconds }) => sum + seconds, 0);
    assert.ok(Math.abs(total - brief.durationSeconds) <= 0.5, `${total} s`);
    const problems = validateScript(script, brief).filter(({ severity }) => severity !== "info");
    assert.deepEqual(problems, []);
  });

  test(`${name}: no scene is only announced, cut off in a word, or as long as the film`, () => {
    const longest = Math.max(...script.beats.map(({ seconds }) => seconds));
    assert.ok(longest <= Math.max(30, brief.durationSeconds / 2), `${longest} s`);
    const shots = chooseShots(brief, concept, script).shots;
    assert.ok(new Set(shots.map(({ framing }) => framing)).size >= Math.min(3, shots.length));
    for (const [index, shot] of shots.entries()) {
      assert.notEqual(shot.framing, shots[index - 1]?.framing, shot.id);
    }
  });

  test(`${name}: another seed looks different, the same one gives the same bytes of scene graph`, () => {
    const graphOf = (seed: number): string => {
      const seeded = { ...parseBrief(text, { file: `${name}.md` }), seed };
      const planned = planConcept(seeded);
      const film = {
        file: name,
        brief: seeded,
        concept: planned,
        script: writeScript(seeded, planned),
      };
      return JSON.stringify(directed(film));
    };
    const first = graphOf(7);
    assert.equal(first, graphOf(7));
    assert.notEqual(first, graphOf(8));
    const looks = new Set([7, 8, 9, 10].map((seed) => lookOf({ ...brief, seed }, script)));
    assert.equal(looks.size, 4);
  });
}

/** What a seed decides of the picture: theme, and every backdrop. */
function lookOf(brief: Brief, script: Script): string {
  const concept = planConcept(brief);
  const { theme, shots } = chooseShots(brief, concept, script);
  const size = SIZES[brief.aspect];
  const backdrops = shots.map(({ content, framing, pictograms }, index) => {
    const hasPictogram = pictograms?.length === 1;
    return drawBackdrop({
      theme,
      seed: concept.seed + index,
      size,
      content,
      framing,
      hasPictogram,
    });
  });
  return JSON.stringify([theme, backdrops.map(({ svg }) => svg)]);
}

test("no statement writes word by word what is said, and none is long", () => {
  const letters = (text: string): string => text.toLowerCase().replaceAll(/[\s\p{P}]/gu, "");
  const statements = FILMS.flatMap(({ name, script }) =>
    script.beats.flatMap(({ id, text, audio }) =>
      text.template === "statement" ? [{ id: `${name} ${id}`, text: text.text, audio }] : [],
    ),
  );
  assert.ok(statements.length >= 60);
  for (const { id, text, audio } of statements) {
    const lines = audio.captions ?? audio.narration;
    const isSaid = [...lines, lines.join(" ")].some((line) => letters(line) === letters(text));
    assert.ok(!isSaid || text.split(" ").length <= 2, `${id}: ${text}`);
    assert.ok(displayWidth(text) <= 24, `${id}: ${text}`);
  }
});

test("no two statements of a film write the same", () => {
  for (const { name, script } of FILMS) {
    const texts = script.beats.flatMap(({ text }) =>
      text.template === "statement" ? [text.text.toLowerCase()] : [],
    );
    assert.equal(new Set(texts).size, texts.length, name);
  }
});
