import { jaModel, Parser, zhHansModel } from "budoux";
import { isBonded } from "../japanese/bonds.ts";

/** Width of a text in one face, in em. */
export type Measure = (text: string) => number;

/** A piece of text that stays on one line: `text.slice(start, end)`; a space may follow it. */
export interface Phrase {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly spaceAfter: boolean;
}

const JAPANESE = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]/u;
/** Kinsoku, in Chinese as well: these never begin a line … */
const NO_START =
  /^[、。，．・：；？！!?,.:;)\]}）］｝〉》」』】〕〗’”ー―…‥ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々〻ゝゞ％%]/u;
/** … and these never end one. */
const NO_END = /[([{（［｛〈《「『【〔〖‘“¥$＄￥#]$/u;

const japanese = new Parser(jaModel);
const chinese = new Parser(zhHansModel);
/** Han without kana: so many of them in a row of words are hardly Japanese. */
const MOST_HAN = 9;

function parserOf(text: string): Parser {
  const isChinese =
    !/[\u3040-\u30ff]/u.test(text) && (text.match(/\p{sc=Han}/gu)?.length ?? 0) > MOST_HAN;
  return isChinese ? chinese : japanese;
}

export function isJapanese(text: string): boolean {
  return JAPANESE.test(text);
}

const UNIT =
  "(?:[%‰€$£¥°]|[kMG]?€|°[CF]|[kcm]?m|[kKMGT]i?B|[kKMGT]Hz|k?g|ms|min|kWh|kW|h|s)(?=[.,;:!?)\\]]*(?:\\s|$))";
/** A word with the marks that French parts from it by spaces, a number with its unit: "40 %", "« Non »", "6,4 M€". */
const WORD = new RegExp(
  `(?:[«‹]\\s+)?\\S*\\d\\s${UNIT}\\S*|(?:[«‹]\\s+)?\\S+(?:\\s[»›:;!?]+[.,]?(?=\\s|$))*`,
  "gu",
);

/** Cuts a text where its lines may break: at spaces, and in Japanese and Chinese between phrases (BudouX) under kinsoku. */
export function phrasesOf(text: string): Phrase[] {
  const phrases: Phrase[] = [];
  const parser = parserOf(text);
  for (const word of text.matchAll(WORD)) {
    const pieces = isJapanese(word[0]) ? kinsoku(parser.parse(word[0])) : [word[0]];
    let start = word.index;
    for (const piece of pieces) {
      phrases.push({ text: piece, start, end: start + piece.length, spaceAfter: false });
      start += piece.length;
    }
    const last = phrases.pop();
    if (last) phrases.push({ ...last, spaceAfter: true });
  }
  return phrases;
}

/** Cuts one phrase between characters, for the line that is too narrow for it. */
export function charactersOf(phrase: Phrase): Phrase[] {
  let start = phrase.start;
  const pieces = kinsoku(Array.from(phrase.text));
  return pieces.map((text, index) => {
    const from = start;
    start += text.length;
    const isLast = index === pieces.length - 1;
    return { text, start: from, end: start, spaceAfter: isLast && phrase.spaceAfter };
  });
}

function kinsoku(pieces: readonly string[]): string[] {
  const kept: string[] = [];
  for (const piece of pieces) {
    const before = kept.at(-1);
    const isOne = before !== undefined && (NO_START.test(piece) || NO_END.test(before));
    if (before !== undefined && (isOne || isBonded(before, piece))) {
      kept[kept.length - 1] = before + piece;
    } else {
      kept.push(piece);
    }
  }
  return kept;
}
