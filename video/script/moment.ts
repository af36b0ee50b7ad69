import type { Block, Brief, Span } from "../brief/brief.ts";
import { withoutForbidden } from "../brief/forbidden.ts";
import { tongueOf, type Tongue } from "../language/detect.ts";
import { contentWords, coverageOf } from "../language/overlap.ts";
import { headline } from "../language/headline.ts";
import { DANGLING } from "../language/words.ts";
import type { SceneContent } from "../scene-graph/content.ts";

/** Something the film could show and say: the material that beats are chosen from. */
export interface Moment {
  /** Place in the text; moments keep the author's order. */
  readonly order: number;
  readonly content: SceneContent;
  /** Ways to say it, longest first, as written sentences; an empty one is silence. */
  readonly tellings: readonly (readonly string[])[];
  /** Sentences of the brief that are used up when this is shown. */
  readonly owns: readonly string[];
  readonly sources: readonly Span[];
  readonly weight: number;
  /** A film of this text has it: when and where an event is, what a notice gives notice of. */
  readonly must: boolean;
  /** Opens with "this" or "it": makes sense only behind what comes before it. */
  readonly leans: boolean;
  /** Goes on where the scene before it ends: the film tells both or is broken off. */
  readonly continues: boolean;
  /** A telling that only announces the scene (its heading); it should give way to a real one. */
  readonly announces: string | null;
  /** The sentence that may be said next, when there is time. */
  readonly next: readonly string[];
}

/** A brief as the scene makers read it. */
export interface Reading {
  readonly brief: Brief;
  readonly tongue: Tongue;
}

export function readingOf(brief: Brief): Reading {
  const blocks = withoutForbidden(brief.blocks, brief.mustNot);
  return { brief: { ...brief, blocks }, tongue: tongueOf(brief.language) };
}

/** A block with what stands around it. */
export interface Place {
  readonly block: Block;
  readonly at: number;
  /** The nearest heading above, when it is not the film's title. */
  readonly heading: string | null;
  /** Nothing but paragraphs stands between that heading and the block. */
  readonly isBelowHeading: boolean;
  /** The sentence right before a list, table, quote or code, which introduces it. */
  readonly lead: string | null;
}

/** "… as follows:", 「次のとおりです。」 */
const LEADS_ON =
  /[:：?？、,]$|\b(?:following|as follows|below|like this)\b[^.]*\.?$|(?:次の|以下の|以下を|表に)[^。]*。?$/i;
/** "Four things", 「3つの領域」, right before a list of so many. */
const COUNTS =
  /(\d|\b(?:two|three|four|five|six)\b|[二三四五六])\s?(?:つ|個|種類|段階|点|ステップ|(?=[a-z]))/giu;
const WORDS_OF_NUMBERS = ["", "", "two二", "three三", "four四", "five五", "six六"];

export function placesOf({ brief }: Reading): Place[] {
  let heading: string | null = null;
  let isBelowHeading = false;
  return brief.blocks.map((block, at) => {
    const before = brief.blocks[at - 1];
    const last = before?.kind === "paragraph" ? before.sentences.at(-1)?.text : undefined;
    const canBeLed = block.kind !== "paragraph" && block.kind !== "heading";
    const leads = last !== undefined && (LEADS_ON.test(last) || counts(last, block));
    if (block.kind === "heading") heading = block.text === brief.title ? null : block.text;
    if (before?.kind === "heading") isBelowHeading = true;
    else if (before?.kind !== "paragraph") isBelowHeading = false;
    return { block, at, heading, isBelowHeading, lead: canBeLed && leads ? last : null };
  });
}

function counts(sentence: string, block: Block): boolean {
  if (block.kind !== "list") return false;
  const numbers = [...sentence.matchAll(COUNTS)].map(([, number = ""]) => number.toLowerCase());
  const { length } = block.items;
  return numbers.some(
    (number) => Number(number) === length || (WORDS_OF_NUMBERS[length] ?? "").includes(number),
  );
}

/** The heading above a sentence where it tells of it: right above, or of the same things. */
export function contextOf(
  { tongue }: Reading,
  place: Place | undefined,
  text: string,
): string | null {
  if (!place || place.heading === null || BARE_QUESTION.test(place.heading)) return null;
  if (place.isBelowHeading) return place.heading;
  return coverageOf(contentWords(place.heading, tongue), contentWords(text, tongue)) > 0
    ? place.heading
    : null;
}

/** It asks about what stands before it. */
const BARE_QUESTION =
  /^(?:(?:but |and |so )?(?:why|how|what|when|where|who)(?: not)?|なぜ|どうして)[?？]?$/i;

/** The line above a list, chart or table: its heading, or the sentence that introduces it, or the title. */
export function sceneHeadline({ brief, tongue }: Reading, place: Place): string {
  const options = { tongue, max: 90 };
  const lead = place.lead !== null && !breaksOff(place.lead) ? place.lead : null;
  return headline(place.heading ?? lead ?? goingOn(place.lead) ?? brief.title, options);
}

/** "Please send your child with:" goes on in what is listed. */
function goingOn(lead: string | null): string | null {
  const begun = /^(.{8,60}\s(?:with|for|to|from|by))\s*[:：]$/i.exec(lead ?? "")?.[1];
  return begun === undefined ? null : `${begun} …`;
}

/** "Increment the:" is no sentence without what it leads on to. */
export function breaksOff(lead: string): boolean {
  const last = /(\S+)\s*[:：]$/.exec(lead)?.[1];
  return last !== undefined && DANGLING.has(last.toLowerCase());
}

/** How a scene with a lead is opened by the voice: the lead, or its heading as a sentence. */
export function opening(place: Place): string[] {
  const text = place.lead ?? place.heading;
  return text === null ? [] : [text];
}

/** Steps that fill several scenes: how far these are apart in `order`. */
export const CHUNK = 0.1;

export function moment(
  parts: Pick<Moment, "order" | "content" | "tellings" | "sources" | "weight"> & Partial<Moment>,
): Moment {
  return {
    owns: [],
    must: false,
    leans: false,
    continues: false,
    announces: null,
    next: [],
    ...parts,
  };
}
