import { capitalized, shorterForms } from "../language/clauses.ts";
import { sayable, type Item } from "./list-items.ts";
import { breaksOff, opening, type Place, type Reading } from "./moment.ts";

/** How many of all the steps come before and after those of a scene. */
export interface Part {
  readonly before: number;
  readonly after: number;
}

/** From everything down to one breath; the opening alone only when the items are too long for that. */
export function tellItems(
  reading: Reading,
  place: Place,
  all: readonly Item[],
  part: Part | null,
): string[][] {
  const { tongue } = reading;
  const items = sayable(all);
  if (items.length === 0) return withOpening(place, [[]]);
  // What such a lead begins, the items end: nothing comes between them.
  const isBegun = place.lead !== null && breaksOff(place.lead);
  const ordered = part !== null && !isBegun;
  const lead = opening(place);
  const wholes = items.map((item) => (ordered ? item.whole : shortItem(item, tongue)));
  const labels = items.map((item) => bare(item.label));
  const isShort = labels.every(
    (label) => label.length <= (tongue === "ja" ? 16 : 46) && !/[,;、()（）]/.test(label),
  );
  // "Size" and "Weight" say nothing without their figures.
  const inOneBreath = isShort && !items.some(({ detail }) => /^[\d$€£¥]/.test(detail ?? ""));
  const told = ordered
    ? inSequence(wholes, tongue, part)
    : wholes.map((one) => (tongue === "en" ? capitalized(one) : one));
  const introduced = place.lead ? lead : [];
  const tellings = [
    [...introduced, ...told],
    ...(ordered && inOneBreath ? [inSequence(labels, tongue, part)] : []),
    ...(inOneBreath ? [enumerate(reading, ordered ? null : place, labels)] : []),
    ...(part === null && !inOneBreath && wholes.length > 2
      ? [[...introduced, ...told.slice(0, 2)]]
      : []),
    ...(!inOneBreath ? [told] : []),
  ];
  return withOpening(place, tellings);
}

/** All that happened, or how it began and where it stands. */
export function tellDates({ tongue }: Reading, place: Place, items: readonly Item[]): string[][] {
  const told = items.map((item) => shortItem(item, tongue));
  const ends = [told[0] ?? "", told.at(-1) ?? ""];
  const lead = opening(place);
  return withOpening(place, [[...lead, ...told], told, [...lead, ...ends], ends]);
}

/** Each side named, then what is said of it. */
export function tellContrast(
  { tongue }: Reading,
  place: Place,
  items: readonly Item[],
): string[][] {
  const said = (item: Item): string =>
    tongue === "ja" ? `${item.label}は、${item.detail}` : `${item.label}: ${item.detail}`;
  const told = items.map(said);
  const tellings = [...(place.lead ? [[place.lead, ...told]] : []), told];
  return withOpening(place, tellings);
}

/** Last, the opening alone: it makes room for the scene when time is short. */
function withOpening(place: Place, tellings: string[][]): string[][] {
  const lead = opening(place);
  const isAlone = lead.length > 0 && (place.lead === null || !breaksOff(place.lead));
  return isAlone ? [...tellings, lead] : tellings;
}

/** The shortest way to say an item that still names it. */
function shortItem({ label, detail, whole, code }: Item, tongue: Reading["tongue"]): string {
  if (detail === null) return shorterForms(whole, tongue, code).at(-1) ?? whole;
  return `${label}: ${shorterForms(detail, tongue, code).at(-1) ?? detail}`;
}

const bare = (text: string): string => text.replace(/[.。:：,、;；!！]+$/u, "");

/** "What is new: hooks, waves, and priorities." */
function enumerate({ tongue }: Reading, place: Place | null, labels: readonly string[]): string[] {
  const lead = bare(place?.lead ?? place?.heading ?? "");
  const last = labels.at(-1) ?? "";
  if (tongue === "ja") return [`${lead ? `${lead}：` : ""}${labels.join("、")}。`];
  const and = tongue === "en" ? ", and " : ", ";
  const rest = labels
    .slice(0, -1)
    .map((label, index) => (index === 0 ? label : uncapitalized(label)));
  const items =
    labels.length === 2 && tongue === "en"
      ? `${rest[0]} and ${uncapitalized(last)}`
      : `${rest.join(", ")}${and}${uncapitalized(last)}`;
  return [`${lead ? `${lead}: ` : ""}${lead ? uncapitalized(items) : items}.`];
}

/** A common word loses its capital inside a sentence; names and acronyms keep it. */
function uncapitalized(text: string): string {
  return /^[A-Z][a-z]+(?:,|\s[a-z]|$)/.test(text) && !/^(?:I|[A-Z][a-z]+ [A-Z])\b/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}

/** Only the first of all steps is "first", and only the last of all "finally". */
export function inSequence(
  sentences: readonly string[],
  tongue: Reading["tongue"],
  { before, after }: Part,
): string[] {
  if (tongue === "other") return [...sentences];
  return sentences.map((sentence, index) => {
    const at = before + index;
    const last = at > 0 && index === sentences.length - 1 && after === 0;
    if (tongue === "ja")
      return `${at === 0 ? "まず、" : last ? "最後に、" : at === 1 ? "次に、" : "そして、"}${sentence}`;
    if (OPENS_WITH_TIME.test(sentence) && !last) return sentence;
    const word = at === 0 ? "First, " : last ? "Finally, " : "Then, ";
    return word + uncapitalized(sentence);
  });
}

/** These say themselves where in the sequence they stand. */
const OPENS_WITH_TIME = /^(?:when|once|after|before|now|then|next|finally|first|while|at)\b/i;
