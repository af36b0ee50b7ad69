import { createHash } from "node:crypto";
import { InputError, type Problem } from "../../kernel/errors.ts";
import { detectLanguage } from "../language/detect.ts";
import { anchorsOf } from "./anchors.ts";
import { readBlocks } from "./blocks.ts";
import { Brief, type Block } from "./brief.ts";
import { complete } from "./complete.ts";
import type { Requirements } from "./requirements.ts";
import { readFrontMatter } from "./front-matter.ts";
import { readPreset, type Preset } from "./preset.ts";
import { readSections } from "./sections.ts";
import { decodeBrief } from "./text.ts";

export interface ParseOptions {
  /** Named in problems, e.g. `brief.md` or `issue 12`. */
  readonly file: string;
  /** Wins over what the text says. */
  readonly preset?: Preset;
}

/** More text than any film holds; the rest would only cost time. */
const LONGEST_BODY = 60_000;
/** Of each kind. A Markdown parser needs time with their square: a minute for 60,000. */
const MOST_MARKS = 5_000;
/** In one line; real ones have two or three. */
const DEEPEST_LIST = 50;

/**
 * Reads a brief: Markdown with optional YAML front matter, an issue form, or plain text. What the author left open is
 * assumed, and said in `assumptions`. Throws an `InputError` whose problems name the line where that is known.
 */
export function parseBrief(input: Uint8Array | string, options: ParseOptions): Brief {
  const text = decodeBrief(input, options.file);
  refuse(noBrief(text, options.file));
  const front = readFrontMatter(text, options.file);
  refuse(front.problems);
  const read = text.slice(0, front.bodyStart + LONGEST_BODY);
  refuse([...overmarked(read, options.file), ...overnested(read, options.file)].slice(0, 1));
  const { blocks, links, pictures } = readBlocks(read, front.bodyStart);
  const sections = readSections(blocks, read, options.file);
  refuse(sections.problems);
  const requirements: Requirements = {
    ...sections.requirements,
    ...front.requirements,
    ...readPreset(options.preset ?? {}, "labels"),
  };
  if (!saysAnything(requirements))
    refuse(untold(sections.blocks, read.slice(front.bodyStart), options.file));
  const assumptions =
    read.length < text.length
      ? [`The text is very long: only its first ${LONGEST_BODY} characters were read.`]
      : [];
  const completed = complete({
    requirements,
    blocks: sections.blocks,
    links,
    pictures,
    language: languageOf(requirements, sections.blocks),
    assumptions,
  });
  return Brief.parse({
    ...completed,
    anchors: anchorsOf(read, completed),
    sha256: createHash("sha256").update(text).digest("hex"),
  });
}

function refuse(problems: readonly Problem[]): void {
  const [first, ...rest] = problems;
  if (first) throw new InputError([first, ...rest]);
}

/** What no author writes: thousands of asterisks or brackets. */
function overmarked(text: string, file: string): Problem[] {
  const counts = [/[*_~]/g, /[[\]]/g].map((marks) => text.match(marks)?.length ?? 0);
  const most = Math.max(...counts);
  if (most <= MOST_MARKS) return [];
  const message = `has ${most} marks of emphasis or links; a brief may have ${MOST_MARKS}`;
  return [{ where: file, message, hint: "take out what is only decoration" }];
}

/** What is seen before anything is read. */
function noBrief(text: string, file: string): Problem[] {
  const hint = "write at least one sentence";
  if (text.trim() === "") return [{ where: file, message: "the brief is empty", hint }];
  if (!/[\p{L}\p{N}]/u.test(text)) {
    return [{ where: file, message: "the brief has no words", hint }];
  }
  if (!/^\s*<(?:!doctype\s+html|html|head|\?xml)\b/i.test(text)) return [];
  const message = "this is a page of markup, not Markdown";
  return [{ where: file, message, hint: "write its text without the tags" }];
}

/** A brief that asks for nothing in a field has to tell something in its text. */
function untold(blocks: readonly Block[], body: string, file: string): Problem[] {
  const hint = "write what the film should tell below the front matter";
  if (blocks.length === 0) {
    return [{ where: file, message: "the brief has no text to make a film of", hint }];
  }
  const words = body.replaceAll(/(?:https?:\/\/|www\.)\S+/gi, "");
  if (/[\p{L}\p{N}]/u.test(words)) return [];
  const message = "the brief is nothing but an address, and no page is read for it";
  return [{ where: file, message, hint: "write what the film should tell" }];
}

/** A list's marks at the beginning of a line: each is a list in the one before. */
const LIST_MARKS = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/gm;

/** Lists in lists in one line, as no author writes: a Markdown parser's memory ends before they do. */
function overnested(text: string, file: string): Problem[] {
  for (const { 0: marks, index } of text.matchAll(LIST_MARKS)) {
    const depth = marks.match(/[-+*]|\d+[.)]/g)?.length ?? 0;
    if (depth <= DEEPEST_LIST || isRule(text.slice(index))) continue;
    const line = text.slice(0, index).split("\n").length;
    const message = `has lists ${depth} deep; a brief may have ${DEEPEST_LIST}`;
    return [{ where: file, line, column: 1, message, hint: "write them in fewer levels" }];
  }
  return [];
}

/** `- - - -` with nothing behind is a line across the page. */
function isRule(text: string): boolean {
  return /^[ \t>]*(?:[-*][ \t]*)+$/.test(text.split("\n", 1)[0] ?? "");
}

function saysAnything(requirements: Requirements): boolean {
  return (
    Boolean(requirements.title ?? requirements.goal) || (requirements.keyMessages ?? []).length > 0
  );
}

function languageOf(
  requirements: Requirements,
  blocks: readonly Block[],
): { tag: string; assumed: boolean } {
  if (requirements.language) return { tag: requirements.language, assumed: false };
  const words = [
    requirements.title ?? "",
    ...(requirements.keyMessages ?? []),
    ...blocks.map(wordsOf),
  ];
  return { tag: detectLanguage(words.join(" ").slice(0, 20_000)), assumed: true };
}

function wordsOf(block: Block): string {
  if (block.kind === "heading" || block.kind === "quote") return block.text;
  if (block.kind === "paragraph") return block.sentences.map((one) => one.text).join(" ");
  if (block.kind === "list") return block.items.map((one) => one.text).join(" ");
  return block.kind === "table" ? [block.header, ...block.rows].flat().join(" ") : "";
}
