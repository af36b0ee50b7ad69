import assert from "node:assert/strict";
import { test } from "node:test";
import { ASPECTS, FRAMINGS } from "../../../video/look/names.ts";
import type { Box } from "../../../video/look/stage.ts";
import { layoutOf, stageOf } from "../../../video/look/stage.ts";
import type { SceneContent } from "../../../video/scene-graph/content.ts";
import { SAMPLES } from "../../../video/gallery/samples.ts";

const contains = (outer: Box, inner: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.w <= outer.x + outer.w &&
  inner.y + inner.h <= outer.y + outer.h;

const contents = [...SAMPLES.en.short, ...SAMPLES.en.long, ...SAMPLES.ja.long];
const [title] = contents;

for (const aspect of ASPECTS) {
  test(`in ${aspect} every framing keeps its texts in the safe area, above the captions`, () => {
    const stage = stageOf(aspect, true);
    assert.ok(stage.safe.y + stage.safe.h <= stage.captions.y);
    for (const framing of FRAMINGS) {
      for (const content of contents) {
        const { hero, head, body } = layoutOf(stage, framing, content);
        for (const box of [hero, head, body]) assert.ok(contains(stage.safe, box), framing);
      }
    }
  });

  test(`in ${aspect} the framings are different pictures`, () => {
    assert.ok(title);
    const stage = stageOf(aspect, true);
    const pictures = FRAMINGS.map((framing) => JSON.stringify(layoutOf(stage, framing, title)));
    assert.equal(new Set(pictures).size, FRAMINGS.length);
  });
}

const apart = (a: Box, b: Box): boolean =>
  a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;

for (const aspect of ["9:16", "1:1"] as const) {
  test(`in ${aspect} art and words have places of their own`, () => {
    const stage = stageOf(aspect, true);
    for (const framing of FRAMINGS) {
      for (const content of contents) {
        const { hero, art } = layoutOf(stage, framing, content);
        assert.ok(!art || apart(hero, art), `${content.template} ${framing}`);
      }
    }
  });
}

test("9:16 keeps clear of what phones lay over a film", () => {
  const { safe, captions, w, h } = stageOf("9:16", true);
  assert.ok(safe.y >= 130);
  assert.ok(w - safe.x - safe.w >= 120);
  assert.ok(h - captions.y - captions.h >= 350);
});

test("without captions the contents may use their band", () => {
  for (const aspect of ASPECTS) {
    assert.ok(stageOf(aspect, false).safe.h > stageOf(aspect, true).safe.h);
  }
});

test("words that are many or very large have no art above them in the lower framing", () => {
  const few = {
    template: "statement",
    text: "Backups should restore.",
    emphasis: [],
  } satisfies SceneContent;
  const many = {
    ...few,
    text: "A backup that nobody has ever restored is a hope, and hope is no plan at all",
  };
  const large: SceneContent = { template: "kinetic", beats: ["No agent.", "No cloud."], accent: 1 };
  const artOf = (content: SceneContent) => layoutOf(stageOf("16:9", true), "lower", content).art;
  assert.notEqual(artOf(few), null);
  assert.deepEqual([artOf(many), artOf(large)], [null, null]);
});
