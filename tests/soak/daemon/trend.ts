import { median } from "../../bench/statistics.ts";

/** A value at a moment: ms since the beginning. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** How a value develops, by its second half: what a program takes to warm up is in the first. */
export interface Trend {
  readonly median: number;
  readonly most: number;
  /** By Theil and Sen: the median of the slopes between all pairs, which no outlier can move. */
  readonly risePerHour: number;
  /** Over the half that was looked at. */
  readonly rise: number;
}

const HOUR_MS = 3_600_000;

export function trendOf(points: readonly Point[]): Trend {
  const half = points.slice(Math.floor(points.length / 2));
  const values = half.map(({ value }) => value);
  const slope = theilSen(half);
  const spanMs = (half.at(-1)?.at ?? 0) - (half[0]?.at ?? 0);
  return {
    median: median(values),
    most: Math.max(...values),
    risePerHour: slope * HOUR_MS,
    rise: slope * spanMs,
  };
}

/** What of a level may be noise. */
const NOISE = 0.05;

/** `grain`: what the value moves by at least; a rise below it means nothing. */
export function isFlat({ median: level, rise }: Trend, grain: number): boolean {
  return rise <= Math.max(level * NOISE, grain);
}

/** The slope per ms; 0 for less than two points. */
function theilSen(points: readonly Point[]): number {
  const slopes = points.flatMap((a, n) =>
    points.slice(n + 1).flatMap((b) => (b.at > a.at ? [(b.value - a.value) / (b.at - a.at)] : [])),
  );
  return slopes.length === 0 ? 0 : median(slopes);
}
