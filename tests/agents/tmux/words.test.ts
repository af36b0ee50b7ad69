import assert from "node:assert/strict";
import { test } from "node:test";
import { wordReader, type Word } from "../../../agents/tmux/words.ts";
import * as fc from "../../support/fast-check.ts";
import { seedOf } from "../../support/seed.ts";

function read(...chunks: readonly string[]): Word[] {
  const words: Word[] = [];
  const take = wordReader((word) => words.push(word));
  for (const chunk of chunks) take(chunk);
  return words;
}

const answer = (text: string, is: Partial<Word> = {}): Word =>
  ({ kind: "answer", isAsked: true, isRefusal: false, text, ...is }) as Word;

test("answers, refusals, what hooks answer, and notices are told apart", () => {
  const output = [
    "%begin 1795189668 272 0",
    "%end 1795189668 272 0",
    "%session-changed $0 keeper",
    "%begin 1795189669 277 1",
    "first",
    "",
    "third",
    "%end 1795189669 277 1",
    "%begin 1795189669 280 1",
    "can't find pane: %99",
    "%error 1795189669 280 1",
    "%exit",
    "",
  ].join("\n");
  assert.deepEqual(read(output), [
    answer("", { isAsked: false }),
    { kind: "notice", name: "%session-changed" },
    answer("first\n\nthird"),
    answer("can't find pane: %99", { isRefusal: true }),
    { kind: "notice", name: "%exit" },
  ]);
});

test("a pane may show what looks like the end of an answer, or like a notice", () => {
  const pane = ["%end 1795189669 276 1", "%error 1795189669 277 0", "%exit", "%begin 1 2 1"];
  const output = ["%begin 1795189669 277 1", ...pane, "%end 1795189669 277 1", ""].join("\n");
  assert.deepEqual(read(output), [answer(pane.join("\n"))]);
});

test("however the output is cut, the words are the same", (t) => {
  const line = fc.string({ unit: "binary" }).map((text) => text.replaceAll("\n", " "));
  const block = fc.array(line, { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(block), fc.array(fc.nat(400)), (blocks, cuts) => {
      const output = blocks
        .map((lines, number) => {
          const guard = `1795189669 ${number} 1`;
          return [`%begin ${guard}`, ...lines, `%end ${guard}`, "%window-add @1", ""].join("\n");
        })
        .join("");
      const places = [0, ...cuts.toSorted((a, b) => a - b), output.length];
      const chunks = places.slice(1).map((place, index) => output.slice(places[index], place));
      assert.deepEqual(read(...chunks), read(output));
      const texts = read(output).flatMap((word) => (word.kind === "answer" ? [word.text] : []));
      assert.deepEqual(
        texts,
        blocks.map((lines) => lines.join("\n")),
      );
    }),
    { seed: seedOf(t) },
  );
});
