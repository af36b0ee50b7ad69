import type { Block } from "../brief/brief.ts";
import { readQuantity } from "../language/figures.ts";
import { fit, headline } from "../language/headline.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import { chartScene, type Bar } from "./chart.ts";
import { isDate, timelineScene } from "./dates.ts";
import { moment, opening, sceneHeadline, type Moment, type Place, type Reading } from "./moment.ts";

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
      tellings: tellingsOf(reading, place, table),
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
    const quantity = readQuantity(row[column] ?? "");
    return quantity
      ? [{ label: row[0] ?? "", value: quantity.value, unit: quantity.unit || bracketed }]
      : [];
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
  const cell = (text: string, max: number): string => fit(text, max, tongue);
  const row = (cells: readonly string[]): string[] =>
    Array.from({ length: width }, (_, i) => cell(cells[i] ?? "", 40));
  return {
    template: "table",
    headline: sceneHeadline(reading, place),
    header: Array.from({ length: width }, (_, i) => cell(table.header[i] ?? "", 32)),
    rows: table.rows.slice(0, 6).map(row),
  };
}

/** The sentence that introduces the table, then its rows as far as there is time. */
function tellingsOf({ tongue }: Reading, place: Place, table: Table): string[][] {
  const lead = opening(place);
  const count = table.rows.length <= 4 ? table.rows.length : 3;
  const rows = table.rows
    .slice(0, count)
    .map((row) => sayRow(table.header, row, tongue))
    .filter(Boolean);
  return [[...lead, ...rows], rows, lead].filter((telling) => telling.length > 0);
}

function sayRow(
  header: readonly string[],
  row: readonly string[],
  tongue: Reading["tongue"],
): string {
  const [label = "", ...cells] = row;
  const [cell = ""] = cells;
  if (!label || !cell) return "";
  const unit = /[(（]([^)）]{1,12})[)）]/.exec(header[1] ?? "")?.[1] ?? "";
  const value = /^[\d.,]+$/.test(cell) && unit ? `${cell} ${unit}` : cell;
  return tongue === "ja" ? `${label}は、${value}。` : `${label}: ${value}.`;
}
