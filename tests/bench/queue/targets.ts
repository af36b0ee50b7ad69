import { median } from "../statistics.ts";
import type { Cell, Row } from "./report.ts";

const OURS = "Kantoku";

/** What was promised of one row, and whether it was kept. */
export interface Verdict {
  readonly title: string;
  readonly durability: string;
  /** Such as `≥ 1.2 × plainjob`. */
  readonly target: string;
  /** In the target's terms. */
  readonly measured: number;
  readonly isMet: boolean;
}

interface Target {
  readonly text: string;
  /** Which rows it speaks of. */
  readonly concerns: (row: Row) => boolean;
  readonly measure: (row: Row, rows: readonly Row[]) => number | undefined;
  readonly isMet: (measured: number) => boolean;
}

const TARGETS: readonly Target[] = [
  timesPlainjob(1.2, /^send one by one/),
  timesPlainjob(2, /^receive \+ ack, prefetch/),
  timesPlainjob(10, /^receive \+ ack in batches/),
  atMost(0.6, "ms", /^pickup .* p50$/),
  atMost(3, "ms", /^pickup .* p99$/),
  atMost(0.1, "% of a core", /^an idle worker$/),
  {
    text: "≤ 1.5 × the shortest line",
    concerns: ({ title }) => /^receive \+ ack, [\d,]+ waiting$/.test(title),
    measure: growthOf,
    isMet: (factor) => factor <= 1.5,
  },
];

/** Judges every row of which something was promised. */
export function verdicts(rows: readonly Row[]): Verdict[] {
  return rows.flatMap((row) => {
    const target = TARGETS.find(({ concerns }) => concerns(row));
    const measured = target?.measure(row, rows);
    if (!target || measured === undefined) return [];
    const { title, durability } = row;
    return [{ title, durability, target: target.text, measured, isMet: target.isMet(measured) }];
  });
}

/**
 * How many times as much ours did as `peer`: the median of the rounds' own ratios, so that what
 * both suffered alike drops out. Undefined where that peer did not take part.
 */
export function ratioTo(peer: string, row: Row): number | undefined {
  const [ours, theirs] = [cellOf(OURS, row), cellOf(peer, row)];
  if (!ours || !theirs) return undefined;
  return median(ours.rounds.map((each, n) => each / (theirs.rounds[n] ?? Number.NaN)));
}

function timesPlainjob(factor: number, title: RegExp): Target {
  return {
    text: `≥ ${factor} × plainjob`,
    concerns: (row) => title.test(row.title),
    measure: (row) => ratioTo("plainjob", row),
    isMet: (ratio) => ratio >= factor,
  };
}

/** At `normal`, as the figures of others that the target was set by. */
function atMost(limit: number, unit: string, title: RegExp): Target {
  return {
    text: `≤ ${limit} ${unit}`,
    concerns: (row) => title.test(row.title) && row.durability === "normal",
    measure: (row) => cellOf(OURS, row)?.value,
    isMet: (value) => value <= limit,
  };
}

function growthOf(row: Row, rows: readonly Row[]): number | undefined {
  const shortest = rows.find(({ title }) => /^receive \+ ack, [\d,]+ waiting$/.test(title));
  const [now, then] = [cellOf(OURS, row)?.value, shortest && cellOf(OURS, shortest)?.value];
  return row === shortest || now === undefined || then === undefined ? undefined : now / then;
}

function cellOf(name: string, { cells }: Row): Cell | undefined {
  return cells.find(({ peer }) => peer === name);
}
