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
  const column = numericColumns(table)[0];
  if (column === undefined || column === 0 || numericColumns(table).length > 1) return null;
  const head = table.header[column] ?? "";
  const bracketed = /[(（]([^)）]{1,12})[)）]/.exec(head)?.[1] ?? "";
  const bars = table.rows.flatMap((row): Bar[] => {
    const written = row[column] ?? "";
    const quantity = readQuantity(written);
    const unit = quantity?.unit || bracketed;
    return quantity ? [{ label: row[0] ?? "", value: quantity.value, unit, written }] : [];
  });
  const title =
    place.heading || place.lead
      ? sceneHeadline(reading, place)
      : headline(head, { tongue: reading.tongue, max: 90 });
  return chartScene(reading, title, bars);
}

function numericColumns(table: Table): number[] {
  return table.header.flatMap((_, column) =>
    table.rows.every((row) => readQuantity(row[column] ?? "") !== null) ? [column] : [],
  );
}

/** One column of dates beside what happened. */
function timelineOf(reading: Reading, place: Place, { header, rows }: Table): SceneContent | null {
  if (header.length !== 2) return null;
  const column = [0, 1].find((at) => rows.every((row) => isDate(row[at] ?? "")));
  if (column === undefined) return null;
  const dated = rows.map((row) => ({ when: row[column] ?? "", what: row[1 - column] ?? "" }));
  return timelineScene(reading, sceneHeadline(reading, place), dated);
}

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

function sayRow(
  header: readonly string[],
  row: readonly string[],
  tongue: Reading["tongue"],
): string {
  const [label = "", ...cells] = row;
  const [cell = ""] = cells;
  if (!label || !cell) return "";
  if (cells.length === 2 && header[1] && header[2]) return sayColumns(header, row, tongue);
  const rate = /^(\p{L}+) ?\/ ?(?:s|sec|second)$/iu.exec(header[1] ?? "")?.[1];
  const unit = rate
    ? `${rate.toLowerCase()} per second`
    : (/[(（]([^)）]{1,12})[)）]/.exec(header[1] ?? "")?.[1] ?? "");
  const value = /^[\d.,]+$/.test(cell) && unit ? `${cell} ${unit}` : cell;
  return tongue === "ja" ? `${label}は、${value}。` : `${label}: ${value}.`;
}

/** Two columns beside the labels are told with their heads: else nobody knows which of them is meant. */
function sayColumns(
  [, one = "", other = ""]: readonly string[],
  [label = "", left = "", right = ""]: readonly string[],
  tongue: Reading["tongue"],
): string {
  return tongue === "ja"
    ? `${label}は、${one}では${left}、${other}では${right}。`
    : `${label}: ${left} (${one}), ${right} (${other}).`.replaceAll(/ \(([^()]*)\)/g, " for $1");
}
