import type { Block, Sentence } from "../brief/brief.ts";
import { inTwo, shorterForms } from "../language/clauses.ts";
import { displayWidth } from "../japanese/phrases.ts";
import { readQuantity, type Figure } from "../language/figures.ts";
import { fit, headline, polish } from "../language/headline.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import { arePath } from "./actions.ts";
import { chartScene, type Bar } from "./chart.ts";
import { areSides, labelledPair, sideOf } from "./contrast.ts";
import { itemOf, type Item } from "./list-items.ts";
import { runsBackwards } from "./dates.ts";
import { keyFigure } from "./key-figure.ts";
import { datesOf, shapeOfList } from "./list-shapes.ts";
import { tellContrast, tellDates, tellItems } from "./list-tellings.ts";
import {
  CHUNK,
  contextOf,
  moment,
  opening,
  sceneHeadline,
  type Moment,
  type Place,
  type Reading,
} from "./moment.ts";
import { figureScene } from "./scenes-of-sentences.ts";

type List = Extract<Block, { kind: "list" }>;

/** A list as the scene that fits it: comparison, chart, steps or list; its figures beside it. */
export function momentsOfList(reading: Reading, place: Place, list: List): Moment[] {
  const items = inOrderOfTime(list.items.map((item) => itemOf(item.text, list.code)));
  if (items.length === 1) return [];
  const owns = [...list.items.map((item) => item.text), ...(place.lead ? [place.lead] : [])];
  const announces = opening(place)[0] ?? null;
  const base = { order: place.at, owns, announces, sources: [list.span] };
  const contrast = contrastOfItems(reading, place, items, list);
  if (contrast) {
    return [
      moment({
        ...base,
        content: contrast,
        weight: 6,
        tellings: tellContrast(reading, place, items),
      }),
    ];
  }
  const chart = chartOfItems(reading, place, items);
  if (chart)
    return [
      moment({
        ...base,
        content: chart,
        weight: 6.2,
        tellings: tellItems(reading, place, items, null),
      }),
    ];
  const ordered = list.ordered && arePath(items, place, reading.tongue);
  const shape = shapeOfList(reading, place, items, list.ordered);
  if (shape)
    return [
      moment({
        ...base,
        content: shape,
        weight: 6,
        tellings:
          shape.template === "timeline"
            ? tellDates(reading, place, items)
            : tellItems(reading, place, items, null),
      }),
    ];
  return [
    ...chunked(ordered, items).map((chunk, index) =>
      listMoment(reading, place, { ...list, ordered }, chunk, index),
    ),
    ...figureMoments(reading, place, list),
  ];
}

/** A changelog's newest entry stands first; a timeline runs the other way. */
function inOrderOfTime(items: readonly Item[]): readonly Item[] {
  const dates = datesOf(items);
  return dates.length === items.length && runsBackwards(dates) ? items.toReversed() : items;
}

function contrastOfItems(
  reading: Reading,
  place: Place,
  items: readonly Item[],
  { facts }: List,
): SceneContent | null {
  const { tongue } = reading;
  const [left, right] = items;
  if (items.length !== 2 || !left?.detail || !right?.detail) return null;
  const pair = facts ? labelledPair(reading, left, right, place.heading) : null;
  if (pair) return pair;
  if (!areSides(left.label, right.label, place.heading)) return null;
  return {
    template: "comparison",
    ...(place.heading ? { headline: headline(place.heading, { tongue, max: 90 }) } : {}),
    left: sideOf(left, tongue),
    right: sideOf(right, tongue),
  };
}

function chartOfItems(reading: Reading, place: Place, items: readonly Item[]): SceneContent | null {
  const bars = items.flatMap((item): Bar[] => {
    const quantity = item.detail ? readQuantity(item.detail, reading.tongue) : null;
    return quantity ? [{ label: item.label, ...quantity, written: item.detail ?? "" }] : [];
  });
  return bars.length === items.length
    ? chartScene(reading, sceneHeadline(reading, place), bars)
    : null;
}

/** Six lines fit a screen, five steps; longer lists become two scenes. */
function chunked(ordered: boolean, items: readonly Item[]): (readonly Item[])[] {
  const most = ordered ? 5 : 6;
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
  const lines = items.map((item) => lineOf(item, tongue, list.ordered));
  const before = list.items.findIndex((item) => item.text === items[0]?.whole);
  const earlier = (list.start ?? 1) - 1 + before;
  const part = { before: earlier, after: list.items.length - before - items.length };
  const content: SceneContent = list.ordered
    ? {
        template: "steps",
        headline: headlineText,
        ...(earlier > 0 ? { first: earlier + 1 } : {}),
        steps: lines.map(({ text, detail }) => ({ label: text, ...(detail ? { detail } : {}) })),
      }
    : {
        template: "list",
        headline: headlineText,
        items: lines.map(({ text, detail }) => ({ text, ...(detail ? { detail } : {}) })),
      };
  return moment({
    order: place.at + index * CHUNK,
    content,
    tellings: tellItems(
      reading,
      index === 0 ? place : { ...place, lead: null, heading: null },
      items,
      list.ordered ? part : null,
    ),
    announces: opening(place)[0] ?? null,
    owns: [...items.map((item) => item.whole), ...(place.lead && index === 0 ? [place.lead] : [])],
    sources: spansOf(list.items, items),
    continues: list.ordered && index > 0,
    weight: (list.ordered ? 5.8 : 5) - (list.ordered ? 0 : index * 1.5),
  });
}

function spansOf(sentences: readonly Sentence[], items: readonly Item[]): Moment["sources"] {
  return sentences
    .filter((one) => items.some((item) => item.whole === one.text))
    .map((one) => one.span);
}

function lineOf(
  item: Item,
  tongue: Reading["tongue"],
  ordered: boolean,
): { text: string; detail: string | null } {
  if (item.detail) {
    return {
      text: fit(polish(item.label, tongue), 90, tongue),
      detail: headline(item.detail, {
        tongue,
        max: 120,
        ideal: tongue === "ja" ? 28 : 60,
        code: item.code,
      }),
    };
  }
  // A list is written in headlines already: only what is really long is shortened, a step least of all.
  const ideal = (tongue === "ja" ? 26 : 54) * (ordered ? 1.4 : 1);
  const whole = polish(item.whole, tongue);
  if (whole.length <= ideal) return { text: whole, detail: null };
  const [head, rest] = inTwo(item.whole, tongue);
  return rest === null
    ? { text: headline(item.whole, { tongue, max: 90, ideal, code: item.code }), detail: null }
    : { text: polish(head, tongue), detail: fit(polish(rest, tongue), 120, tongue) };
}

/** Each item that is about a number can also fill the screen alone. */
function figureMoments(reading: Reading, place: Place, list: List): Moment[] {
  return list.items.flatMap((item, index) => {
    const figure = keyFigure(item.text, reading.tongue);
    if (!figure || item.text.length > 120 || isIngredient(item.text, figure)) return [];
    return [
      moment({
        order: place.at + 0.5 + index / 100,
        content: figureScene(reading, item.text, figure, contextOf(reading, place, item.text)),
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

/** "Eggs 3": an amount of one thing among others, which tells nothing alone. */
function isIngredient(text: string, { start, end }: Figure): boolean {
  const rest = `${text.slice(0, start)} ${text.slice(end)}`.replaceAll(/[\p{P}\s]+/gu, " ").trim();
  return displayWidth(rest) <= MOST_OF_A_NAME && !/\S \S+ \S/u.test(rest);
}

/** In full-width characters. */
const MOST_OF_A_NAME = 6;
