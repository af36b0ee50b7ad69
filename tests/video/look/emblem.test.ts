import assert from "node:assert/strict";
import { test } from "node:test";
import { SAMPLES } from "../../../video/gallery/samples.ts";
import { brandedTheme } from "../../../video/look/brand.ts";
import { contrast } from "../../../video/look/colour.ts";
import { mirrored } from "../../../video/look/direction.ts";
import { EMBLEM_COLOURS } from "../../../video/look/emblem-colours.ts";
import { bearsEmblem, emblemBox } from "../../../video/look/emblem.ts";
import { ASPECTS, FRAMINGS } from "../../../video/look/names.ts";
import { layoutOf, stageOf } from "../../../video/look/stage.ts";
import { THEMES } from "../../../video/look/themes.ts";

const contents = [...SAMPLES.en.short, ...SAMPLES.ja.short].filter(({ template }) =>
  bearsEmblem(template),
);

for (const aspect of ASPECTS) {
  test(`a pictogram stands in the art, off the words and the captions, from either side in ${aspect}`, () => {
    const stage = stageOf(aspect, true);
    let found = 0;
    for (const content of contents) {
      for (const framing of FRAMINGS) {
        const upright = layoutOf(stage, framing, content);
        for (const layout of [upright, mirrored(upright, stage)]) {
          const box = emblemBox(content.template, layout, stage);
          if (!box) continue;
          const { art, hero } = layout;
          assert.ok(art, framing);
          assert.equal(box.w, box.h);
          assert.ok(box.x >= art.x && box.x + box.w <= art.x + art.w, framing);
          assert.ok(box.y >= art.y && box.y + box.h <= art.y + art.h, framing);
          assert.ok(box.x >= 0 && box.x + box.w <= stage.w && box.y >= 0);
          assert.ok(box.y + box.h <= stage.captions.y, framing);
          const isApart =
            box.x + box.w <= hero.x ||
            hero.x + hero.w <= box.x ||
            box.y + box.h <= hero.y ||
            hero.y + hero.h <= box.y;
          // Below the words of a broad "lower" scene, which end where its art begins.
          assert.ok(isApart || framing === "lower", `${content.template} ${framing}`);
          found += 1;
        }
      }
    }
    assert.ok(found > 0);
  });
}

test("a mirrored scene has its pictogram exactly when the other one has", () => {
  for (const aspect of ASPECTS) {
    const stage = stageOf(aspect, true);
    for (const content of contents) {
      for (const framing of FRAMINGS) {
        const layout = layoutOf(stage, framing, content);
        const [here, there] = [layout, mirrored(layout, stage)].map((each) =>
          emblemBox(content.template, each, stage),
        );
        assert.equal(here?.w, there?.w, `${content.template} ${framing}`);
      }
    }
  }
});

test("strokes keep 3:1 on their field in every theme, tone and brand", () => {
  const brands = [
    undefined,
    { colours: { accent: "#7a7a7a" } },
    { colours: { background: "#fffd00", accent: "#ffffff" } },
    { colours: { background: "#101010", foreground: "#202020", accent: "#00ff00" } },
  ] as const;
  for (const theme of Object.values(THEMES)) {
    for (const brand of brands) {
      for (const tone of Object.values(brandedTheme(theme, brand).tones)) {
        const { ink, field } = EMBLEM_COLOURS[theme.name](tone);
        const ratio = contrast(ink, field);
        assert.ok(ratio >= 3, `${theme.name}: ${ink} on ${field} is ${ratio.toFixed(2)}:1`);
      }
    }
  }
});
