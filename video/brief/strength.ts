import { figuresIn } from "../language/figures.ts";
import { tongueOf } from "../language/detect.ts";
import { LEANING, LEANING_JA } from "../language/words.ts";
import { speechSeconds } from "../script/pace.ts";
import type { Block, Sentence } from "./brief.ts";
import { minorBlocks } from "./minor.ts";

/** A sentence of the text with where it stands. */
export interface Told extends Sentence {
  readonly block: number;
  /** Place within its paragraph. */
  readonly index: number;
  readonly emphasis: readonly string[];
  /** Says right below the title of a project what it is. */
  readonly isTagline: boolean;
}

/** All sentences of all paragraphs, in order; those about licences, authors and the like aren't told. */
export function toldSentences(blocks: readonly Block[]): Told[] {
  const minor = minorBlocks(blocks);
  const tagline = placeOfTagline(blocks);
  return blocks.flatMap((block, at) =>
    block.kind === "paragraph" && !minor.has(at)
      ? block.sentences.map((sentence, index) => ({
          ...sentence,
          block: at,
          index,
          emphasis: block.emphasis,
          isTagline: at === tagline,
        }))
      : [],
  );
}

/** The first paragraph of a text that is built as READMEs are: code in it, and chapters below. */
function placeOfTagline(blocks: readonly Block[]): number {
  const chapters = blocks.filter((block, at) => block.kind === "heading" && at > 0).length;
  if (chapters < 3 || blocks.every(({ kind }) => kind !== "code")) return -1;
  const [first, second] = blocks;
  if (first?.kind !== "heading") return first?.kind === "paragraph" ? 0 : -1;
  return second?.kind === "paragraph" ? 1 : -1;
}

/** "Don't stir. The potatoes fall apart.": what would happen, told as what happens where the ban is not heard. */
export function followsBan(told: readonly Told[], one: Told): boolean {
  const before = told[told.indexOf(one) - 1];
  if (before === undefined || before.block !== one.block) return false;
  return (
    (BANS.test(before.text) && FOLLOWS.test(one.text)) ||
    (BANS_JA.test(before.text) && FOLLOWS_JA.test(one.text))
  );
}

const BANS = /^(?:please )?(?:do not|don['’]t|never|avoid)\b/i;
const FOLLOWS = /^(?:the|your|you|it|they)\s(?!can|may)(?:\S+\s){0,6}\S+$/i;
const BANS_JA =
  /(?:ないで(?:ください|下さい|ね)?|てはいけません|てはなりません|ないこと|厳禁です|禁止です)[。！]?$/u;
/** Without a topic of its own. */
const FOLLOWS_JA = /^(?!.*(?:ください|ましょう))[^は。]{2,22}(?:ます|る|う|く|す)[。！]?$/u;

const NEWS =
  /\b(introducing|new|now|first|only|never|every|always|best|fastest|free|open source|no longer|at last)\b|新しい|初めて|だけ|すべて|無料|不要|自動/i;
const ASIDE =
  /^(?:see|read more|note|thanks|thank you|click|figure|table|image|source|copyright|license|详见|詳しくは|なお|注)\b|^(?:詳しくは|なお、|※)/i;

/** 「下記のとおり」: says nothing without what stands below it. */
const POINTS_ON = /(?:次|下記|以下)の(?:とおり|通り)|\bas follows\b/i;

export const pointsOn = (text: string): boolean => POINTS_ON.test(text);

/**
 * How much a film gains by saying this sentence, about 0 to 8: figures, emphasis and news count for it, length,
 * leaning on a neighbour and asides against it.
 */
export function strengthOf(sentence: Told, title: string, language: string): number {
  const tongue = tongueOf(language);
  const seconds = speechSeconds(sentence.text, language);
  let strength = 3;
  strength += Math.min(
    2,
    figuresIn(sentence.text, tongue).reduce((sum, one) => sum + one.weight * 0.6, 0),
  );
  if (sentence.emphasis.some((phrase) => sentence.text.includes(phrase))) strength += 1;
  if (NEWS.test(sentence.text)) strength += 0.6;
  if (namesTitle(sentence.text, title)) strength += 0.6;
  if (sentence.index === 0) strength += 0.5;
  if (sentence.isTagline && sentence.index === 0) strength += 1;
  if (/[?？]$/.test(sentence.text)) strength += 0.4;
  strength -= Math.max(0, seconds - 3.5) * 0.3;
  if (seconds < 1.2) strength -= 1;
  if ((tongue === "ja" ? LEANING_JA : LEANING).test(sentence.text) && sentence.index > 0)
    strength -= 1.2;
  if (ASIDE.test(sentence.text) || /[:：]$/.test(sentence.text) || pointsOn(sentence.text))
    strength -= 2.5;
  if (/https?:\/\//.test(sentence.text)) strength -= 1.5;
  return strength;
}

function namesTitle(text: string, title: string): boolean {
  const name = /^[\p{Lu}\p{sc=Kana}][\p{L}\p{N}]{2,}/u.exec(title)?.[0];
  return name !== undefined && text.includes(name);
}
