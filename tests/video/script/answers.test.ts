import assert from "node:assert/strict";
import { test } from "node:test";
import { visibleText } from "../../../video/script/visible-text.ts";
import { filmOf } from "./films.ts";

const FAQ = `---
duration: 40
---
# Library card

## Who can get a card?

Anyone who lives in the county. Children under 14 need a signature.

## What does it cost?

Nothing. A replacement card costs $3.

## How long can I keep books?

Books are due after 21 days.

## What if I lose a book?

Tell us. You pay the price of the book.
`;

test("every answer comes with its question, and every question with its answer", () => {
  const { beats } = filmOf(FAQ).script;
  const [opening, ...others] = beats;
  assert.doesNotMatch(JSON.stringify(opening), /Anyone/);
  const closing = others.pop();
  assert.doesNotMatch(JSON.stringify(closing), /Tell us/);
  assert.ok(others.length >= 3);
  for (const { audio, text } of others) {
    const lines = audio.captions ?? audio.narration;
    assert.match(lines[0] ?? "", /\?$/, JSON.stringify(text));
    assert.ok(lines.length > 1, lines[0]);
    const question = lines[0] ?? "";
    assert.ok(text.template === "statement" || visibleText(text).includes(question), question);
  }
});

test("a question in a paragraph is said with the sentence that answers it", () => {
  const { beats } = filmOf(
    "---\nduration: 30\n---\n# The move\n\nThe shop moves in April. It will have twice the room. Why now? The old hall is full. All orders are sent within a day. The new hall has 40 doors.",
  ).script;
  const lines = beats.map(({ audio }) => audio.narration);
  const asked = lines.find((one) => one.includes("Why now?"));
  if (asked) assert.deepEqual(asked.slice(0, 2), ["Why now?", "The old hall is full."]);
  const answered = lines.find((one) => one.includes("The old hall is full."));
  assert.deepEqual(asked, answered);
});

test("when and where of a notice are shown and said, whatever else is left out", () => {
  const { script } = filmOf(
    "---\nduration: 25\n---\n# ポータル停止のお知らせ\n\nいつもポータルをご利用いただき、ありがとうございます。\n\n下記の日程で、サーバーのメンテナンスを実施いたします。\n\n日時：11月29日(日) 23:00〜翌5:00\n対象：ポータル、アプリ\n影響：ログインができません\n\n作業中もメールの受信には影響ありません。作業の進み具合により、終了時刻が前後する場合があります。",
  );
  const shown = JSON.stringify(script.beats.map(({ text }) => text));
  assert.match(shown, /23:00〜翌5:00/);
  assert.match(shown, /ログインができません/);
  const said = script.beats.flatMap(({ audio }) => audio.captions ?? audio.narration).join("");
  assert.match(said, /日時：11月29日\(日\) 23:00〜翌5:00/);
  assert.doesNotMatch(said, /ありがとうございます/);
});

test("what isn't so is seen with its mark and never said without it", () => {
  const { beats } = filmOf(
    "---\nduration: 20\n---\n# The pump\n\nThe pump is new.\n\n- ✅ Fast starts\n- ✅ Safe stops\n- ❌ Slow repairs\n\nCome and see it.",
  ).script;
  const list = beats.find(({ text }) => text.template === "list");
  assert.ok(list?.text.template === "list");
  assert.deepEqual(
    list.text.items.map(({ text }) => text),
    ["✓ Fast starts", "✓ Safe stops", "✗ Slow repairs"],
  );
  assert.doesNotMatch(list.audio.narration.join(" "), /slow|✓|✗/i);
});

test("what stands among questions asks, too", () => {
  const { beats } = filmOf(
    "# 図書館カード\n\n## 誰でも作れますか？\n\n市内の方なら作れます。\n\n## 何冊まで借りられますか？\n\n10冊までです。\n\n## カードをなくしました\n\n窓口で再発行できます。",
  ).script;
  const told = beats.map(({ audio }) => audio.captions ?? audio.narration);
  const lost = told.find((lines) => lines.includes("窓口で再発行できます。"));
  if (lost) assert.match(lost[0] ?? "", /なくしました/);
  assert.ok(told.some((lines) => lines.includes("10冊までです。")));
});
