import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError, type Problem } from "../../../kernel/errors.ts";
import { TONGUES, type Tongue } from "../../../kernel/tongue.ts";
import type { Flaw } from "../../../video/brief/flaws/flaw.ts";
import { YAML_IN_JAPANESE } from "../../../video/brief/flaws/japanese-yaml.ts";
import { problemOf } from "../../../video/brief/flaws/problems.ts";
import { parseBrief } from "../../../video/brief/parse.ts";

type Examples = {
  readonly [Code in Flaw["code"]]: Omit<Extract<Flaw, { readonly code: Code }>, "code">;
};

const SECONDS = { seconds: 7200 };
const CHOICE = { given: '"neon"', choices: ["web", "broadcast"] };
const PART = { part: "colours.accent" };
const UNKNOWN = { name: "durration", meant: "duration", known: ["title", "duration"] };
const CAUSE = { code: "HOLLOW_ALIAS", alias: "Lamp", words: { message: "*Lamp is an alias" } };

/** One of each; a new code needs one, too. */
const EXAMPLES: Examples = {
  empty: {},
  "no-words": {},
  markup: {},
  "no-text": {},
  "only-address": {},
  "only-title": {},
  "only-code": {},
  "too-little": { title: "Lamp" },
  "too-big": { megabytes: "5.0", most: 1 },
  "too-many-marks": { count: 9000, most: 5000 },
  "lists-too-deep": { depth: 90, most: 50 },
  "other-encoding": { encoding: "Shift_JIS" },
  "not-utf8": {},
  "not-text": {},
  "zero-byte": {},
  "fields-unclosed": {},
  "no-fields": {},
  "broken-fields": { cause: { ...CAUSE, code: "HOLLOW_ALIAS" } },
  "unknown-field": UNKNOWN,
  "empty-field": {},
  "wrong-kind": { given: '"a lot"', wanted: "amount" },
  "impossible-duration": SECONDS,
  "short-duration": SECONDS,
  "long-duration": SECONDS,
  "unknown-aspect": CHOICE,
  "unknown-language": { given: '"xx"' },
  "unknown-theme": { ...CHOICE, meant: null },
  "unknown-choice": CHOICE,
  "brand-colour": PART,
  "brand-font": { ...PART, choices: ["Inter", "JetBrains Mono"] },
  "brand-logo": PART,
  "brand-unknown": { ...PART, names: ["tint"] },
  "brand-shape": PART,
};

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Names of fields and fonts stay as they are; three words in a row are a sentence. */
const ENGLISH = /[A-Za-z]{2,}(?:[ ,;:]+[A-Za-z]+){2,}/;

function assertIn(tongue: Tongue, words: string): void {
  if (tongue === "en") return assert.doesNotMatch(words, KANA);
  assert.match(words, KANA);
  assert.doesNotMatch(words, ENGLISH);
}

for (const [code, facts] of Object.entries(EXAMPLES)) {
  for (const tongue of TONGUES) {
    test(`${code} is told in the language that was asked for (${tongue}), with what to do about it`, () => {
      const flaw = { code, ...facts } as Flaw;
      const { message, hint } = problemOf({ flaw }, "brief.md", tongue);
      assertIn(tongue, message);
      if (hint !== undefined || tongue === "ja") assertIn(tongue, hint ?? "");
    });
  }
}

test("whatever the YAML parser complains of is told in Japanese, with what to do about it", () => {
  for (const tell of Object.values(YAML_IN_JAPANESE)) {
    const { message, hint = "" } = tell("Lamp");
    assertIn("ja", message);
    assertIn("ja", hint);
  }
});

function problemsIn(tongue: Tongue, text: string): readonly Problem[] {
  try {
    parseBrief(text, { file: "brief.md", tongue });
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return assert.fail("The brief was accepted.");
}

const FAULTY = [
  "---\ndurration: 30\n縦横比: 4:3\n尺: 長め\n---\n灯り。",
  "---\ntitle: *Lamp*\n---\n灯り。",
  "---\nbrand:\n  colours: { accent: red }\n---\n灯り。",
  "---\nbrand: { fonts: { body: Arial } }\n---\n灯り。",
  "---\nbrand: { tint: red }\n---\n灯り。",
  "### Title\n\nA\n\n### Duration\n\nlong\n\n### Brief\n\nText.",
];

test("a problem has the same place in every language", () => {
  const places = (tongue: Tongue) =>
    FAULTY.map((text) => problemsIn(tongue, text).map(({ line, column }) => [line, column]));
  assert.deepEqual(places("ja"), places("en"));
});

test("what the author wrote is quoted, and what was meant is proposed", () => {
  const [unknown, aspect, duration] = problemsIn("ja", FAULTY[0] ?? "");
  assert.deepEqual(unknown, {
    where: "brief.md",
    line: 2,
    column: 1,
    message: "「durration」という項目はありません",
    hint: "「duration」のことでしょうか？",
  });
  assert.equal(aspect?.message, "縦横比： 「4:3」という画面の形には対応していません");
  assert.equal(aspect?.hint, "16:9、9:16、1:1 から選んでください");
  assert.equal(duration?.message, "尺： 「長め」は長さとして読めません");
});

test("a label that asks for what there is not is told of in the language of the brief", () => {
  const read = () =>
    parseBrief("灯り。", { file: "brief.md", tongue: "ja", preset: { theme: "midnigt" } });
  assert.throws(read, /labels: theme： 「midnigt」というテーマはありません/);
});
