import { fit, withoutEnd } from "../language/headline.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import type { Reading } from "./moment.ts";

export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly unit: string;
}

/** Bars of one unit, a line over years, a ring of shares; null when the numbers don't belong together. */
export function chartScene(
  { tongue }: Reading,
  headline: string,
  bars: readonly Bar[],
): SceneContent | null {
  const units = new Set(bars.map((bar) => bar.unit));
  if (bars.length < 2 || bars.length > 8 || units.size > 1) return null;
  if (bars.every((bar) => bar.value === 0) || bars.some((bar) => bar.value < 0)) return null;
  const unit = fit([...units][0] ?? "", 16, tongue);
  return {
    template: "chart",
    kind: kindOf(bars, unit),
    headline,
    ...(unit ? { unit } : {}),
    series: bars.map((bar) => ({
      label: fit(withoutEnd(bar.label, tongue), 32, tongue) || "–",
      value: bar.value,
    })),
  };
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
