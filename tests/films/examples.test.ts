import assert from "node:assert/strict";
import { test } from "node:test";
import { parseBrief } from "../../video/brief/parse.ts";
import type { Brief } from "../../video/brief/brief.ts";
import { ASPECTS } from "../../video/look/names.ts";
import { lots, type Lots } from "../soak/lots.ts";
import { seedOf } from "../support/seed.ts";
import type { FilmFacts } from "./facts.ts";
import { makeFilm } from "./make-film.ts";
import { filmTexts, type FilmText } from "./texts.ts";

/** So many are filmed here, other ones each time; `npm run films` makes all of them. */
const FILMED = 6;
/** The longest take as long as all others. */
const LONGEST_SECONDS = 60;

interface Example extends FilmText {
  readonly brief: Brief;
}

/**
 * Examples up to the picture: real voices, music, scene graph, edit and mix. `npm run films` draws the
 * pictures too, in several minutes.
 */
test("an example becomes a film of its own, as long as asked, in either language and in every shape", async (t) => {
  const filmed = drawn(lots(seedOf(t)));
  const orders = new Set<string>();
  for (const example of filmed) {
    await t.test(example.name, async (t) => {
      const { graph, facts } = await makeFilm(t, example, null);
      assert.equal(graph.duration, Math.round(example.brief.durationSeconds * graph.fps));
      assert.equal(graph.aspect, example.brief.aspect);
      assert.deepEqual(
        facts.findings,
        [],
        "captions are readable, the Editor has nothing to change",
      );
      assertLoudness(facts);
      orders.add(facts.templates.join(" "));
    });
  }
  assert.equal(orders.size, FILMED, "no two have the same order of scenes");
});

/** One in each language and in each shape at least. */
function drawn(chance: Lots): Example[] {
  const examples = chance.shuffled(
    readExamples().filter(({ brief }) => brief.durationSeconds <= LONGEST_SECONDS),
  );
  const needed = [
    ...ASPECTS.map((aspect) => examples.find(({ brief }) => brief.aspect === aspect)),
    ...["en", "ja"].map((language) => examples.find(({ brief }) => brief.language === language)),
  ];
  assert.ok(needed.every((example) => example !== undefined));
  return [...new Set([...needed, ...examples])].slice(0, FILMED);
}

function readExamples(): Example[] {
  const examples = filmTexts().filter(({ path }) => path.includes("/examples/"));
  return examples.map((example) => ({
    ...example,
    brief: parseBrief(example.text, { file: `${example.name}.md` }),
  }));
}

function assertLoudness(facts: Omit<FilmFacts, "layout">): void {
  const { integratedLufs, truePeakDbtp, voiceOverMusicLu } = facts;
  assert.ok(Math.abs(integratedLufs + 14) <= 0.5, `${integratedLufs} LUFS`);
  assert.ok(truePeakDbtp <= -1.5, `${truePeakDbtp} dBTP`);
  assert.ok((voiceOverMusicLu ?? 0) >= 10, `${voiceOverMusicLu} LU`);
}
