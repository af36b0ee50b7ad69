import { counterAt } from "./counters.ts";
import { readLatin } from "./latin.ts";
import { kanjiNumber, mixedNumberAt, readNumber } from "./numbers.ts";
import { tokenize, type Token } from "./tokenizer.ts";

export interface KanaReading {
  /** Katakana, 、。？！ and spaces between phrases only: what a voice without a dictionary can read. */
  readonly kana: string;
  /** Characters that have no reading and were left out; a caller has to say so. */
  readonly unread: readonly string[];
}

const NUMBER = /^[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)*/;
const KANJI_NUMBER = /^[〇一二三四五六七八九十百千]+/;
/** A word in Latin letters at the start of a text. */
export const LATIN = /^[A-Za-z]+(?:'[a-z]+)?/;
/** How symbols are said. */
export const SYMBOLS: Readonly<Record<string, string>> = {
  "&": "アンド",
  "+": "プラス",
  "=": "イコール",
  "@": "アット",
  "#": "シャープ",
  "%": "パーセント",
  "℃": "ド",
  "×": "カケル",
  "→": "、",
  "—": "、",
  "–": "、",
  "…": "、",
  ",": "、",
  "，": "、",
  ";": "、",
  ":": "、",
  "・": " ",
  "、": "、",
  "。": "。",
  ".": "。",
  "!": "！",
  "?": "？",
  "~": "カラ",
  "〜": "カラ",
  "(": "、",
};

/** Emoji, variation selectors and rare kanji: the dictionary knows none of them. */
const BEYOND_BMP = /[\u{10000}-\u{10FFFF}]|[\uFE00-\uFE0F]/gu;
const HAN = /\p{Script=Han}/u;
/** Variants of kanji in names, by the form that the dictionary knows. */
const VARIANTS: Readonly<Record<string, string>> = {
  髙: "高",
  﨑: "崎",
  德: "徳",
  濵: "浜",
  邉: "辺",
  齋: "斎",
};

/**
 * Reads Japanese text in katakana as it is pronounced: particles は and へ as ワ and エ, numbers with
 * their counters, Latin words from a small dictionary. Nothing but kana comes out.
 */
export async function readKana(text: string): Promise<KanaReading> {
  const written = beforeReading(text);
  const tokens = await tokenize(written);
  const unread: string[] = [...text.matchAll(BEYOND_BMP)].flatMap(([it]) =>
    HAN.test(it) ? [it] : [],
  );
  let kana = "";
  let previous: Token | undefined;
  for (let index = 0, offset = 0; index < tokens.length;) {
    const token = tokens[index] as Token;
    const rest = written.slice(offset);
    const numeral = numeralAt(rest, token, kana.endsWith("ガツ"));
    const piece = numeral ?? (await tokenPiece(rest, token));
    if (startsPhrase(token, previous, numeral !== undefined)) kana += " ";
    kana += piece.reading;
    unread.push(...piece.unread);
    offset += piece.length;
    previous = token;
    index = tokenAfter(tokens, index, token.word_position - 1, piece.length);
  }
  return { kana: tidy(kana), unread };
}

/** The number of morae, the beats of Japanese speech: small ャュョ belong to the kana before them. */
export function moraeOf(kana: string): number {
  return kana.replaceAll(/[ァィゥェォャュョヮ\s、。？！]/g, "").length;
}

interface Piece {
  readonly reading: string;
  /** Characters of the written text that were read. */
  readonly length: number;
  readonly unread: readonly string[];
}

/** Forms that are easier to change before reading: words that no dictionary has, variants of kanji, full width, currency, times of day. */
export function beforeReading(text: string): string {
  return text
    .replaceAll(BEYOND_BMP, "")
    .replaceAll(/[髙﨑德濵邉齋]/g, (variant) => VARIANTS[variant] ?? variant)
    .normalize("NFKC")
    .replaceAll("卵液", "ランエキ")
    .replaceAll(/[$＄]([0-9][0-9,.]*)/g, "$1ドル")
    .replaceAll(/[¥￥]([0-9][0-9,]*)/g, "$1円")
    .replaceAll(/(?<![0-9])([01]?[0-9]|2[0-4]):([0-5][0-9])(?![0-9:])/g, "$1時$2分")
    .replaceAll(/時00分/g, "時")
    .replaceAll(/時0([1-9])分/g, "時$1分")
    .replaceAll(/([0-9])\.(?=[^0-9]|$)/g, "$1。");
}

/** A number at the start of `rest` with its counter; undefined when the dictionary knows the word itself. */
function numeralAt(rest: string, token: Token, afterMonth: boolean): Piece | undefined {
  const mixed = mixedNumberAt(rest);
  const arabic = mixed?.written ?? NUMBER.exec(rest)?.[0];
  const kanji = token.pos_detail_1 === "数" ? KANJI_NUMBER.exec(rest)?.[0] : undefined;
  const digits = arabic ?? kanji;
  if (digits === undefined || hasReading(token, digits)) return undefined;
  const counter = counterAt(rest.slice(digits.length));
  const number = mixed?.value ?? arabic ?? String(kanjiNumber(digits));
  const reading = readNumber(number, counter, afterMonth);
  return { reading, length: digits.length + counter.length, unread: [] };
}

/** True for words such as 3つ or 一番 that stand in the dictionary as a whole. */
function hasReading(token: Token, digits: string): boolean {
  return (
    token.pos_detail_1 !== "数" &&
    token.surface_form.length > digits.length &&
    !!token.pronunciation
  );
}

async function tokenPiece(rest: string, token: Token): Promise<Piece> {
  const surface = token.surface_form;
  const latin = LATIN.exec(rest)?.[0];
  if (latin !== undefined)
    return { reading: readLatin(latin.replace("'", "")), length: latin.length, unread: [] };
  if (token.pos === "記号" || surface in SYMBOLS)
    return { reading: symbolsOf(surface), length: surface.length, unread: [] };
  const known = token.pronunciation ?? token.reading;
  if (known !== undefined && known !== "*")
    return { reading: known, length: surface.length, unread: [] };
  return readUnknown(surface);
}

/** A word that IPADIC lacks: its kana as they stand, its kanji one by one. */
async function readUnknown(surface: string): Promise<Piece> {
  let reading = "";
  const unread: string[] = [];
  for (const character of surface) {
    if (/[\u3041-\u3096\u30A1-\u30FA\u30FC]/.test(character)) {
      reading += toKatakana(character);
    } else if (/\p{Script=Han}/u.test(character)) {
      const [token] = await tokenize(character);
      if (token?.pronunciation) reading += token.pronunciation;
      else unread.push(character);
    } else {
      reading += symbolsOf(character);
    }
  }
  return { reading, length: surface.length, unread };
}

function symbolsOf(surface: string): string {
  return Array.from(surface, (character) => SYMBOLS[character] ?? "").join("");
}

/** A new phrase begins with a content word after a particle or an ending. */
function startsPhrase(token: Token, previous: Token | undefined, isNumber: boolean): boolean {
  if (previous === undefined) return false;
  if (isNumber) return previous.pos !== "接頭詞";
  const ended = previous.pos === "助詞" || previous.pos === "助動詞";
  const content = !["助詞", "助動詞", "記号"].includes(token.pos);
  return ended && content && token.pos_detail_1 !== "非自立" && token.pos_detail_1 !== "接尾";
}

/** The index of the first token that begins at or after the end of what was read. */
function tokenAfter(
  tokens: readonly Token[],
  index: number,
  start: number,
  length: number,
): number {
  let next = index + 1;
  while (next < tokens.length && (tokens[next] as Token).word_position - 1 < start + length) next++;
  return next;
}

function toKatakana(text: string): string {
  return text.replaceAll(/[\u3041-\u3096]/g, (kana) =>
    String.fromCharCode(kana.charCodeAt(0) + 0x60),
  );
}

function tidy(kana: string): string {
  return toKatakana(kana)
    .replaceAll("ヲ", "オ")
    .replaceAll(/[^ァ-ヺー、。？！ ]/g, "")
    .replaceAll(/ *([、。？！]) */g, "$1")
    .replaceAll(/^、|、(?=[、。？！])/g, "")
    .replaceAll(/([、。？！])(?=\S)/g, "$1 ")
    .replaceAll(/ +/g, " ")
    .trim();
}
