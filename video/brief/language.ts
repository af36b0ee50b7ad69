import { detectLanguage } from "../language/detect.ts";
import type { Block } from "./brief.ts";
import type { Requirements } from "./requirements.ts";

export interface LanguageOfText {
  readonly tag: string;
  /** Nobody asked for it. */
  readonly assumed: boolean;
  /** What the text is plainly written in instead of what was asked for. */
  readonly found: string | null;
}

/** The language that is asked for, or that of the letters and words. */
export function languageOf(
  { language, title, keyMessages = [] }: Requirements,
  blocks: readonly Block[],
): LanguageOfText {
  const words = [title ?? "", ...keyMessages, ...blocks.map(wordsOf)].join(" ").slice(0, 20_000);
  const detected = detectLanguage(words);
  if (language === undefined) return { tag: detected, assumed: true, found: null };
  return { tag: language, assumed: false, found: isOther(language, words) ? detected : null };
}

const LETTERS: Readonly<Record<string, RegExp>> = {
  ja: /[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u,
  zh: /\p{sc=Han}/u,
  ko: /\p{sc=Hangul}/u,
  en: /\p{sc=Latin}/u,
};
/** Of less it is hard to tell, and a name may be all there is. */
const ENOUGH_LETTERS = 30;

/** Only the letters are judged: text in a language's letters may well be in that language. */
function isOther(language: string, words: string): boolean {
  const own = LETTERS[language.toLowerCase().split("-")[0] ?? ""];
  if (!own) return false;
  const letters = words.match(/\p{L}/gu) ?? [];
  const share = letters.filter((letter) => own.test(letter)).length / Math.max(1, letters.length);
  return letters.length >= ENOUGH_LETTERS && share < MOST_FOREIGN;
}

const MOST_FOREIGN = 0.05;

function wordsOf(block: Block): string {
  if (block.kind === "heading" || block.kind === "quote") return block.text;
  if (block.kind === "paragraph") return block.sentences.map((one) => one.text).join(" ");
  if (block.kind === "list") return block.items.map((one) => one.text).join(" ");
  return block.kind === "table" ? [block.header, ...block.rows].flat().join(" ") : "";
}
