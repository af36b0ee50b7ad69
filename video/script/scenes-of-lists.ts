import type { Block, Sentence } from "../brief/brief.ts";
import { shorterForms } from "../language/clauses.ts";
import { figuresIn, readQuantity } from "../language/figures.ts";
import { fit, headline, polish } from "../language/headline.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import { chartScene, type Bar } from "./chart.ts";
import { areOpposites } from "./contrast.ts";
import { moment, opening, sceneHeadline, type Moment, type Place, type Reading } from "./moment.ts";
import { figureScene } from "./scenes-of-sentences.ts";

type List = Extract<Block, { kind: "list" }>;

interface Item {
  readonly label: string;
  readonly detail: string | null;
  readonly whole: string;
}

/** A list as the scene that fits it: comparison, chart, steps or list; its figures beside it. */
export function momentsOfList(reading: Reading, place: Place, list: List): Moment[] {
  const items = list.items.map((item) => itemOf(item.text));
  if (items.length === 1) return [];
  const owns = [...list.items.map((item) => item.text), ...(place.lead ? [place.lead] : [])];
  const base = { order: place.at, owns, sources: [list.span] };
  const contrast = contrastOfItems(reading, place, items);
  if (contrast) {
    return [
      moment({ ...base, content: contrast, weight: 6, tellings: tellContrast(place, items) }),
    ];
  }
  const chart = chartOfItems(reading, place, items);
  if (chart)
    return [
      moment({
        ...base,
        content: chart,
        weight: 6.2,
        tellings: tellItems(reading, place, items, false),
      }),
    ];
  return [
    ...chunked(list, items).map((chunk, index) => listMoment(reading, place, list, chunk, index)),
    ...figureMoments(reading, place, list),
  ];
}

/** `Label: detail`, `Label – detail`, or a plain line. */
function itemOf(text: string): Item {
  const match = /^(.{2,48}?)(?:\s*[:：]\s*|\s+[—–-]\s+)(?=\S)(?!\/\/)(.+)$/u.exec(text);
  const colonInTime = match && /\d$/.test(match[1] ?? "") && /^\d/.test(match[2] ?? "");
  return match && !colonInTime
    ? { label: match[1] ?? "", detail: match[2] ?? "", whole: text }
    : { label: text, detail: null, whole: text };
}

function contrastOfItems(
  { tongue }: Reading,
  place: Place,
  items: readonly Item[],
): SceneContent | null {
  const [left, right] = items;
  if (items.length !== 2 || !left?.detail || !right?.detail) return null;
  const versus = /\b(?:vs\.?|versus|or)\b|対|と.*の(?:違い|比較)/i.test(place.heading ?? "");
  if (!versus && !areOpposites(left.label, right.label)) return null;
  const side = (item: Item): { title: string; points: string[] } => ({
    title: fit(polish(item.label, tongue), 40, tongue),
    points: pointsOf(item.detail ?? "", tongue),
  });
  return {
    template: "comparison",
    ...(place.heading ? { headline: headline(place.heading, { tongue, max: 90 }) } : {}),
    left: side(left),
    right: side(right),
  };
}

/** A detail's enumerated parts, or the detail as one point. */
function pointsOf(detail: string, tongue: Reading["tongue"]): string[] {
  const parts = detail
    .split(tongue === "ja" ? /[、。；]/ : /[;,]\s+(?:and\s+)?/)
    .map((part) => polish(part, tongue));
  const short = parts.filter((part) => part.length > 1);
  const enumerates =
    short.length >= 2 && short.length <= 4 && short.every((part) => part.length <= 42);
  return enumerates
    ? short
    : [headline(detail, { tongue, max: 90, ideal: tongue === "ja" ? 26 : 60 })];
}

function tellContrast(place: Place, items: readonly Item[]): string[][] {
  const told = items.map((item) => `${item.label}: ${item.detail}`);
  return [...(place.lead ? [[place.lead, ...told]] : []), told, opening(place)];
}

function chartOfItems(reading: Reading, place: Place, items: readonly Item[]): SceneContent | null {
  const bars = items.flatMap((item): Bar[] => {
    const quantity = item.detail ? readQuantity(item.detail) : null;
    return quantity ? [{ label: item.label, ...quantity }] : [];
  });
  return bars.length === items.length
    ? chartScene(reading, sceneHeadline(reading, place), bars)
    : null;
}

/** Six lines fit a screen, five steps; longer lists become two scenes. */
function chunked(list: List, items: readonly Item[]): (readonly Item[])[] {
  const most = list.ordered ? 5 : 6;
  const scenes = Math.ceil(items.length / most);
  const size = Math.max(2, Math.ceil(items.length / scenes));
  return Array.from({ length: scenes }, (_, i) => items.slice(i * size, (i + 1) * size)).filter(
    (chunk) => chunk.length > 1,
  );
}

function listMoment(
  reading: Reading,
  place: Place,
  list: List,
  items: readonly Item[],
  index: number,
): Moment {
  const { tongue } = reading;
  const headlineText = sceneHeadline(reading, place);
  const lines = items.map((item) => lineOf(item, tongue));
  const content: SceneContent = list.ordered
    ? {
        template: "steps",
        headline: headlineText,
        steps: lines.map(({ text, detail }) => ({ label: text, ...(detail ? { detail } : {}) })),
      }
    : {
        template: "list",
        headline: headlineText,
        items: lines.map(({ text, detail }) => ({ text, ...(detail ? { detail } : {}) })),
      };
  return moment({
    order: place.at + index / 10,
    content,
    tellings: tellItems(reading, place, items, list.ordered),
    owns: [...items.map((item) => item.whole), ...(place.lead && index === 0 ? [place.lead] : [])],
    sources: spansOf(list.items, items),
    weight: (list.ordered ? 5.8 : 5) - index * 1.5,
  });
}

function spansOf(sentences: readonly Sentence[], items: readonly Item[]): Moment["sources"] {
  return sentences
    .filter((one) => items.some((item) => item.whole === one.text))
    .map((one) => one.span);
}

function lineOf(item: Item, tongue: Reading["tongue"]): { text: string; detail: string | null } {
  const ideal = tongue === "ja" ? 22 : 48;
  if (!item.detail) return { text: headline(item.whole, { tongue, max: 90, ideal }), detail: null };
  return {
    text: fit(polish(item.label, tongue), 90, tongue),
    detail: headline(item.detail, { tongue, max: 120, ideal: tongue === "ja" ? 28 : 60 }),
  };
}

/** From everything down to the opening alone. */
function tellItems(
  reading: Reading,
  place: Place,
  items: readonly Item[],
  ordered: boolean,
): string[][] {
  const { tongue } = reading;
  const lead = opening(place);
  const wholes = items.map((item) => shorterForms(item.whole, tongue).at(-1) ?? item.whole);
  const labels = items.map((item) => bare(item.label));
  const inOneBreath = labels.every((label) => label.length <= (tongue === "ja" ? 14 : 34));
  const enumerated = inOneBreath ? [enumerate(reading, place, labels)] : [];
  const told = ordered ? inSequence(wholes, tongue) : wholes;
  const inShort = ordered && inOneBreath ? inSequence(labels, tongue) : null;
  return [
    [...(place.lead ? lead : []), ...told],
    told,
    ...(inShort ? [inShort] : []),
    ...(ordered ? [] : enumerated),
    ...(wholes.length > 2 && !ordered ? [wholes.slice(0, 2)] : []),
    ...(lead.length > 0 ? [lead] : []),
  ];
}

const bare = (text: string): string => text.replace(/[.。:：,、;；!！]+$/u, "");

/** "What is new: hooks, waves, and priorities." */
function enumerate({ tongue }: Reading, place: Place, labels: readonly string[]): string[] {
  const lead = bare(place.lead ?? place.heading ?? "");
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
  return /^[A-Z][a-z]+(?:\s[a-z]|$)/.test(text) && !/^(?:I|[A-Z][a-z]+ [A-Z])\b/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}

function inSequence(sentences: readonly string[], tongue: Reading["tongue"]): string[] {
  if (tongue === "other") return [...sentences];
  return sentences.map((sentence, index) => {
    const last = index === sentences.length - 1;
    if (tongue === "ja")
      return `${index === 0 ? "まず、" : last ? "最後に、" : index === 1 ? "次に、" : "そして、"}${sentence}`;
    const word = index === 0 ? "First, " : last ? "Finally, " : "Then, ";
    return word + uncapitalized(sentence);
  });
}

/** Each item that is about a number can also fill the screen alone. */
function figureMoments(reading: Reading, place: Place, list: List): Moment[] {
  return list.items.flatMap((item, index) => {
    const [figure] = figuresIn(item.text, reading.tongue);
    if (!figure || item.text.length > 120) return [];
    return [
      moment({
        order: place.at + 0.5 + index / 100,
        content: figureScene(reading, item.text, figure, place.heading),
        tellings: shorterForms(item.text, reading.tongue)
          .filter((form) => form.includes(figure.value))
          .map((form) => [form]),
        owns: [item.text],
        sources: [item.span],
        weight: 2 + figure.weight,
      }),
    ];
  });
}
