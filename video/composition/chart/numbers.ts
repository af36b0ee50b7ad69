/** Formats a value as the film's language does, with as many decimals as the data have. */
export function formatterOf(
  values: readonly number[],
  language: string,
): (value: number) => string {
  const decimals = Math.min(2, Math.max(...values.map(decimalsOf)));
  const format = new Intl.NumberFormat(language, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return (value) => format.format(value);
}

function decimalsOf(value: number): number {
  return (String(value).split(".")[1] ?? "").length;
}

/** Round numbers from at or below the least value (and zero) to at or above the greatest, about `count` apart. */
export function ticksOf(values: readonly number[], count: number): number[] {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const rough = (high - low || 1) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}
