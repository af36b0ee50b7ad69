import type { Face } from "../../look/theme.ts";
import type { Pages } from "../parts/pages.ts";
import { paginate } from "../parts/pages.ts";
import type { Typeset } from "./measure.ts";
import { setText } from "./measure.ts";

/** A row of a list: a line and what stands smaller under it. */
export interface Row {
  readonly text: string;
  readonly detail?: string | undefined;
}

export interface SetRow extends Row {
  readonly main: Typeset;
  readonly small: Typeset | null;
  readonly height: number;
}

export interface SetRows {
  readonly rows: readonly SetRow[];
  readonly pages: Pages;
  /** Free height that each row takes in addition to its own. */
  readonly air: number;
}

interface Options {
  readonly width: number;
  readonly height: number;
  readonly face: Face;
  readonly detailFace: Face;
  /** Height a row needs beside its texts: rules and paddings. */
  readonly frame: number;
  /** Font sizes to try, biggest first. */
  readonly sizes?: readonly number[];
}

/** The biggest is smaller than a short headline: what stands above a list leads. */
const SIZES = [90, 86, 82, 76, 68, 62, 56, 52, 48, 44, 40, 36] as const;
const SMALLEST = 36;
/** Bigger type than this is for rows that need but one line for it. */
const LARGE = 68;
/** In pages there is room for more. */
const PAGED = [52, 48, 44, 40, 36] as const;
const DETAIL = 0.76;
const MIN_DETAIL = 30;
const WITHIN = 12;

/** Whether all rows stand on the picture together. */
export function isWhole({ pages }: SetRows): boolean {
  return pages.pages.length <= 1;
}

/** All rows in one size, the biggest in which they fit together; else in as few pages as can be. */
export function setRows(rows: readonly Row[], options: Options): SetRows {
  const sizes = options.sizes ?? SIZES;
  for (const size of sizes) {
    const set = rows.map((row) => setRow(row, size, options));
    // A word too long for its line would come out smaller than the rest.
    if (size > SMALLEST && set.some(({ main }) => main.size < size)) continue;
    if (size > LARGE && set.some(({ main }) => main.lines.length > 1)) continue;
    const pages = paginate(
      set.map((row) => row.height),
      0,
      options.height,
    );
    if (pages.pages.length === 1) return spaced(set, pages, options.height);
  }
  const attempts = (options.sizes ?? PAGED).map((size) => {
    const set = rows.map((row) => setRow(row, size, options));
    return {
      set,
      pages: paginate(
        set.map((row) => row.height),
        0,
        options.height,
      ),
    };
  });
  const fewest = Math.min(...attempts.map(({ pages }) => pages.pages.length));
  const best = attempts.find(({ pages }) => pages.pages.length === fewest);
  return spaced(best?.set ?? [], best?.pages ?? { pages: [], height: 0 }, options.height);
}

function setRow(
  row: Row,
  size: number,
  { width, height, face, detailFace, frame }: Options,
): SetRow {
  const most = height - frame;
  const main = setText(row.text, face, {
    maxWidth: width,
    maxHeight: row.detail ? most * 0.5 : most,
    max: size,
    min: size,
    isBold: face === detailFace,
    balance: true,
  });
  const detailSize = Math.max(MIN_DETAIL, Math.round(size * DETAIL));
  const small = row.detail
    ? setText(row.detail, detailFace, {
        maxWidth: width,
        maxHeight: most - main.height - WITHIN,
        max: detailSize,
        min: detailSize,
        balance: true,
      })
    : null;
  return { ...row, main, small, height: main.height + (small ? small.height + WITHIN : 0) + frame };
}

/** Spreads what is left over, but not so far that the rows fall apart. */
function spaced(rows: readonly SetRow[], pages: Pages, height: number): SetRows {
  const most = Math.max(1, ...pages.pages.map((page) => page.length));
  const free = Math.max(0, height - pages.height) / most;
  const air = Math.min(free, (pages.height / most) * AIR);
  return { rows, pages: { ...pages, height: pages.height + air * most }, air };
}

/** Share of a row's own height that it may have around it in addition. */
const AIR = 0.62;
