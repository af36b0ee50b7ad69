import { DATES, TELEPHONE } from "./spoken-japanese-times.ts";
import { UNITS } from "./spoken-japanese-units.ts";
import { sayBy, type SpokenRule } from "./spoken-rule.ts";

/** Japanese as it is said: 「1点4」「40パーセント」「マイナス3度」「バージョン2点0」. */
export function spokenJapanese(text: string): string {
  return sayBy(RULES, plainForms(text))
    .replaceAll(/\s{2,}/g, " ")
    .trim();
}

/** What is one character with the meaning of several, or a wide one with that of a usual one. */
function plainForms(text: string): string {
  return text
    .replaceAll(/[０-９Ａ-Ｚａ-ｚ．Ⅰ-Ⅻ㎡㎢㎥㎏㎎㎝㎜㎞㏄℡№]/g, (one) => one.normalize("NFKC"))
    .replaceAll(/[㈱]|[(（]株[)）]/g, "株式会社")
    .replaceAll(/(?<=第)(I{1,3}|I?V|VI{1,3}|I?X|XI{1,2})(?![A-Za-z])/g, (roman) =>
      String(ROMAN.indexOf(roman) + 1),
    );
}

const ROMAN = "I II III IV V VI VII VIII IX X XI XII".split(" ");

const CURRENCIES: Readonly<Record<string, string>> = {
  $: "ドル",
  "€": "ユーロ",
  "£": "ポンド",
  "¥": "円",
  "￥": "円",
};

const ADDRESSES: readonly SpokenRule[] = [
  [/https?:\/\/(?:www\.)?([\w./-]+?)\/?(?=[^\w./-]|$)/gi, (_, rest = "") => spokenAddress(rest)],
  [
    /\b(?:[a-z0-9-]+\.)+(?:com|org|net|dev|io|jp|app|ai)(?:\/[\w./-]*\w)?/gi,
    (address = "") => spokenAddress(address),
  ],
];

function spokenAddress(text: string): string {
  return text.replaceAll(".", "ドット").replaceAll("/", "スラッシュ").replaceAll("-", "ハイフン");
}

const WORDS: readonly SpokenRule[] = [
  [/(?<![\w-])--([a-z][\w-]*)/gi, "ハイフンハイフン$1"],
  [/C\+\+/g, "Cプラスプラス"],
  [/C#/g, "Cシャープ"],
  [/CO[2₂](?!\w)/g, "シーオーツー"],
  [/H[2₂]O(?!\w)/g, "エイチツーオー"],
  [/Wi-?Fi/gi, "ワイファイ"],
  [/(?<![A-Za-z])E-?mail/gi, "イーメール"],
  [/(?<![A-Za-z])(?:TEL|Tel)[.:：]?\s?(?=[\d+(（])/g, "電話 "],
  [/(?<![A-Za-z])N[oO]\.?\s?(?=\d)/g, "ナンバー"],
  [/\bv(\d+(?:\.\d+)*)\b/gi, "バージョン$1"],
];

/** A dash or a triangle before a number is a minus where none is before it; between numbers a dash is "to". */
const SIGNS: readonly SpokenRule[] = [
  [
    /([$€£¥￥])\s?(\d[\d,]*(?:\.\d+)?)/g,
    (_, sign = "", amount = "") => `${amount}${CURRENCIES[sign]}`,
  ],
  [/(?<=\d),(?=\d{3})/g, ""],
  [
    /(?<=^|[\s（(、。：:])[〜～]\s?(\d[\d.]*[万千]?(?:円|人|名|分|時間|歳|日|年|時|個)?)/g,
    "$1まで",
  ],
  [/(?<=\d[人名日月時分年個回件歳週度円台%％℃]?)\s?[〜～–]\s?(?=[\d翌同])/g, "から"],
  [
    /(?<![\d-])(\d{1,3}[人名日月時分年個回件歳週度円台%％℃]?)\s?[-−]\s?(?=\d{1,3}[人名日月時分年個回件歳週度円台%％℃cmk])/g,
    "$1から",
  ],
  [/(?<=^|[^\w)）.])[-−–－▲△](?=\d)/g, "マイナス"],
  [/(?<=^|[^\w)）])±\s?(?=\d)/g, "プラスマイナス"],
  [/\s?(?:→|->)\s?/g, "から"],
];

const PARTS: readonly SpokenRule[] = [
  [/(\d?)([½⅓⅔¼¾])/g, (_, whole = "", part = "") => `${whole && `${whole}と`}${SINGLE[part]}`],
  [
    /(?<![\d/.])(\d)\/(\d|10)(?![\d/])/g,
    (written = "", part = "", of = "") =>
      Number(part) < Number(of) ? `${of}分の${part}` : written,
  ],
];
const SINGLE: Readonly<Record<string, string>> = {
  "½": "2分の1",
  "⅓": "3分の1",
  "⅔": "3分の2",
  "¼": "4分の1",
  "¾": "4分の3",
};

const MARKS: readonly SpokenRule[] = [
  [/[（(]p\s?[<＜=]\s?0?\.\d+[）)]/gi, ""],
  [/【([^】]{1,16})】\s?/g, "$1、"],
  [/(?<=\p{L})\s[>＞›]\s(?=\p{L})/gu, "、"],
  [
    /(?<=[\w)）])\^(\d+)(\s?[-−–](?=\s?\d))?/g,
    (_, power = "", minus = "") => `の${power}乗${minus && "マイナス"}`,
  ],
  [/(?<=\d)\.(?=\d)/g, "点"],
  [/[+＋](?=\d)|(?<=\d)\s?[+＋](?=[^\d]|$)/g, "プラス"],
  [/\s?[&＆]+\s?|\s?[+＋]\s?/g, "と"],
  [/(?<=\w)_(?=\w)/g, " "],
  [/[`*_]/g, ""],
  [/——|―+|\s—\s/g, "、"],
];

/** In order: longer patterns before those that would eat a part of them. */
const RULES: readonly SpokenRule[] = [
  ...ADDRESSES,
  ...WORDS,
  ...DATES,
  ...TELEPHONE,
  ...PARTS,
  ...SIGNS,
  ...UNITS,
  ...MARKS,
];
