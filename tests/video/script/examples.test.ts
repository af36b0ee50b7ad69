import assert from "node:assert/strict";
import { test } from "node:test";
import { scriptMarkdown } from "../../../video/script/markdown.ts";
import { narrationSeconds, SPEECH_SHARE } from "../../../video/script/pace.ts";
import { PARTS, Script } from "../../../video/script/script.ts";
import { validateScript } from "../../../video/script/validate.ts";
import { chooseShots } from "../../../video/shots/shots-by-rules.ts";
import { exampleFilms, filmOf, type Film } from "./films.ts";

const films = exampleFilms();
const templatesOf = (film: Film): string[] => film.script.beats.map((beat) => beat.text.template);
const narrationOf = (film: Film): string =>
  film.script.beats.flatMap((beat) => beat.audio.narration).join(" ");

test("there are eighteen examples: six Japanese, one vertical, one square, one of a minute, with code, figures and a table", () => {
  assert.equal(films.length, 18);
  assert.ok(films.filter((film) => film.brief.language === "ja").length >= 6);
  for (const aspect of ["9:16", "1:1", "16:9"])
    assert.ok(
      films.some((film) => film.brief.aspect === aspect),
      aspect,
    );
  assert.ok(films.some((film) => film.brief.durationSeconds === 60));
  for (const template of ["code", "figure", "table", "steps", "list", "quote", "comparison"]) {
    assert.ok(
      films.some((film) => templatesOf(film).includes(template)),
      template,
    );
  }
});

test("every example is a different film", () => {
  assert.equal(new Set(films.map((film) => templatesOf(film).join(" "))).size, films.length);
});

for (const film of films) {
  test(`${film.file} becomes a sound script`, () => {
    Script.parse(film.script);
    const problems = validateScript(film.script, film.brief).filter(
      (one) => one.severity !== "info" && one.check !== "reading-speed",
    );
    assert.deepEqual(problems, []);
    assert.equal(film.script.beats[0]?.text.template, "title");
    assert.equal(film.script.beats.at(-1)?.text.template, "closing");
    assert.equal(film.script.beats[0]?.part, "hook");
    assert.equal(film.script.beats.at(-1)?.part, "call-to-action");
    const parts = film.script.beats.map((beat) => PARTS.indexOf(beat.part));
    assert.deepEqual(
      parts,
      parts.toSorted((a, b) => a - b),
    );
  });

  test(`${film.file} is narrated for three quarters of its time and never hurried`, () => {
    const speech = film.script.beats.reduce(
      (sum, beat) => sum + narrationSeconds(beat.audio.narration, film.brief.language),
      0,
    );
    const share = speech / film.brief.durationSeconds;
    assert.ok(
      share >= SPEECH_SHARE.least && share <= SPEECH_SHARE.most,
      `${(share * 100).toFixed(0)} %`,
    );
  });

  test(`${film.file} has shots with at least three framings`, () => {
    const { shots } = chooseShots(film.brief, film.concept, film.script);
    assert.ok(new Set(shots.map((shot) => shot.framing)).size >= 3);
    assert.ok(
      shots.every(
        (shot) =>
          shot.transition.reason && shot.storyboard.imagePrompt && shot.lighting && shot.desc,
      ),
    );
  });
}

test("the demo film has at least six kinds of scene in thirty seconds", () => {
  const demo = films.find((film) => film.file === "release-announcement.md");
  assert.ok(demo);
  assert.equal(demo.brief.durationSeconds, 30);
  assert.ok(new Set(templatesOf(demo)).size >= 6, templatesOf(demo).join(" "));
});

test("a script reads as a screenplay, with audio, look and text for every beat", () => {
  for (const film of films) {
    const markdown = scriptMarkdown(film.script, film.brief);
    assert.ok(markdown.startsWith(`# ${film.script.title}`));
    assert.equal(markdown.match(/^## \d+:\d\d/gm)?.length, film.script.beats.length);
    for (const beat of film.script.beats) assert.ok(markdown.includes(beat.look));
    assert.doesNotMatch(markdown, /undefined|NaN|\[object/);
  }
});

test("narration is written for the ear", () => {
  const film = filmOf(
    "---\nduration: 40\n---\n# Tool\n\nTool v2.0 starts in 1.4 s and is 40% faster.\n\nRun it with --fast and read https://www.example.org/start for more.\n\nIt uses 512MB, e.g. on a laptop.\n\nTry it.",
  );
  const heard = narrationOf(film);
  assert.match(heard, /version two point zero/);
  assert.match(heard, /one point four seconds/);
  assert.match(heard, /40 percent/);
  assert.match(heard, /dash dash fast/);
  assert.match(heard, /512 megabytes/);
  assert.doesNotMatch(heard, /https|e\.g\.|--|%/);
});

test("what the author forbids is neither said nor shown", () => {
  const film = filmOf(
    "---\nduration: 30\nmust_not: [secret project]\n---\n# News\n\nWe opened an office. The secret project is late. The office has 40 desks. Come by.",
  );
  assert.doesNotMatch(JSON.stringify(film.script.beats), /secret project/i);
});

test("more key messages than seconds become a list, and all are there", () => {
  const messages = [
    "Rooms are quiet",
    "Coffee is free",
    "Doors open at six",
    "Dogs are welcome",
    "Parking is easy",
  ];
  const film = filmOf(
    `---\nduration: 8\nkey_messages: [${messages.join(", ")}]\n---\n# The library`,
  );
  assert.deepEqual(
    validateScript(film.script, film.brief).filter((one) => one.severity === "error"),
    [],
  );
  assert.ok(templatesOf(film).includes("list"));
});

test("a single sentence is still a whole film", () => {
  for (const text of [
    "SQLite is a small, fast database that runs anywhere.",
    "Kantokuは動画をつくるデーモンです。",
    "Make a video about our bakery in Kyoto.",
  ]) {
    const film = filmOf(text);
    assert.deepEqual(templatesOf(film), ["title", "statement", "closing"]);
    assert.deepEqual(
      validateScript(film.script, film.brief).filter((one) => one.severity === "error"),
      [],
    );
  }
});

test("the validator says what is wrong with a script, and where", () => {
  const film = filmOf(
    "---\nduration: 20\nkey_messages: [Bread is baked at night]\n---\n# Bakery\n\nBread is baked at night. It is sold at six. Come early.",
  );
  const [first, ...rest] = film.script.beats;
  assert.ok(first);
  const broken: Script = {
    ...film.script,
    title: " ",
    language: "ja",
    durationSeconds: 10,
    beats: [
      {
        ...first,
        seconds: 1,
        part: "payoff",
        look: "",
        audio: { ...first.audio, narration: ["word ".repeat(60)] },
      },
      { ...first, seconds: 30, id: first.id },
    ],
  };
  const checks = validateScript(broken, film.brief)
    .filter((one) => one.severity === "error")
    .map((one) => one.check);
  assert.deepEqual([...new Set(checks)].toSorted(), [
    "key-messages",
    "metadata",
    "structure",
    "timing",
  ]);
  assert.ok(rest.length > 0);
});
