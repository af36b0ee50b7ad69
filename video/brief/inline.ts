import type { InlineCode, Nodes, PhrasingContent, Text } from "mdast";
import { cleanCharacter } from "../language/clean.ts";
import { splitSentences } from "../language/sentences.ts";
import type { Sentence, Span } from "./brief.ts";

/** Text with its markup removed; `offsets[i]` is where character `i` stands in the brief. */
export interface PlainText {
  readonly text: string;
  readonly offsets: readonly number[];
  readonly end: number;
}

/** Flattens inline Markdown. Scripts and styles lose their content, other HTML only its tags. */
export function plainTextOf(node: Nodes): PlainText {
  const writer = new PlainWriter();
  writer.visit(node);
  return { text: writer.text, offsets: writer.offsets, end: node.position?.end.offset ?? 0 };
}

/** Bold and italic phrases: what the author wanted seen. */
export function emphasisOf(node: Nodes): string[] {
  if (node.type === "strong" || node.type === "emphasis") {
    const phrase = plainTextOf(node).text.replace(/[.:,;。、：]+$/u, "");
    return phrase ? [phrase] : [];
  }
  return "children" in node ? node.children.flatMap((child) => emphasisOf(child)) : [];
}

/** Spans of code, as their text stands in the plain text. */
export function codeSpansOf(node: Nodes): string[] {
  if (node.type === "inlineCode") {
    const span = plainTextOf(node).text.trim();
    return span ? [span] : [];
  }
  return "children" in node ? node.children.flatMap((child) => codeSpansOf(child)) : [];
}

export function sentencesOf(plain: PlainText): Sentence[] {
  return splitSentences(plain.text).map(({ text, start, end }) => ({
    text,
    span: spanOf(plain, start, end),
  }));
}

export function spanOf(plain: PlainText, start: number, end: number): Span {
  const first = plain.offsets[start] ?? plain.end;
  const last = plain.offsets[end - 1];
  return { start: first, end: Math.max(first, last === undefined ? plain.end : last + 1) };
}

const JOINS = /[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}、。！？」]$/u;

const KATAKANA = /[\p{sc=Kana}ー]$/u;

function areJoined(before: string, after: string): boolean {
  const areWords = KATAKANA.test(before) && KATAKANA.test(after);
  return !areWords && JOINS.test(before) && JOINS.test(after);
}

class PlainWriter {
  /** One entry per UTF-16 unit or surrogate pair: a growing string would be copied at every look back. */
  readonly #pieces: string[] = [];
  readonly offsets: number[] = [];
  #silent = 0;

  visit(node: Nodes | PhrasingContent): void {
    if (node.type === "html") return this.#html(node.value);
    if (this.#silent > 0 && node.type === "text") return;
    if (node.type === "text" || node.type === "inlineCode") return this.#write(node);
    if (node.type === "break") return this.#put(" ", node.position?.start.offset ?? 0);
    if (node.type === "image") return;
    if ("children" in node) for (const child of node.children) this.visit(child);
  }

  #html(value: string): void {
    if (/^<(?:script|style)\b/i.test(value) && !/\/\s*>$/.test(value)) this.#silent += 1;
    if (/^<\/(?:script|style)/i.test(value)) this.#silent = Math.max(0, this.#silent - 1);
  }

  #write(node: Text | InlineCode): void {
    const from = (node.position?.start.offset ?? 0) + (node.type === "inlineCode" ? 1 : 0);
    const to = Math.max(from, (node.position?.end.offset ?? from) - 1);
    let at = 0;
    for (const character of node.value) {
      this.#put(cleanCharacter(character), Math.min(from + at, to));
      at += character.length;
    }
  }

  get text(): string {
    return this.#pieces.join("");
  }

  /** Spaces never double, and none stands between two Japanese characters across a line break. */
  #put(character: string, offset: number): void {
    const last = this.#pieces.at(-1);
    if (character === "" || (character === " " && (last === undefined || last === " "))) return;
    if (last === " " && areJoined(this.#pieces.at(-2) ?? "", character)) {
      this.#pieces.pop();
      this.offsets.pop();
    }
    this.#pieces.push(character);
    for (let unit = 0; unit < character.length; unit += 1) this.offsets.push(offset);
  }
}
