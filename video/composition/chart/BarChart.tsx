import { mix } from "../../look/colour.ts";
import type { Fitted } from "../../look/fit.ts";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { setText } from "../text/measure.ts";
import { EnteringText, SetText } from "../text/Text.tsx";
import { formatterOf } from "./numbers.ts";
import type { ChartProps } from "./values.ts";
import { CAPTION, UnitCaption } from "./UnitCaption.tsx";
import { isLongUnit, labelFace, languageOf, leaderOf, withUnit } from "./values.ts";

const GROW = 34;
const GAP = 28;

/** Lying bars, for long names: beside the bars where the picture is wide, above them where it is not. */
export function BarChart({ content, size }: ChartProps) {
  const stage = useStage();
  const { theme } = stage;
  const body = labelFace(theme);
  const { series } = content;
  const unit = isLongUnit(content.unit) ? undefined : content.unit;
  const format = formatterOf(languageOf(content));
  const reveals = revealsOf(stage, series.length);
  const isBeside = size.w > 900;
  const caption = isLongUnit(content.unit) ? CAPTION : 0;
  const row = Math.min(isBeside ? 124 : 150, (size.h - caption) / series.length);
  const text = Math.max(30, Math.min(40, row * (isBeside ? 0.46 : 0.3)));
  const one = { maxHeight: text * 1.7, max: text, min: 28, lines: 1 };
  const values = series.map(({ value }) =>
    setText(withUnit(format(value), unit), body, { ...one, maxWidth: 420, isBold: true }),
  );
  const wish = Math.max(
    ...series.map(({ label }) => setText(label, body, { ...one, maxWidth: 1e4 }).width),
  );
  const nameWidth = isBeside ? Math.min(wish * 1.03, size.w * 0.36) : size.w;
  const names = series.map(({ label }) =>
    setText(label, body, {
      ...one,
      maxWidth: nameWidth,
      maxHeight: isBeside ? row : one.maxHeight,
    }),
  );
  const room =
    size.w -
    Math.max(...values.map(({ width }) => width)) -
    GAP * 1.5 -
    (isBeside ? nameWidth + GAP : 0);
  return (
    <div
      style={{
        width: "100%",
        height: size.h,
        display: "flex",
        flexDirection: "column",
        justifyContent: "center",
      }}
    >
      {caption > 0 ? <UnitCaption unit={content.unit ?? ""} width={size.w} /> : null}
      {series.map((_, index) => (
        <Bar
          key={index}
          content={content}
          index={index}
          at={reveals[index] ?? 0}
          name={names[index]}
          figure={values[index]}
          row={row}
          room={room}
          nameWidth={isBeside ? nameWidth : null}
        />
      ))}
    </div>
  );
}

interface BarProps {
  readonly content: ChartProps["content"];
  readonly index: number;
  readonly at: number;
  readonly name: Fitted | undefined;
  readonly figure: Fitted | undefined;
  readonly row: number;
  /** Of the longest bar. */
  readonly room: number;
  /** Null: the name stands above. */
  readonly nameWidth: number | null;
}

function Bar({ content, index, at, name, figure, row, room, nameWidth }: BarProps) {
  const { theme, tone, frame } = useStage();
  const body = labelFace(theme);
  const datum = content.series[index];
  if (!datum || !name || !figure) return null;
  const format = formatterOf(languageOf(content));
  const share = progress(frame, at, GROW);
  const most = Math.max(...content.series.map(({ value }) => Math.abs(value)), 1e-9);
  const isLeader = index === leaderOf(content);
  const thick = nameWidth === null ? Math.max(14, row - name.height - 34) : row * 0.56;
  return (
    <div
      style={{
        height: row,
        display: "flex",
        flexDirection: nameWidth === null ? "column" : "row",
        alignItems: nameWidth === null ? "stretch" : "center",
        justifyContent: nameWidth === null ? "center" : "flex-start",
        gap: nameWidth === null ? 6 : GAP,
      }}
    >
      <div style={{ width: nameWidth ?? undefined, flexShrink: 0 }}>
        <EnteringText
          role="label"
          at={at}
          style="fade"
          fitted={name}
          face={body}
          text={datum.label}
          align={nameWidth === null ? "left" : "right"}
          colour={isLeader ? tone.foreground : tone.muted}
        />
      </div>
      <div
        style={{
          display: "flex",
          alignItems: "center",
          gap: GAP * 0.75,
          opacity: Math.min(1, share * 6),
        }}
      >
        <div
          style={{
            width: Math.max(6, (Math.abs(datum.value) / most) * room * share),
            height: Math.min(58, thick),
            backgroundColor: isLeader ? tone.accent : mix(tone.background, tone.foreground, 0.3),
            borderRadius: Math.min(5, theme.texture.radius),
          }}
        />
        <SetText
          role="label"
          fitted={{ ...figure, lineHeight: 1 }}
          face={body}
          isBold
          text={withUnit("0", isLongUnit(content.unit) ? undefined : content.unit)}
          colour={isLeader ? tone.accent : tone.foreground}
          draw={() =>
            withUnit(
              format(datum.value * share, datum.value),
              isLongUnit(content.unit) ? undefined : content.unit,
            )
          }
        />
      </div>
    </div>
  );
}
