import { tongueOfLanguage, type Tongue } from "../../kernel/tongue.ts";
import type { Brief } from "./brief.ts";
import { fieldNamed } from "./fields.ts";
import { decodeBrief } from "./text.ts";

/** What is worth asking before a film is made; each question has an answer already, should nobody reply. */
export interface Question {
  readonly field: OpenField;
  readonly text: string;
  /** What holds without an answer, for people. */
  readonly assumed: string;
}

type OpenField = NonNullable<Brief["open"]>[number];

const TEXTS: Readonly<Record<Tongue, Readonly<Record<OpenField, string>>>> = {
  en: {
    duration: "How long should the film be?",
    aspect: "Which format: 16:9 (wide), 9:16 (upright) or 1:1 (square)?",
  },
  ja: {
    duration: "映像の長さはどのくらいですか？",
    aspect: "画面の形は 16:9（横）、9:16（縦）、1:1（正方形）のどれですか？",
  },
};

/** How an answer that can't be read is told. */
const UNREADABLE: Readonly<
  Record<Tongue, { readonly noQuestion: (number: number) => string } & Record<OpenField, Unread>>
> = {
  en: {
    noQuestion: (number) => `There is no question ${number}.`,
    duration: (number, answer) =>
      `${number}: "${answer}" is no length that I can read; write 30 seconds or 1m30s.`,
    aspect: (number, answer) =>
      `${number}: "${answer}" is no format that I know; write 16:9, 9:16 or 1:1.`,
  },
  ja: {
    noQuestion: (number) => `質問${number}はありません。`,
    duration: (number, answer) =>
      `${number}：「${answer}」は長さとして読めませんでした。「30秒」「1分30秒」のように書いてください。`,
    aspect: (number, answer) =>
      `${number}：「${answer}」は画面の形として読めませんでした。16:9、9:16、1:1 のどれかを書いてください。`,
  },
};

type Unread = (number: number, answer: string) => string;

/** The open points of a brief as questions, in the brief's own language where we speak it. */
export function questionsOf(brief: Brief, tongue = tongueOfLanguage(brief.language)): Question[] {
  const seconds = tongue === "ja" ? "秒" : " seconds";
  const assumed = { duration: `${brief.durationSeconds}${seconds}`, aspect: brief.aspect };
  return (brief.open ?? []).map((field) => ({
    field,
    text: TEXTS[tongue][field],
    assumed: assumed[field],
  }));
}

export interface Answers {
  /** As the person wrote them; what takes the default is not among them. */
  readonly given: readonly { readonly field: OpenField; readonly value: string }[];
  /** What could not be understood, a sentence each. */
  readonly unclear: readonly string[];
}

const YES =
  /^(?:y|yes|yep|ok|okay|sure|fine|default|defaults|as you like|はい|うん|ok です|それで|おまかせ|お任せ|デフォルト)[.!。！]*(?:[\s、,]*(?:please|です|で|します|お願いします))?[.!。！]*$/i;

/**
 * Reads "1. yes 2. 30 seconds", or the whole text as the answer to an only question; "yes" takes the
 * default. Null when the text answers nothing.
 */
export function readAnswers(
  text: string,
  questions: readonly Question[],
  tongue: Tongue = "en",
): Answers | null {
  const words = text.normalize("NFKC").trim();
  const numbered = numberedParts(questions.length > 1 ? withSpacedMarks(words) : words);
  if (numbered.length === 0) {
    if (YES.test(words)) return { given: [], unclear: [] };
    const [only, ...others] = questions;
    if (!only || others.length > 0) return null;
    const answers = answersTo([[1, words]], questions, tongue);
    return answers.unclear.length > 0 ? null : answers;
  }
  return answersTo(numbered, questions, tongue);
}

/** `1.`, `1)`, `1、`, and `1:` before a space, so that neither 9:16 nor 1.5 is a number. */
const MARK = String.raw`(\d{1,2})(?:\.(?!\d)|[)、]|:(?=\s))`;
const NUMBERED = new RegExp(
  String.raw`(?:^|[\s,;、])${MARK}\s*([^]*?)(?=[\s,;、]+${MARK.replace("(\\d", "(?:\\d")}|$)`,
  "g",
);

/** 「1.30秒 2.はい」: where a second answer follows, the first number is no 1.3 seconds. */
function withSpacedMarks(text: string): string {
  if (!/^1\.\d[^]*[\s,;、]2[.)、]/.test(text)) return text;
  return text.replaceAll(/(^|[\s,;、])(\d)\.(?=\d)/g, "$1$2. ");
}

function numberedParts(text: string): [number, string][] {
  return [...text.matchAll(NUMBERED)].flatMap(([, number, answer]): [number, string][] =>
    answer?.trim() ? [[Number(number), answer.trim().replace(/[,;、]$/, "")]] : [],
  );
}

function answersTo(
  parts: readonly (readonly [number, string])[],
  questions: readonly Question[],
  tongue: Tongue,
): Answers {
  const say = UNREADABLE[tongue];
  const given: { field: OpenField; value: string }[] = [];
  const unclear: string[] = [];
  for (const [number, answer] of parts) {
    const question = questions[number - 1];
    if (!question) unclear.push(say.noQuestion(number));
    else if (!YES.test(answer)) {
      const reading = fieldNamed(question.field)?.read(answer);
      if (reading && "flaw" in reading) unclear.push(say[question.field](number, answer));
      else given.push({ field: question.field, value: answer });
    }
  }
  return { given, unclear };
}

/** The brief's text with the answers as fields of its front matter. */
export function withAnswers(text: string | Uint8Array, { given }: Answers, file: string): string {
  const body = decodeBrief(text, file);
  // A JSON string is valid YAML, whatever it holds.
  const fields = given.map(({ field, value }) => `${field}: ${JSON.stringify(value)}\n`).join("");
  const isFenced = /^---[ \t]*\n/.test(body);
  return isFenced
    ? body.replace(/^---[ \t]*\n/, (fence) => fence + fields)
    : `---\n${fields}---\n${body}`;
}
