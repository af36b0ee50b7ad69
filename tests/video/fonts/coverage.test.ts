import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkGlyphs, missingGlyphs } from "../../../video/fonts/coverage.ts";
import { machineRanges } from "../../../video/fonts/machine.ts";
import { charactersOfWoff2 } from "../../../video/fonts/woff2.ts";
import { sampleFilm } from "../../../video/gallery/sample-film.ts";
import { SAMPLES } from "../../../video/gallery/samples.ts";
import { charactersIn } from "../../../video/look/characters.ts";
import { THEME_NAMES } from "../../../video/look/names.ts";
import type { SceneContent } from "../../../video/scene-graph/content.ts";
import { THEMES } from "../../../video/look/themes.ts";

const FONTS = join(import.meta.dirname, "../../../node_modules/@fontsource");

test("the character map of a bundled font is read: what it has, and what it lacks", () => {
  const latin = charactersOfWoff2(
    readFileSync(join(FONTS, "jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2")),
  );
  for (const each of "Az09é€—") assert.ok(latin.has(each.codePointAt(0) ?? 0), each);
  for (const each of "あ漢한ش") assert.ok(!latin.has(each.codePointAt(0) ?? 0), each);
});

test("every bundled font file can be read", () => {
  const files = globSync("{jetbrains-mono,noto-*}/files/*-{400,500}-normal.woff2", { cwd: FONTS });
  assert.ok(files.length > 200);
  for (const file of files) {
    assert.ok(charactersOfWoff2(readFileSync(join(FONTS, file))).size > 0, file);
  }
});

for (const name of THEME_NAMES) {
  test(`${name} draws English, the languages of Europe and Japanese with the bundled fonts alone`, () => {
    const texts =
      "The quick brown fox 0123456789 %$€£ Zwölf Boxkämpfer, garçon, España, Łódź, çağ, " +
      "いろはにほへと カタカナ、漢字。「監督」憂鬱 髙﨑 株式会社 ①";
    assert.deepEqual(missingGlyphs(new Set(texts), THEMES[name], []), []);
  });
}

test("a film of the samples needs no font of the machine", () => {
  for (const language of ["en", "ja"] as const) {
    const contents = [...SAMPLES[language].short, ...SAMPLES[language].long];
    for (const theme of THEME_NAMES) {
      const { graph } = sampleFilm({ contents, theme, aspect: "16:9", language });
      assert.deepEqual(missingGlyphs(charactersIn(graph), THEMES[theme], []), [], theme);
    }
  }
});

test("Korean, Arabic and others are told by script with the package that brings their fonts", () => {
  const missing = missingGlyphs("한국 مرحبا ไทย", THEMES.daybreak, []);
  assert.deepEqual(
    missing.map((each) => [each.script, each.characters.join(""), each.package]),
    [
      ["Korean", "한국", "fonts-noto-cjk"],
      ["Arabic", "مرحبا", "fonts-noto-core"],
      ["Thai", "ไทย", "fonts-noto-core"],
    ],
  );
});

test("a font of the machine counts as well", () => {
  const hangul = [[0xac00, 0xd7a3]] as const;
  assert.deepEqual(missingGlyphs("한국", THEMES.daybreak, hangul), []);
});

test("spaces, joiners and variation selectors need no glyph", () => {
  assert.deepEqual(missingGlyphs("a\u00a0\u200d\ufe0f\u3000", THEMES.signal, []), []);
});

test("fontconfig's ranges are read, or there are none", async () => {
  for (const [from, to] of await machineRanges()) assert.ok(from <= to && to <= 0x10ffff);
});

test("a film with characters that no font has is refused with their names before it is rendered", async () => {
  const content: SceneContent = {
    template: "statement",
    text: "Ancient \u{1e8ff}\u{16b8f}",
    emphasis: [],
  };
  const { graph } = sampleFilm({
    contents: [content],
    theme: "midnight",
    aspect: "1:1",
    language: "en",
  });
  const machine = await machineRanges();
  const missing = missingGlyphs(charactersIn(graph), THEMES.midnight, machine);
  if (missing.length === 0) return;
  await assert.rejects(checkGlyphs(graph), (error: unknown) => {
    assert.ok(error instanceof Error && "code" in error && "hint" in error);
    assert.equal(error.code, "glyphs-missing");
    assert.match(error.message, /U\+1E8FF|U\+16B8F/u);
    assert.match(String(error.hint), /apt-get install fonts-noto/u);
    return true;
  });
});
