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

const TEXTS: Readonly<Record<"en" | "ja", Readonly<Record<OpenField, string>>>> = {
  en: {
    duration: "How long should the film be?",
    aspect: "Which format: 16:9 (wide), 9:16 (upright) or 1:1 (square)?",
  },
  ja: {
    duration: "映像の長さはどのくらいですか？",
    aspect: "画面の形は 16:9（横）、9:16（縦）、1:1（正方形）のどれですか？",
  },
};

/** The open points of a brief as questions, in the brief's own language where we speak it. */
export function questionsOf(brief: Brief): Question[] {
  const isJapanese = brief.language.startsWith("ja");
  const seconds = isJapanese ? "秒" : " seconds";
  const assumed = { duration: `${brief.durationSeconds}${seconds}`, aspect: brief.aspect };
  return (brief.open ?? []).map((field) => ({
    field,
    text: TEXTS[isJapanese ? "ja" : "en"][field],
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
  /^(?:y|yes|yep|ok|okay|sure|fine|default|defaults|as you like|はい|うん|ok です|それで|おまかせ|お任せ|デフォルト)[.!。！]*(?:\s*(?:please|です|で|します|お願いします))?[.!。！]*$/i;

/**
 * Reads "1. yes 2. 30 seconds", or the whole text as the answer to an only question; "yes" takes the
 * default. Null when the text answers nothing.
 */
export function readAnswers(text: string, questions: readonly Question[]): Answers | null {
  const words = text.normalize("NFKC").trim();
  const numbered = numberedParts(words);
  if (numbered.length === 0) {
    if (YES.test(words)) return { given: [], unclear: [] };
    const [only, ...others] = questions;
    if (!only || others.length > 0) return null;
    const answers = answersTo([[1, words]], questions);
    return answers.unclear.length > 0 ? null : answers;
  }
  return answersTo(numbered, questions);
}

/** `1.`, `1)`, `1、`, and `1:` before a space, so that 9:16 is no number. */
const MARK = String.raw`(\d{1,2})(?:[.)](?!\d)|、|:(?=\s))`;
const NUMBERED = new RegExp(
  String.raw`(?:^|[\s,;、])${MARK}\s*([^]*?)(?=[\s,;、]+${MARK.replace("(\\d", "(?:\\d")}|$)`,
  "g",
);

function numberedParts(text: string): [number, string][] {
  return [...text.matchAll(NUMBERED)].flatMap(([, number, answer]): [number, string][] =>
    answer?.trim() ? [[Number(number), answer.trim().replace(/[,;、]$/, "")]] : [],
  );
}

function answersTo(
  parts: readonly (readonly [number, string])[],
  questions: readonly Question[],
): Answers {
  const given: { field: OpenField; value: string }[] = [];
  const unclear: string[] = [];
  for (const [number, answer] of parts) {
    const question = questions[number - 1];
    if (!question) unclear.push(`There is no question ${number}.`);
    else if (!YES.test(answer)) {
      const reading = fieldNamed(question.field)?.read(answer);
      if (reading && "message" in reading) unclear.push(`${number}: ${reading.message}.`);
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
