import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hex } from "../../../video/look/colour.ts";
import { contrast, luminance, mix } from "../../../video/look/colour.ts";
import { captionColoursOf } from "../../../video/look/theme.ts";
import { THEMES } from "../../../video/look/themes.ts";

const fields = Object.values(THEMES).flatMap((theme) =>
  Object.entries(theme.tones).map(([name, tone]) => ({
    where: `${theme.name}/${name}`,
    tone,
    grain: theme.texture.grain,
  })),
);

for (const { where, tone, grain } of fields) {
  test(`${where}: every text colour reaches 4.5:1 on the background, the surface and the forms`, () => {
    for (const field of [tone.background, tone.surface, ...tone.forms]) {
      for (const ink of [tone.foreground, tone.muted, tone.accent, tone.accent2]) {
        const ratio = contrast(ink, field);
        assert.ok(ratio >= 4.5, `${ink} on ${field} is ${ratio.toFixed(2)}:1`);
      }
    }
  });

  test(`${where}: a film's grain leaves every text readable`, () => {
    for (const field of [tone.background, tone.surface, ...tone.forms]) {
      // The grain's tile is grey on the mean, and a third opaque.
      const grainy = mix(field, "#7f7f7f", Math.max(grain, 0.056) / 3);
      for (const ink of [tone.foreground, tone.muted, tone.accent, tone.accent2]) {
        const ratio = contrast(ink, grainy);
        assert.ok(ratio >= 4.5, `${ink} on ${field} is ${ratio.toFixed(2)}:1`);
      }
    }
  });

  test(`${where}: has neither pure black nor pure white`, () => {
    for (const colour of Object.values(tone).flat() as Hex[]) {
      assert.ok(luminance(colour) > 0.002 && luminance(colour) < 0.99, colour);
    }
  });
}

for (const theme of Object.values(THEMES)) {
  test(`${theme.name}: captions reach 7:1 on their plate, whatever shines through it`, () => {
    const { plate, ink } = captionColoursOf(theme);
    for (const tone of Object.values(theme.tones)) {
      for (const field of [tone.background, tone.surface, ...tone.forms]) {
        const ratio = contrast(ink, mix(field, plate, 0.84));
        assert.ok(ratio >= 7, `${ink} on ${plate} over ${field} is ${ratio.toFixed(2)}:1`);
      }
    }
  });
}

test("the themes are different films: no two share a background or a display face with its weight", () => {
  const looks = Object.values(THEMES);
  assert.equal(new Set(looks.map((theme) => theme.tones.base.background)).size, looks.length);
  const faces = looks.map(({ type: { display } }) => [
    display.family,
    display.weight,
    display.variation,
  ]);
  assert.equal(new Set(faces.map(String)).size, looks.length);
});

test("the themes are different films: no two move alike or feel alike", () => {
  const looks = Object.values(THEMES);
  const moves = looks.map(({ motion }) => `${motion.headline} over ${motion.backdrop}`);
  assert.equal(new Set(moves).size, looks.length, moves.join(", "));
  const textures = looks.map(({ texture }) => JSON.stringify(texture));
  assert.equal(new Set(textures).size, looks.length, textures.join(", "));
});

test("the themes are different films: every pair differs in its field or its accent at a glance", () => {
  const looks = Object.values(THEMES);
  for (const [index, one] of looks.entries()) {
    for (const other of looks.slice(index + 1)) {
      const apart =
        distance(one.tones.base.background, other.tones.base.background) +
        distance(one.tones.base.accent, other.tones.base.accent) +
        distance(one.tones.base.accent2, other.tones.base.accent2);
      assert.ok(apart > 60, `${one.name} and ${other.name} are ${Math.round(apart)} apart`);
    }
  }
});

/** In sRGB: crude, but what is far apart here is far apart to the eye. */
function distance(a: Hex, b: Hex): number {
  const channel = (colour: Hex, at: number): number =>
    Number.parseInt(colour.slice(at, at + 2), 16);
  return Math.hypot(...[1, 3, 5].map((at) => channel(a, at) - channel(b, at)));
}
