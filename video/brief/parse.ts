import { createHash } from "node:crypto";
import type { Tongue } from "../../kernel/tongue.ts";
import { anchorsOf } from "./anchors.ts";
import { assumedIn } from "./assumed/assumed.ts";
import { readBlocks } from "./blocks.ts";
import { Brief, type Block } from "./brief.ts";
import { complete } from "./complete.ts";
import type { FoundFlaw } from "./flaws/flaw.ts";
import { refuse } from "./flaws/problems.ts";
import type { Requirements } from "./requirements.ts";
import { languageOf } from "./language.ts";
import { readFrontMatter } from "./front-matter.ts";
import { readPreset, type Preset } from "./preset.ts";
import { readSections } from "./sections.ts";
import { decodeBrief } from "./text.ts";

export interface ParseOptions {
  /** Named in problems, e.g. `brief.md` or `issue 12`. */
  readonly file: string;
  /** Wins over what the text says. */
  readonly preset?: Preset;
  /** The language of the problems; default `en`. */
  readonly tongue?: Tongue;
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
  const { file, preset = {}, tongue = "en" } = options;
  const check = (found: readonly FoundFlaw[]): void => refuse(found, file, tongue);
  const text = decodeBrief(input, file, tongue);
  check(noBrief(text));
  const front = readFrontMatter(text);
  check(front.flaws);
  const read = text.slice(0, front.bodyStart + LONGEST_BODY);
  check([...overmarked(read), ...overnested(read)].slice(0, 1));
  const { blocks, links, hasBadges, pictures } = readBlocks(read, front.bodyStart);
  const sections = readSections(blocks, read);
  check(sections.flaws);
  const wished = readPreset(preset);
  refuse(wished.flaws, "labels", tongue);
  const requirements: Requirements = {
    ...sections.requirements,
    ...front.requirements,
    ...wished.requirements,
  };
  if (!asksForContent(requirements))
    check(untold(sections.blocks, read.slice(front.bodyStart), requirements));
  const language = languageOf(requirements, sections.blocks);
  const completed = complete({
    requirements,
    blocks: sections.blocks,
    links,
    hasBadges,
    pictures,
    language,
    assumptions: read.length < text.length ? [assumedIn(language.tag).cutOff(LONGEST_BODY)] : [],
  });
  return Brief.parse({
    ...completed,
    anchors: anchorsOf(read, completed),
    sha256: createHash("sha256").update(text).digest("hex"),
  });
}

/** What no author writes: thousands of asterisks or brackets. */
function overmarked(text: string): FoundFlaw[] {
  const counts = [/[*_~]/g, /[[\]]/g].map((marks) => text.match(marks)?.length ?? 0);
  const count = Math.max(...counts);
  if (count <= MOST_MARKS) return [];
  return [{ flaw: { code: "too-many-marks", count, most: MOST_MARKS } }];
}

/** What is seen before anything is read. */
function noBrief(text: string): FoundFlaw[] {
  if (text.trim() === "") return [{ flaw: { code: "empty" } }];
  if (!/[\p{L}\p{N}]/u.test(text)) return [{ flaw: { code: "no-words" } }];
  if (!/^\s*<(?:!doctype\s+html|html|head|\?xml)\b/i.test(text)) return [];
  return [{ flaw: { code: "markup" } }];
}

/** A brief that asks for nothing in a field has to tell something in its text. */
function untold(blocks: readonly Block[], body: string, { title }: Requirements): FoundFlaw[] {
  if (blocks.length === 0 && title === undefined) return [{ flaw: { code: "no-text" } }];
  const words = body.replaceAll(/(?:https?:\/\/|www\.)\S+/gi, "");
  if (title === undefined && !/[\p{L}\p{N}]/u.test(words))
    return [{ flaw: { code: "only-address" } }];
  return onlyNamed(blocks, title);
}

/** A title alone, or code that nobody says a word of. */
function onlyNamed(blocks: readonly Block[], title: string | undefined): FoundFlaw[] {
  const headings = blocks.filter(({ kind }) => kind === "heading").length;
  const names = headings + (title === undefined ? 0 : 1);
  if (blocks.some(({ kind }) => kind !== "heading" && kind !== "code") || headings > 1) return [];
  if (blocks.every(({ kind }) => kind !== "code")) return [{ flaw: { code: "only-title" } }];
  return names > 0 ? [] : [{ flaw: { code: "only-code" } }];
}

/** A list's marks at the beginning of a line: each is a list in the one before. */
const LIST_MARKS = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/gm;

/** Lists in lists in one line, as no author writes: a Markdown parser's memory ends before they do. */
function overnested(text: string): FoundFlaw[] {
  for (const { 0: marks, index } of text.matchAll(LIST_MARKS)) {
    const depth = marks.match(/[-+*]|\d+[.)]/g)?.length ?? 0;
    if (depth <= DEEPEST_LIST || isRule(text.slice(index))) continue;
    const line = text.slice(0, index).split("\n").length;
    return [{ flaw: { code: "lists-too-deep", depth, most: DEEPEST_LIST }, line, column: 1 }];
  }
  return [];
}

/** `- - - -` with nothing behind is a line across the page. */
function isRule(text: string): boolean {
  return /^[ \t>]*(?:[-*][ \t]*)+$/.test(text.split("\n", 1)[0] ?? "");
}

function asksForContent({ goal, keyMessages = [], mustHave = [] }: Requirements): boolean {
  return Boolean(goal) || keyMessages.length > 0 || mustHave.length > 0;
}
