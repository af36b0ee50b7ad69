import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hex } from "../../../video/look/colour.ts";
import { contrast, luminance } from "../../../video/look/colour.ts";
import { THEMES } from "../../../video/look/themes.ts";

const fields = Object.values(THEMES).flatMap((theme) =>
  Object.entries(theme.tones).map(([name, tone]) => ({ where: `${theme.name}/${name}`, tone })),
);

for (const { where, tone } of fields) {
  test(`${where}: every text colour reaches 4.5:1 on the background, the surface and the forms`, () => {
    for (const field of [tone.background, tone.surface, ...tone.forms]) {
      for (const ink of [tone.foreground, tone.muted, tone.accent, tone.accent2]) {
        const ratio = contrast(ink, field);
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

test("the themes are different films: no two share a background or a display face with its weight", () => {
  const looks = Object.values(THEMES);
  assert.equal(new Set(looks.map((theme) => theme.tones.base.background)).size, looks.length);
  assert.equal(new Set(looks.map((theme) => theme.type.display.family)).size, looks.length);
});
