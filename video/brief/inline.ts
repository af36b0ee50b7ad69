import type { Html, InlineCode, Nodes, PhrasingContent, Text } from "mdast";
import { cleanCharacter } from "../language/clean.ts";
import { splitSentences } from "../language/sentences.ts";
import type { Sentence, Span } from "./brief.ts";

/** Text with its markup removed; `offsets[i]` is where character `i` stands in the brief. */
export interface PlainText {
  readonly text: string;
  readonly offsets: readonly number[];
  readonly end: number;
  /** Where the brief's lines end inside of it. */
  readonly breaks?: readonly LineEnd[];
}

/** The end of a line in the brief; a hard one was asked for (two spaces, a backslash, `<br>`). */
export interface LineEnd {
  readonly offset: number;
  readonly isHard: boolean;
}

/** Flattens inline Markdown. Scripts and styles lose their content, other HTML only its tags. */
export function plainTextOf(node: Nodes, pictographs?: "with marks"): PlainText {
  const writer = new PlainWriter(pictographs === undefined ? {} : MARKS);
  writer.visit(node);
  const end = node.position?.end.offset ?? 0;
  return { text: writer.text, offsets: writer.offsets, end, breaks: writer.breaks };
}

/** The text cut at the line ends that are wanted; what has no words is left away. */
export function linesOf(plain: PlainText, isWanted: (end: LineEnd) => boolean): PlainText[] {
  const ends = (plain.breaks ?? []).filter(isWanted);
  const cuts = ends.map(({ offset }) => firstFrom(plain.offsets, offset + 1, Number));
  const places = [0, ...cuts.filter((at) => at < plain.text.length), plain.text.length];
  return places.slice(1).flatMap((to, index): PlainText[] => {
    const part = partOf(plain, places[index] ?? 0, to);
    return /[\p{L}\p{N}]/u.test(part.text) ? [part] : [];
  });
}

/** What stands between two offsets of the brief. */
export function betweenOffsets(plain: PlainText, start: number, end: number): PlainText {
  const from = firstFrom(plain.offsets, start, Number);
  return partOf(plain, from, firstFrom(plain.offsets, end, Number));
}

function partOf(plain: PlainText, from: number, to: number): PlainText {
  const text = plain.text.slice(from, to).trimEnd();
  const offsets = plain.offsets.slice(from, from + text.length);
  const start = offsets[0] ?? plain.end;
  const end = (offsets.at(-1) ?? plain.end - 1) + 1;
  const breaks = plain.breaks ?? [];
  const offsetOf = ({ offset }: LineEnd): number => offset;
  const inside = breaks.slice(firstFrom(breaks, start, offsetOf), firstFrom(breaks, end, offsetOf));
  return { text, offsets, end, breaks: inside };
}

/** Number of the first that is not below `least`; they only grow, and there may be tens of thousands. */
function firstFrom<Value>(
  values: readonly Value[],
  least: number,
  numberOf: (value: Value) => number,
): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const value = values[middle];
    if (value !== undefined && numberOf(value) < least) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Bold and italic phrases: what the author wanted seen. */
export function emphasisOf(node: Nodes): string[] {
  if (node.type === "strong" || node.type === "emphasis") {
    const phrase = plainTextOf(node).text.replace(/[.:,;。、：]+$/u, "");
    return phrase ? [phrase] : [];
  }
  return "children" in node ? node.children.flatMap((child) => emphasisOf(child)) : [];
}

/** Spans of code, as their text stands in the plain text; nothing where there are none. */
export function codeIn(node: Nodes): { code?: string[] } {
  const code = codeSpansOf(node);
  return code.length > 0 ? { code } : {};
}

function codeSpansOf(node: Nodes): string[] {
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

/** Pictographs that say yes or no, in lists and tables, as letters that a font has. */
const MARKS: Readonly<Record<string, string>> = {
  "✅": "✓",
  "✔": "✓",
  "☑": "✓",
  "❌": "✗",
  "✖": "✗",
  "❎": "✗",
};

class PlainWriter {
  readonly #marks: Readonly<Record<string, string>>;
  /** One entry per UTF-16 unit or surrogate pair: a growing string would be copied at every look back. */
  readonly #pieces: string[] = [];
  readonly offsets: number[] = [];
  readonly breaks: LineEnd[] = [];
  #silent = 0;
  /** What is written next stands raised. */
  #isRaised = false;
  /** The space that was written last is a line's end. */
  #isBroken = false;

  constructor(marks: Readonly<Record<string, string>>) {
    this.#marks = marks;
  }

  visit(node: Nodes | PhrasingContent): void {
    if (node.type === "html") return this.#html(node);
    if (this.#silent > 0 && node.type === "text") return;
    if (node.type === "text" || node.type === "inlineCode") return this.#write(node);
    if (node.type === "break") return this.#hardBreak(node);
    if (node.type === "image") return;
    if ("children" in node) for (const child of node.children) this.visit(child);
  }

  #hardBreak({ position }: Nodes): void {
    const offset = position?.start.offset ?? 0;
    this.breaks.push({ offset: Math.max(offset, (position?.end.offset ?? 0) - 1), isHard: true });
    this.#put(" ", offset, true);
  }

  #html(node: Html): void {
    const { value } = node;
    if (/^<br\b/i.test(value)) return this.#hardBreak(node);
    if (/^<(?:script|style)\b/i.test(value) && !/\/\s*>$/.test(value)) this.#silent += 1;
    this.#isRaised = /^<sup\b/i.test(value);
    if (/^<\/(?:script|style)/i.test(value)) this.#silent = Math.max(0, this.#silent - 1);
  }

  #write(node: Text | InlineCode): void {
    if (this.#isRaised && /^[-−]?\d{1,4}$/.test(node.value)) return this.#raise(node);
    const from = (node.position?.start.offset ?? 0) + (node.type === "inlineCode" ? 1 : 0);
    const to = Math.max(from, (node.position?.end.offset ?? from) - 1);
    let at = 0;
    for (const character of node.value) {
      const isBreak = character === "\n";
      if (isBreak) this.breaks.push({ offset: from + at, isHard: false });
      const clean = this.#marks[character] ?? cleanCharacter(character);
      this.#put(clean, Math.min(from + at, to), isBreak);
      at += character.length;
    }
  }

  /** "2<sup>53</sup>" is no 253; the number of a footnote behind a word goes. */
  #raise({ value, position }: Text | InlineCode): void {
    const offset = position?.start.offset ?? 0;
    const base = this.#pieces.slice(-4).join("");
    const power = { "2": "²", "3": "³" }[value];
    if (power !== undefined && /(?:[\d)]|(?<!\p{L})(?:[kcm]?m|\p{L}))$/u.test(base))
      return this.#put(power, offset);
    if (!/(?:[\d)]|(?<!\p{L})\p{L})$/u.test(base)) return;
    for (const character of `^${value}`) this.#put(character, offset);
  }

  get text(): string {
    return this.#pieces.join("");
  }

  /** Spaces never double, and none stands between two Japanese characters across a line break; one that was typed stays. */
  #put(character: string, offset: number, isBreak = false): void {
    const last = this.#pieces.at(-1);
    if (character === " ") this.#isBroken = isBreak || (last === " " && this.#isBroken);
    if (character === "" || (character === " " && (last === undefined || last === " "))) return;
    if (last === " " && this.#isBroken && areJoined(this.#pieces.at(-2) ?? "", character)) {
      this.#pieces.pop();
      this.offsets.pop();
    }
    this.#pieces.push(character);
    for (let unit = 0; unit < character.length; unit += 1) this.offsets.push(offset);
  }
}
