import { assert } from "../../kernel/errors.ts";

/** A pane of 80 columns or more keeps an agent's view readable; two of them stand beside each other in 200. */
const READABLE_COLUMNS = 80;

/**
 * A tmux layout (`select-layout`) of equal cells, filled column by column: one column on a narrow
 * window, two on a wide one. tmux's own `tiled` would put three columns of 66 into 200.
 */
export function gridLayout(columns: number, rows: number, panes: number): string {
  assert(panes > 0, "a window has at least one pane");
  const across = panes > 1 && columns >= READABLE_COLUMNS * 2 + 1 ? 2 : 1;
  const perColumn = Math.ceil(panes / across);
  const widths = shares(columns, across);
  let x = 0;
  const stacks = widths.map((width, index) => {
    const inStack = Math.min(perColumn, panes - index * perColumn);
    const stack = stackLayout(width, rows, x, index * perColumn, inStack);
    x += width + 1;
    return stack;
  });
  const body = across === 1 ? stacks.join("") : `${columns}x${rows},0,0{${stacks.join(",")}}`;
  return `${checksum(body)},${body}`;
}

function stackLayout(width: number, rows: number, x: number, first: number, count: number): string {
  if (count === 1) return `${width}x${rows},${x},0,${first}`;
  let y = 0;
  const cells = shares(rows, count).map((height, index) => {
    const cell = `${width}x${height},${x},${y},${first + index}`;
    y += height + 1;
    return cell;
  });
  return `${width}x${rows},${x},0[${cells.join(",")}]`;
}

/** Splits a length into `count` parts with a border line of one between neighbours. */
function shares(length: number, count: number): number[] {
  const usable = length - (count - 1);
  const base = Math.floor(usable / count);
  return Array.from({ length: count }, (_, index) => base + (index < usable % count ? 1 : 0));
}

/** tmux's layout checksum: 16 bits, rotated right by one before each character is added. */
function checksum(body: string): string {
  let sum = 0;
  for (const character of body) {
    sum = (sum >> 1) + ((sum & 1) << 15);
    sum = (sum + character.charCodeAt(0)) & 0xffff;
  }
  return sum.toString(16).padStart(4, "0");
}
