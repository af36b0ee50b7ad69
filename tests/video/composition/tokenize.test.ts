import assert from "node:assert/strict";
import { test } from "node:test";
import { tokenize, wrapTokens } from "../../../video/composition/code/tokenize.ts";

const kinds = (line: string, language: string): Record<string, string> =>
  Object.fromEntries(tokenize(line, language).map(({ text, kind }) => [text, kind]));

test("keywords, names of calls, strings, numbers and comments have their kinds", () => {
  const found = kinds('const answer = ask("why", 42); // because', "typescript");
  assert.equal(found["const"], "keyword");
  assert.equal(found["ask"], "name");
  assert.equal(found['"why"'], "string");
  assert.equal(found["42"], "number");
  assert.equal(found["// because"], "comment");
  assert.equal(found["answer"], "plain");
});

test("a hash begins a comment only where the language says so", () => {
  assert.equal(kinds("# restore", "bash")["# restore"], "comment");
  assert.equal(kinds("#private", "typescript")["# restore"], undefined);
});

test("the address in a string or behind a colon is no comment", () => {
  const found = tokenize("curl https://example.org/start", "bash");
  assert.ok(found.every(({ kind }) => kind !== "comment"));
});

test("plain text has one colour", () => {
  assert.deepEqual(tokenize("for all of us", "text"), [{ kind: "plain", text: "for all of us" }]);
});

test("whatever is tokenized and wrapped, no character is lost", () => {
  const line = "await target.mount({ stream: true, priority: 10, name: 'a-long-one' });";
  const tokens = tokenize(line, "javascript");
  for (const width of [8, 17, 30, 200]) {
    const rows = wrapTokens(tokens, width);
    assert.equal(
      rows
        .flat()
        .map(({ text }) => text)
        .join(""),
      line,
    );
    for (const row of rows) {
      assert.ok(
        row
          .map(({ text }) => text)
          .join("")
          .trimEnd().length <= width,
      );
    }
  }
});
