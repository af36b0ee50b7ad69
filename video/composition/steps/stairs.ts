import type { Face } from "../../look/theme.ts";
import type { ContentOf, SceneStage } from "../context.tsx";
import type { Head } from "../parts/Spread.tsx";
import { setText } from "../text/measure.ts";
import type { SetRow } from "../text/rows.ts";

/** Steps in columns, each one lower than the one before it. */
export interface Stairs {
  readonly columns: readonly SetRow[];
  /** In px: how much lower. */
  readonly fall: number;
  readonly height: number;
}

export const COLUMN_GAP = 48;
/** Diameter of a node. */
export const NODE = 92;
/** Between a node and its texts. */
export const NODE_GAP = 34;
export const DETAIL_GAP = 16;

const SIZES = [84, 78, 72, 66, 60, 55, 50, 46, 42, 38];
/** Bigger type than this is for labels that need but one line for it. */
const LARGE = 60;
const MOST_FALL = 132;
const LEAST_FALL = 20;

/** The biggest type in which every column holds its texts; null when they need more room than columns give. */
export function setStairs(
  { steps }: ContentOf<"steps">,
  { theme }: SceneStage,
  { room }: Head,
): Stairs | null {
  const width = (room.w - COLUMN_GAP * (steps.length - 1)) / steps.length;
  for (const size of SIZES) {
    const columns = steps.map((step) => setColumn(step, theme.type.body, width, size));
    const tallest = Math.max(...columns.map((column) => column.height));
    const isWhole = columns.every(({ main }) => main.size === size);
    if (!isWhole || tallest > room.h) continue;
    if (size > LARGE && columns.some(({ main }) => main.lines.length > 1)) continue;
    const free = (room.h - tallest) / Math.max(1, steps.length - 1);
    const fall = free < LEAST_FALL ? 0 : Math.min(MOST_FALL, free);
    return { columns, fall, height: tallest + fall * (steps.length - 1) };
  }
  return null;
}

function setColumn(
  { label, detail }: ContentOf<"steps">["steps"][number],
  face: Face,
  maxWidth: number,
  size: number,
): SetRow {
  const loose = { maxWidth, maxHeight: 1e4 };
  const main = setText(label, face, { ...loose, max: size, min: size, isBold: true });
  const detailSize = Math.round(Math.max(30, Math.min(42, size * 0.7)));
  const small = detail
    ? setText(detail, face, { ...loose, max: detailSize, min: detailSize })
    : null;
  const texts = main.height + (small ? small.height + DETAIL_GAP : 0);
  return { text: label, detail, main, small, height: NODE + NODE_GAP + texts };
}
