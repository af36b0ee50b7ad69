/** An opaque sRGB colour as `#rrggbb`. */
export type Hex = `#${string}`;

/** `share` of `b` in `a`, 0 to 1, mixed in sRGB as a painter's tint would be. */
export function mix(a: Hex, b: Hex, share: number): Hex {
  const [from, to] = [channels(a), channels(b)];
  return hex(from.map((value, index) => value + ((to[index] ?? value) - value) * share));
}

/** As much of `tint` on a field, up to `most`, as leaves every ink readable on it, under a film's grain, too. */
export function tinted(field: Hex, tint: Hex, most: number, inks: readonly Hex[]): Hex {
  for (let share = most; share > 0.01; share -= 0.01) {
    const mixed = mix(field, tint, share);
    if (inks.every((ink) => contrast(ink, mixed) >= 4.8)) return mixed;
  }
  return field;
}

/** The colour with an alpha channel, for CSS and SVG. */
export function alpha(colour: Hex, opacity: number): string {
  return `rgba(${channels(colour).join(", ")}, ${opacity})`;
}

/** WCAG 2.2 contrast ratio, 1 to 21. */
export function contrast(a: Hex, b: Hex): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** WCAG 2.2 relative luminance, 0 to 1. */
export function luminance(colour: Hex): number {
  const [r = 0, g = 0, b = 0] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** How far a colour is from grey, 0 to 1. */
export function saturation(colour: Hex): number {
  const values = channels(colour);
  return (Math.max(...values) - Math.min(...values)) / 255;
}

function channels(colour: Hex): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function hex(values: readonly number[]): Hex {
  const digits = values.map((value) => Math.round(value).toString(16).padStart(2, "0"));
  return `#${digits.join("")}`;
}
