import assert from "node:assert/strict";
import { test } from "node:test";
import { counterAt } from "../../../video/japanese/counters.ts";
import { readLatin } from "../../../video/japanese/latin.ts";
import { kanjiNumber, readNumber } from "../../../video/japanese/numbers.ts";

const NUMBERS: readonly (readonly [number: string, counter: string, reading: string])[] = [
  ["0", "", "ゼロ"],
  ["8", "", "ハチ"],
  ["10", "", "ジュウ"],
  ["300", "", "サンビャク"],
  ["3800", "", "サンゼンハッピャク"],
  ["1000", "", "セン"],
  ["10000", "", "イチマン"],
  ["100000000", "", "イチオク"],
  ["1000000000000", "", "イッチョウ"],
  [
    "90000000000000000000000",
    "",
    "キュウゼロゼロゼロゼロゼロゼロゼロゼロゼロゼロゼロゼロゼロゼロゼロゼロゼロゼロゼロゼロゼロゼロ",
  ],
  ["007", "", "ゼロゼロナナ"],
  ["3.5", "", "サンテンゴ"],
  ["10.25", "", "ジュッテンニゴ"],
  ["1.4.12", "", "イッテンヨンテンジュウニ"],
  ["1", "本", "イッポン"],
  ["4", "本", "ヨンホン"],
  ["1000", "本", "センボン"],
  ["4", "分", "ヨンプン"],
  ["3", "分", "サンプン"],
  ["1", "社", "イッシャ"],
  ["8", "ページ", "ハッページ"],
  ["100", "回", "ヒャッカイ"],
  ["9", "時", "クジ"],
  ["4", "年", "ヨネン"],
  ["2", "日間", "フツカカン"],
  ["24", "日", "ニジュウヨッカ"],
  ["14", "人", "ジュウヨニン"],
  ["9", "つ", "ココノツ"],
  ["2.5", "倍", "ニテンゴバイ"],
];

for (const [number, counter, reading] of NUMBERS) {
  test(`${number}${counter} is ${reading}`, () => {
    assert.equal(readNumber(number, counter), reading);
  });
}

test("kanji numbers have their value", () => {
  assert.deepEqual(
    ["二十三", "三千五百", "二〇二六", "百"].map(kanjiNumber),
    [23, 3500, 2026, 100],
  );
});

test("a counter is the longest that fits, and no part of a Latin word", () => {
  assert.equal(counterAt("時間です"), "時間");
  assert.equal(counterAt("min"), "");
  assert.equal(counterAt("m走る"), "m");
  assert.equal(counterAt("分の1"), "");
});

test("Latin words are known, spelled, or read as they are written", () => {
  assert.equal(readLatin("GitHub"), "ギットハブ");
  assert.equal(readLatin("API"), "エーピーアイ");
  assert.equal(readLatin("x"), "エックス");
  assert.equal(readLatin("Sakura"), "サクラ");
  assert.equal(readLatin("OpenStack"), "オープンスタック");
  assert.equal(readLatin("Nimbus"), "ニンブス");
});
