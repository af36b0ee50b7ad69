import type { ContentOf, SceneStage } from "../context.tsx";
import type { Head } from "../parts/Spread.tsx";
import type { Typeset } from "../text/measure.ts";
import { setAll } from "../text/measure.ts";

/** A date and what happened, beside its staff. */
export interface Flag {
  readonly when: Typeset;
  readonly label: Typeset;
  /** Of both texts. */
  readonly height: number;
}

/** Flags along a line, above it and below it in turn, so that each has the width of two. */
export interface FlagLine {
  readonly flags: readonly Flag[];
  /** From one staff to the next, in px. */
  readonly step: number;
  /** Of the half above the line. */
  readonly above: number;
  readonly height: number;
}

/** From the line to the texts. */
export const STAFF = 44;
/** From the staff to the texts. */
export const ASIDE = 26;
export const LABEL_GAP = 8;
const COLUMN_GAP = 40;
const SIZES = [60, 56, 52, 48, 44, 40, 37, 34, 31];

/** The biggest type in which every flag holds its texts; null when they need more room than a line gives. */
export function setFlags(
  { events }: ContentOf<"timeline">,
  { theme }: SceneStage,
  { room }: Head,
): FlagLine | null {
  const step = room.w / (events.length + 1);
  const width = step * 2 - ASIDE - COLUMN_GAP;
  const half = room.h / 2 - STAFF;
  const { display, body } = theme.type;
  for (const size of SIZES) {
    const whens = setAll(
      events.map(({ when }) => when),
      display,
      { maxWidth: width, maxHeight: 140, max: Math.round(size * 1.3), min: 36, lines: 1 },
    );
    const tallest = Math.max(...whens.map(({ height }) => height));
    const labels = setAll(
      events.map(({ label }) => label),
      body,
      {
        maxWidth: width,
        maxHeight: half - LABEL_GAP - tallest,
        max: size,
        min: size,
        balance: true,
      },
    );
    const flags = whens.flatMap((when, index): Flag[] => {
      const label = labels[index];
      return label ? [{ when, label, height: when.height + LABEL_GAP + label.height }] : [];
    });
    const isWhole = flags.every(({ label, height }) => label.size === size && height <= half);
    const isCalm = size <= 44 || flags.every(({ label }) => label.lines.length <= 3);
    if (!isWhole || !isCalm) continue;
    const side = (parity: number): number =>
      STAFF +
      Math.max(0, ...flags.filter((_, at) => at % 2 === parity).map(({ height }) => height));
    const [above, below] = [side(0), side(1)];
    return { flags, step, above, height: above + below };
  }
  return null;
}
