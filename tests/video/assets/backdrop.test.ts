import assert from "node:assert/strict";
import { test } from "node:test";
import { drawBackdrop, type BackdropOptions } from "../../../video/assets/backdrop.ts";
import type { Hex } from "../../../video/look/colour.ts";
import { contrast } from "../../../video/look/colour.ts";
import { hasRoomForEmblem } from "../../../video/look/emblem.ts";
import { ASPECTS, FRAMINGS, SIZES, THEME_NAMES } from "../../../video/look/names.ts";
import { layoutOf, stageOf } from "../../../video/look/stage.ts";
import { panelToneOf, toneOf } from "../../../video/look/theme.ts";
import { THEMES } from "../../../video/look/themes.ts";
import { SAMPLES } from "../../../video/gallery/samples.ts";

const contents = [...SAMPLES.en.short, ...SAMPLES.ja.long];

for (const theme of THEME_NAMES) {
  test(`${theme}: every backdrop is well-formed, small, and the same for the same seed`, () => {
    for (const aspect of ASPECTS) {
      for (const [index, content] of contents.entries()) {
        const framing = FRAMINGS[index % FRAMINGS.length] ?? "left";
        const options = { theme, seed: index, size: SIZES[aspect], content, framing };
        const { svg, generator } = drawBackdrop(options);
        assert.equal(drawBackdrop(options).svg, svg);
        assert.ok(svg.length < 200_000, `${generator}: ${svg.length} bytes`);
        assert.doesNotMatch(svg, /NaN|undefined|Infinity/u, generator);
        assert.match(generator, new RegExp(`^kantoku/backdrop/${theme}/`, "u"));
      }
    }
  });

  test(`${theme}: backdrops differ from seed to seed and draw in more than one manner`, () => {
    const [content] = contents;
    assert.ok(content);
    const drawn = Array.from({ length: 12 }, (_, seed) =>
      drawBackdrop({ theme, seed, size: SIZES["16:9"], content, framing: "left" }),
    );
    assert.equal(new Set(drawn.map(({ svg }) => svg)).size, 12);
    assert.ok(new Set(drawn.map(({ generator }) => generator)).size > 1);
  });

  test(`${theme}: beside a pictogram the drawing keeps quiet, and differs from seed to seed`, () => {
    const [content] = SAMPLES.en.short;
    assert.ok(content);
    for (const aspect of ASPECTS) {
      for (const framing of FRAMINGS) {
        const size = SIZES[aspect];
        const options: Omit<BackdropOptions, "seed"> = { theme, size, content, framing };
        const drawn: readonly string[] = [1, 2, 3, 4, 5, 6, 7, 8].map(
          (seed): string => drawBackdrop({ ...options, seed, hasPictogram: true }).svg,
        );
        const isSame: boolean = drawBackdrop({ ...options, seed: 1 }).svg === drawn[0];
        assert.equal(isSame, !hasRoomForEmblem(content, framing, aspect), `${aspect} ${framing}`);
        if (isSame) continue;
        assert.ok(new Set(drawn).size > drawn.length / 2, `${aspect} ${framing}`);
        const look = THEMES[theme];
        const { panel } = layoutOf(stageOf(aspect, true), framing, content);
        const tone = panel ? panelToneOf(look, content) : toneOf(look, content);
        for (const svg of drawn) {
          for (const [colour] of svg.matchAll(/#[0-9a-f]{6}/gu)) {
            const least = Math.min(
              ...[tone.foreground, tone.accent].map((ink) => contrast(ink, colour as Hex)),
            );
            assert.ok(least >= 3, `${framing}, ${colour}: ${least.toFixed(2)}:1`);
          }
        }
      }
    }
  });

  test(`${theme}: behind texts every text colour keeps 4.5:1 on every colour of the drawing`, () => {
    for (const aspect of ASPECTS) {
      for (const content of contents) {
        for (const framing of FRAMINGS) {
          if (layoutOf(stageOf(aspect, true), framing, content).art) continue;
          const { foreground, muted, accent } = toneOf(THEMES[theme], content);
          for (let seed = 0; seed < 4; seed += 1) {
            const { svg } = drawBackdrop({ theme, seed, size: SIZES[aspect], content, framing });
            const colours = new Set(
              Array.from(svg.matchAll(/#[0-9a-f]{6}/gu), ([each]) => each as Hex),
            );
            for (const colour of colours) {
              const least = Math.min(
                ...[foreground, muted, accent].map((ink) => contrast(ink, colour)),
              );
              assert.ok(least >= 4.5, `${content.template}, ${colour}: ${least.toFixed(2)}:1`);
            }
          }
        }
      }
    }
  });
}
