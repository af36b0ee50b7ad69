import type { Face, Theme } from "../../look/theme.ts";
import type { ContentOf } from "../context.tsx";

export interface ChartProps {
  readonly content: ContentOf<"chart">;
  readonly size: { readonly w: number; readonly h: number };
}

/** What the film is about carries the accent, or the greatest value: it is what a viewer looks for. */
export function leaderOf({ series, accent }: ContentOf<"chart">): number {
  if (accent !== undefined && accent < series.length) return accent;
  const values = series.map(({ value }) => value);
  return values.indexOf(Math.max(...values));
}

/** Numbers are grouped as the scene's words suggest. */
export function languageOf(content: ContentOf<"chart">): string {
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
