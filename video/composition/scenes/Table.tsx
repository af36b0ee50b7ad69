import { mix } from "../../look/colour.ts";
import { phrasesOf } from "../../look/phrases.ts";
import type { ContentOf, SceneStage } from "../context.tsx";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Paged } from "../parts/Paged.tsx";
import type { Pages } from "../parts/pages.ts";
import { paginate } from "../parts/pages.ts";
import { Rise } from "../parts/Rise.tsx";
import { Rule } from "../parts/Rule.tsx";
import type { Head } from "../parts/Spread.tsx";
import { headOf, Spread } from "../parts/Spread.tsx";
import type { Typeset } from "../text/measure.ts";
import { setText } from "../text/measure.ts";
import { EnteringText, SetText } from "../text/Text.tsx";

type TableContent = ContentOf<"table">;

/** Rows and columns with nothing but rules between them. */
export function Table({ content }: { readonly content: TableContent }) {
  const stage = useStage();
  const head = headOf(stage, content.headline);
  const set = setTable(content, stage, head);
  const reveals = revealsOf(stage, content.rows.length);
  const { tone, enter } = stage;
  return (
    <Spread head={head} bodyHeight={set.header.height + set.pages.height}>
      <Rise
        at={enter + 4}
        style={{
          display: "flex",
          gap: set.gap,
          height: set.header.height,
          alignItems: "flex-end",
          paddingBottom: PAD,
          boxSizing: "border-box",
        }}
      >
        {set.header.cells.map((cell, column) => (
          <div key={column} style={{ width: set.widths[column] }}>
            <SetText
              role="label"
              of={cell}
              colour={tone.accent}
              align={set.aligns[column] ?? "left"}
            />
          </div>
        ))}
      </Rise>
      <Paged
        pages={set.pages}
        gap={0}
        reveals={reveals}
        renderRow={(index) => (
          <TableRow set={set} row={index} at={reveals[index] ?? 0} next={reveals[index + 1]} />
        )}
      />
    </Spread>
  );
}

/** Between columns; narrow pictures need the room for words. */
function gapOf({ stage }: SceneStage): number {
  return stage.aspect === "16:9" ? 48 : 30;
}

const PAD = 18;

interface SetRow {
  readonly cells: readonly Typeset[];
  readonly height: number;
}

interface SetTable {
  readonly gap: number;
  readonly widths: readonly number[];
  readonly aligns: readonly ("left" | "right")[];
  readonly header: SetRow;
  readonly rows: readonly SetRow[];
  readonly pages: Pages;
  /** Free height that each row takes in addition to its own. */
  readonly air: number;
}

function setTable(content: TableContent, stage: SceneStage, { room }: Head): SetTable {
  const aligns = content.header.map((_, column) => (isNumeric(content, column) ? "right" : "left"));
  for (const size of SIZES) {
    const { widths, areWhole } = widthsOf(content, stage, room.w, size);
    if (!areWhole && size > SMALLEST) continue;
    const header = setRow(
      content.header,
      widths,
      stage,
      Math.min(44, Math.max(30, size * 0.74)),
      true,
      room.h * 0.4,
    );
    const rows = content.rows.map((row) =>
      setRow(row, widths, stage, size, false, room.h - header.height),
    );
    const pages = paginate(
      rows.map((row) => row.height),
      0,
      room.h - header.height,
    );
    if (pages.pages.length > 1 && size > SMALLEST) continue;
    if (size > LARGE && rows.some(({ cells }) => cells.some(({ lines }) => lines.length > 1)))
      continue;
    const free = Math.max(0, room.h - header.height - pages.height);
    const most = Math.max(...pages.pages.map((page) => page.length));
    const air = Math.min(free / most, MOST_AIR * size);
    return {
      gap: gapOf(stage),
      widths,
      aligns,
      header,
      rows,
      pages: { ...pages, height: pages.height + air * most },
      air,
    };
  }
  throw new TypeError("A table has no size.");
}

const SMALLEST = 32;
const SIZES = [76, 70, 64, 58, 52, 48, 44, 40, 36, SMALLEST];
/** Bigger type than this is for cells that need but one line for it. */
const LARGE = 44;
/** What a row may have in addition to its own height, in em. */
const MOST_AIR = 1.3;

const NUMBER = /^[\p{Sc}≈~]?\s?[-+−±]?[\d.,]+\s?(?:%|\p{Sc}|円|ms|s|h|[kKMGT]?i?B)?$/u;

function isNumeric({ rows }: TableContent, column: number): boolean {
  return column > 0 && rows.every((row) => NUMBER.test(row[column] ?? ""));
}

/**
 * Each column as wide as its widest cell wants; where together they want too much, as its widest
 * phrase needs, and a share of what is left. `areWhole`: no word has to be cut.
 */
function widthsOf(
  content: TableContent,
  stage: SceneStage,
  width: number,
  size: number,
): { widths: number[]; areWhole: boolean } {
  const { theme } = stage;
  const free = width - gapOf(stage) * (content.header.length - 1);
  const measure = (text: string, isBold: boolean): number =>
    text === ""
      ? 0
      : setText(text, theme.type.body, { ...LOOSE, max: size, min: size, isBold }).width;
  const columns = content.header.map((title, column) => {
    const cells = [title, ...content.rows.map((row) => row[column] ?? "")];
    const widest = (texts: readonly string[]): number =>
      Math.max(60, ...texts.map((text) => measure(text, true))) * 1.04;
    const phrases = cells.flatMap((cell) => phrasesOf(cell).map(({ text }) => text));
    return { wish: widest(cells), need: widest(phrases) };
  });
  const sum = (key: "wish" | "need"): number => columns.reduce((all, each) => all + each[key], 0);
  const [wishes, needs] = [sum("wish"), sum("need")];
  const widthOf = ({ wish, need }: (typeof columns)[number]): number => {
    if (wishes <= free) return wish + (free - wishes) / columns.length;
    if (needs >= free) return (need / needs) * free;
    return need + ((wish - need) / (wishes - needs)) * (free - needs);
  };
  return { widths: columns.map(widthOf), areWhole: needs <= free };
}

const LOOSE = { maxWidth: 1e5, maxHeight: 1e3 } as const;

function setRow(
  texts: readonly string[],
  widths: readonly number[],
  { theme }: SceneStage,
  size: number,
  isHeader: boolean,
  most: number,
): SetRow {
  const cells = widths.map((width, column) =>
    setText(texts[column] || "–", theme.type.body, {
      maxWidth: width,
      maxHeight: most - PAD * 2,
      max: size,
      min: size,
      isBold: isHeader || column === 0,
    }),
  );
  return {
    cells,
    height: Math.max(...cells.map((cell) => cell.height)) + PAD * (isHeader ? 1 : 2) + 2,
  };
}

function TableRow({
  set,
  row,
  at,
  next,
}: {
  set: SetTable;
  row: number;
  at: number;
  next: number | undefined;
}) {
  const { tone, frame, entrance } = useStage();
  const cells = set.rows[row];
  if (!cells) return null;
  const past = next === undefined ? 0 : progress(frame, next, entrance);
  return (
    <div style={{ height: cells.height + set.air }}>
      <Rule
        at={at - 2}
        width="100%"
        colour={mix(tone.background, tone.foreground, row === 0 ? 0.6 : 0.22)}
      />
      <div style={{ display: "flex", gap: set.gap, padding: `${PAD - 1 + set.air / 2}px 0` }}>
        {cells.cells.map((cell, column) => (
          <div key={column} style={{ width: set.widths[column] }}>
            <EnteringText
              role="body"
              at={at + column * 2}
              manner="rise"
              of={cell}
              align={set.aligns[column] ?? "left"}
              colour={mix(tone.foreground, tone.muted, past * 0.6)}
            />
          </div>
        ))}
      </div>
    </div>
  );
}
