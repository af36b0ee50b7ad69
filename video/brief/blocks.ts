import type { Blockquote, List, ListItem, Root, RootContent, Table } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { cleanCode, cleanLine } from "../language/clean.ts";
import type { Block, OwnFile, Sentence, Span } from "./brief.ts";
import { withoutMailSignature } from "./courtesies.ts";
import { htmlOf } from "./html.ts";
import { codeIn, emphasisOf, plainTextOf, sentencesOf, spanOf } from "./inline.ts";
import { hasBadges, isContentsTable, linksOf } from "./links.ts";
import { shortLine } from "./short-line.ts";
import { headingInLine, labelledIn, withoutLabel } from "./line-headings.ts";
import { readParagraph, type Letter } from "./paragraphs.ts";
import { isWebAddress } from "./web-address.ts";

export interface Contents {
  readonly blocks: Block[];
  readonly links: string[];
  readonly hasBadges: boolean;
  /** Files that the text shows as pictures. */
  readonly pictures: OwnFile[];
}

/** The structure of a Markdown text, and its links and pictures in order. Spans count from the start of the whole brief. */
export function readBlocks(text: string, bodyStart: number): Contents {
  // Blanked rather than cut away, so that every offset stays true.
  const front = text.slice(0, bodyStart).replaceAll(/[^\n]/g, " ");
  const body = front + withoutMailSignature(text.slice(bodyStart));
  const tree = parseMarkdown(body);
  return {
    blocks: blocksIn(tree),
    links: linksOf(tree),
    hasBadges: hasBadges(tree),
    pictures: picturesOf(tree),
  };
}

/** Up to here a heading, a greeting or a subject stands at the head of a text. */
const HEAD = 4;

function blocksIn(tree: Root): Block[] {
  const blocks: Block[] = [];
  let letter: Letter = { isGreeted: false, isSigned: false };
  const labelled = labelledIn(tree);
  for (const [at, node] of tree.children.entries()) {
    const line = node.type === "paragraph" ? headingInLine(node, tree.children[at + 1]) : null;
    if (line) blocks.push(line);
    else if (node.type === "paragraph") {
      const { heading, rest } = labelled.has(node)
        ? withoutLabel(node)
        : { heading: [], rest: node };
      const read = readParagraph(rest, blocks.length < HEAD, letter);
      blocks.push(...heading, ...read.blocks);
      ({ letter } = read);
    } else {
      blocks.push(...blocksOf(node));
    }
  }
  return blocks;
}

/** The parser recurses once per level of quotation; sixty levels are no text any more. */
function parseMarkdown(body: string): Root {
  const shallow = body.replaceAll(/^[> \t]{60,}/gm, (markers) => " ".repeat(markers.length));
  return fromMarkdown(shallow, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

function blocksOf(node: RootContent): Block[] {
  const span = spanOfNode(node);
  if (node.type === "heading") {
    const text = shortLine(cleanLine(plainTextOf(node).text));
    return text ? [{ kind: "heading", level: node.depth, text, span }] : [];
  }
  if (node.type === "code") {
    const text = cleanCode(node.value);
    return text ? [{ kind: "code", language: (node.lang ?? "").slice(0, 20), text, span }] : [];
  }
  if (node.type === "list") return listOf(node, span);
  if (node.type === "blockquote") return quoteOf(node, span);
  if (node.type === "table") return tableOf(node, span);
  return node.type === "html" ? htmlOf(node.value, span) : [];
}

function spanOfNode(node: RootContent): Span {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}

/** One entry per item; nested lists become further entries, so that nothing is lost. */
function listOf(node: List, span: Span): Block[] {
  const items = node.children.flatMap(itemsOf);
  if (items.length === 0 || isContentsTable(node)) return [];
  const ordered = node.ordered === true;
  const start = ordered && (node.start ?? 1) !== 1 ? { start: node.start ?? 1 } : {};
  return [{ kind: "list", ordered, ...start, items, ...codeIn(node), span }];
}

function itemsOf(item: ListItem): Sentence[] {
  return item.children.flatMap((child): Sentence[] => {
    if (child.type === "list") return child.children.flatMap(itemsOf);
    if (child.type === "code") return [];
    const plain = plainTextOf(child, "with marks");
    const state = item.checked === true ? "✓ " : item.checked === false ? "☐ " : "";
    const text = shortLine(state + cleanLine(plain.text).replace(MORE, ""));
    return /[\p{L}\p{N}]/u.test(text) ? [{ text, span: spanOf(plain, 0, plain.text.length) }] : [];
  });
}

/** "[more]" leads away from the text. */
const MORE = /\s*(?:[—–-]\s*)?\[(?:more|link|docs?|source|src|demo|詳細|詳しく)\]$/i;

const ATTRIBUTION = /^(?:[—–-]{1,3}|――?|──)\s*(\S.{0,58})$/u;

/** The last line may name who said it: `— Ada Lovelace`. */
function quoteOf(node: Blockquote, span: Span): Block[] {
  const note = noteOf(node);
  if (note) return note;
  const lines = node.children
    .flatMap((child) => sourceLines(plainWithBreaks(child)))
    .filter((line) => /[\p{L}\p{N}]/u.test(line));
  const last = lines.at(-1) ?? "";
  const named = lines.length > 1 ? ATTRIBUTION.exec(last) : null;
  const inline = /^(.{10,}[.!?。！？”"」])\s*[—–]\s*(\S.{0,58})$/u.exec(lines.join(" "));
  const signed = lines.length > 1 && isName(last, lines.at(-2) ?? "") ? last : null;
  const attribution = named?.[1] ?? inline?.[2] ?? signed;
  const text = cleanLine(
    (named || signed ? lines.slice(0, -1) : inline ? [inline[1] ?? ""] : lines).join(" "),
  );
  const bare = text.replace(/^["“「『]([^"“”「」『』]*)["”」』]$/u, "$1");
  return bare ? [{ kind: "quote", text: bare, attribution, span }] : [];
}

/** A last line of a few words behind a whole sentence says whose words they are. */
function isName(line: string, before: string): boolean {
  const words = line.split(/\s+/);
  const isShort = words.length <= 7 && line.length < 60 && !/[.!?。！？:：]$/.test(line);
  return isShort && /^[\p{Lu}\p{Lo}]/u.test(line) && /[.!?。！？][”"'」』)]*$/.test(before);
}

/** What GitHub and others set apart as a note is the author's own word and no quotation. */
function noteOf(node: Blockquote): Block[] | null {
  const [first] = node.children;
  const opening = first?.type === "paragraph" ? plainWithBreaks(first).trimStart() : "";
  const marker = NOTE.exec(opening)?.[0];
  if (marker === undefined) return null;
  const size = cleanLine(marker).length;
  return node.children.flatMap((child, index): Block[] => {
    if (child.type !== "paragraph") return blocksOf(child);
    const plain = plainTextOf(child);
    const from = index === 0 ? plain.text.slice(size).search(/\S|$/) + size : 0;
    const rest = { ...plain, text: plain.text.slice(from), offsets: plain.offsets.slice(from) };
    const sentences = sentencesOf(rest);
    const emphasis = emphasisOf(child).filter((phrase) => rest.text.includes(phrase));
    const span = spanOfNode(child);
    return sentences.length > 0
      ? [{ kind: "paragraph", sentences, emphasis, ...codeIn(child), span }]
      : [];
  });
}

const NOTE =
  /^(?:\[!\w+\]|(?:note|tip|important|warning|caution|hint|attention|注意|補足|メモ|ヒント|重要)[:：]?(?=\s*\n)|(?:note|tip|warning|caution|hint)[:：])\s*/i;

function plainWithBreaks(node: Blockquote["children"][number]): string {
  if (node.type !== "paragraph") return plainTextOf(node).text;
  return node.children
    .map((child) =>
      child.type === "break" ? "\n" : child.type === "text" ? child.value : plainTextOf(child).text,
    )
    .join("");
}

const sourceLines = (text: string): string[] => text.split("\n").map((line) => cleanLine(line));

function tableOf(node: Table, span: Span): Block[] {
  const rows = node.children.map((row) =>
    row.children.map((cell) => shortLine(cleanLine(plainTextOf(cell, "with marks").text))),
  );
  const [header = [], ...body] = rows;
  return header.length > 0 && body.length > 0 ? [{ kind: "table", header, rows: body, span }] : [];
}

/** Files and addresses on the web; pictures that are written into the text itself are none of either. */
function picturesOf(tree: Root): OwnFile[] {
  const pictures: OwnFile[] = [];
  const visit = (node: Root | RootContent): void => {
    if (node.type === "image" && (isWebAddress(node.url) || !HAS_SCHEME.test(node.url))) {
      const path = (isWebAddress(node.url) ? node.url : decoded(node.url)).slice(0, LONGEST_PATH);
      const text = shortLine(cleanLine(node.alt ?? ""));
      if (path !== "") pictures.push({ path, use: "picture", text, span: spanOfNode(node) });
    }
    if ("children" in node) for (const child of node.children) visit(child);
  };
  visit(tree);
  return pictures;
}

const LONGEST_PATH = 400;
const HAS_SCHEME = /^(?:[a-z][a-z0-9+.-]+:|\/\/)/i;

/** Markdown writes spaces of a path as `%20`. */
function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
