import { fit, withoutEnd } from "../language/headline.ts";
import { STOPWORDS } from "../language/words.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import type { Reading } from "./moment.ts";

export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  /** As the author writes it, with its unit where it has one. */
  readonly written: string;
}

/** Bars of one unit, a line over years (also below zero), a ring of shares; null when the numbers don't belong together. */
export function chartScene(
  { brief, tongue }: Reading,
  headline: string,
  bars: readonly Bar[],
): SceneContent | null {
  const units = new Set(bars.map((bar) => bar.unit));
  if (bars.length < 2 || bars.length > 8 || units.size > 1) return null;
  if (bars.every((bar) => bar.value === 0)) return null;
  const unit = fit([...units][0] ?? "", 16, tongue);
  const kind = kindOf(bars, unit);
  if (kind !== "line" && bars.some((bar) => bar.value < 0)) return null;
  const accent = kind === "line" ? null : subjectOf(bars, brief.title);
  return {
    template: "chart",
    kind,
    headline,
    ...(unit ? { unit } : {}),
    series: bars.map((bar) => ({
      label: fit(withoutEnd(bar.label, tongue), 32, tongue) || "–",
      value: bar.value,
      ...(isAsShown(bar) ? {} : { text: bar.written }),
    })),
    ...(accent === null ? {} : { accent }),
  };
}

/** A chart would write it the same way by itself. */
function isAsShown({ value, unit, written }: Bar): boolean {
  const shown = value.toLocaleString("en", { maximumFractionDigits: 2 });
  const isTooLong = written.length > 24;
  return isTooLong || [shown, `${shown}${unit}`, `${shown} ${unit}`].includes(written.trim());
}

/** The one bar whose label has a word of the film's title: what the others are compared with. */
function subjectOf(bars: readonly Bar[], title: string): number | null {
  const named = wordsOf(title);
  const found = bars.flatMap(({ label }, index) =>
    wordsOf(label).some((word) => named.includes(word)) ? [index] : [],
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\d]{3,}/gu) ?? [];
  return words.filter((word) => !STOPWORDS.has(word));
}

function kindOf(bars: readonly Bar[], unit: string): "bar" | "line" | "donut" {
  const dated = bars.every((bar) =>
    /^(?:(?:19|20)\d{2}年?|[1-9]\d?月|Q[1-4]|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*)(?:\b|$)/.test(
      bar.label,
    ),
  );
  if (dated && bars.length >= 3) return "line";
  const sum = bars.reduce((total, bar) => total + bar.value, 0);
  return /%|％/.test(unit) && Math.abs(sum - 100) <= 1 && bars.length <= 6 ? "donut" : "bar";
}
