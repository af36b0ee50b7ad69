import type { CSSProperties } from "react";
import { mix } from "../../look/colour.ts";
import type { Theme } from "../../look/theme.ts";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import type { Typeset } from "../text/measure.ts";
import { setAll } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";
import { Count } from "./Count.tsx";
import { CAPTION, UnitCaption } from "./UnitCaption.tsx";
import type { ChartProps } from "./values.ts";
import { figureOf, isLongUnit, labelFace, leaderOf } from "./values.ts";

const GROW = 34;
const GAP = 28;
/** Rows lower than this have no room for names of two lines. */
const LOW = 80;
/** Wide enough for names beside the bars. */
const WIDE = 900;
const COLUMN: CSSProperties = {
  display: "flex",
  flexDirection: "column",
  justifyContent: "center",
};

/** Lying bars, for long names: beside the bars where the picture is wide, above them where it is not. */
export function BarChart({ content, size }: ChartProps) {
  const stage = useStage();
  const plot = plotOf({ content, size }, stage.theme);
  const reveals = revealsOf(stage, content.series.length);
  return (
    <div style={{ ...COLUMN, width: "100%", height: size.h }}>
      {plot.unit === undefined && content.unit ? (
        <UnitCaption unit={content.unit} width={size.w} />
      ) : null}
      {content.series.map((_, index) => (
        <Bar key={index} content={content} plot={plot} index={index} at={reveals[index] ?? 0} />
      ))}
    </div>
  );
}

interface Plot {
  readonly names: readonly Typeset[];
  readonly values: readonly Typeset[];
  /** Of one row. */
  readonly height: number;
  /** Of the longest bar. */
  readonly room: number;
  /** Null: names stand above. */
  readonly nameWidth: number | null;
  /** Beside every value; undefined when it stands once above the chart. */
  readonly unit: string | undefined;
}

function plotOf({ content, size }: ChartProps, theme: Theme): Plot {
  const { series } = content;
  const face = labelFace(theme);
  const isLong = isLongUnit(content.unit);
  const unit = isLong ? undefined : content.unit;
  const isBeside = size.w > WIDE;
  const height = Math.min(isBeside ? 170 : 190, (size.h - (isLong ? CAPTION : 0)) / series.length);
  const most = Math.max(30, Math.min(52, height * (isBeside ? 0.42 : 0.3)));
  const line = { maxHeight: most * 1.7, max: most, min: 28, lines: 1 };
  const figures = series.map((datum) => figureOf(datum, content, unit));
  const values = setAll(figures, face, { ...line, maxWidth: 420, isBold: true });
  const labels = series.map(({ label }) => label);
  const wish = widest(setAll(labels, face, { ...line, maxWidth: 1e4 })) * 1.03;
  const nameWidth = isBeside ? Math.min(wish, size.w * (height < LOW ? 0.5 : 0.36)) : size.w;
  const names = isBeside
    ? setAll(labels, face, { maxWidth: nameWidth, maxHeight: height - 8, max: most, min: 28 })
    : setAll(labels, face, { ...line, maxWidth: nameWidth });
  const room = size.w - widest(values) - GAP * 1.5 - (isBeside ? nameWidth + GAP : 0);
  return { names, values, height, room, nameWidth: isBeside ? nameWidth : null, unit };
}

function widest(texts: readonly Typeset[]): number {
  return Math.max(...texts.map(({ width }) => width));
}

interface BarProps {
  readonly content: ChartProps["content"];
  readonly plot: Plot;
  readonly index: number;
  readonly at: number;
}

function Bar({ content, plot, index, at }: BarProps) {
  const { theme, tone, frame } = useStage();
  const { height, room, nameWidth, unit } = plot;
  const [datum, name, figure] = [content.series[index], plot.names[index], plot.values[index]];
  if (!datum || !name || !figure) return null;
  const share = progress(frame, at, GROW);
  const most = Math.max(...content.series.map(({ value }) => Math.abs(value)), 1e-9);
  const isLeader = index === leaderOf(content);
  const bar: CSSProperties = {
    width: Math.max(6, (Math.abs(datum.value) / most) * room * share),
    height: Math.min(
      84,
      nameWidth === null ? Math.max(14, height - name.height - 34) : height * 0.56,
    ),
    backgroundColor: isLeader ? tone.accent : mix(tone.background, tone.foreground, 0.3),
    borderRadius: Math.min(5, theme.texture.radius),
  };
  const row: CSSProperties =
    nameWidth === null
      ? { ...COLUMN, gap: 6 }
      : { display: "flex", alignItems: "center", gap: GAP };
  return (
    <div style={{ height, ...row }}>
      <div style={{ flexShrink: 0, ...(nameWidth === null ? {} : { width: nameWidth }) }}>
        <EnteringText
          role="label"
          at={at}
          manner="fade"
          of={name}
          align={nameWidth === null ? "left" : "right"}
          colour={isLeader ? tone.foreground : tone.muted}
        />
      </div>
      <div
        style={{ display: "flex", alignItems: "center", gap: 20, opacity: Math.min(1, share * 6) }}
      >
        <div style={bar} />
        <Count
          content={content}
          index={index}
          of={{ ...figure, lineHeight: 1 }}
          share={share}
          unit={unit}
        />
      </div>
    </div>
  );
}
