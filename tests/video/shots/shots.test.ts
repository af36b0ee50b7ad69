import assert from "node:assert/strict";
import { test } from "node:test";
import { ShotPlan } from "../../../video/shots/shot-plan.ts";
import { chooseShots } from "../../../video/shots/shots-by-rules.ts";
import { transitionInto, type Side } from "../../../video/shots/transitions.ts";
import { exampleFilms, filmOf } from "../script/films.ts";

test("a shot plan is Motiva's: ids, frames from zero, descriptions, music", () => {
  const film = filmOf(
    "---\nduration: 12.5\n---\n# Night bus\n\nThe bus runs every hour. It stops 12 times. Wave at the driver.",
  );
  const plan = ShotPlan.parse(chooseShots(film.brief, film.concept, film.script));
  assert.equal(plan.sceneId, "night-bus");
  assert.equal(plan.duration, 375);
  assert.deepEqual(plan.bgm, { style: film.concept.mood, bpm: film.concept.bpm });
  assert.deepEqual(
    plan.shots.map((shot) => shot.id),
    film.script.beats.map((beat) => beat.id.replace("b", "s")),
  );
  assert.equal(plan.shots[0]?.start, 0);
});

test("a title without Latin letters still has an id", () => {
  const film = filmOf("# 夜行バス\n\n一時間ごとに走ります。12か所に止まります。");
  assert.match(chooseShots(film.brief, film.concept, film.script).sceneId, /^film-[0-9a-f]{8}$/);
});

test("the first shot cuts in, no transition repeats, none is longer than a third of its shots", () => {
  for (const film of exampleFilms()) {
    const { shots } = chooseShots(film.brief, film.concept, film.script);
    assert.equal(shots[0]?.transition.type, "cut");
    for (const [i, shot] of shots.entries()) {
      const before = shots[i - 1];
      if (!before) continue;
      assert.notEqual(shot.transition.type, before.transition.type);
      assert.ok(shot.transition.frames <= Math.min(shot.len, before.len) / 3);
    }
  }
});

test("very short shots are joined by a plain cut", () => {
  const side: Side = { part: "proof", template: "statement", frames: 9 };
  assert.deepEqual(transitionInto(side, side, null).type, "cut");
});

test("an image prompt asks for no lettering and the film's own size", () => {
  const film = filmOf(
    "---\naspect: 9:16\nduration: 10\n---\nA text that is short. It is told at night.",
  );
  const { shots } = chooseShots(film.brief, film.concept, film.script);
  for (const shot of shots) assert.match(shot.storyboard.imagePrompt, /1080x1920.*no text/);
});

test("a square end card with a name, an invitation and an address has the whole picture for them", () => {
  const { brief, concept, script } = filmOf(
    "---\nduration: 20\naspect: '1:1'\n---\n# Rice\n\nRice is simple.\n\nIt takes 20 minutes.\n\nTry it at https://example.org/rice.",
  );
  const last = chooseShots(brief, concept, script).shots.at(-1);
  assert.ok(last?.content.template === "closing" && last.content.action && last.content.link);
  assert.notEqual(last.framing, "lower");
});
