import type { Block } from "../brief/brief.ts";
import { displayWidth, japanesePhrases } from "../japanese/phrases.ts";
import { readQuantity } from "../language/figures.ts";
import { headline } from "../language/headline.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import { chartScene, type Bar } from "./chart.ts";
import { isDate, timelineScene } from "./dates.ts";
import { moment, opening, sceneHeadline, type Moment, type Place, type Reading } from "./moment.ts";

/** More are not shown. */
const MOST_ROWS = 6;

type Table = Extract<Block, { kind: "table" }>;

/** A table of numbers becomes a chart; one of words stays a table. */
export function momentsOfTable(reading: Reading, place: Place, table: Table): Moment[] {
  const chart = chartOf(reading, place, table);
  const content = chart ?? timelineOf(reading, place, table) ?? tableScene(reading, place, table);
  if (!content) return [];
  return [
    moment({
      order: place.at,
      content,
      tellings: tellingsOf(reading, place, table, chart !== null),
      announces: opening(place)[0] ?? null,
      owns: place.lead ? [place.lead] : [],
      sources: [table.span],
      weight: chart ? 6.5 : 5.2,
    }),
  ];
}

/** One column of numbers beside its labels; the unit stands in the cells or in the header's brackets. */
function chartOf(reading: Reading, place: Place, table: Table): SceneContent | null {
  const column = numericColumns(table, reading)[0];
  if (column === undefined || column === 0 || numericColumns(table, reading).length > 1)
    return null;
  if (hasOtherNumbers(table, column, reading)) return null;
  const head = table.header[column] ?? "";
  const bracketed = /[(（]([^)）]{1,12})[)）]/.exec(head)?.[1] ?? "";
  const bars = table.rows.flatMap((row): Bar[] => {
    const written = row[column] ?? "";
    const quantity = readQuantity(written, reading.tongue);
    const unit = quantity?.unit || bracketed;
    return quantity ? [{ label: row[0] ?? "", value: quantity.value, unit, written }] : [];
  });
  const title =
    place.heading || place.lead
      ? sceneHeadline(reading, place)
      : headline(head, { tongue: reading.tongue, max: 90 });
  return chartScene(reading, title, bars);
}

/** "3 projects" before and "5 projects", "unlimited" now: bars of the one would tell half. */
function hasOtherNumbers({ header, rows }: Table, column: number, { tongue }: Reading): boolean {
  return header.some(
    (_, at) =>
      at > 0 &&
      at !== column &&
      rows.filter((row) => readQuantity(row[at] ?? "", tongue) !== null).length * 2 >= rows.length,
  );
}

/** Years that the numbers beside them belong to are labels. */
function numericColumns(
  table: Pick<Table, "header" | "rows">,
  { tongue }: Pick<Reading, "tongue">,
): number[] {
  const areLabels = table.rows.every(([label = ""]) => isDate(label));
  return table.header.flatMap((_, column) =>
    !(column === 0 && areLabels) &&
    table.rows.every((row) => readQuantity(row[column] ?? "", tongue) !== null)
      ? [column]
      : [],
  );
}

/** One column of dates beside what happened, and at most one word or two of it more. */
function timelineOf(reading: Reading, place: Place, { header, rows }: Table): SceneContent | null {
  if (header.length > 3) return null;
  const column = header.findIndex((_, at) => rows.every((row) => isDate(row[at] ?? "")));
  if (column < 0) return null;
  const dated = rows.map((row) => {
    const [what = "", more = ""] = header.flatMap((_, at) =>
      at === column ? [] : [row[at] ?? ""],
    );
    return { when: row[column] ?? "", what: more ? `${what} – ${more}` : what, more };
  });
  if (dated.some(({ more }) => more.length > LONGEST_MORE)) return null;
  // What has numbers beside its dates is a table of them.
  if (header.length > 2 && numericColumns({ header, rows }, reading).some((at) => at !== column))
    return null;
  return timelineScene(reading, sceneHeadline(reading, place), dated);
}

const LONGEST_MORE = 24;

function tableScene(reading: Reading, place: Place, table: Table): SceneContent | null {
  const { tongue } = reading;
  const width = Math.min(4, table.header.length);
  if (width < 2) return null;
  const most = WIDEST_CELL[width] ?? 0;
  const row = (cells: readonly string[]): string[] =>
    Array.from({ length: width }, (_, i) => cellOf(cells[i] ?? "", most, tongue));
  return {
    template: "table",
    headline: sceneHeadline(reading, place),
    header: row(table.header),
    rows: table.rows.slice(0, MOST_ROWS).map(row),
  };
}

/** By the number of columns, in full-width characters. */
const WIDEST_CELL: Readonly<Record<number, number>> = { 2: 48, 3: 40, 4: 32 };

/** As the author wrote it: a cell that was shortened would say something else. What has no room ends in a mark. */
function cellOf(text: string, most: number, tongue: Reading["tongue"]): string {
  if (displayWidth(text) <= most) return text;
  const words = tongue === "ja" ? japanesePhrases(text) : text.split(/(?<=\s)/);
  let kept = "";
  for (const word of words) {
    if (displayWidth(`${kept}${word}`.trimEnd()) > most - 1) break;
    kept += word;
  }
  const whole = kept.replace(/[\s,;:、。]+$/u, "");
  return `${whole || Array.from(text).slice(0, most).join("")}…`;
}

/** The sentence that introduces the table, then its rows as far as there is time: all, some, or the first and the last. */
function tellingsOf({ tongue }: Reading, place: Place, table: Table, isChart: boolean): string[][] {
  const lead = opening(place);
  const rows = table.rows
    .slice(0, MOST_ROWS)
    .map((row) => sayRow(table.header, row, tongue))
    .filter(Boolean);
  const isLong = rows.length > 3;
  const ends = rows.filter((_, index) => !isLong || index === 0 || index === rows.length - 1);
  const some = isChart || !isLong ? [] : [[...lead, ...rows.slice(0, 3)]];
  const one = isChart ? [] : [[...lead, ...rows.slice(0, 1)]];
  return [[...lead, ...rows], rows, ...some, [...lead, ...ends], ends, ...one, lead].filter(
    (telling) => telling.length > 0,
  );
}

/** A row as one would read it out: its name, then each value behind the head of its column. */
function sayRow(
  header: readonly string[],
  [label = "", ...cells]: readonly string[],
  tongue: Reading["tongue"],
): string {
  const said = cells
    .slice(0, MOST_CELLS)
    .map((cell, index) => sayCell(header[index + 1] ?? "", cell, tongue))
    .filter(({ value }) => value !== "");
  const [first] = said;
  if (!label || !first) return "";
  const isAlone = cells.length === 1;
  if (tongue === "ja") {
    // Without a head above the names, the columns are what is compared.
    const joint = header[0] ? "が" : "では";
    const values = said.map(({ head, value }) => (head ? `${head}${joint}${value}` : value));
    return `${label}は、${isAlone ? first.value : values.join("、")}。`;
  }
  if (isAlone) return `${label}: ${withStop(first.value)}`;
  const areShort = said.every(({ value }) => value.split(/\s+/).length <= 3);
  return areShort
    ? `${label}: ${withStop(said.map(({ head, value }) => `${head} ${value}`.trim()).join(", "))}`
    : `${label}. ${said.map(({ head, value }) => (head ? `${head}: ${withStop(value)}` : withStop(value))).join(" ")}`;
}

/** Beside the labels; a table shows no more. */
const MOST_CELLS = 3;

const withStop = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** What a head and a cell say: its unit goes to the number, signs become words where the film's language has them. */
function sayCell(
  head: string,
  cell: string,
  tongue: Reading["tongue"],
): { head: string; value: string } {
  const [bracket = "", unit = ""] = /\s*[(（]([^)）]{1,12})[)）]/.exec(head) ?? [];
  const rate = /^(\p{L}+) ?\/ ?(?:s|sec|second)$/iu.exec(head)?.[1];
  const measure = rate && tongue === "en" ? `${rate.toLowerCase()} per second` : unit;
  const isNumber = /^[-−+]?[\d.,]+$/.test(cell);
  return {
    head: isNumber && unit ? head.replace(bracket, "") : head,
    value: isNumber && measure ? `${cell} ${measure}` : wordOf(cell, tongue),
  };
}

function wordOf(cell: string, tongue: Reading["tongue"]): string {
  const sign = cell.trim();
  if (/^[-–—―ー]*$/u.test(sign)) return NONE[tongue];
  if (/^[✓✔☑✅]\ufe0f?$/u.test(sign)) return YES[tongue];
  return /^[✗✘✕❌☐]\ufe0f?$/u.test(sign) ? NO[tongue] : cell;
}

/** In other languages such a cell is only seen. */
const NONE = { en: "none", ja: "なし", other: "" } as const;
const YES = { en: "yes", ja: "あり", other: "" } as const;
const NO = { en: "no", ja: "なし", other: "" } as const;
