import { mix } from "../../look/colour.ts";
import type { ContentOf, SceneStage } from "../context.tsx";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Paged } from "../parts/Paged.tsx";
import type { Head } from "../parts/Spread.tsx";
import { Spread } from "../parts/Spread.tsx";
import type { Typeset } from "../text/measure.ts";
import { setAll } from "../text/measure.ts";
import type { SetRow, SetRows } from "../text/rows.ts";
import { isWhole, setRows } from "../text/rows.ts";
import { EnteringText } from "../text/Text.tsx";

/** For the line with its dots. */
const RAIL = 64;
const COLUMN_GAP = 40;
const PADDING = 16;
const DATE_GAP = 4;

interface Props {
  readonly content: ContentOf<"timeline">;
  readonly head: Head;
}

/** Dates below one another along a line: beside what happened, or above it when that is narrow. */
export function Dates({ content, head }: Props) {
  const stage = useStage();
  const set = setDates(content, stage, head);
  const reveals = revealsOf(stage, content.events.length);
  return (
    <Spread head={head} bodyHeight={set.rows.pages.height}>
      <Paged
        pages={set.rows.pages}
        gap={0}
        reveals={reveals}
        renderRow={(index) => (
          <Stop
            row={set.rows.rows[index]}
            when={set.whens[index]}
            dateWidth={set.dateWidth}
            air={set.rows.air}
            at={reveals[index] ?? 0}
            next={reveals[index + 1]}
          />
        )}
      />
    </Spread>
  );
}

interface SetDates {
  readonly rows: SetRows;
  readonly whens: readonly Typeset[];
  /** Of the column of dates; 0 when they stand above their labels. */
  readonly dateWidth: number;
}

function setDates({ events }: Props["content"], { theme }: SceneStage, { room }: Head): SetDates {
  const { display, body } = theme.type;
  const texts = events.map(({ when }) => when);
  const rowsWith = (width: number, frame: number): SetRows =>
    setRows(
      events.map(({ label }) => ({ text: label })),
      {
        width,
        height: room.h,
        face: body,
        detailFace: body,
        frame,
        sizes: [76, 68, 62, 56, 52, 48, 44, 40, 36],
      },
    );
  const above = setAll(texts, display, {
    maxWidth: room.w - RAIL,
    maxHeight: 90,
    max: 60,
    min: 36,
    lines: 1,
  });
  const tallest = Math.max(...above.map(({ height }) => height));
  const stacked = rowsWith(room.w - RAIL, PADDING * 2 + DATE_GAP + tallest);
  if (isWhole(stacked) && room.w < 900) return { rows: stacked, whens: above, dateWidth: 0 };
  const beside = setAll(texts, display, {
    maxWidth: room.w * 0.32,
    maxHeight: 90,
    max: 64,
    min: 32,
    lines: 1,
  });
  const dateWidth = Math.max(...beside.map(({ width }) => width)) * 1.03;
  const rows = rowsWith(room.w - RAIL - dateWidth - COLUMN_GAP, PADDING * 2);
  return { rows, whens: beside, dateWidth };
}

interface StopProps {
  readonly row: SetRow | undefined;
  readonly when: Typeset | undefined;
  readonly dateWidth: number;
  readonly air: number;
  readonly at: number;
  readonly next: number | undefined;
}

function Stop({ row, when, dateWidth, air, at, next }: StopProps) {
  const { tone, frame, entrance } = useStage();
  if (!row || !when) return null;
  const past = next === undefined ? 0 : progress(frame, next, entrance);
  const top = PADDING + air / 2;
  const first = dateWidth > 0 ? row.main.size * row.main.lineHeight : when.size * when.lineHeight;
  const lift = dateWidth > 0 ? Math.max(0, (first - when.size * when.lineHeight) / 2) : 0;
  const height = row.height + air;
  return (
    <div style={{ position: "relative", height, paddingLeft: RAIL, boxSizing: "border-box" }}>
      <Rail middle={top + first / 2} height={height} at={at} next={next} />
      <div
        style={{
          display: "flex",
          flexDirection: dateWidth > 0 ? "row" : "column",
          gap: dateWidth > 0 ? COLUMN_GAP : DATE_GAP,
          paddingTop: top,
        }}
      >
        <div
          style={{
            paddingTop: lift,
            flexShrink: 0,
            ...(dateWidth > 0 ? { width: dateWidth } : {}),
          }}
        >
          <EnteringText
            role="label"
            at={at + 1}
            of={when}
            colour={mix(tone.accent, tone.muted, past * 0.6)}
          />
        </div>
        <EnteringText
          role="body"
          at={at + 4}
          manner="rise"
          of={row.main}
          colour={mix(tone.foreground, tone.muted, past * 0.7)}
        />
      </div>
    </div>
  );
}

interface RailProps {
  readonly middle: number;
  readonly height: number;
  readonly at: number;
  readonly next: number | undefined;
}

const DOT = 26;

/** A dot, and the line from it to the next one. */
function Rail({ middle, height, at, next }: RailProps) {
  const { tone, theme, frame, entrance } = useStage();
  const thickness = Math.max(4, theme.texture.rule * 2);
  const way =
    next === undefined ? 0 : progress(frame, at + 4, Math.max(6, next - at - 4), (value) => value);
  return (
    <>
      <div
        style={{
          position: "absolute",
          left: DOT / 2 - thickness / 2,
          top: middle,
          width: thickness,
          height,
          backgroundColor: mix(tone.background, tone.accent, 0.7),
          transform: `scaleY(${way})`,
          transformOrigin: "top",
        }}
      />
      <div
        style={{
          position: "absolute",
          left: 0,
          top: middle - DOT / 2,
          width: DOT,
          height: DOT,
          borderRadius: "50%",
          backgroundColor: tone.accent,
          transform: `scale(${progress(frame, at, entrance)})`,
        }}
      />
    </>
  );
}
