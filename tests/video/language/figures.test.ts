import assert from "node:assert/strict";
import { test } from "node:test";
import type { Tongue } from "../../../video/language/detect.ts";
import { figuresIn, readQuantity } from "../../../video/language/figures.ts";

type Cases = readonly (readonly [sentence: string, ...figures: string[]])[];

function assertFigures(cases: Cases, tongue: Tongue): void {
  for (const [sentence, ...wanted] of cases) {
    const found = figuresIn(sentence, tongue);
    const written = found.map(
      ({ prefix, value, unit }) => `${prefix}${value}${unit && ` ${unit}`}`,
    );
    assert.deepEqual(written, wanted, sentence);
    for (const { start, end, value, unit } of found) {
      assert.ok(sentence.slice(start, end).includes(value), sentence);
      assert.ok(sentence.slice(start, end).replace("％", "%").endsWith(unit), sentence);
    }
  }
}

test("a Japanese number is whole, with its 万, 億 and 千", () => {
  assertFigures(
    [
      ["初年度の販売目標は1万5,000台です。", "1万5,000 台"],
      ["費用は約1万2千円。", "1万2 千円"],
      ["延べ宿泊者数が842万3千人となった。", "842万3 千人"],
      ["売上高は128億円です。", "128 億円"],
      ["去勢手術は3万3,000円からです。", "3万3,000 円"],
      ["参加者は前年の57人から80人を目指す。", "57 人", "80 人"],
    ],
    "ja",
  );
});

test("a decimal comma parts no number, and what can be read in two ways is no figure", () => {
  assertFigures(
    [
      ["Coût total : 6,4 M€, dont 40 % financés par la Région.", "6,4 M€", "40 %"],
      ["El año pasado la visitaron 48.300 personas, un 17,5 % más.", "48.300", "17,5 %"],
      ["Bei 0,32 €/kWh sparen Sie bis zu 224 € jährlich.", "0,32 €/kWh", "224 €"],
      ["A feira recebeu 15 mil pessoas e 2 milhões de euros.", "15 mil", "2 milhões"],
      ["La ville compte 48 300 habitants.", "48 300"],
      ["Del 3 al 12 de mayo de 2027, en la Plaza Mayor."],
      ["Rouvre le lundi 6 septembre 2027."],
      ["从2027年3月1日起开放至晚上11点。"],
    ],
    "other",
  );
  assertFigures(
    [
      ["It weighs 17,5 kg and costs 1.234,50 euros."],
      ["Call 0800 555 0199 or 555-0199 for a tank."],
      ["It covers 1 500 m of shore."],
      ["Budget: 1.200 € for all."],
    ],
    "en",
  );
});

test("what belongs to one figure is shown with it: ranges, changes, signs, scales", () => {
  assertFigures(
    [
      ["Retries use exponential backoff (250 ms → 30 s) now."],
      ["Readers remember 10–15% more from paper.", "10–15 %"],
      ["Supplier A needs 5–7 weeks.", "5–7 weeks"],
      ["Pre-tax profit was -£1.9m, after a profit of £2.4m.", "-£1.9 m", "£2.4 m"],
      ["It was −11.5 °C, then +3 °C at noon.", "−11.5 °C", "+3 °C"],
      ["It cost $2.5 million from one investor.", "$2.5 million"],
      ["Over 5,000 people came.", "5,000"],
      ["The book has 12,000+ titles in it.", "12,000+"],
    ],
    "en",
  );
  assertFigures(
    [
      ["海外売上高比率は41%→47%に上昇した。", "41%→47 %"],
      ["前年同期比▲3.2%の128億円、営業利益は△4億円です。", "▲3.2 %", "128 億円", "△4 億円"],
      ["最低気温は札幌で-11.5℃まで下がる。", "-11.5 ℃"],
      ["お湯は70〜80℃です。", "70〜80 ℃"],
    ],
    "ja",
  );
});

test("sizes, times, decades, halves of a duration and numbers that count nothing are no figures", () => {
  assertFigures(
    [
      ["Use a 3×3 board, or 4 × 6 if you can."],
      ["The choir meets at 7.30 p.m. and at 19:30."],
      ["It was founded in the 1990s, or the '90s."],
      ["The walk takes 5 h 30 min."],
      ["The course takes 5 days, 9 to 17 h.", "5 days"],
      ["It takes between 20 and 30 minutes."],
      ["Bookings rose from 61 in the spring to 84 in the summer."],
      ["About 1 in 10 people have it, and 3 of 4 users agree."],
      ["Children under 8 learn new words twice as well."],
      ["Voyager 2 left on 5 May, or on Nov 15."],
    ],
    "en",
  );
  assertFigures([["第12回大会は午後2時46分から。"], ["10人に1人が経験する。"]], "ja");
  assertFigures([["第Ⅲ部では3×3の盤面を扱う。"], ["幅90×奥行90の箱です。"]], "ja");
});

test("of a change the later figure weighs more", () => {
  const heaviest = (sentence: string, tongue: Tongue): string | undefined =>
    figuresIn(sentence, tongue).toSorted((a, b) => b.weight - a.weight)[0]?.value;
  const grown = "The catalogue grew from 12 titles in 1994 to 4,100 titles in 2026.";
  assert.equal(heaviest(grown, "en"), "4,100");
  assert.equal(heaviest("参加者は前年の57人から80人を目指す。", "ja"), "80");
});

test("a cell keeps its sign, and money its scale; a comma or point that may be either leaves none", () => {
  assert.deepEqual(readQuantity("–10 %"), { value: -10, unit: "%", written: "–10" });
  assert.deepEqual(readQuantity("▲4億円"), { value: -4, unit: "億円", written: "▲4" });
  assert.deepEqual(readQuantity("$48k"), { value: 48, unit: "$k", written: "48" });
  assert.deepEqual(readQuantity("$2.5 million"), { value: 2.5, unit: "$ million", written: "2.5" });
  for (const text of ["1.200 €", "4,50 €", "48300"])
    assert.equal(readQuantity(text, "other"), null);
});
