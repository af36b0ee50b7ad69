import { toldSentences, type Told } from "../brief/strength.ts";
import { shorterForms } from "../language/clauses.ts";
import { contentWords, coverage, coverageOf } from "../language/overlap.ts";
import { fit, headline, withoutEnd } from "../language/headline.ts";
import { itemOf } from "./list-items.ts";
import { momentsOfList } from "./scenes-of-lists.ts";
import { momentsOfHeading, momentsOfQuote, momentsOfSiblings } from "./scenes-of-others.ts";
import { momentsOfCode } from "./scenes-of-code.ts";
import { momentsOfDates } from "./scenes-of-sentences.ts";
import { shownLink, withoutAddress, withSpokenAddress } from "./link.ts";
import { splitTitle } from "./name.ts";
import { momentsOfSentences, statementScene } from "./scenes-of-sentences.ts";
import { momentsOfTable } from "./scenes-of-tables.ts";
import { narrationSeconds } from "./pace.ts";
import { spoken } from "../language/spoken.ts";
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
  const places = placesOf(reading);
  const all = [
    ...momentsOfSentences(reading, places),
    ...momentsOfDates(reading, places),
    ...momentsOfSiblings(reading),
    ...momentsOfLabelled(reading, places),
    ...places.flatMap((place) => momentsOfBlock(reading, place)),
  ];
  const closing = closingMoment(reading, all);
  const told = all.filter(
    (one) => one.content.template !== "section" && !sharesSentence(one, closing),
  );
  const opening = openingMoment(reading, told);
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
  const { label, detail } = itemOf(block.sentences[0]?.text ?? "");
  return detail !== null && block.emphasis.includes(label);
}

function momentsOfBlock(reading: Reading, place: Place): Moment[] {
  const { block } = place;
  if (block.kind === "list") return momentsOfList(reading, place, block);
  if (block.kind === "table") return momentsOfTable(reading, place, block);
  if (block.kind === "quote") return momentsOfQuote(reading, place, block);
  if (block.kind === "code") return momentsOfCode(reading, place, block);
  if (block.kind === "heading" && reading.brief.durationSeconds >= CHAPTERS_FROM_SECONDS) {
    return momentsOfHeading(reading, place, block);
  }
  return [];
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

/** The title, told by the text's first sentence; a short text keeps that sentence for a scene of its own. */
function openingMoment(reading: Reading, told: readonly Moment[]): Moment {
  const others = told.length;
  const { brief, tongue } = reading;
  const [kicker, name] = splitTitle(brief.title);
  const first = brief.blocks.find((block) => block.kind !== "heading");
  const isTitle = firstIsTitle(reading);
  const hasPlenty = others > 3 || (others > 1 && isTitle);
  const lead = hasPlenty && first?.kind === "paragraph" ? first.sentences[0] : undefined;
  const usable = lead && canOpen(reading, lead.text, told) ? lead : undefined;
  const subtitle = usable
    ? headline(usable.text, { tongue, max: 140, ideal: tongue === "ja" ? 30 : 48 })
    : brief.goal;
  const isBrief = subtitle !== null && subtitle.length <= (tongue === "ja" ? 44 : 100);
  const audience = forAudience(reading);
  const above = kicker ?? audience;
  return moment({
    order: -1,
    content: {
      template: "title",
      ...(above ? { kicker: fit(above, 60, tongue) } : {}),
      headline: name,
      ...(isBrief && subtitle !== name ? { subtitle: fit(subtitle, 140, tongue) } : {}),
    },
    tellings: usable
      ? shorterForms(usable.text, tongue).map((form) => [form])
      : [[brief.title], []],
    owns: usable ? [usable.text] : [],
    sources: usable ? [usable.span] : [],
    weight: 9,
    next:
      usable && first?.kind === "paragraph" && first.sentences[1] ? [first.sentences[1].text] : [],
  });
}

/** A film does not open with an address, what leads on to a list, a verse of several, or one long breath. */
function canOpen({ brief, tongue }: Reading, text: string, told: readonly Moment[]): boolean {
  if (/[:：]$|https?:\/\//.test(text)) return false;
  if (told.some(({ owns }) => owns.length > 2 && owns.includes(text))) return false;
  const shortest = shorterForms(text, tongue).at(-1) ?? text;
  return narrationSeconds([spoken(shortest, tongue)], brief.language) <= LONGEST_OPENING_SECONDS;
}

const LONGEST_OPENING_SECONDS = 7;

/** The title was taken from the first sentence, which then need not be said twice. */
function firstIsTitle({ brief, tongue }: Reading): boolean {
  const first = brief.blocks[0];
  const sentence = first?.kind === "paragraph" ? first.sentences[0]?.text : undefined;
  return sentence !== undefined && coverage(sentence, brief.title, tongue) > 0.7;
}

function forAudience({ brief, tongue }: Reading): string | null {
  if (!brief.audience || brief.audience.length > 36) return null;
  if (tongue === "ja")
    return /向け|方へ$|へ$/.test(brief.audience) ? brief.audience : `${brief.audience}へ`;
  return tongue === "en"
    ? `For ${brief.audience.replace(/^for\s+/i, "").replace(/[.]$/, "")}`
    : null;
}

const CALL =
  /^(?:please\s+)?(?:try|get|start|install|read|visit|download|join|see|find|learn|watch|follow|sign up|book|come|order|buy|clone|run|open|star|tell|ask|write|upgrade|update|give|check|go|put|make|drop|take|call|bring|plant|walk|begin|subscribe|register|practi[sc]e|keep|remember|share|choose|enjoy|stay|help|use|think|look|talk|plan|save|vote|donate|support|contact|prepare|listen|add|set|join|bake|cook|build|send|reply|explore|discover|let)\b/i;
const CALL_JA =
  /(?:ください|しましょう|みましょう|お試し|ご覧|どうぞ|お待ちして|お越し|してみて)[^。]{0,12}。?$/;

/** The end card: what the viewer may do now, and where. */
function closingMoment(reading: Reading, all: readonly Moment[]): Moment {
  const { brief, tongue } = reading;
  const told = toldSentences(brief.blocks);
  const late = told.filter((_, index) => index >= told.length * 0.4 && told.length > 2);
  const calls = late.filter(
    (one) => !/[:：]$/.test(one.text) && (tongue === "ja" ? CALL_JA : CALL).test(one.text),
  );
  const introduces = new Set(all.flatMap((one) => (one.owns.length > 1 ? one.owns : [])));
  const call = calls.findLast((one) => !introduces.has(one.text)) ?? null;
  const [name] = splitTitle(brief.title);
  const link = brief.link ? shownLink(brief.link) : null;
  const spokenCall = call ? withSpokenAddress(call.text) : null;
  const action = call
    ? headline(withoutAddress(call.text), { tongue, max: 90, ideal: tongue === "ja" ? 26 : 56 })
    : null;
  const subject = endName(brief.title, name, tongue);
  return moment({
    order: Number.MAX_SAFE_INTEGER,
    content: {
      template: "closing",
      headline: fit(withoutEnd(subject, tongue), 140, tongue),
      ...(action ? { action } : {}),
      ...(link ? { link } : {}),
    },
    tellings: spokenCall
      ? [...shorterForms(spokenCall, tongue).map((form) => [form]), []]
      : [[subject], []],
    owns: call ? [call.text] : [],
    sources: call ? [call.span] : [],
    weight: 9,
  });
}

/** A short title returns whole; of a long one its name. */
function endName(title: string, name: string | null, tongue: Reading["tongue"]): string {
  return name === null || title.length <= (tongue === "ja" ? 14 : 34) ? title : name;
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
