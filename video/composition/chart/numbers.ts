/** Formats values as the film's language does; a value that counts up keeps the decimals of its end. */
export function formatterOf(
  language: string,
): (value: number, end?: number, decimals?: number) => string {
  const formats = [0, 1, 2].map(
    (digits) =>
      new Intl.NumberFormat(language, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
  );
  return (value, end = value, decimals = (String(end).split(".")[1] ?? "").length) => {
    const digits = Math.min(2, decimals);
    return formats[digits]?.format(value) ?? String(value);
  };
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
