import type { Paragraph, Root, RootContent } from "mdast";
import { cleanLine } from "../language/clean.ts";
import type { Block } from "./brief.ts";
import { plainTextOf, spanOf } from "./inline.ts";

/**
 * A paragraph that is a heading by what it does: a question in bold, or behind two dashes, above its answer; a line in
 * bold above a list, table or code. Null for any other.
 */
export function headingInLine(node: Paragraph, next: RootContent | undefined): Block | null {
  const plain = plainTextOf(node);
  const line = cleanLine(plain.text);
  const text = withoutDashes(line);
  if (text.length > LONGEST || next === undefined || MARKED.test(text)) return null;
  const isBold = node.children.length === 1 && node.children[0]?.type === "strong";
  const isAsked = /[?？]$/.test(text) && (isBold || text !== line) && ANSWERS.has(next.type);
  const isLabel =
    isBold && !/[\p{P}\p{S}]$/u.test(text.replace(/[)）]$/, "")) && LED.has(next.type);
  const span = spanOf(plain, 0, plain.text.length);
  return isAsked || isLabel ? { kind: "heading", level: 5, text, span } : null;
}

const LONGEST = 80;
/** "Q: How deep?" is read with its letter. */
const MARKED = /^(?:Q|A|Question|Answer|質問|問|回答|答え?)\s*\d{0,3}\s*[.:：．、]/;
const ANSWERS: ReadonlySet<string> = new Set(["paragraph", "list"]);
const LED: ReadonlySet<string> = new Set(["list", "table", "code"]);

/**
 * Paragraphs that open with a label in bold, as abstracts and terms do: "**Methods.** We counted …". One alone is a
 * strong sentence.
 */
export function labelledIn(tree: Root): ReadonlySet<RootContent> {
  const labelled = tree.children.filter((node) => labelOf(node) !== null);
  return new Set(labelled.length >= LEAST_LABELS ? labelled : []);
}

const LEAST_LABELS = 3;

/** Its label as a heading, and what it says without it. */
export function withoutLabel(node: Paragraph): { heading: Block[]; rest: Paragraph } {
  const [strong, ...children] = node.children;
  const text = labelOf(node);
  if (strong === undefined || text === null) return { heading: [], rest: node };
  const plain = plainTextOf(strong);
  const span = spanOf(plain, 0, plain.text.length);
  return { heading: [{ kind: "heading", level: 5, text, span }], rest: { ...node, children } };
}

function labelOf(node: RootContent): string | null {
  if (node.type !== "paragraph") return null;
  const [first, second] = node.children;
  if (first?.type !== "strong" || second?.type !== "text" || !/^\s+\S/.test(second.value))
    return null;
  const label = cleanLine(plainTextOf(first).text);
  return /^[^.。]{2,40}[.。]$/u.test(label) ? label.slice(0, -1) : null;
}

/** 「――きっかけは？」: the dashes with which an interview marks whoever asks. */
export function withoutDashes(text: string): string {
  return text.replace(/^[―—─]{2,}\s*/u, "");
}
