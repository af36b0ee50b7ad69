import { toldSentences, type Told } from "../brief/strength.ts";
import type { Block } from "../brief/brief.ts";
import { shorterForms } from "../language/clauses.ts";
import { headline } from "../language/headline.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import { inSequence } from "./list-tellings.ts";
import { moment, type Moment, type Place, type Reading } from "./moment.ts";

const LEAST_STEPS = 3;
const MOST_STEPS = 5;
/** They take the place of as many scenes. */
const WEIGHT = 9.5;

/** "First, … Then … Finally …" in running text: steps that are not written as a list. */
export function momentsOfSequences(reading: Reading, places: readonly Place[]): Moment[] {
  return sequencesOf(toldSentences(reading.brief.blocks), reading.tongue).map((sentences) => {
    const [first] = sentences;
    const heading = places[first?.block ?? 0]?.heading ?? reading.brief.title;
    const texts = sentences.map(({ text }) => text);
    const steps = texts.map((text) => ({ label: stepOf(text, reading.tongue) }));
    return moment({
      order: (first?.block ?? 0) + (first?.index ?? 0) / 100,
      content: {
        template: "steps",
        headline: headline(heading, { tongue: reading.tongue, max: 90 }),
        steps,
      },
      tellings: [texts, texts.map((text) => shortest(text, reading.tongue))],
      owns: texts,
      sources: sentences.map(({ span }) => span),
      weight: WEIGHT,
    });
  });
}

/** It keeps the word that says where in the sequence it stands. */
function shortest(text: string, tongue: Reading["tongue"]): string {
  const opening = text.slice(0, tongue === "ja" ? 2 : text.search(/[\s,]/));
  return shorterForms(text, tongue).findLast((form) => form.startsWith(opening)) ?? text;
}

/** Sentences of one paragraph, the first of which says "first". */
function sequencesOf(told: readonly Told[], tongue: Reading["tongue"]): (readonly Told[])[] {
  if (tongue === "other") return [];
  const [first, next] = tongue === "ja" ? [FIRST_JA, NEXT_JA] : [FIRST, NEXT];
  return told.flatMap((sentence, at) => {
    if (!first.test(sentence.text)) return [];
    const behind = told.slice(at + 1).filter(({ block }) => block === sentence.block);
    const end = behind.findIndex(({ text }) => !next.test(text));
    const run = [sentence, ...(end < 0 ? behind : behind.slice(0, end))];
    return run.length >= LEAST_STEPS && run.length <= MOST_STEPS ? [run] : [];
  });
}

const FIRST = /^(?:first(?: of all)?|firstly|to begin with|to start with),?\s+/i;
const NEXT =
  /^(?:then|next|after that|afterwards|second|secondly|third|thirdly|fourth|fifth|finally|lastly|last),?\s+/i;
const FIRST_JA = /^(?:まず|はじめに|初めに|最初に)(?:は|、)*/;
const NEXT_JA = /^(?:次に|つぎに|続いて|つづいて|その後|そのあと|それから|そして|さらに|最後に)、?/;

function stepOf(text: string, tongue: Reading["tongue"]): string {
  const bare = [FIRST, NEXT, FIRST_JA, NEXT_JA].reduce(
    (rest, word) => rest.replace(word, ""),
    text,
  );
  return headline(bare, { tongue, max: 90, ideal: tongue === "ja" ? 30 : 64 });
}

/** "1. Make a key", "2. Copy it": headings that count the steps, each with its command or what is said of it. */
export function momentsOfCountedHeadings({ brief, tongue }: Reading): Moment[] {
  const headings = brief.blocks.flatMap((block, at): Counted[] => {
    const found = block.kind === "heading" ? COUNTED.exec(block.text) : null;
    return block.kind === "heading" && found
      ? [{ block, at, number: Number(found[1]), name: found[2] ?? "" }]
      : [];
  });
  const isPath = headings.every(
    ({ number, block }, index) => number === index + 1 && block.level === headings[0]?.block.level,
  );
  const commands = headings.map(({ at }) => commandBehind(brief.blocks, at));
  const areFew = headings.length >= LEAST_STEPS && headings.length <= MOST_STEPS;
  if (!isPath || !areFew || commands.every((command) => command === null)) return [];
  const steps = headings.map(({ name }, index) => {
    const detail = commands[index];
    return { label: headline(name, { tongue, max: 90 }), ...(detail ? { detail } : {}) };
  });
  const names = headings.map(
    ({ name }) => `${name.replace(/[.。]$/, "")}${tongue === "ja" ? "。" : "."}`,
  );
  const content: SceneContent = {
    template: "steps",
    headline: headline(brief.title, { tongue, max: 90 }),
    steps,
  };
  return [
    moment({
      order: (headings[0]?.at ?? 0) - 0.2,
      content,
      tellings: [inSequence(names, tongue, { before: 0, after: 0 }), names],
      sources: headings.map(({ block }) => block.span),
      weight: WEIGHT,
    }),
  ];
}

const COUNTED = /^(?:step\s+|ステップ\s*|手順\s*)?(\d{1,2})\s*(?:[.):：．、]|\s[–—-])\s*(\S.*)$/i;
const LONGEST_COMMAND = 72;

interface Counted {
  readonly block: Extract<Block, { kind: "heading" }>;
  readonly at: number;
  readonly number: number;
  readonly name: string;
}

/** The only command of a heading's section, where it stands in a line. */
function commandBehind(blocks: readonly Block[], at: number): string | null {
  const end = blocks.findIndex((block, index) => index > at && block.kind === "heading");
  const section = blocks.slice(at + 1, end < 0 ? blocks.length : end);
  const codes = section.flatMap((block) => (block.kind === "code" ? [block.text.trim()] : []));
  const [only = ""] = codes;
  const isLine = codes.length === 1 && !only.includes("\n") && only.length <= LONGEST_COMMAND;
  return isLine ? only.replace(/^\$\s+/, "") : null;
}
