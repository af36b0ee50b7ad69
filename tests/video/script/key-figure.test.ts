import assert from "node:assert/strict";
import { test } from "node:test";
import { keyFigure } from "../../../video/script/key-figure.ts";
import { filmOf } from "./films.ts";

const FIGURES: readonly (readonly [tongue: "en" | "ja", text: string, figure: RegExp | null])[] = [
  ["en", "We went from 61 bookings in the spring to 84 bookings in the summer.", /^84/],
  // Nothing behind the numbers says what they count.
  ["en", "Bookings rose from 61 in the spring to 84 in the summer.", null],
  ["en", "The hall had 84 bookings, up from 61 in the spring.", /^84/],
  ["en", "Cache hits go up from 41% to about 88%.", /^88%/],
  ["en", "The catalogue grew from 12 titles to 4,100 titles.", /^4,100/],
  ["en", "It takes 20 minutes instead of 90 minutes.", /^20minutes/],
  ["ja", "参加者は前年の57人から80人を目指す。", /^80人/],
  ["ja", "海外売上高比率は41%から47%に上昇しています。", /^47%/],
  ["en", "In a survey of 1,200 people, 68% want it.", /^68%/],
  ["en", "We asked 1,200 people; 68% want it.", /^68%/],
  ["ja", "料金は3,000円からです。", /^3,000円/],
  ["ja", "働く人1,200人に聞いたところ、68%が「乾燥が気になる」と答えました。", /^68%/],
  ["en", "Children under 8 learn new words twice as well.", null],
  ["en", "Anyone over 65 pays less.", null],
  ["en", "Seats for over 200 people are free.", /^200/],
  ["en", "Retries use backoff (250 ms → 30 s) instead of a fixed 5 s.", null],
  ["en", "The gap is larger for long texts (>1,500 words).", null],
  ["en", "It travels from 9 stations.", /^9/],
  ["en", "We do not expect 30% growth.", null],
  ["en", "It does not take more than 5 minutes.", /^5minutes/],
  ["ja", "1日に300枚漉いていたころには戻れません。", null],
  ["ja", "閉店後の2時間が20分になった。", /^20分/],
  ["ja", "5分しかかかりません。", /^5分/],
  ["ja", "昭和8年、大工の三男として生まれました。", null],
  ["ja", "雨の場合は24日に延期し、24日も雨なら中止します。", null],
  ["ja", "3日かかります。", /^3日/],
  ["ja", "返却が30日以上遅れると、次の貸し出しができません。", /^30日/],
];

test("of a change its end is shown, of a survey its finding, of an age group nothing", () => {
  for (const [tongue, text, expected] of FIGURES) {
    const figure = keyFigure(text, tongue);
    if (expected === null) assert.equal(figure, undefined, text);
    else assert.match(figure ? `${figure.value}${figure.unit}` : "none", expected, text);
  }
});

/** What stands above the number of the first figure. */
function contextIn(body: string): string | undefined {
  const { script } = filmOf(
    `---\nduration: 60\n---\n# Workshop\n\nWe mend bikes all year.\n\n${body}`,
  );
  const found = script.beats.find(({ text }) => text.template === "figure");
  assert.ok(found?.text.template === "figure", script.beats.map((one) => one.text.template).join());
  return found.text.context;
}

const LIST = "- Students pay less\n- Members pay less";

test("a heading stands above a figure of its own section, not behind a list or table that it is about", () => {
  const price = "The check takes 40 minutes at most. It is done while you wait.";
  assert.equal(contextIn(`## Safety check\n\n${price}\n\nCome by.`), "Safety check");
  assert.equal(contextIn(`## Discounts\n\n${LIST}\n\n${price}\n\nCome by.`), undefined);
  assert.equal(contextIn(`## Why?\n\n${price}\n\nCome by.`), undefined);
  assert.equal(contextIn(`## The check\n\n${LIST}\n\n${price}\n\nCome by.`), "The check");
});
