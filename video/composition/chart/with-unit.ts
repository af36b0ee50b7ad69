/** A value with its unit: a currency before it, signs and Japanese counters close behind, words with a space. */
export function withUnit(value: string, unit: string | undefined): string {
  if (!unit) return value;
  const [, currency, scale = ""] = /^([$€£¥￥₹])(.*)$/u.exec(unit) ?? [];
  if (currency !== undefined) return `${currency}${value}${scale}`;
  return /^[%°‰\u3040-\u9fff]/u.test(unit) ? `${value}${unit}` : `${value} ${unit}`;
}
