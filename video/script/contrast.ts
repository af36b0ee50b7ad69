import { fit, headline, polish } from "../language/headline.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import { itemOf, type Item } from "./list-items.ts";
import type { Reading } from "./moment.ts";

/** A comparison found in running text, and how it is told. */
export interface Contrast {
  readonly content: SceneContent;
  readonly tellings: readonly (readonly string[])[];
  readonly owns: readonly string[];
}

/** Words that open the two sides of a change; the first match in order wins. */
export const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = [
  [/^before\b/i, /^(?:after|now|today)\b/i],
  [/^without\b/i, /^with\b/i],
  [/^(?:once|then|yesterday|in the past)\b/i, /^(?:now|today)\b/i],
  [
    /^(?:old|the old way|manual|manually|by hand)\b/i,
    /^(?:new|the new way|automatic|automatically|with|now)\b/i,
  ],
  [
    /^(?:以前|これまで|従来|昔|かつて|導入前|ビフォー|今まで)/,
    /^(?:今|現在|これから|導入後|アフター|今後|新しい)/,
  ],
  [/^旧/, /^新/],
  [/.+なし/, /.+あり/],
];

/** Do these two titles name the two sides of one change? */
export function areOpposites(left: string, right: string): boolean {
  return OPPOSITES.some(([one, other]) => one.test(left.trim()) && other.test(right.trim()));
}

const VERSUS = /\b(?:vs\.?|versus|or)\b|対|と.*の(?:違い|比較)/i;

/** Two labels are compared: they are opposites, or what stands above them says so. */
export function areSides(left: string, right: string, heading: string | null): boolean {
  return VERSUS.test(heading ?? "") || areOpposites(left, right);
}

/** A labelled item as one side. */
export function sideOf(
  { label, detail }: Item,
  tongue: Reading["tongue"],
): { title: string; points: string[] } {
  return { title: fit(polish(label, tongue), 40, tongue), points: pointsOf(detail ?? "", tongue) };
}

/** A detail's enumerated parts, or the detail as one point. */
function pointsOf(detail: string, tongue: Reading["tongue"]): string[] {
  const parts = detail
    .split(tongue === "ja" ? /[、。；]/ : /[;,]\s+(?:and\s+)?/)
    .map((part) => polish(part, tongue));
  const short = parts.filter((part) => part.length > 1);
  const hasVerb = tongue === "ja" && short.some((part) => /[\p{sc=Hira}]$/u.test(part));
  const enumerates =
    !hasVerb && short.length >= 2 && short.length <= 4 && short.every((part) => part.length <= 42);
  return enumerates
    ? short
    : [headline(detail, { tongue, max: 90, ideal: tongue === "ja" ? 26 : 60 })];
}

/** "Before, … Now, …" in two sentences or in two halves of one. Null when there is none. */
export function contrastOf(
  reading: Reading,
  sentence: string,
  next: string | null,
  heading: string | null,
): Contrast | null {
  if (next !== null) {
    const pair =
      sides(reading, sentence, next, heading) ??
      labelledPair(reading, itemOf(sentence), itemOf(next), heading);
    if (pair) return { content: pair, tellings: [[sentence, next]], owns: [sentence, next] };
  }
  const halves = sentence.split(/;\s+|,\s+(?=now\b|today\b)|。/).filter(Boolean);
  const [left = "", right = ""] = halves;
  const inOne = halves.length === 2 ? sides(reading, left, right, heading) : null;
  return inOne ? { content: inOne, tellings: [[sentence]], owns: [sentence] } : null;
}

const OPENER =
  /^(before|after|now|today|without|with|once|then|yesterday|in the past|by hand|以前|これまで|従来|昔|かつて|今まで|今|現在|これから|今後)(?:は|では|の場合)?(?:[,、:：]\s*|\s+(?=\S))/i;

function sides(
  { tongue }: Reading,
  left: string,
  right: string,
  heading: string | null,
): SceneContent | null {
  const before = OPENER.exec(left);
  const after = OPENER.exec(right);
  if (!before || !after || !areOpposites(left, right)) return null;
  // "Without it, nothing runs" names its own side; "before" with a comma does not need more.
  if (!/[,、:：]/.test(before[0]) || !/[,、:：]/.test(after[0])) return null;
  const point = (text: string, opener: string): string[] => [
    headline(text.slice(opener.length), { tongue, max: 90, ideal: tongue === "ja" ? 26 : 60 }),
  ];
  const title = (opener: string): string => fit(polish(opener, tongue), 40, tongue);
  return {
    template: "comparison",
    ...(heading ? { headline: headline(heading, { tongue, max: 90 }) } : {}),
    left: { title: title(before[1] ?? ""), points: point(left, before[0]) },
    right: { title: title(after[1] ?? ""), points: point(right, after[0]) },
  };
}

/** "Paper: … Screen: …" below "Paper or screen?": both labels stand in what asks, or are opposites. */
export function labelledPair(
  { brief, tongue }: Reading,
  one: Item,
  other: Item,
  heading: string | null,
): SceneContent | null {
  const items = [one, other] as const;
  if (items.some(({ label, detail }) => detail === null || label.length > LONGEST_NAME))
    return null;
  const asked = (heading ?? brief.title).toLowerCase();
  const areNamed = items.every(({ label }) => asked.includes(label.toLowerCase()));
  const isPair = areNamed
    ? areSides(one.label, other.label, asked)
    : areOpposites(one.label, other.label);
  if (!isPair) return null;
  return {
    template: "comparison",
    ...(heading ? { headline: headline(heading, { tongue, max: 90 }) } : {}),
    left: sideOf(one, tongue),
    right: sideOf(other, tongue),
  };
}

const LONGEST_NAME = 24;

const COMPARED =
  /^(?<one>.{2,40}?)(?:\s+(?:compared (?:to|with)|vs\.?|versus)\s+|と)(?<other>.{2,40}?)(?:の(?:比較|違い).*)?$/iu;
const SAYS = /^\s*(?:は、?|(?:is|are)\s+(?=\p{L}{4}))?/u;

/** "A compared to B" above, and a sentence of each that begins with its name. Null when the two do not. */
export function comparedByName(
  { brief, tongue }: Reading,
  sentences: readonly [string, string | null],
  heading: string | null,
): Contrast | null {
  const [sentence, next] = sentences;
  const { one, other } = COMPARED.exec(heading ?? brief.title)?.groups ?? {};
  const isJapanese = /と/.test(heading ?? brief.title);
  if (!one || !other || next === null || (isJapanese && !/比較|違い/.test(heading ?? brief.title)))
    return null;
  const names = sentence.startsWith(one) ? [one, other] : [other, one];
  const told = [sentence, next];
  if (!told.every((text, side) => text.startsWith(names[side] ?? ""))) return null;
  const [left, right] = told.map((text, side) => {
    const name = names[side] ?? "";
    const point = text.slice(name.length).replace(SAYS, "");
    const ideal = tongue === "ja" ? 26 : 60;
    return { title: fit(name, 40, tongue), points: [headline(point, { tongue, max: 90, ideal })] };
  });
  if (!left || !right) return null;
  return { content: { template: "comparison", left, right }, tellings: [told], owns: told };
}
