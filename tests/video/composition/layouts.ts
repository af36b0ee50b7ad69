import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Aspect, Framing, ThemeName } from "../../../video/look/names.ts";
import { ASPECTS, THEME_NAMES } from "../../../video/look/names.ts";
import type { Studio } from "./measure-layout.ts";
import { measureLayout, openStudio } from "./measure-layout.ts";

const turns: readonly (readonly Framing[])[] = [
  ["left", "center", "split", "lower", "right", "full"],
  ["split", "lower", "right", "full", "left", "center"],
];

const sets = (["en", "ja"] as const).flatMap((language) =>
  (["short", "long"] as const).map((length) => ({ language, length })),
);

/** Measures every template in one aspect: each has a file of its own, so that they can run side by side. */
export function testLayouts(aspect: Aspect): void {
  let studio: Studio;
  before(async () => {
    studio = await openStudio();
  });
  after(async () => studio[Symbol.asyncDispose]());

  const row = ASPECTS.indexOf(aspect);
  for (const [column, { language, length }] of sets.entries()) {
    test(`every template stands whole, apart and readable in ${aspect}, ${language}, ${length}`, async () => {
      for (const [turn, framings] of turns.entries()) {
        const theme = themeAt(row, column, turn);
        const isCaptioned = turn === 0;
        const combination = { theme, aspect, language, length, framings, isCaptioned };
        assert.deepEqual(await measureLayout(combination, studio), []);
        // Half of them each time: `npm run gallery:check` looks at all.
        if (turn !== (row + column) % 2) continue;
        const drawn = { ...combination, pictograms: true };
        assert.deepEqual(await measureLayout(drawn, studio), [], "with pictograms");
      }
    });
  }
}

/** Every theme has its turn in every aspect, once with each language and length as they come round. */
function themeAt(row: number, column: number, turn: number): ThemeName {
  const at = (column * 2 + turn + row * 3) % THEME_NAMES.length;
  return THEME_NAMES[at] ?? "daybreak";
}
