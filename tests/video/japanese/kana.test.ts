import assert from "node:assert/strict";
import { test } from "node:test";
import { moraeOf, readKana } from "../../../video/japanese/kana.ts";

const READINGS: readonly (readonly [text: string, kana: string])[] = [
  ["東京は日本の首都です。", "トーキョーワ ニッポンノ シュトデス。"],
  ["私は学校へ行きます。", "ワタシワ ガッコーエ イキマス。"],
  ["2026年に3.5倍になりました。", "ニセンニジュウロクネンニ サンテンゴバイニ ナリマシタ。"],
  ["1,200人が３つの機能を使います。", "センニヒャクニンガ ミッツノ キノーオ ツカイマス。"],
  ["一人で行う。", "ヒトリデ オコナウ。"],
  ["二十日と一日", "ハツカト イチニチ"],
  ["9月1日に始まる", "クガツ ツイタチニ ハジマル"],
  ["午前10:30に開始！", "ゴゼン ジュウジ サンジュップンニ カイシ！"],
  ["3本、8分、10回、6個", "サンボン、 ハップン、 ジュッカイ、 ロッコ"],
  ["3階と1階", "サンガイト イッカイ"],
  ["三百人と五千円", "サンビャクニント ゴセンエン"],
  ["売上は5万円。", "ウリアゲワ ゴマンエン。"],
  ["12345678円", "センニヒャクサンジュウヨンマンゴセンロッピャクナナジュウハチエン"],
  ["1000万人", "イッセンマンニン"],
  ["3億5000万円", "サンオクゴセンマンエン"],
  ["1.5万人", "イッテンゴマンニン"],
  ["バージョン1.4.2です", "バージョン イッテンヨンテンニデス"],
  ["0.5秒で開く", "レイテンゴビョウデ ヒラク"],
  ["時間は3分の1になる", "ジカンワ サンブンノ イチニ ナル"],
  ["100%無料", "ヒャクパーセントムリョー"],
  ["$5から", "ゴドルカラ"],
  ["7時に4人で来た", "シチジニ ヨニンデ キタ"],
  ["GitHubのAPIを使う", "ギットハブノ エーピーアイオ ツカウ"],
  ["Kantokuは動画を作る", "カントクワ ドーガオ ツクル"],
  ["髙橋さんと話す", "タカハシサント ハナス"],
  ["十分に一番速い", "ジューブンニ イチバンハヤイ"],
  ["2026年11月20日", "ニセンニジュウロクネン ジュウイチガツ ハツカ"],
  ["地図は約1.2GBです（無料）。", "チズワ ヤクイッテンニギガバイトデス、 ムリョー。"],
  ["第3回、21回", "ダイサンカイ、 ニジュウイッカイ"],
  ["卵液を流す", "ランエキオ ナガス"],
  ["「速い」と言う。", "ハヤイト イウ。"],
];

for (const [text, kana] of READINGS) {
  test(`${text} is read ${kana}`, async () => {
    assert.deepEqual(await readKana(text), { kana, unread: [] });
  });
}

test("nothing but kana and pauses reaches a voice, whatever the text", async () => {
  const texts = [
    "𠮟る😀と绝对",
    "Ωμέγα と кириллица",
    "URLはhttps://example.org/a?b=cです",
    "「」・…—",
  ];
  for (const text of texts) {
    const { kana } = await readKana(text);
    assert.match(kana, /^[ァ-ヺー、。？！ ]*$/);
  }
});

test("kanji without a reading are left out and told", async () => {
  const { kana, unread } = await readKana("これは𠮟です");
  assert.deepEqual(unread, ["𠮟"]);
  assert.equal(kana, "コレワデス");
});

test("morae count small kana with the kana before them", () => {
  assert.equal(moraeOf("トーキョーワ、 ニッポン。"), 9);
});
