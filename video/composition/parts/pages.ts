/** Rows that do not fit on the picture together follow each other in pages. */
export interface Pages {
  /** Indices of the rows of each page. */
  readonly pages: readonly (readonly number[])[];
  /** Height of the highest page. */
  readonly height: number;
}

/** As many rows to a page as fit, but pages of about equal length. */
export function paginate(heights: readonly number[], gap: number, available: number): Pages {
  const total = (rows: readonly number[]): number =>
    rows.reduce((sum, row) => sum + (heights[row] ?? 0), 0) + gap * Math.max(0, rows.length - 1);
  for (let count = 1; count <= heights.length; count += 1) {
    const pages = chunks(heights.length, count);
    if (pages.every((rows) => total(rows) <= available) || count === heights.length) {
      return { pages, height: Math.max(...pages.map(total)) };
    }
  }
  return { pages: [[]], height: 0 };
}

function chunks(length: number, count: number): number[][] {
  const size = Math.ceil(length / count);
  const found: number[][] = [];
  for (let from = 0; from < length; from += size) {
    found.push(Array.from({ length: Math.min(size, length - from) }, (_, index) => from + index));
  }
  return found;
}
