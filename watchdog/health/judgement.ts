import type { Measure } from "./measures.ts";
import { medianOf, spreadOf } from "./statistics.ts";

/** When a value is out of the usual. */
export interface AnomalyLimits {
  /** Modified z-score beyond which a value is an outlier; Iglewicz and Hoaglin advise 3.5. */
  readonly threshold: number;
  /** How many of the latest values tell what is usual. */
  readonly window: number;
  /** With fewer nobody knows what is usual. */
  readonly fewest: number;
  /** So many looks in a row must agree before an alert begins, and before it ends. */
  readonly sustained: number;
  /** What has been so for that long is the new usual. */
  readonly settleMs: number;
}

export const DEFAULT_ANOMALY_LIMITS: AnomalyLimits = {
  threshold: 3.5,
  window: 120,
  fewest: 12,
  sustained: 3,
  settleMs: 3_600_000,
};

/** Where it begins to be wrong, and where it is fine again. */
export interface Line {
  /** Null when it is not known yet. */
  readonly usual: number | null;
  readonly alarm: number;
  readonly calm: number;
}

/** A value with what is needed to judge it. */
export interface Seen {
  /** Ms since the epoch. */
  readonly now: number;
  readonly value: number;
  /** Earlier values under the same conditions, at most `window`. */
  readonly history: readonly number[];
  /** Looks in a row that were bad, or good while there is an alert. */
  readonly streak: number;
  readonly alert: { readonly openedAt: number; readonly calm: number } | null;
}

export type Judgement =
  /** Nobody needs to be told; `streak` for the next look. */
  | { readonly kind: "fine"; readonly streak: number }
  | { readonly kind: "alarm"; readonly usual: number | null; readonly calm: number }
  | { readonly kind: "still-bad" }
  | { readonly kind: "calming"; readonly streak: number }
  | { readonly kind: "recovered" }
  /** It has been so for so long that it is usual now. */
  | { readonly kind: "settled" };

/** What a value means. Pure: the same value with the same past always gets the same judgement. */
export function judge(seen: Seen, measure: Measure, limits: AnomalyLimits): Judgement {
  if (seen.alert) return goOn(seen, seen.alert, measure, limits);
  if (isSurelyFine(seen, measure)) return { kind: "fine", streak: 0 };
  const crossed = linesOf(seen.history, measure, limits).find(({ alarm }) =>
    isWorse(seen.value, alarm, measure),
  );
  const streak = crossed ? seen.streak + 1 : 0;
  if (!crossed || streak < limits.sustained) return { kind: "fine", streak };
  return { kind: "alarm", usual: crossed.usual, calm: crossed.calm };
}

/** What is usual by the history; null while there is too little of it. */
export function usualOf(history: readonly number[], { fewest }: AnomalyLimits): number | null {
  return history.length < fewest ? null : medianOf(history);
}

/** Spares most looks the statistics: the median is not better than the best of all values. */
function isSurelyFine({ value, history }: Seen, measure: Measure): boolean {
  const { limit, worse, leastChange } = measure;
  if (limit !== null && isWorse(value, limit, measure)) return false;
  const line =
    worse === "more" ? Math.min(...history) + leastChange : Math.max(...history) - leastChange;
  return !isWorse(value, line, measure);
}

/** While there is an alert, what is seen does not become usual, so the alert itself knows its end. */
function goOn(
  { now, value, streak }: Seen,
  alert: NonNullable<Seen["alert"]>,
  measure: Measure,
  { sustained, settleMs }: AnomalyLimits,
): Judgement {
  const isCalm = !isWorse(value, alert.calm, measure);
  if (isCalm && streak + 1 >= sustained) return { kind: "recovered" };
  const isBeyondLimit = measure.limit !== null && isWorse(value, measure.limit, measure);
  if (now - alert.openedAt >= settleMs && !isBeyondLimit) return { kind: "settled" };
  return isCalm ? { kind: "calming", streak: streak + 1 } : { kind: "still-bad" };
}

/** By what is usual, and by what is wrong in any case. It is over halfway back, or a tenth within the limit. */
function linesOf(history: readonly number[], measure: Measure, limits: AnomalyLimits): Line[] {
  const { limit, worse, leastChange } = measure;
  const towardsBad = worse === "more" ? 1 : -1;
  const lines: Line[] = [];
  let usual: number | null = null;
  if (history.length >= limits.fewest) {
    const { median, scale } = spreadOf(history);
    usual = median;
    const change = Math.max(limits.threshold * scale, leastChange) * towardsBad;
    lines.push({ usual, alarm: median + change, calm: median + change / 2 });
  }
  if (limit !== null) lines.push({ usual, alarm: limit, calm: limit * (1 - towardsBad / 10) });
  return lines;
}

const isWorse = (value: number, than: number, { worse }: Measure): boolean =>
  worse === "more" ? value > than : value < than;
