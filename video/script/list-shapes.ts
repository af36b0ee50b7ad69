import { fit, headline, polish } from "../language/headline.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import { datedItem, datedLine, timelineScene, type Dated } from "./dates.ts";
import type { Item } from "./list-items.ts";
import { sceneHeadline, type Place, type Reading } from "./moment.ts";
import { nameOf } from "./name.ts";

/** What a list shows by its words: dates, a place with its facts, notices of an app, or a thing and what joins it. */
export function shapeOfList(
  reading: Reading,
  place: Place,
  items: readonly Item[],
  isOrdered: boolean,
): SceneContent | null {
  const dates = datesOf(items);
  if (dates.length === items.length)
    return timelineScene(reading, sceneHeadline(reading, place), dates);
  if (isOrdered) return null;
  return (
    locationOf(reading, items) ??
    phoneOf(reading, place, items) ??
    relationsOf(reading, place, items)
  );
}

/** What each item says of when; shorter than the list when not all do. */
export function datesOf(items: readonly Item[]): Dated[] {
  return items.flatMap((item) => datedLine(item.whole) ?? datedItem(item) ?? []);
}

const PLACE =
  /^(?:where|place|venue|location|address|meeting point|場所|会場|所在地|住所|集合場所|開催地|開催場所)$/i;

function locationOf({ tongue }: Reading, items: readonly Item[]): SceneContent | null {
  const where = items.find(({ label, detail }) => detail && PLACE.test(label.trim()));
  const isLabelled = items.every(({ label, detail }) => detail !== null && label.length <= 20);
  if (!where?.detail || !isLabelled || items.length > 4) return null;
  const [name = "", ...rest] = where.detail.split(tongue === "ja" ? /[、（]/ : /,\s+/);
  const address = rest.join(tongue === "ja" ? "、" : ", ").replace(/[）)]$/, "");
  const facts = items.filter((item) => item !== where);
  return {
    template: "location",
    place: fit(polish(name, tongue), 60, tongue),
    ...(address ? { address: fit(address, 90, tongue) } : {}),
    facts: facts.slice(0, 3).map(({ label, detail }) => ({
      label: fit(polish(label, tongue), 20, tongue),
      text: headline(detail ?? "", { tongue, max: 60, ideal: 60 }),
    })),
  };
}

const PHONE =
  /\b(?:apps?|phones?|mobile|smartphones?|iphone|android|notifications?)\b|アプリ|スマートフォン|スマホ|携帯/i;

function phoneOf(reading: Reading, place: Place, items: readonly Item[]): SceneContent | null {
  const { tongue } = reading;
  if (!PHONE.test(`${place.heading ?? ""} ${place.lead ?? ""}`) || items.length > 4) return null;
  return {
    template: "phone",
    headline: sceneHeadline(reading, place),
    app: nameOf(reading, 24),
    cards: items.map(({ label, detail, whole }) => {
      const title = headline(detail === null ? whole : label, { tongue, max: 48, ideal: 48 });
      const text = detail === null ? null : headline(detail, { tongue, max: 72, ideal: 60 });
      return { title, ...(text ? { text } : {}) };
    }),
  };
}

const JOINED =
  /\b(?:works? (?:together )?with|connect(?:s|ed|ions?)?|integrat(?:es?|ions?)|talks? to|consists? of|made (?:up )?of|depends? on|brings? together|ecosystem|components|architecture|partners)\b|連携|つなが|構成|組み合わ|からなる|からなり/i;
const SUBJECT =
  /^(?:the )?(.{2,32}?) (?:works?|connects?|integrates?|talks?|consists?|is made|depends?|brings?)\b/i;
const SUBJECT_JA = /^(.{1,16}?)(?:は|が)/;

function relationsOf(reading: Reading, place: Place, items: readonly Item[]): SceneContent | null {
  const { tongue } = reading;
  const said = place.lead ?? "";
  if (!JOINED.test(`${place.heading ?? ""} ${said}`)) return null;
  if (items.length < 3 || items.length > 6) return null;
  const labels = items.map(({ label }) => polish(label, tongue));
  if (labels.some((label) => label.length > (tongue === "ja" ? 18 : 36))) return null;
  const subject = (tongue === "ja" ? SUBJECT_JA : SUBJECT).exec(said)?.[1];
  const isName = subject !== undefined && !/^(?:it|this|they|we|これ|それ|以下|次)$/i.test(subject);
  return {
    template: "relations",
    headline: sceneHeadline(reading, place),
    hub: isName ? fit(subject, 32, tongue) : nameOf(reading, 32),
    nodes: items.map(({ detail }, index) => ({
      label: labels[index] ?? "",
      ...(detail
        ? { detail: headline(detail, { tongue, max: 60, ideal: tongue === "ja" ? 20 : 40 }) }
        : {}),
    })),
  };
}
