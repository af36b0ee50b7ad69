import type { Block } from "./brief.ts";
import { fieldNamed } from "./fields.ts";
import type { FoundFlaw } from "./flaws/flaw.ts";
import type { Requirements } from "./requirements.ts";
import { readField } from "./front-matter.ts";

export interface Sections {
  readonly requirements: Requirements;
  readonly flaws: readonly FoundFlaw[];
  /** The blocks that tell the story; fields are taken out. */
  readonly blocks: Block[];
}

const STORY =
  /^(?:brief|text|content|contents|description|story|details|body|script|what is (?:it|the film|the video) about\??|内容|本文|説明|ブリーフ)$/i;
/** Headings that ordinary texts use in another sense. */
const AMBIGUOUS =
  /^(?:messages|format|length|mood|avoid|audience size|対象|ターゲット|長さ|雰囲気|要点)$/i;
const NO_RESPONSE = /^_?no response_?$/i;

/**
 * Reads fields that stand as headings with their value below, as GitHub's issue forms write them, and as lines
 * such as `Audience: developers` at the top. In ordinary Markdown only headings like "Key messages" count, and none
 * but these where a heading such as "Duration" plainly means something else.
 */
export function readSections(blocks: readonly Block[], text: string): Sections {
  const isForm = /^\s*_No response_\s*$/m.test(text) || hasShapeOfForm(blocks);
  const isPlain = !isForm && hasOtherHeadings(blocks, text);
  const requirements: Requirements = {};
  const flaws: FoundFlaw[] = [];
  const story: Block[] = [];
  for (let at = 0; at < blocks.length; at += 1) {
    const block = blocks[at];
    if (!block) continue;
    const end = block.kind === "heading" ? endOfSection(blocks, at) : at + 1;
    const value = block.kind === "heading" ? sourceBetween(text, block, blocks[end]) : "";
    if (block.kind === "heading" && isForm && STORY.test(block.text)) continue;
    if (
      block.kind === "heading" &&
      isFieldHeading(block.text, isForm) &&
      !(isPlain && !isListed(block.text)) &&
      !isTitleOf(block, story)
    ) {
      const found = takeField(block.text, value, requirements);
      if (!found || isForm) {
        if (found) flaws.push({ ...found, line: lineAt(text, block.span.end) });
        at = end - 1;
        continue;
      }
    }
    if (story.length <= 1 && takeFieldLines(block, text, requirements)) continue;
    if (!isNoResponse(block)) story.push(block);
  }
  return { requirements, flaws, blocks: story };
}

/** A form begins with one of its headings, all of the third level, and asks for several fields. */
function hasShapeOfForm(blocks: readonly Block[]): boolean {
  const headings = blocks.filter((block) => block.kind === "heading");
  const [first] = headings;
  const begins = first !== undefined && first === blocks[0] && first.level === 3;
  const fields = headings.filter(({ level, text }) => level === 3 && fieldNamed(text));
  return begins && fields.length >= 2;
}

/** Headings that are named as fields are and hold something else: there, such headings are chapters of the text. */
function hasOtherHeadings(blocks: readonly Block[], text: string): boolean {
  return blocks.some((block, at) => {
    if (block.kind !== "heading" || !fieldNamed(block.text) || AMBIGUOUS.test(block.text.trim()))
      return false;
    const value = sourceBetween(text, block, blocks[endOfSection(blocks, at)]);
    return takeField(block.text, value, {}) !== null;
  });
}

/** Key messages are asked for whatever else the headings mean. */
const isListed = (name: string): boolean => LISTED.has(fieldNamed(name)?.key ?? "");
const LISTED: ReadonlySet<string> = new Set(["keyMessages", "mustHave", "mustNot"]);

function isFieldHeading(name: string, isForm: boolean): boolean {
  const field = fieldNamed(name);
  return field !== undefined && (isForm || (field.heading && !AMBIGUOUS.test(name.trim())));
}

/** The document's own first heading is its title, whatever it says. */
function isTitleOf(block: Block, story: readonly Block[]): boolean {
  return block.kind === "heading" && block.level === 1 && story.length === 0;
}

function endOfSection(blocks: readonly Block[], at: number): number {
  let end = at + 1;
  while (end < blocks.length && blocks[end]?.kind !== "heading") end += 1;
  return end;
}

function sourceBetween(text: string, heading: Block, next: Block | undefined): string {
  return text.slice(heading.span.end, next?.span.start ?? text.length).trim();
}

function takeField(name: string, value: string, into: Requirements): FoundFlaw | null {
  return value === "" || NO_RESPONSE.test(value) ? null : readField(name, value, into);
}

function isNoResponse(block: Block): boolean {
  return (
    block.kind === "paragraph" &&
    block.sentences.length === 1 &&
    NO_RESPONSE.test(block.sentences[0]?.text ?? "")
  );
}

/** A paragraph of nothing but `Field: value` lines, read as facts where there are several. Answers whether it was one. */
function takeFieldLines(block: Block, text: string, into: Requirements): boolean {
  if (block.kind !== "paragraph" && block.kind !== "list") return false;
  const lines = text.slice(block.span.start, block.span.end).split("\n");
  const pairs = lines.map((line) =>
    /^\s*(?:\*\*)?([\p{L}][\p{L} _-]{1,24}?)(?:\*\*)?\s*[:：](?:\*\*)?\s*(\S.*)$/u.exec(line),
  );
  if (pairs.some((pair) => !pair || !fieldNamed(pair[1] ?? ""))) return false;
  const read: Requirements = {};
  if (pairs.some((pair) => readField(pair?.[1] ?? "", pair?.[2] ?? "", read) !== null))
    return false;
  Object.assign(into, read);
  return true;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
