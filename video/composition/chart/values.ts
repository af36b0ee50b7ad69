import type { Face, Theme } from "../../look/theme.ts";
import type { SceneContent } from "../../scene-graph/content.ts";
import { formatterOf } from "./numbers.ts";
import { withUnit } from "./with-unit.ts";

type Chart = Extract<SceneContent, { template: "chart" }>;

export interface ChartProps {
  readonly content: Chart;
  readonly size: { readonly w: number; readonly h: number };
}

/** What the film is about carries the accent, or the greatest value: it is what a viewer looks for. */
export function leaderOf({ series, accent }: Chart): number {
  if (accent !== undefined && accent < series.length) return accent;
  const values = series.map(({ value }) => value);
  return values.indexOf(Math.max(...values));
}

/** The leader's share of the whole, counted from 0 to 1: the author's own number where the values are shares. */
export function percentageOf(content: Chart): (counted: number) => string {
  const datum = content.series[leaderOf(content)];
  const share = sharesOf(content)[leaderOf(content)]?.share ?? 0;
  return (counted) =>
    datum && /^[%％]$/.test(content.unit ?? "")
      ? figureOf(datum, content, content.unit, counted)
      : `${Math.round(share * 100 * counted)}%`;
}

/** Each part of the whole, and where it begins. */
export function sharesOf({ series }: Chart): { share: number; from: number }[] {
  const total = series.reduce((sum, { value }) => sum + Math.abs(value), 0) || 1;
  let from = 0;
  return series.map(({ value }) => {
    const share = Math.abs(value) / total;
    from += share;
    return { share, from: from - share };
  });
}

type Datum = Chart["series"][number];

/** What stands beside a value that has been counted so far, 0 to 1; whole, it stands as it is written. */
export function figureOf(
  { value, text }: Datum,
  content: Chart,
  unit: string | undefined,
  share = 1,
): string {
  const format = formatterOf(languageOf(content));
  const written = text === undefined ? undefined : NUMBER.exec(text)?.[0];
  if (text === undefined || written === undefined)
    return withUnit(format(value * share, value), unit);
  const digits = (written.split(".")[1] ?? "").length;
  const number = share < 1 ? format(value * share, value, digits) : written;
  const hasOwn = text !== written;
  return hasOwn && !isLongUnit(content.unit)
    ? text.replace(written, number)
    : withUnit(number, hasOwn ? undefined : unit);
}

const NUMBER = /[−-]?\d(?:[\d.,]*\d)?/u;

/** Numbers are grouped as the scene's words suggest. */
export function languageOf(content: Chart): string {
  return /[\u3040-\u30ff\u4e00-\u9fff]/u.test(JSON.stringify(content)) ? "ja" : "en";
}

/** Such a unit stands once above the chart, not at every value. */
export function isLongUnit(unit: string | undefined): boolean {
  return (unit ?? "").length > 3;
}

/** Names beside bars and in keys are set close: two lines of one name belong together. */
export function labelFace(theme: Theme): Face {
  return { ...theme.type.body, lineHeight: 1.14 };
}
