import { MEASURES, type Measure, type MeasureName } from "./measures.ts";

/** `memory of renderer-1 is 2.1 GB, usually 0.3 GB` */
export function summaryOf(
  subject: string,
  measure: MeasureName,
  value: number,
  usual: number | null,
): string {
  const { words, unit } = MEASURES[measure];
  const beside = usual === null ? "" : `, usually ${amount(usual, unit)}`;
  return `${words} of ${subject} is ${amount(value, unit)}${beside}`;
}

/** With its unit, as short as it can be read: `310 MB`, `0.52 cores`, `3 min`. */
export function amount(value: number, unit: Measure["unit"]): string {
  switch (unit) {
    case "bytes":
      return scaled(value, BYTES);
    case "seconds":
      return scaled(value, SECONDS);
    case "cores":
      return `${value.toFixed(2)} cores`;
    case "files":
      return `${Math.round(value)} files`;
  }
}

/** Sizes of units, the largest first. */
type Scale = readonly (readonly [unit: string, size: number])[];

const BYTES: Scale = [
  ["GB", 1e9],
  ["MB", 1e6],
  ["kB", 1e3],
];
const SECONDS: Scale = [
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
  ["ms", 1e-3],
];

function scaled(value: number, scale: Scale): string {
  const fitting = scale.find(([, size]) => value >= size) ?? scale.at(-1);
  const [unit, size] = fitting ?? ["", 1];
  const inUnit = value / size;
  return `${inUnit < 10 ? Number(inUnit.toFixed(1)) : Math.round(inUnit)} ${unit}`;
}
