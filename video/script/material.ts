import { minorBlocks } from "../brief/minor.ts";
import { toldSentences, type Told } from "../brief/strength.ts";
import { shorterForms } from "../language/clauses.ts";
import { contentWords, coverageOf } from "../language/overlap.ts";
import { withQuestions } from "./answers.ts";
import { closingMoment, forAudience, openingMoment } from "./ends.ts";
import { factMoments } from "./facts.ts";
import { itemOf } from "./list-items.ts";
import { withSpokenAddress } from "./link.ts";
import { momentsOfList } from "./scenes-of-lists.ts";
import { momentsOfHeading, momentsOfQuote, momentsOfSiblings } from "./scenes-of-others.ts";
import { momentsOfCode } from "./scenes-of-code.ts";
import { momentsOfDates } from "./scenes-of-sentences.ts";
import { momentsOfSentences, statementScene } from "./scenes-of-sentences.ts";
import { momentsOfCountedHeadings, momentsOfSequences } from "./scenes-of-sequences.ts";
import { momentsOfTable } from "./scenes-of-tables.ts";
import { moment, placesOf, type Moment, type Place, type Reading } from "./moment.ts";

/** All that a brief offers: how the film may open and close, and what may stand between. */
export interface Material {
  readonly opening: Moment;
  readonly closing: Moment;
  readonly moments: readonly Moment[];
}

/** From this length on a film has chapters. */
const CHAPTERS_FROM_SECONDS = 75;

/** Reads the whole brief as moments, in the author's order. */
export function gatherMaterial(reading: Reading): Material {
  const minor = minorBlocks(reading.brief.blocks);
  const places = placesOf(reading);
  const all = [
    ...withQuestions(
      reading,
      momentsOfSentences(reading, places).filter((one) => !isScrap(one, reading)),
    ),
    ...momentsOfDates(reading, places),
    ...momentsOfSiblings(reading),
    ...momentsOfSequences(reading, places),
    ...momentsOfCountedHeadings(reading),
    ...momentsOfLabelled(reading, places),
    ...places.flatMap((place) => (minor.has(place.at) ? [] : momentsOfBlock(reading, place))),
  ];
  const end = closingMoment(reading, all);
  const told = all.filter((one) => one.content.template !== "section" && !sharesSentence(one, end));
  const opening = openingMoment(reading, told);
  const closing = saysTitle(opening) && saysTitle(end) ? withoutTitle(end, reading) : end;
  const first = opening.owns.length === 0 ? firstSentence(reading)?.text : undefined;
  const moments = all
    .filter((one) => !sharesSentence(one, opening) && !sharesSentence(one, closing))
    .map((one) =>
      first !== undefined && one.owns.includes(first)
        ? { ...one, weight: one.weight + FIRST_WORDS }
        : one,
    );
  return { opening, closing, moments: moments.toSorted((a, b) => a.order - b.order) };
}

/** "MIT." tells nothing by itself, whatever stands around it. */
function isScrap({ content, owns }: Moment, { tongue }: Reading): boolean {
  return (
    tongue !== "ja" &&
    content.template === "statement" &&
    owns.every((sentence) => SCRAP.test(sentence))
  );
}

/** One word; or what stands below the name of each option: "Type: number". */
const SCRAP = /^(?:[\p{sc=Latin}\p{P}\p{N}]+|(?:Type|Default|Required|Returns): \S+(?: \S+)?)$/u;

/** It has no sentence of the text to say. */
function saysTitle({ owns }: Moment): boolean {
  return owns.length === 0;
}

/** A film says its title once: the end card that would say it again names the site, or is quiet. */
function withoutTitle(end: Moment, { brief, tongue }: Reading): Moment {
  const site = brief.link && tongue !== "ja" ? withSpokenAddress(brief.link) : null;
  return { ...end, tellings: site && !site.includes("/") ? [[site], []] : [[]] };
}

/** Paragraphs in a row that open with a label in bold, each of another thing: a list that is not written as one. */
function momentsOfLabelled(reading: Reading, places: readonly Place[]): Moment[] {
  const runs: Place[][] = [];
  for (const place of places) {
    const run = runs.at(-1);
    const isNext = run !== undefined && run.at(-1)?.heading === place.heading;
    if (!isLabelled(place.block)) continue;
    if (isNext) run.push(place);
    else runs.push([place]);
  }
  return runs.flatMap((run) => {
    const [first] = run;
    if (!first || run.length < 3 || run.length > 6) return [];
    const items = run.flatMap(({ block }) =>
      block.kind === "paragraph" ? block.sentences.slice(0, 1) : [],
    );
    const span = { start: first.block.span.start, end: run.at(-1)?.block.span.end ?? 0 };
    return momentsOfList(reading, first, { kind: "list", ordered: false, items, span });
  });
}

function isLabelled(block: Place["block"]): boolean {
  if (block.kind !== "paragraph") return false;
  const { label, detail } = itemOf(block.sentences[0]?.text ?? "", block.code);
  return detail !== null && block.emphasis.includes(label);
}

function momentsOfBlock(reading: Reading, place: Place): Moment[] {
  const { block } = place;
  if (block.kind === "list") {
    const moments = momentsOfList(reading, place, block);
    return block.facts ? factMoments(reading, block, moments) : moments;
  }
  if (block.kind === "table") return momentsOfTable(reading, place, block);
  if (block.kind === "quote") return momentsOfQuote(reading, place, block);
  if (block.kind === "code") return momentsOfCode(reading, withLead(reading, place), block);
  if (block.kind === "heading" && reading.brief.durationSeconds >= CHAPTERS_FROM_SECONDS) {
    return momentsOfHeading(reading, place, block);
  }
  return [];
}

/** Code that only its heading announces is told by the sentence nearest to it in its section. */
function withLead({ brief: { blocks } }: Reading, place: Place): Place {
  if (place.lead !== null) return place;
  const before = blocks[place.at - 1];
  const after = blocks[place.at + 1];
  const said =
    before?.kind === "paragraph"
      ? before.sentences.at(-1)
      : before?.kind === "heading" && after?.kind === "paragraph"
        ? after.sentences[0]
        : undefined;
  const isLead = said !== undefined && !/[:：?？]$|https?:/.test(said.text);
  return isLead ? { ...place, lead: said.text } : place;
}

export function sharesSentence(one: Moment, other: Moment): boolean {
  return one !== other && one.owns.some((sentence) => other.owns.includes(sentence));
}

/** Where the author begins, the film begins, too. */
const FIRST_WORDS = 6;

function firstSentence({ brief }: Reading): Told | undefined {
  const first = brief.blocks.findIndex((block) => block.kind !== "heading");
  return toldSentences(brief.blocks).find(
    ({ block, index, text }) => block === first && index === 0 && !/https?:\/\//.test(text),
  );
}

/** A key message that the text itself does not say becomes a scene of its own, near what is most like it. */
export function momentOfMessage(
  reading: Reading,
  message: string,
  index: number,
  moments: readonly Moment[],
): Moment {
  const { brief, tongue } = reading;
  const words = contentWords(message, tongue);
  const nearest = moments
    .map((one) => ({
      one,
      likeness: coverageOf(words, contentWords(one.tellings.flat().join(" "), tongue)),
    }))
    .toSorted((a, b) => b.likeness - a.likeness)[0];
  const share = (index + 0.5) / Math.max(1, brief.keyMessages.length);
  const order =
    nearest && nearest.likeness > 0.3
      ? nearest.one.order + 0.001
      : share * Math.max(1, brief.blocks.length) + index / 1000;
  return moment({
    order,
    content: statementScene(reading, { text: message, emphasis: [] }),
    tellings: shorterForms(message, tongue).map((form) => [form]),
    owns: [message],
    sources: [],
    weight: 6,
  });
}

/** When nothing else is there to show: whom the film is for, what it is for, or its name again. */
export function lastResort(reading: Reading): Moment {
  const { brief } = reading;
  const text = brief.goal ?? forAudience(reading) ?? brief.title;
  return moment({
    order: 0,
    content: statementScene(reading, { text, emphasis: [] }),
    tellings: [[text], []],
    sources: [],
    weight: 3,
  });
}
