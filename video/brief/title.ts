import { fit } from "../language/headline.ts";
import { tongueOf } from "../language/detect.ts";
import type { Block } from "./brief.ts";
import { toldSentences } from "./strength.ts";
import { titleFromSentence } from "./wishes.ts";

type Heading = Extract<Block, { kind: "heading" }>;

export interface Titled {
  readonly title: string;
  /** Without what stands above the title and is only a letterhead. */
  readonly blocks: readonly Block[];
  /** No heading says it. */
  readonly isTaken: boolean;
}

/** What else may give a title, in the order in which it is asked. */
export interface Instead {
  readonly topic: string;
  readonly goal: string | undefined;
  readonly message: string | undefined;
}

/** The title of a text: its first large heading, or what its first sentence is about. */
export function titleOf(blocks: readonly Block[], language: string, instead: Instead): Titled {
  const cut = (text: string): string => fit(text, 140, tongueOf(language));
  const at = placeOfTitle(blocks);
  const heading = blocks[at];
  if (heading?.kind === "heading" && !(at > 0 && CHAPTER.test(heading.text.trim()))) {
    const title = cut(named(heading, blocks));
    const above = blocks.slice(0, at).filter((block) => !isLetterhead(block));
    const below = blocks.slice(at + 1);
    return { title, blocks: [...above, { ...heading, text: title }, ...below], isTaken: false };
  }
  const line = instead.topic === "" ? titleLine(blocks) : null;
  if (line) return { title: cut(line.text), blocks: [line, ...blocks.slice(1)], isTaken: true };
  const source =
    instead.topic ||
    toldSentences(blocks)[0]?.text ||
    instead.goal ||
    instead.message ||
    firstWords(blocks[0]) ||
    "Untitled";
  const title = cut(instead.topic || titleFromSentence(source, language));
  return { title, blocks, isTaken: true };
}

/** A short line alone above the text, as plain text writes its title. */
function titleLine([first, second]: readonly Block[]): Heading | null {
  if (first?.kind !== "paragraph" || !second || first.sentences.length !== 1) return null;
  const [line] = first.sentences;
  if (!line) return null;
  const { text, span } = line;
  return text.length <= LONGEST_TITLE_LINE && !/[.!?:,;。！？：、]$/u.test(text)
    ? { kind: "heading", level: 1, text, span }
    : null;
}

const LONGEST_TITLE_LINE = 80;

/** Below what the text begins with it is only a chapter, however large. */
const CHAPTER =
  /^(?:examples?|usage|install(?:ation|ing)?|getting started|quick ?start|api|contents|table of contents|overview|features|使い方|インストール|例|目次|概要)$/i;

/** A heading that stands deeper in the text is one of its chapters. */
const EARLY = 6;

function placeOfTitle(blocks: readonly Block[]): number {
  const early = blocks.slice(0, EARLY);
  const large = early.findIndex((block) => block.kind === "heading" && block.level === 1);
  if (large >= 0) return large;
  const first = early.findIndex((block) => block.kind === "heading");
  return blocks.slice(0, Math.max(0, first)).every(isLetterhead) ? first : -1;
}

/** Who writes, from where, and when: short lines that say nothing. */
function isLetterhead(block: Block): boolean {
  if (block.kind === "list") return block.facts === true && block.items.every(isShort);
  return block.kind === "paragraph" && block.sentences.every(isShort);
}

const isShort = ({ text }: { text: string }): boolean =>
  text.length <= 60 && !/[.!?:。！？：]$/u.test(text);

const BARE =
  /^(?:the )?(?:change ?log|changes|history|read ?me|release notes|release history|news|更新履歴|変更履歴|変更点|リリースノート|リードミー)$/i;
const PROJECT =
  /\b(?:changes?|history|releases?|versions?|news)\b[^.]{0,24}?\b(?:to|of|in|for)\s+(?:the\s+)?([\w@][\w@./-]{1,39}?)(?=[\s,.;:]|$)/i;
const PROJECT_JA = /([\p{L}\p{N}@._-]{2,30}?)の(?:変更|更新|リリース|主な|すべて)/u;
const NO_NAME = /^(?:this|that|these|our|your|each|all|any|it|its|an?|the)$/i;

/** A title that could stand above any project's text gets the name that the text gives. */
function named(heading: Heading, blocks: readonly Block[]): string {
  if (!BARE.test(heading.text.trim())) return heading.text;
  const first = toldSentences(blocks)[0]?.text ?? "";
  const name = PROJECT.exec(first)?.[1] ?? PROJECT_JA.exec(first)?.[1];
  if (name === undefined || NO_NAME.test(name)) return heading.text;
  return `${name} ${heading.text.trim()}`;
}

function firstWords(block: Block | undefined): string {
  if (block?.kind === "list") return block.items[0]?.text ?? "";
  if (block?.kind === "quote") return block.text;
  if (block?.kind === "table") return block.header.filter(Boolean).join(" ");
  return "";
}
