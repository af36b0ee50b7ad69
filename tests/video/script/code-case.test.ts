import assert from "node:assert/strict";
import { test } from "node:test";
import { visibleText } from "../../../video/script/visible-text.ts";
import { filmOf } from "./films.ts";

/** All that a film of a text of 40 s shows and writes under it. */
function writtenIn(text: string): string {
  const { script } = filmOf(`---\nduration: 40\n---\n${text}`);
  return script.beats
    .flatMap(({ text: content, audio }) => [
      ...visibleText(content),
      ...(audio.captions ?? audio.narration),
    ])
    .join("\n");
}

const CODE: readonly (readonly [markdown: string, kept: string, wrong: RegExp])[] = [
  ["The new edition is here. `cargo fix` rewrites most of the old code.", "cargo fix", /Cargo fix/],
  ["News:\n\n- `drain()` waits for all jobs\n- `close` ends them", "drain()", /Drain|Close/],
];

test("code at the beginning of a line keeps its case and its brackets", () => {
  for (const [markdown, kept, wrong] of CODE) {
    const written = writtenIn(`# Tools\n\nA word before it.\n\n${markdown}\n\nTry it.`);
    assert.ok(written.includes(kept), written);
    assert.doesNotMatch(written, wrong);
  }
});

test("a name that the title and a sentence begin small with stays so", () => {
  const written = writtenIn(
    "# tinycron vs cron\n\ntinycron is a scheduler. People like it a lot.\n\ntinycron doesn't send mail to anybody at night.\n\n- tinycron: small\n- cron: old\n\nTry it.",
  );
  assert.doesNotMatch(written, /Tinycron/);
});

test("a word that also is code is a word where the author begins a sentence with it", () => {
  const written = writtenIn("# Tools\n\nFirst, call `test` alone. Test it twice, then go home.");
  assert.match(written, /Test it twice/);
});
