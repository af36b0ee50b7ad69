/** Width of a character of JetBrains Mono, in em. */
export const CHARACTER = 0.6;

/** In characters: a full-width one counts twice. */
export function columnsOf(text: string): number {
  return Array.from(text).reduce((sum, each) => sum + widthOf(each), 0);
}

function widthOf(character: string): number {
  return /[\u1100-\u115f\u2e80-\uffdc]/u.test(character) ? 2 : 1;
}

/** Cuts a line into rows of at most `columns`, at a space where there is one; nothing is lost. */
export function wrapColumns(text: string, columns: number): string[] {
  const rows: string[] = [""];
  for (const piece of text.split(/(?<=\s)/u)) {
    if (rows.at(-1) !== "" && columnsOf(`${rows.at(-1)}${piece.trimEnd()}`) > columns) {
      rows.push("");
    }
    for (const character of piece) {
      const row = rows.at(-1) ?? "";
      const isFull = character.trim() !== "" && columnsOf(row + character) > columns;
      if (isFull) rows.push(character);
      else rows[rows.length - 1] = row + character;
    }
  }
  return rows;
}

interface Options {
  readonly width: number;
  readonly height: number;
  /** Font sizes in px; below `unbroken` lines may be wrapped. */
  readonly max: number;
  readonly min: number;
  readonly unbroken: number;
  readonly lineHeight: number;
  /** Columns that are kept free on the left of every row. */
  readonly indent: number;
}

/** Lines in a monospaced face, in one size, each in its rows. */
export interface SetColumns {
  readonly size: number;
  readonly rows: readonly (readonly string[])[];
  /** Of all rows. */
  readonly height: number;
}

/** The biggest size in which all lines fit; long lines are wrapped before they get too small to read. */
export function setColumns(lines: readonly string[], options: Options): SetColumns {
  const { width, height, max, min, unbroken, lineHeight, indent } = options;
  const longest = Math.max(...lines.map(columnsOf));
  for (let size = max; size > min; size -= 1) {
    const columns = Math.floor(width / (CHARACTER * size)) - indent;
    if (size > unbroken && longest > columns) continue;
    const set = rowsIn(lines, columns, size, lineHeight);
    if (set.height <= height) return set;
  }
  return rowsIn(lines, Math.floor(width / (CHARACTER * min)) - indent, min, lineHeight);
}

function rowsIn(
  lines: readonly string[],
  columns: number,
  size: number,
  lineHeight: number,
): SetColumns {
  const rows = lines.map((line) => wrapColumns(line, columns));
  return { size, rows, height: rows.flat().length * size * lineHeight };
}
