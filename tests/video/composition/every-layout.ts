/** For `npm run gallery:check`: the themes that its arguments name, or all. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ASPECTS, FRAMINGS, THEME_NAMES } from "../../../video/look/names.ts";
import type { Studio } from "./measure-layout.ts";
import { measureLayout, openStudio } from "./measure-layout.ts";

const asked = process.argv.slice(2);
const themes = THEME_NAMES.filter((name) => asked.length === 0 || asked.includes(name));

let studio: Studio;
before(async () => {
  studio = await openStudio();
});
after(async () => studio[Symbol.asyncDispose]());

for (const theme of themes) {
  for (const aspect of ASPECTS) {
    for (const language of ["en", "ja"] as const) {
      for (const length of ["short", "long"] as const) {
        test(`${theme}: every template stands whole, apart and readable in ${aspect}, ${language}, ${length}`, async () => {
          for (const framings of [FRAMINGS, FRAMINGS.toReversed()]) {
            for (const isCaptioned of [true, false]) {
              const combination = { theme, aspect, language, length, framings, isCaptioned };
              assert.deepEqual(await measureLayout(combination, studio), []);
              const drawn = { ...combination, pictograms: true };
              assert.deepEqual(await measureLayout(drawn, studio), [], "with pictograms");
            }
          }
        });
      }
    }
  }
}
