import assert from "node:assert/strict";
import { test } from "node:test";
import { brandedTheme, repairsOf } from "../../../video/look/brand.ts";
import { BrandKit, joinBrands } from "../../../video/look/brand-kit.ts";
import type { Hex } from "../../../video/look/colour.ts";
import { contrast, luminance } from "../../../video/look/colour.ts";
import { captionColoursOf } from "../../../video/look/theme.ts";
import type { Tone } from "../../../video/look/theme.ts";
import { THEMES } from "../../../video/look/themes.ts";
import * as fc from "../../support/fast-check.ts";

const colour = fc
  .tuple(fc.nat(255), fc.nat(255), fc.nat(255))
  .map((rgb): Hex => `#${rgb.map((each) => each.toString(16).padStart(2, "0")).join("")}`);
const colours = fc.record(
  { background: colour, foreground: colour, accent: colour, accent2: colour },
  { requiredKeys: [] },
);

test("whatever colours a brand has, every text reaches 4.5:1 on every field of every theme", () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(THEMES)), colours, (theme, asked) => {
      const branded = brandedTheme(theme, { colours: asked });
      for (const [name, tone] of Object.entries(branded.tones)) {
        assert.ok(weakest(tone) >= 4.5, `${theme.name}/${name} ${JSON.stringify(tone)}`);
      }
      const { plate, ink } = captionColoursOf(branded);
      assert.ok(contrast(plate, ink) >= 7, `${ink} on ${plate}`);
    }),
    { numRuns: 2_000 },
  );
});

test("no field of a brand is pure black or white", () => {
  for (const background of ["#000000", "#ffffff"] as const) {
    const { base } = brandedTheme(THEMES.signal, { colours: { background } }).tones;
    assert.ok(luminance(base.background) > 0.002 && luminance(base.background) < 0.99);
  }
});

test("colours that can be read stay as they are", () => {
  const colours = { background: "#10233f", foreground: "#f4f1e8", accent: "#ffcc55" } as const;
  const { base, accent } = brandedTheme(THEMES.washi, { colours }).tones;
  assert.deepEqual(
    [base.background, base.foreground, base.accent, accent.background],
    ["#10233f", "#f4f1e8", "#ffcc55", "#ffcc55"],
  );
  assert.deepEqual(repairsOf(THEMES.washi, { colours }), []);
});

test("a colour that can't be read is moved, and the report says what was asked and what is used", () => {
  const colours = { background: "#fffaf0", accent: "#ffcc00" } as const;
  const [repair, ...rest] = repairsOf(THEMES.daybreak, { colours });
  assert.deepEqual([repair?.part, repair?.asked, rest.length], ["accent", "#ffcc00", 0]);
  assert.ok(contrast(repair?.used ?? "#ffffff", "#fffaf0") >= 4.5);
});

test("a brand's fonts take the theme's place; its motion and texture stay", () => {
  const branded = brandedTheme(THEMES.midnight, { fonts: { display: "Newsreader" } });
  assert.match(branded.type.display.family, /^"Newsreader Variable", "Noto Serif JP"$/);
  assert.deepEqual(branded.type.body, THEMES.midnight.type.body);
  assert.deepEqual(
    [branded.motion, branded.tones],
    [THEMES.midnight.motion, THEMES.midnight.tones],
  );
  assert.equal(brandedTheme(THEMES.midnight, undefined), THEMES.midnight);
});

test("a kit says what is wrong with it", () => {
  const messages = (kit: unknown): string[] =>
    (BrandKit.safeParse(kit).error?.issues ?? []).map(
      ({ path, message }) => `${path.join(".")} ${message}`,
    );
  assert.deepEqual(messages({ colours: { accent: "red" } }), [
    "colours.accent is not a colour such as #1d3fc4",
  ]);
  assert.match(messages({ fonts: { display: "Comic Sans" } }).join(), /choose one of Inter, /);
  assert.match(messages({ logo: "logo.gif" }).join(), /not the path of a \.svg/);
  assert.equal(BrandKit.parse({ colours: { accent: "#FC0" } }).colours?.accent, "#ffcc00");
});

test("a brief's kit wins part by part over the house's", () => {
  const house = { colours: { accent: "#aa0000", background: "#ffffff" }, logo: "a.svg" } as const;
  assert.deepEqual(joinBrands({ colours: { accent: "#00aa00" } }, house), {
    colours: { accent: "#00aa00", background: "#ffffff" },
    fonts: {},
    logo: "a.svg",
  });
  assert.equal(joinBrands(undefined, undefined), undefined);
});

function weakest(tone: Tone): number {
  const inks = [tone.foreground, tone.muted, tone.accent, tone.accent2];
  const fields = [tone.background, tone.surface, ...tone.forms];
  return Math.min(...inks.flatMap((ink) => fields.map((field) => contrast(ink, field))));
}
