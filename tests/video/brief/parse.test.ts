import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError, type Problem } from "../../../kernel/errors.ts";
import { Brief } from "../../../video/brief/brief.ts";
import { parseBrief } from "../../../video/brief/parse.ts";
import * as fc from "../../support/fast-check.ts";

const parse = (text: string): Brief => Brief.parse(parseBrief(text, { file: "brief.md" }));

function problemsOf(input: string | Uint8Array): readonly Problem[] {
  try {
    parseBrief(input, { file: "brief.md" });
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return assert.fail("The brief was accepted.");
}

test("front matter gives every field, and nothing has to be assumed", () => {
  const brief = parse(`---
title: Launch
audience: developers
goal: Show the launch
key_messages: [It is fast, It is free]
duration: 1m30s
aspect: 9:16
language: en
style: dark
tone: bold
theme: midnight
must_have: [the logo]
must_not: [prices]
budget: 5
deadline: 2026-12-24
link: https://example.org
---
We launch today.`);
  assert.equal(brief.durationSeconds, 90);
  assert.equal(brief.aspect, "9:16");
  assert.deepEqual(brief.keyMessages, ["It is fast", "It is free"]);
  assert.deepEqual(
    [brief.theme, brief.budgetUsd, brief.deadline, brief.link],
    ["midnight", 5, "2026-12-24", "https://example.org"],
  );
  assert.deepEqual([brief.mustHave, brief.mustNot], [["the logo"], ["prices"]]);
  assert.deepEqual(brief.assumptions, []);
});

test("durations are understood as people write them", () => {
  const durations: Record<string, number> = {
    "30": 30,
    "30s": 30,
    "1m30s": 90,
    "90 seconds": 90,
    "1分30秒": 90,
    "1:30": 90,
    "2 minutes": 120,
    "about 45 sec": 45,
    "12.5": 12.5,
    "４５秒": 45,
  };
  for (const [text, seconds] of Object.entries(durations)) {
    assert.equal(
      parse(`---\nduration: "${text}"\n---\nHello world.`).durationSeconds,
      seconds,
      text,
    );
  }
});

test("field names may be written in Japanese or in other cases", () => {
  const brief = parse(
    "---\nタイトル: 朝の市場\n尺: 20秒\n縦横比: 縦長\nkeyMessages: [新鮮です]\n---\n毎朝五時に開きます。",
  );
  assert.deepEqual(
    [brief.title, brief.durationSeconds, brief.aspect, brief.keyMessages[0]],
    ["朝の市場", 20, "9:16", "新鮮です"],
  );
});

const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");

/** Lists of lists that are written in a line each and hold 9 to the power of `height` words. */
function tower(height: number): string {
  const floors = Array.from({ length: height }, (_, floor) => {
    const below = floor === 0 ? "x" : `*f${floor - 1}`;
    return `f${floor}: &f${floor} [${Array.from({ length: 9 }, () => below).join(", ")}]`;
  });
  return floors.join("\n");
}

const BAD: readonly [string, string | Uint8Array, RegExp, { line?: number; column?: number }?][] = [
  ["an empty file", "", /empty/],
  ["only blanks and marks", " \n---\n\n", /no words/],
  ["only pictographs", "# 🚀\n\n- 💡\n", /no words/],
  ["nothing but an address", "<https://example.org/lamp>\n", /nothing but an address/],
  ["a page of HTML", "<!DOCTYPE html><title>A</title><p>Text.", /markup, not Markdown/],
  ["broken YAML", "---\ntitle: [1\n---\ntext", /broken front matter/, { line: 3 }],
  [
    "emphasis in YAML",
    "---\ntitle: *Lamp*\n---\ntext",
    /\*Lamp\* is an alias/,
    { line: 2, column: 8 },
  ],
  ["YAML that holds itself", "---\nbrand: &a\n  x: *a\n---\ntext", /repeats what/, { line: 3 }],
  ["YAML that would fill the memory", `---\n${tower(9)}\n---\ntext`, /too often/, { line: 2 }],
  ["tabs in YAML", "---\na: 1\n\tb: 2\n---\ntext", /broken front matter/, { line: 3 }],
  [
    "a duplicate field",
    "---\nduration: 30\nduration: 40\n---\ntext",
    /broken front matter.*unique/i,
    { line: 3 },
  ],
  [
    "front matter that never ends",
    "---\ntitle: x\n\nText goes on.",
    /never closed/,
    { line: 1, column: 1 },
  ],
  ["front matter that is no map", "---\n- a\n- b\n---\ntext", /not a list of fields/, { line: 2 }],
  [
    "an unknown field",
    "---\ntitle: x\ndurration: 30\n---\ntext",
    /unknown field "durration"/,
    { line: 3, column: 1 },
  ],
  [
    "a negative duration",
    "---\nduration: -5\n---\ntext",
    /duration of -5 s is impossible/,
    { line: 2 },
  ],
  ["a duration of nothing", "---\nduration: 0\n---\ntext", /impossible/],
  ["a duration too short", "---\nduration: 3\n---\ntext", /too short/],
  ["a duration too long", "---\nduration: 2 hours\n---\ntext", /too long/],
  ["a duration in words", "---\nduration: quite long\n---\ntext", /is not a duration/],
  ["an unsupported aspect", "---\naspect: 4:3\n---\ntext", /unsupported aspect "4:3"/],
  ["an unknown theme", "---\ntheme: neon\n---\ntext", /unknown theme/],
  ["an unknown language", "---\nlanguage: Klingonisch\n---\ntext", /unknown language/],
  ["a wrong type", "---\ntitle: [a, b]\n---\ntext", /is not a line of text/],
  ["a list with a map in it", "---\nkey_messages: [{a: 1}]\n---\ntext", /is not a list of lines/],
  ["a budget in words", "---\nbudget: a lot\n---\ntext", /is not an amount/],
  ["a deadline that is no date", "---\ndeadline: soon\n---\ntext", /is not a date/],
  ["an empty title", "---\ntitle: ''\n---\ntext", /is empty/],
  ["front matter without any text", "---\nduration: 30\n---\n", /no text/],
  ["a duration without end", "---\nduration: .inf\n---\ntext", /Infinity is not a duration/],
  ["a language that nobody speaks", "---\nlanguage: xx\n---\ntext", /unknown language "xx"/],
  ["a binary file", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), /not a text file/],
  ["text in another encoding", latin1("# Caf\u00e9\n"), /not in UTF-8/, { line: 1, column: 6 }],
  ["UTF-16", Buffer.from("\uFEFFLamps", "utf16le"), /is in UTF-16/],
  ["UTF-16 without its mark", Buffer.from("Lamps last.", "utf16le"), /is in UTF-16/],
  [
    "Shift_JIS",
    latin1("\x93\x94\x82\xcd\x8f\x5c\x94\x4e\x82\xe0\x82\xbf\x82\xdc\x82\xb7\x81\x42"),
    /is in Shift_JIS/,
  ],
  [
    "EUC-JP",
    latin1("\xc5\xf4\xa4\xcf\xbd\xbd\xc7\xaf\xa4\xe2\xa4\xc1\xa4\xde\xa4\xb9\xa1\xa3"),
    /is in EUC-JP/,
  ],
  ["ISO-2022-JP", "\x1b$BEt$O==G/$b$A$^$9!#\x1b(B\n", /is in ISO-2022-JP/],
  ["a zero among the words", "# Lamp\n\nIt \0lasts.", /zero/, { line: 3, column: 4 }],
  ["5 MB of text", "word ".repeat(1_000_000), /too big: 5\.0 MB, at most 1 MB/],
];

for (const [what, input, message, place] of BAD) {
  test(`${what} gets one clear message`, () => {
    const problems = problemsOf(input);
    assert.equal(problems.length, 1, JSON.stringify(problems));
    const [problem] = problems;
    assert.ok(problem);
    assert.match(problem.message, message);
    assert.equal(problem.where, "brief.md");
    if (place?.line) assert.equal(problem.line, place.line);
    if (place?.column) assert.equal(problem.column, place.column);
  });
}

test("what only YAML would mind gets a hint that needs no knowledge of YAML", () => {
  const hintOn = (line: string) => problemsOf(`---\n${line}\n---\ntext`)[0]?.hint ?? "";
  assert.match(hintOn("title: Lamp: it lasts"), /": " in it in quotes/);
  assert.match(hintOn("key_messages:\n  - *Fast* and small"), /begins with a sign .* in quotes/);
  assert.match(hintOn("title: @lamp"), /in quotes/);
  assert.match(hintOn("theme: midnigt"), /did you mean "midnight"/);
});

test("a language may be written in any case, and with an underscore", () => {
  const languageOf = (tag: string) => parse(`---\nlanguage: ${tag}\n---\nDas ist Text.`).language;
  assert.deepEqual(["EN", "ja_jp", "pt-br"].map(languageOf), ["en", "ja-JP", "pt-BR"]);
});

test("an unknown field is answered with the nearest known one", () => {
  assert.match(
    problemsOf("---\ndurration: 30\n---\ntext")[0]?.hint ?? "",
    /did you mean "duration"/,
  );
  assert.match(
    problemsOf("---\nkey_mesages: [a]\n---\ntext")[0]?.hint ?? "",
    /did you mean "key_messages"/,
  );
  assert.match(problemsOf("---\nxyzzy: 30\n---\ntext")[0]?.hint ?? "", /known fields/);
});

test("several mistakes are all named, each with its line", () => {
  const problems = problemsOf("---\ndurration: 3\naspect: 4:3\nduration: -3\n---\nHello.");
  assert.deepEqual(
    problems.map((problem) => problem.line),
    [2, 3, 4],
  );
});

test("CRLF, CR and a byte order mark change nothing but the hash", () => {
  const text = "---\ntitle: A\nduration: 30\n---\n# A\n\nOne sentence. Another one.\n";
  const plain = parse(text);
  for (const variant of [
    text.replaceAll("\n", "\r\n"),
    text.replaceAll("\n", "\r"),
    `\u{FEFF}${text}`,
  ]) {
    assert.deepEqual(parse(variant), plain);
  }
});

test("a request in one sentence gives length, shape, audience and topic", () => {
  const brief = parse(
    "Make a 20 second vertical video about our new bakery in Kyoto for tourists.",
  );
  assert.deepEqual(
    [brief.durationSeconds, brief.aspect, brief.audience, brief.title],
    [20, "9:16", "tourists", "Our new bakery in Kyoto"],
  );
  const japanese = parse("学生向けに、新しい図書館についての15秒の縦型動画を作ってください。");
  assert.deepEqual(
    [
      japanese.durationSeconds,
      japanese.aspect,
      japanese.audience,
      japanese.title,
      japanese.language,
    ],
    [15, "9:16", "学生", "新しい図書館", "ja"],
  );
});

test("what was left open is assumed and said", () => {
  const brief = parse(
    "The library opens on Monday. It has 300 seats. It is open until ten at night. Coffee is sold at the entrance. Books can be returned at any hour. Children have a room of their own.",
  );
  assert.equal(brief.assumptions.length, 5, brief.assumptions.join("\n"));
  assert.ok(brief.keyMessages.length > 0);
});

test("a list under Key messages is read as such and is no part of the story", () => {
  const brief = parse(
    "# Trees\n\nTrees cool a street.\n\n## Key messages\n\n- Trees give shade\n- Trees hold water\n\n## More\n\nPlant one.",
  );
  assert.deepEqual(brief.keyMessages, ["Trees give shade", "Trees hold water"]);
  assert.doesNotMatch(JSON.stringify(brief.blocks), /hold water/);
});

test("GitHub's issue form is read by its headings; No response is no answer", () => {
  const brief = parse(
    "### Title\n\nNight bus\n\n### Duration (seconds)\n\n45\n\n### Aspect\n\n_No response_\n\n### Key messages\n\n- It runs all night\n\n### Brief\n\nThe bus runs every hour.\n\n#### Stops\n\nThere are 12 stops.",
  );
  assert.deepEqual(
    [brief.title, brief.durationSeconds, brief.aspect, brief.keyMessages],
    ["Night bus", 45, "16:9", ["It runs all night"]],
  );
  assert.match(JSON.stringify(brief.blocks), /12 stops/);
  const [problem] = problemsOf("### Title\n\nA\n\n### Duration\n\nlong\n\n### Brief\n\nText.");
  assert.equal(problem?.line, 5);
});

test("fields may stand as lines at the top", () => {
  const brief = parse("# Harbour\n\nAudience: sailors\nDuration: 20 s\n\nThe harbour is deep.");
  assert.deepEqual([brief.audience, brief.durationSeconds], ["sailors", 20]);
  assert.doesNotMatch(JSON.stringify(brief.blocks), /sailors/);
});

test("HTML, scripts, control characters, emoji and direction marks are data and are cleaned away", () => {
  const brief = parse(
    "# Hi <b>there</b> 🎉\n\nSafe\u0007 text <script>alert(1)</script>goes\u202E on.\n\n<div onclick=x>Block text.</div>\n\n<script>\nalert(2)\n</script>",
  );
  assert.equal(brief.title, "Hi there");
  const text = JSON.stringify(brief.blocks);
  assert.match(text, /Safe text goes on\./);
  assert.match(text, /Block text\./);
  for (const gone of ["alert", "onclick", "\u0007", "\u202E", "🎉"])
    assert.ok(!text.includes(gone), gone);
});

test("every sentence points back at its place in the text", () => {
  const text =
    "---\ntitle: x\n---\n# Head\n\nFirst **bold** sentence. Second `code` one.\n\n- an item\n";
  const brief = parse(text);
  const paragraph = brief.blocks.find((block) => block.kind === "paragraph");
  assert.deepEqual(
    paragraph?.sentences.map(({ span }) => text.slice(span.start, span.end)),
    ["First **bold** sentence.", "Second `code` one."],
  );
  const list = brief.blocks.find((block) => block.kind === "list");
  assert.deepEqual(
    list?.items.map(({ span }) => text.slice(span.start, span.end)),
    ["an item"],
  );
});

test("quotes keep who said them, and tables and code their shape", () => {
  const brief = parse(
    "# T\n\n> Simple is better.\n> — Tim Peters\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\n\tlet x;\n```",
  );
  const [, quote, table, code] = brief.blocks;
  assert.deepEqual(quote?.kind === "quote" && [quote.text, quote.attribution], [
    "Simple is better.",
    "Tim Peters",
  ]);
  assert.deepEqual(table?.kind === "table" && table.rows, [["1", "2"]]);
  assert.equal(code?.kind === "code" && code.text, "  let x;");
});

test("a very long text is read up to a limit, and the brief says so", () => {
  const brief = parse(`# Long\n\n${"A sentence of words. ".repeat(8000)}`);
  assert.ok(brief.assumptions.some((one) => one.includes("very long")));
});

test("other languages are recognised and kept as they are", () => {
  const briefs = {
    de: "Die Bibliothek ist das Haus der Bücher und nicht mit einem Laden zu vergleichen.",
    fr: "La bibliothèque est dans le centre et elle ouvre pour tous les habitants.",
    ko: "도서관은 월요일에 문을 엽니다.",
    zh: "图书馆星期一开放。",
    ru: "Библиотека открывается в понедельник.",
  };
  for (const [language, text] of Object.entries(briefs))
    assert.equal(parse(text).language, language);
});

test("shapes that would cost a Markdown parser minutes are refused", () => {
  for (const shape of ["[".repeat(60_000), "*a ".repeat(20_000), "_a*".repeat(20_000)]) {
    assert.throws(() => parse(`A text.\n\n${shape}`), /marks of emphasis or links/);
  }
});

test("lists in lists that would cost a Markdown parser its memory are refused; rules are none", () => {
  for (const mark of ["- ", "1. ", "> - ", "+ * "]) {
    assert.throws(() => parse(`A text.\n\n${mark.repeat(2_000)}word`), /brief\.md:3:1: has lists/);
  }
  assert.equal(parse(`A text.\n\n${"- ".repeat(60)}\n\nMore of it.`).blocks.length, 2);
  assert.throws(() => parse(`---\ntitle: ${"[".repeat(5_000)}\n---\nA text.`), InputError);
});

test("whatever is written, it is read or refused: a text never breaks the program", () => {
  const signs = [
    "---\n",
    "title: ",
    "brand: ",
    "key_messages:\n",
    "  - ",
    "*a",
    "&a ",
    "<<: ",
    "!!set ",
  ];
  const marks = [
    "? ",
    "[",
    "{",
    "}",
    "]",
    "|\n",
    "> ",
    "# ",
    "```\n",
    "| a |\n|---|\n",
    "![x](",
    ")",
    "<p>",
  ];
  const words = [
    "A lamp lasts. ",
    "1969",
    "灯り。",
    "\u202e",
    "\n",
    "\n\n",
    "\t",
    ": ",
    "'",
    '"',
    "\\",
  ];
  const text = fc.array(fc.constantFrom(...signs, ...marks, ...words), { maxLength: 30 });
  fc.assert(
    fc.property(text, fc.boolean(), (parts, isFront) => {
      const body = parts.join("");
      try {
        parse(isFront ? `---\n${body}\n---\nA lamp lasts.` : body);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }),
    { numRuns: 2_000 },
  );
});

test("long texts of odd shapes are read", () => {
  const shapes = [
    "> ".repeat(50_000),
    "*a ".repeat(5_000),
    ". ".repeat(50_000),
    "1,".repeat(40_000),
    "日本語の文章を書いて、".repeat(5000),
  ];
  for (const shape of shapes) assert.ok(parse(`A text.\n\n${shape}`).blocks.length > 0);
});

test("how words are said, where captions are, and how loud the film is", () => {
  const read = (front: string) =>
    parseBrief(`---\n${front}\n---\n# A film\n\nIt tells something.\n`, { file: "brief.md" });
  const asked = read(
    "pronunciations:\n  Kantoku: kahn toe koo\ncaptions: files\nloudness: EBU R128",
  );
  assert.deepEqual(asked.pronunciations, { Kantoku: "kahn toe koo" });
  assert.deepEqual([asked.captions, asked.loudness], ["separate", "broadcast"]);
  const listed = read("読み方:\n  - 監督: かんとく\n字幕: 焼き込み");
  assert.deepEqual(listed.pronunciations, { 監督: "かんとく" });
  assert.equal(listed.captions, "burned-in");
  assert.equal(read("title: Plain").pronunciations, undefined);
  assert.throws(() => read("captions: sometimes"), /choose one of as-needed, burned-in, separate/);
  assert.throws(() => read("pronunciations: [Kantoku]"), /word: how it is said/);
});
