import assert from "node:assert/strict";
import { test } from "node:test";
import { plainJapanese } from "../../../video/japanese/plain.ts";

/** What Open JTalk would spell out, pass over or misread; kanji and plain numbers keep their accents. */
const PLAIN: readonly (readonly [text: string, plain: string])[] = [
  ["GitHubのAPIを使う", "ギットハブのエーピーアイを使う"],
  ["茶葉は、4g。お湯は180 ml。", "茶葉は、4グラム。お湯は180ミリリットル。"],
  ["地図は約1.2GBで、5minかかる", "地図は約1.2ギガバイトで、5ミンかかる"],
  ["バージョン1.4.2です", "バージョンイッテンヨンテンニです"],
  ["時間は3分の1、2026年11月20日まで", "時間はサンブンノ1、2026年11月20日まで"],
  ["午前10:30に$5で", "午前10時30分に5ドルで"],
  ["1000万人と3億5000万円", "一千万人と3億5000万円"],
  ["髙橋さんは007とC++", "高橋さんはゼロゼロナナとシープラスプラス"],
  ["冷ましたお湯を、二煎目に", "さましたお湯を、二せんめに"],
  ["卵液を流す", "ランエキを流す"],
  ["今日は新しい。", "今日は新しい。"],
];

for (const [text, plain] of PLAIN) {
  test(`${text} is given to Open JTalk as ${plain}`, () => {
    assert.equal(plainJapanese(text), plain);
  });
}
