import type { CSSProperties } from "react";
import { mix } from "../../look/colour.ts";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Rule } from "../parts/Rule.tsx";
import type { Typeset } from "../text/measure.ts";
import { setAll, setText } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";
import { Count } from "./Count.tsx";
import type { ChartProps } from "./values.ts";
import { figureOf, leaderOf } from "./values.ts";

const GROW = 34;
/** Above the highest column, for its value. */
const HEAD_ROOM = 100;

/** Standing bars on a ground line. */
export function ColumnChart({ content, size }: ChartProps) {
  const stage = useStage();
  const { theme, tone, enter } = stage;
  const { series } = content;
  const reveals = revealsOf(stage, series.length);
  const slot = Math.min(400, size.w / series.length);
  const left = (size.w - slot * series.length) / 2;
  const labels = series.map(({ label }) => label);
  const names = setAll(labels, theme.type.body, {
    maxWidth: slot - 16,
    maxHeight: 120,
    max: 46,
    min: 30,
  });
  const foot = Math.max(...names.map(({ height }) => height)) + 22;
  return (
    <div style={{ position: "relative", width: "100%", height: size.h }}>
      {series.map((_, index) => (
        <Column
          key={index}
          content={content}
          index={index}
          at={reveals[index] ?? 0}
          name={names[index]}
          x={left + slot * index}
          slot={slot}
          foot={foot}
          height={size.h}
        />
      ))}
      <div style={{ position: "absolute", left: 0, right: 0, bottom: foot - theme.texture.rule }}>
        <Rule at={enter + 2} width="100%" colour={tone.foreground} />
      </div>
    </div>
  );
}

interface ColumnProps {
  readonly content: ChartProps["content"];
  readonly index: number;
  readonly at: number;
  readonly name: Typeset | undefined;
  readonly x: number;
  readonly slot: number;
  readonly foot: number;
  readonly height: number;
}

function Column({ content, index, at, name, x, slot, foot, height }: ColumnProps) {
  const { theme, tone, frame } = useStage();
  const datum = content.series[index];
  if (!datum || !name) return null;
  const share = progress(frame, at, GROW);
  const most = Math.max(...content.series.map(({ value }) => Math.abs(value)), 1e-9);
  const isLeader = index === leaderOf(content);
  const rise = Math.max(4, (Math.abs(datum.value) / most) * (height - foot - HEAD_ROOM));
  const text = figureOf(datum, content, content.unit);
  const size = { maxWidth: slot - 10, maxHeight: 84, max: isLeader ? 68 : 52, min: 28, lines: 1 };
  const figure = setText(text, theme.type.body, { ...size, isBold: true });
  const bar: CSSProperties = {
    position: "absolute",
    left: slot * 0.12,
    right: slot * 0.12,
    bottom: foot,
    height: rise,
    backgroundColor: isLeader ? tone.accent : mix(tone.background, tone.foreground, 0.26),
    transformOrigin: "bottom",
    ...(share < 1 ? { transform: `scaleY(${share})` } : {}),
  };
  const above = { bottom: foot + rise * share + 12, opacity: Math.min(1, share * 4) };
  return (
    <div style={{ position: "absolute", left: x, width: slot, bottom: 0, height }}>
      <div style={bar} />
      <div style={{ position: "absolute", left: 0, right: 0, ...above }}>
        <Count
          content={content}
          index={index}
          of={{ ...figure, lineHeight: 1.1 }}
          share={share}
          unit={content.unit}
          align="center"
        />
      </div>
      <div style={{ position: "absolute", left: 0, right: 0, top: height - foot + 20 }}>
        <EnteringText
          role="label"
          at={at}
          manner="fade"
          of={name}
          align="center"
          colour={isLeader ? tone.foreground : tone.muted}
        />
      </div>
    </div>
  );
}
