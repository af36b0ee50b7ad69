import { cleanLine } from "../language/clean.ts";
import type { Block, Span } from "./brief.ts";
import { sentencesOf } from "./inline.ts";
import { shortLine } from "./short-line.ts";

/** HTML is data: scripts and comments go, of the rest the words stay, as the headings and lines that they are. */
export function htmlOf(value: string, span: Span): Block[] {
  const tables = htmlTables(value, span);
  if (tables.length > 0) return tables;
  const told = value
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, " ")
    .replaceAll(/<(script|style|svg)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, " ");
  // A heading keeps its place: the odd pieces are what stands between heading tags.
  return told.split(/<(?=\/?h[1-6]\b)/i).flatMap((piece): Block[] => {
    const level = Number(/^h([1-6])\b/i.exec(piece)?.[1] ?? 0);
    const inside = piece.replace(/^\/?h[1-6]\b[^>]*>?/i, "");
    return level > 0 ? headingOf(level, inside, span) : paragraphOf(inside, span);
  });
}

function headingOf(level: number, html: string, span: Span): Block[] {
  const text = shortLine(wordsOf(html));
  return /[\p{L}\p{N}]/u.test(text) ? [{ kind: "heading", level, text, span }] : [];
}

const LINE_END = /<\/?(?:p|div|br|li|ul|ol|center|hr|summary|details|section)\b[^>]*>/i;

/** A line that only goes on in the next. */
const WRAP = /(?<=[\p{L},]\s*)<[bB][rR]\b[^>]*>(?=\s*(?!by\b)\p{Ll}\S*\s+\S+\s+\S)/gu;

function paragraphOf(html: string, span: Span): Block[] {
  const sentences = html
    .replaceAll(WRAP, " ")
    .split(LINE_END)
    .filter((line) => !isNavigation(line))
    .flatMap((line) => sentencesOf({ text: wordsOf(line), offsets: [], end: span.end }))
    .filter(({ text }) => !isScrap(text))
    .map((one) => ({ ...one, span }));
  return sentences.length > 0 ? [{ kind: "paragraph", sentences, emphasis: [], span }] : [];
}

/** Links, and nothing said beside them. */
function isNavigation(line: string): boolean {
  const beside = line.replaceAll(/<a\b[\s\S]*?(?:<\/a\s*>|$)/gi, "");
  return /<a\b/i.test(line) && !/[\p{L}\p{N}]/u.test(wordsOf(beside));
}

/** "by @somebody": too little to be a sentence. */
function isScrap(text: string): boolean {
  const isLatin = !/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hangul}\p{sc=Thai}]/u.test(text);
  return isLatin && !/[.!?]$/.test(text) && text.split(/\s+/).length < 3;
}

function wordsOf(html: string): string {
  return cleanLine(decoded(html.replaceAll(/<[^>]*>?/g, " ")));
}

const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: " ",
  amp: "&",
  quot: '"',
  apos: "'",
  lt: "<",
  gt: ">",
  copy: "©",
  mdash: "—",
  ndash: "–",
  hellip: "…",
  times: "×",
  rarr: "→",
};

/** Letters and signs that are written as their names or numbers. */
function decoded(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
      return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** Many a README writes its tables in HTML. */
function htmlTables(value: string, span: Span): Block[] {
  if (value.length > LONGEST_HTML) return [];
  return [...value.matchAll(/<table\b[\s\S]*?(?:<\/table\s*>|$)/gi)].flatMap(([table]): Block[] => {
    const rows = [...table.matchAll(/<tr\b[\s\S]*?(?=<tr\b|<\/t(?:r|body|head|able)\s*>|$)/gi)].map(
      ([row]) =>
        [...row.matchAll(/<t[hd]\b[^>]*>([\s\S]*?)(?=<t[hd]\b|<\/t[hdr]\s*>|$)/gi)].map(
          ([, cell = ""]) => shortLine(wordsOf(cell)),
        ),
    );
    const [header = [], ...body] = rows.filter((row) => row.some((cell) => cell !== ""));
    const isTable = header.length > 1 && body.length > 0;
    return isTable ? [{ kind: "table", header, rows: body, span }] : [];
  });
}

const LONGEST_HTML = 20_000;
