import { median } from "../../bench/statistics.ts";
import { SERIES, type Sample, type SeriesName } from "./sample.ts";
import { isFlat, trendOf } from "./trend.ts";

const NAMES = Object.keys(SERIES) as SeriesName[];
const WIDTH = 16;

/** Of the columns that `minuteLine` fills. */
export function headLine(): string {
  const titles = NAMES.map((name) => `${SERIES[name].title} ${SERIES[name].unit}`);
  return cells(["minute", "jobs", ...titles, "database MB"]);
}

/** One minute: the medians of its samples. */
export function minuteLine(minute: number, samples: readonly Sample[]): string {
  const values = NAMES.map((name) => shown(median(samples.map((sample) => sample[name]))));
  const last = samples.at(-1);
  return cells([`${minute}`, `${last?.jobs ?? 0}`, ...values, shown(last?.databaseMb ?? 0)]);
}

export interface Judgement {
  readonly lines: readonly string[];
  /** Null when there were too few samples to tell. */
  readonly isFlat: boolean | null;
}

/** In ten minutes there are enough, and a process has warmed up. */
const FEWEST_SAMPLES = 100;

export function judge(samples: readonly Sample[]): Judgement {
  const verdicts = NAMES.map((name) => {
    const trend = trendOf(samples.map((sample) => ({ at: sample.at, value: sample[name] })));
    return { name, trend, isFlat: isFlat(trend, SERIES[name].grain) };
  });
  const isLong = samples.length >= FEWEST_SAMPLES;
  const lines = verdicts.map(({ name, trend, isFlat }) => {
    const { title, unit } = SERIES[name];
    const verdict = isLong ? (isFlat ? "flat" : "RISES") : "";
    const level = `median ${shown(trend.median)}, most ${shown(trend.most)} ${unit}`;
    const slope = `${trend.risePerHour < 0 ? "" : "+"}${shown(trend.risePerHour)} ${unit}/h`;
    return `${title.padEnd(WIDTH)} ${level.padEnd(36)} ${slope.padStart(14)}  ${verdict}`.trimEnd();
  });
  if (!isLong) {
    return { lines: [...lines, "Too short to judge: ten minutes are the least."], isFlat: null };
  }
  return { lines, isFlat: verdicts.every((verdict) => verdict.isFlat) };
}

const shown = (value: number): string => value.toFixed(Math.abs(value) < 10 ? 2 : 0);

const cells = (texts: readonly string[]): string =>
  texts.map((text) => text.padStart(Math.max(text.length, 8))).join("  ");
