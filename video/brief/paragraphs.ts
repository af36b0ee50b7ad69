import type { Paragraph } from "mdast";
import { cleanLine } from "../language/clean.ts";
import { capitalized } from "../language/clauses.ts";
import type { Block, Sentence, Span } from "./brief.ts";
import {
  isDateLine,
  isFormula,
  isMailHead,
  isSalutation,
  isSignature,
  isSignOff,
  subjectOf,
} from "./courtesies.ts";
import {
  betweenOffsets,
  codeIn,
  emphasisOf,
  linesOf,
  plainTextOf,
  sentencesOf,
  spanOf,
  type PlainText,
} from "./inline.ts";
import { withoutDashes } from "./line-headings.ts";

/** How far a letter is read. */
export interface Letter {
  /** Its greeting came right before. */
  readonly isGreeted: boolean;
  /** Its "Kind regards," came before. */
  readonly isSigned: boolean;
}

/**
 * A paragraph as what its lines are: facts ("Place: town hall") become a list, questions with their answers headings
 * with paragraphs, a subject line a heading; greetings and signatures go. All other lines are prose that is only wrapped.
 */
export function readParagraph(
  node: Paragraph,
  isHead: boolean,
  letter: Letter,
): { blocks: readonly Block[]; letter: Letter } {
  const plain = plainTextOf(node);
  const marks = { emphasis: emphasisOf(node), ...codeIn(node) };
  const all = linesOf(plain, () => true);
  const { lines, isGreeted, isSigned } = withoutForm(all, isHead, letter);
  const blocks = runsOf(lines).flatMap(({ kind, lines: own }, index) => {
    const isBegun = index === 0 && (isGreeted || letter.isGreeted);
    return BLOCKS[kind](whole(plain, own), own, marks, isBegun);
  });
  return { blocks, letter: { isGreeted: isGreeted && lines.length === 0, isSigned } };
}

/** Without what only belongs to the form of a letter. */
function withoutForm(
  lines: readonly PlainText[],
  isHead: boolean,
  letter: Letter,
): Letter & { readonly lines: readonly PlainText[] } {
  if (letter.isSigned && lines.every(({ text }) => isSignature(text)))
    return { ...letter, lines: [] };
  const isGreeted = isHead && lines.some(({ text }) => isSalutation(text));
  const isMail = lines.some(({ text }) => subjectOf(text) !== null);
  const isForm = (text: string): boolean =>
    isHead && (isSalutation(text) || isDateLine(text) || (isMail && isMailHead(text)));
  const told = lines.filter(({ text }) => !isForm(text));
  const end = told.findIndex(({ text }) => isSignOff(text));
  const isSigned = end >= 0 && told.slice(end + 1).every(({ text }) => isSignature(text));
  return { lines: isSigned ? told.slice(0, end) : told, isGreeted, isSigned };
}

type Kind = "prose" | "bullets" | "facts" | "subject" | "question" | "answer" | "caption";

interface Run {
  readonly kind: Kind;
  readonly lines: readonly PlainText[];
}

/** Lines in a row that are of one kind. */
function runsOf(lines: readonly PlainText[]): Run[] {
  const runs: { kind: Kind; lines: PlainText[] }[] = [];
  for (const line of lines) {
    const kind = kindOf(line.text, runs.at(-1)?.kind);
    const run = runs.at(-1);
    const isNext = run !== undefined && (kind === null || (run.kind === kind && JOINED.has(kind)));
    if (isNext) run.lines.push(line);
    else runs.push({ kind: kind ?? "prose", lines: [line] });
  }
  return joinedProse(runs);
}

const JOINED: ReadonlySet<Kind> = new Set(["prose", "bullets", "facts"]);

const FACT =
  /^(?!https?:)(?:(?=[^:]*\p{L})[\p{Lu}\p{N}][\p{L}\p{N}'’&/.()-]*(?: [\p{L}\p{N}'’&/.()-]+){0,3}:\s+\S|\d{1,2}[:：]\d{2}(?:\s?[–—〜~-]\s?\d{1,2}[:：]\d{2})?\s+\S)/u;
const FACT_JA =
  /^(?=[^：:]*[\p{sc=Han}\p{sc=Kana}\p{sc=Hira}])[^\s。、：:「」！？][^。、：:「」！？]{0,11}[：:]\s*\S/u;
const QUESTION = /^(?:Q|Question|質問|問)\s*\d{0,3}\s*[.:：．、]\s*(\S.*)$/u;
const ANSWER = /^(?:A|Answer|回答|答え?)\s*\d{0,3}\s*[.:：．、]\s*(\S.*)$/u;
const CAPTION_JA = /^[■◆●▼]\s?([^。]{2,30})$/u;
const BULLET_JA = /^・\s?(\S.*)$/u;
const NO_LABEL = /^(?:note|warning|important|tip|e\.g|i\.e|注|注意|なお)\s*[:：]/i;

/** Null for a line that goes on with the one before. */
function kindOf(line: string, before: Kind | undefined): Kind | null {
  if (subjectOf(line) !== null && before === undefined) return "subject";
  if (QUESTION.test(line)) return "question";
  if (ANSWER.test(line) && (before === "question" || before === undefined)) return "answer";
  if (BULLET_JA.test(line)) return "bullets";
  if (CAPTION_JA.test(line)) return "caption";
  if ((FACT.test(line) || FACT_JA.test(line)) && !NO_LABEL.test(line)) return "facts";
  const goesOn = before === "answer" || before === "question" || /^\p{Ll}/u.test(line);
  return goesOn && before !== "subject" && before !== "caption" && before !== undefined
    ? null
    : "prose";
}

/** One fact alone between lines of prose is prose; in Japanese it is a line of its own. */
function joinedProse(runs: readonly Run[]): Run[] {
  const joined: { kind: Kind; lines: PlainText[] }[] = [];
  for (const { kind, lines } of runs) {
    const isLone = kind === "facts" && lines.length === 1;
    const isJapanese = FACT_JA.test(lines[0]?.text ?? "");
    const before = joined.at(-1);
    // 「持ち物」 above what to bring.
    if (kind === "bullets" && before?.kind === "prose" && isCaption(before.lines.at(-1))) {
      const caption = before.lines.splice(-1);
      if (before.lines.length === 0) joined.pop();
      joined.push({ kind: "caption", lines: caption });
    }
    if (isLone && !isJapanese && before?.kind === "prose") before.lines.push(...lines);
    else joined.push({ kind: isLone ? "prose" : kind, lines: [...lines] });
  }
  return joined;
}

function isCaption(line: PlainText | undefined): boolean {
  return line !== undefined && line.text.length <= 20 && !/[。、！？]/u.test(line.text);
}

/** What the author set apart in a paragraph. */
interface Marks {
  readonly emphasis: string[];
  readonly code?: string[];
}

type BlockMaker = (
  text: PlainText,
  lines: readonly PlainText[],
  marks: Marks,
  isBegun: boolean,
) => Block[];

const BLOCKS: Readonly<Record<Kind, BlockMaker>> = {
  prose: (text, lines, marks, isBegun) => {
    const isOfLines = isVerse(lines);
    const sentences = linesOf(text, ({ isHard }) => isHard || isOfLines)
      .flatMap(sentencesOf)
      .map((one) => ({ ...one, text: withoutDashes(one.text) }))
      .filter((one) => !isFormula(one.text));
    return sentences.length > 0
      ? [
          {
            kind: "paragraph",
            sentences: isBegun ? begun(sentences) : sentences,
            ...marks,
            span: spanOf(text, 0, text.text.length),
          },
        ]
      : [];
  },
  facts: (text, lines, { code }) => [
    {
      kind: "list",
      ordered: false,
      facts: true,
      items: itemsOf(lines),
      ...(code ? { code } : {}),
      span: spanOf(text, 0, text.text.length),
    },
  ],
  bullets: (text, lines, { code }) => [
    {
      kind: "list",
      ordered: false,
      items: lines.map((line) => ({
        text: cleanLine(marked(BULLET_JA, line.text)),
        span: spanOf(line, 0, line.text.length),
      })),
      ...(code ? { code } : {}),
      span: spanOf(text, 0, text.text.length),
    },
  ],
  subject: ({ text, ...rest }) => headingOf(1, subjectOf(text) ?? text, { text, ...rest }),
  question: ({ text, ...rest }) => headingOf(5, marked(QUESTION, text), { text, ...rest }),
  answer: (text, lines, marks) => BLOCKS.prose(withoutMark(ANSWER, text), lines, marks, false),
  caption: ({ text, ...rest }) => headingOf(5, marked(CAPTION_JA, text), { text, ...rest }),
};

/** Short Japanese lines without any stop: each is a line of its own. */
function isVerse(lines: readonly PlainText[]): boolean {
  return (
    lines.length >= 2 &&
    lines.every(
      ({ text }) => /^[^。、，！？.,A-Za-z]{2,20}$/u.test(text) && /\p{sc=Hira}/u.test(text),
    )
  );
}

/** A letter goes on small behind its greeting; a film begins large. */
function begun(sentences: readonly Sentence[]): Sentence[] {
  return sentences.map((one, index) =>
    index === 0 ? { ...one, text: capitalized(one.text) } : one,
  );
}

/** What is no fact goes on with the fact before it. */
function itemsOf(lines: readonly PlainText[]): Sentence[] {
  const items: { text: string; span: Span }[] = [];
  for (const line of lines) {
    const text = cleanLine(line.text);
    const span = spanOf(line, 0, line.text.length);
    const before = items.at(-1);
    const isFact = FACT.test(line.text) || FACT_JA.test(line.text);
    if (isFact || !before) items.push({ text, span });
    else
      items[items.length - 1] = {
        text: `${before.text} ${text}`,
        span: { start: before.span.start, end: span.end },
      };
  }
  return items;
}

function headingOf(level: number, words: string, plain: PlainText): Block[] {
  const text = cleanLine(words);
  const start = plain.text.length - words.length;
  return text
    ? [{ kind: "heading", level, text, span: spanOf(plain, Math.max(0, start), plain.text.length) }]
    : [];
}

const marked = (mark: RegExp, text: string): string => mark.exec(text)?.[1] ?? text;

function withoutMark(mark: RegExp, plain: PlainText): PlainText {
  const at = plain.text.length - marked(mark, plain.text).length;
  return { ...plain, text: plain.text.slice(at), offsets: plain.offsets.slice(at) };
}

/** Lines of a paragraph that follow each other, as one text. */
function whole(plain: PlainText, lines: readonly PlainText[]): PlainText {
  return betweenOffsets(plain, lines[0]?.offsets[0] ?? 0, lines.at(-1)?.end ?? plain.end);
}
