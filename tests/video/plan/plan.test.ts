import assert from "node:assert/strict";
import { test } from "node:test";
import { planProduction } from "../../../video/plan/plan-by-rules.ts";
import { ProductionPlan } from "../../../video/plan/production-plan.ts";
import { chooseShots } from "../../../video/shots/shots-by-rules.ts";
import { filmOf } from "../script/films.ts";

const film = filmOf(
  "---\nduration: 30\nbudget: 20\n---\n# Bakery\n\nWe bake 400 loaves every night. They are warm at six. Come early.",
);
const shots = chooseShots(film.brief, film.concept, film.script);

test("every shot, the voice, the music, the render and the mix get a tool", () => {
  const plan = ProductionPlan.parse(planProduction(film.brief, shots));
  assert.deepEqual(
    plan.items.map((item) => item.target),
    [...shots.shots.map((shot) => shot.id), "voice", "music", "render", "mix"],
  );
  assert.equal(plan.total.costUsd, 0);
  assert.ok(plan.total.seconds > 0);
  assert.ok(plan.items.every((item) => item.workflow.length > 0));
});

test("without keys paid services are alternatives that say what is missing", () => {
  const plan = planProduction(film.brief, shots);
  const title = plan.items[0];
  assert.equal(title?.chosen.tool, "procedural-visuals");
  assert.ok(
    title.alternatives.some(
      (one) => one.tool === "openai-image" && /OPENAI_API_KEY is not set/.test(one.reason),
    ),
  );
});

test("with a key, a budget and a wish for quality the better voice is taken", () => {
  const plan = planProduction(film.brief, shots, {
    available: ["openai-tts"],
    quality_priority: "high",
  });
  assert.equal(plan.items.find((item) => item.need === "voice")?.chosen.tool, "openai-tts");
  assert.ok(plan.total.costUsd > 0 && plan.total.costUsd <= 20);
});

test("no budget means nothing that costs", () => {
  const plan = planProduction({ ...film.brief, budgetUsd: null }, shots, {
    available: ["openai-tts", "openai-image", "runway-video"],
    quality_priority: "high",
  });
  assert.equal(plan.total.costUsd, 0);
  assert.ok(
    plan.items.flatMap((item) => item.alternatives).some((one) => /budget/.test(one.reason)),
  );
});

test("the voice fits the language, and limits that can't be kept are said", () => {
  const japanese = planProduction({ ...film.brief, language: "ja" }, shots, {
    max_time_minutes: 0.1,
  });
  assert.equal(japanese.items.find((item) => item.need === "voice")?.chosen.tool, "open_jtalk");
  assert.ok(japanese.warnings.some((one) => one.includes("min allowed")));
});
