const ONES =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** 0 to 999 in words; larger numbers stay digits, which every voice reads. */
export function inWords(value: number): string {
  if (value < 20) return ONES[value] ?? String(value);
  if (value < 100) {
    const rest = value % 10;
    return `${TENS[Math.floor(value / 10)]}${rest > 0 ? `-${ONES[rest]}` : ""}`;
  }
  if (value >= 1000) return String(value);
  const rest = value % 100;
  return `${ONES[Math.floor(value / 100)]} hundred${rest > 0 ? ` ${inWords(rest)}` : ""}`;
}

/** `1.4` → "one point four", `3.46.0` → "three point forty-six point zero", `0.25` → "zero point two five". */
export function pointedInWords(text: string, isVersionNumber = false): string {
  const [whole = "", ...parts] = text.split(".");
  const isVersion = isVersionNumber || parts.length > 1;
  // "24.04" is April's, not the fourth.
  const spell = (digits: string): string =>
    isVersion && !/^0\d/.test(digits)
      ? inWords(Number(digits))
      : Array.from(digits, (digit) => inWords(Number(digit))).join(" ");
  return [inWords(Number(whole)), ...parts.map(spell)].join(" point ");
}
