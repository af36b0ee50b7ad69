import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "../../../kernel/errors.ts";
import { DANGLING } from "../../../video/language/words.ts";
import { planProduction } from "../../../video/plan/plan-by-rules.ts";
import { ProductionPlan } from "../../../video/plan/production-plan.ts";
import { SceneContent } from "../../../video/scene-graph/content.ts";
import { scriptMarkdown } from "../../../video/script/markdown.ts";
import { Script } from "../../../video/script/script.ts";
import { validateScript } from "../../../video/script/validate.ts";
import { visibleText } from "../../../video/script/visible-text.ts";
import { chooseShots } from "../../../video/shots/shots-by-rules.ts";
import { ShotPlan } from "../../../video/shots/shot-plan.ts";
import * as fc from "../../support/fast-check.ts";
import { filmOf, type Film } from "./films.ts";
import { randomMarkdown } from "./random-markdown.ts";

const RUNS = { numRuns: 150, seed: 20_261_120 };

function filmOrNull(markdown: string): Film | null {
  try {
    return filmOf(markdown);
  } catch (error) {
    // A random text may look like a form with a wrong field; then it is refused, not filmed.
    if (error instanceof InputError) return null;
    throw error;
  }
}

test("any Markdown becomes a valid script of exactly the asked length", () => {
  fc.assert(
    fc.property(randomMarkdown, (markdown) => {
      const film = filmOrNull(markdown);
      if (!film) return;
      Script.parse(film.script);
      const total = film.script.beats.reduce((sum, beat) => sum + beat.seconds, 0);
      assert.ok(Math.abs(total - film.brief.durationSeconds) < 0.01, `${total}`);
      assert.ok(film.script.beats.every((beat) => beat.seconds > 0));
      assert.deepEqual(
        validateScript(film.script, film.brief).filter((one) => one.severity === "error"),
        [],
      );
    }),
    RUNS,
  );
});

test("any script becomes shots whose frames add up, with no framing twice running, and a plan", () => {
  fc.assert(
    fc.property(randomMarkdown, (markdown) => {
      const film = filmOrNull(markdown);
      if (!film) return;
      const plan = ShotPlan.parse(chooseShots(film.brief, film.concept, film.script));
      assert.equal(
        plan.shots.reduce((sum, shot) => sum + shot.len, 0),
        plan.duration,
      );
      assert.ok(
        plan.shots.every((shot, i) => i === 0 || shot.framing !== plan.shots[i - 1]?.framing),
      );
      assert.ok(
        plan.shots.every(
          (shot, i) => shot.start === plan.shots.slice(0, i).reduce((sum, one) => sum + one.len, 0),
        ),
      );
      ProductionPlan.parse(planProduction(film.brief, plan));
    }),
    RUNS,
  );
});

test("nothing that can't be drawn reaches the screen or the voice", () => {
  fc.assert(
    fc.property(randomMarkdown, (markdown) => {
      const film = filmOrNull(markdown);
      if (!film) return;
      for (const beat of film.script.beats) {
        SceneContent.parse(beat.text);
        const words = [...visibleText(beat.text), ...beat.audio.narration].join(" ");
        assert.doesNotMatch(words, /[\p{Cc}\p{Cf}\p{Cs}]|\p{Extended_Pictographic}(?<![©®™↔])/u);
        if (!markdown.includes("`<script>") && beat.text.template !== "code")
          assert.doesNotMatch(words, /<script/i);
      }
    }),
    RUNS,
  );
});

test("the same brief gives the same film, to the byte", () => {
  fc.assert(
    fc.property(randomMarkdown, (markdown) => {
      const [one, other] = [filmOrNull(markdown), filmOrNull(markdown)];
      assert.equal(JSON.stringify(one), JSON.stringify(other));
      if (one && other)
        assert.equal(
          scriptMarkdown(one.script, one.brief),
          scriptMarkdown(other.script, other.brief),
        );
    }),
    { ...RUNS, numRuns: 40 },
  );
});

test("a headline that had to be cut ends in no dangling word", () => {
  const sentence =
    "The watchdog that looks after every single one of the many agents in the panes of the private server and the queue is awake at all hours of the day";
  const film = filmOf(`# Title\n\n${sentence}.\n\n- ${sentence}\n- ${sentence} too`);
  const texts = film.script.beats.flatMap((beat) => visibleText(beat.text));
  for (const text of texts)
    assert.ok(!DANGLING.has(text.split(" ").at(-1)?.toLowerCase() ?? ""), text);
});

test("three thousand words become a film of the length asked for", () => {
  const paragraph =
    "The system takes many requests, and it keeps every result in one file that never changes. ".repeat(
      10,
    );
  const text = Array.from({ length: 19 }, (_, i) => `## Part ${i}\n\n${paragraph}`).join("\n\n");
  const { script } = filmOf(`---\nduration: 600\n---\n# Long\n\n${text}`);
  const seconds = script.beats.reduce((sum, beat) => sum + beat.seconds, 0);
  assert.ok(Math.abs(seconds - 600) < 5, `${seconds} s`);
});
