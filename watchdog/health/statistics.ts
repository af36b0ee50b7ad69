/** The middle of a series, and how far its values usually lie from it. */
export interface Spread {
  readonly median: number;
  /** In the place of a standard deviation; 0 when all values are the same. */
  readonly scale: number;
}

/** The median absolute deviation of a normal distribution is 0.6745 of its standard deviation. */
const MAD_OF_NORMAL = 0.6745;
/** The mean absolute deviation is 0.7979 of it. */
const MEAN_DEVIATION_OF_NORMAL = 0.7979;

/**
 * Median and MAD: up to half of the values may be anything, and it still tells of the others. Where more
 * than half are the same, MAD is 0, and the mean deviation takes its place.
 */
export function spreadOf(values: readonly number[]): Spread {
  const median = medianOf(values);
  const deviations = values.map((value) => Math.abs(value - median));
  const mad = medianOf(deviations);
  if (mad > 0) return { median, scale: mad / MAD_OF_NORMAL };
  const mean = deviations.reduce((sum, deviation) => sum + deviation, 0) / values.length;
  return { median, scale: mean / MEAN_DEVIATION_OF_NORMAL };
}

/**
 * How many standard deviations the value lies from the middle: the modified z-score (Iglewicz and
 * Hoaglin, How to Detect and Handle Outliers, 1993, with the mean deviation for a MAD of 0).
 */
export function modifiedZ(value: number, { median, scale }: Spread): number {
  return value === median ? 0 : (value - median) / scale;
}

/** Of at least one value. */
export function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  if (!Number.isInteger(middle)) return upper;
  return ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
