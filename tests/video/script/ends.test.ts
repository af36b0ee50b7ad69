import assert from "node:assert/strict";
import { test } from "node:test";
import type { Beat } from "../../../video/script/script.ts";
import { filmOf } from "./films.ts";

const STORY =
  "The keeper climbed the tower every evening. He lit the lamp before the sun was gone. Ships saw it from far away. Nobody knew his name. The harbour slept behind him.";

function lastBeat(text: string): Beat {
  const beat = filmOf(text).script.beats.at(-1);
  assert.ok(beat?.text.template === "closing");
  return beat;
}

test("without an invitation a film ends as its text does, under its title and above its address", () => {
  const { text, audio } = lastBeat(
    `---\nduration: 40\nlink: https://example.org\n---\n# The lamp\n\n${STORY} At dawn the keeper went home.`,
  );
  assert.deepEqual(text, {
    template: "closing",
    headline: "The lamp",
    action: "At dawn the keeper went home",
    link: "example.org",
  });
  assert.deepEqual(audio.narration, ["At dawn the keeper went home."]);
});

test("what leans on the sentence before it, is an afterthought, or would be cut, is no last word", () => {
  const long =
    "At dawn the keeper went home over the wet sand with all the letters that had come for him in the long winter.";
  for (const last of ["And so on.", "Will.", "This was all.", "Was that all?", long]) {
    const { text } = lastBeat(`---\nduration: 40\n---\n# The lamp\n\n${STORY} ${last}`);
    assert.ok(text.template === "closing" && text.action === undefined, last);
  }
});

test("a title that opened the film by voice is not said again: the address is, or nothing", () => {
  const long =
    "Whoever has walked along the northern coast on a clear winter evening remembers how the light of the old tower came and went over the dark water between the islands.";
  const brief = (link: string): string =>
    `---\nduration: 40\n${link}\n---\n# The lamp\n\n${long}\n\n- It is old\n- It is bright\n\n> Keep the lamp lit.\n\n- One keeper\n- Two boats`;
  const said = (link: string): string[] => {
    const { beats } = filmOf(brief(link)).script;
    assert.deepEqual(beats[0]?.audio.narration, ["The lamp."]);
    return beats.at(-1)?.audio.narration ?? [];
  };
  assert.deepEqual(said("link: https://www.example.org/lamp"), ["example dot org."]);
  assert.deepEqual(said("tone: calm"), []);
});

test("a sentence that only leads to a table stays with it, and opens no film", () => {
  const { beats } = filmOf(
    "# 年末年始の営業時間のお知らせ\n\n年末年始は次のとおり営業いたします。\n\n| 日付 | 営業時間 |\n|---|---|\n| 12月30日(火) | 9:00〜13:00 |\n| 12月31日(水) | 休業 |\n| 1月5日(月) | 通常どおり |\n\nお薬は正午までにお受け取りください。受け付けは年明けになります。診療所は予約がいりません。電話もつながります。",
  ).script;
  const shown = beats.map(({ text }) => JSON.stringify(text));
  assert.doesNotMatch(shown[0] ?? "", /次のとおり/);
  assert.ok(
    shown.some((text) => text.includes("9:00〜13:00")),
    shown.join("\n"),
  );
});
