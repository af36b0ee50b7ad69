import type { Block, Brief, Sentence, Span } from "../brief/brief.ts";
import { toldSentences, type Told } from "../brief/strength.ts";
import { shorterForms } from "../language/clauses.ts";
import { headline } from "../language/headline.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import type { Moment, Reading } from "./moment.ts";

const ASKS = /[?？]["'”’」』)）]?$/u;

export const asks = (text: string): boolean => ASKS.test(text.trim());

/** The heading right above a block that asks what the block answers. */
export function questionAbove({ blocks, title }: Brief, at: number): Heading | null {
  const above = blocks[at - 1];
  if (above?.kind !== "heading" || above.text === title) return null;
  return asks(above.text) || isAmongQuestions(blocks, above) ? above : null;
}

type Heading = Extract<Block, { kind: "heading" }>;

/** 「カードをなくしました」 asks, too, where most of its kind do. */
function isAmongQuestions(blocks: readonly Block[], { level }: Heading): boolean {
  const alike = blocks.filter(
    (block): block is Heading => block.kind === "heading" && block.level === level,
  );
  const asked = alike.filter(({ text }) => asks(text)).length;
  return asked >= 2 && asked >= alike.length * 0.6;
}

/** The sentence right before one in its paragraph, when it asks. */
export function questionBefore(told: readonly Told[], one: Told): Told | null {
  const before = told[told.indexOf(one) - 1];
  return before?.block === one.block && asks(before.text) && !asks(one.text) ? before : null;
}

/** An answer of so many sentences is shown whole below its question. */
const MOST_LINES = 3;

/** Questions are never told without their answers, nor answers without what was asked. */
export function withQuestions(reading: Reading, moments: readonly Moment[]): Moment[] {
  const told = toldSentences(reading.brief.blocks);
  const bySentence = new Map(told.map((one) => [spanKey(one.span), one]));
  const answered = new Set(
    told.flatMap((one) => {
      const before = questionBefore(told, one);
      return before ? [spanKey(before.span)] : [];
    }),
  );
  return moments.flatMap((moment): Moment[] => {
    const [span] = moment.sources.slice(-1);
    const one = span && moment.owns.length === 1 ? bySentence.get(spanKey(span)) : undefined;
    if (!one) return [moment];
    if (answered.has(spanKey(one.span))) return [];
    const before = questionBefore(told, one);
    if (before) return [behind(moment, before)];
    const above = questionAbove(reading.brief, one.block);
    return above ? answerTo(reading, moment, one, above) : [moment];
  });
}

const spanKey = ({ start, end }: Span): string => `${start}-${end}`;

/** Said right behind its question. */
function behind(moment: Moment, { text, span }: Sentence): Moment {
  const isAsked = moment.tellings.every(([first]) => first === text);
  return {
    ...moment,
    tellings: isAsked ? moment.tellings : moment.tellings.map((telling) => [text, ...telling]),
    owns: [text, ...moment.owns],
    sources: isAsked ? moment.sources : [span, ...moment.sources],
    leans: false,
  };
}

/** A short answer stands whole below its question; of a long one the beginning, and the rest leans on it. */
function answerTo(
  { brief, tongue }: Reading,
  moment: Moment,
  one: Told,
  question: Sentence,
): Moment[] {
  const block = brief.blocks[one.block];
  const sentences = block?.kind === "paragraph" ? block.sentences : [];
  const isShort = sentences.length <= MOST_LINES;
  if (one.index > 0) return isShort ? [] : [{ ...moment, leans: true }];
  const first = behind(moment, question);
  if (!isShort || sentences.length < 2) return [first];
  const texts = sentences.map(({ text }) => text);
  const [opening = "", ...others] = texts;
  const content: SceneContent =
    moment.content.template === "statement"
      ? {
          template: "list",
          headline: headline(question.text, { tongue, max: 90, ideal: 90 }),
          items: texts.map((text) => ({
            text: headline(text, { tongue, max: 90, ideal: tongue === "ja" ? 26 : 60 }),
          })),
        }
      : moment.content;
  const shorter = shorterForms(opening, tongue).map((form) => [question.text, form]);
  const longer = others.map((_, at) => [question.text, ...texts.slice(0, texts.length - at)]);
  return [
    {
      ...first,
      content,
      tellings: [...longer, ...shorter],
      owns: [question.text, ...texts],
      sources: [question, ...sentences].map(({ span }) => span),
      next: [],
    },
  ];
}
