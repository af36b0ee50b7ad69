import { evolvePath } from "@remotion/paths";
import { mix } from "../../look/colour.ts";
import type { Theme } from "../../look/theme.ts";
import { useStage } from "../context.tsx";
import { progress, STANDARD } from "../motion.ts";
import { setText } from "../text/measure.ts";
import { EnteringText } from "../text/Text.tsx";
import { formatterOf, ticksOf } from "./numbers.ts";
import type { ChartProps } from "./values.ts";
import { figureOf, languageOf } from "./values.ts";

/** Above the highest tick, for the last value. */
const HEAD_ROOM = 104;
const DOT = 9;

/** A line that runs through its points; the last value is named. */
export function LineChart({ content, size }: ChartProps) {
  const { theme, scene, enter, frame } = useStage();
  const plot = plotOf({ content, size }, theme);
  const start = scene.reveals[0] ?? enter + 8;
  const length = Math.min(75, scene.duration * 0.45);
  const share = progress(frame, start, length, STANDARD);
  return (
    <div style={{ position: "relative", width: "100%", height: size.h }}>
      <Curve plot={plot} size={size} start={start} length={length} share={share} />
      <Axes plot={plot} size={size} start={start} />
      <LastValue plot={plot} size={size} at={start + length * 0.8} content={content} />
    </div>
  );
}

type Plot = ReturnType<typeof plotOf>;

/** Where everything lies. */
function plotOf({ content, size }: ChartProps, { type: { body } }: Theme) {
  const { series } = content;
  const values = series.map(({ value }) => value);
  const format = formatterOf(languageOf(content));
  const ticks = ticksOf(values, 3);
  const tickTexts = ticks.map((tick) =>
    setText(format(tick), body, { maxWidth: 200, maxHeight: 60, max: 32, min: 28, lines: 1 }),
  );
  const left = Math.max(...tickTexts.map(({ width }) => width)) + 28;
  const slot = (size.w - left - 64) / Math.max(1, series.length - 1);
  const names = series.map(({ label }) =>
    setText(label, body, { maxWidth: Math.max(110, slot - 12), maxHeight: 90, max: 34, min: 28 }),
  );
  const foot = Math.max(...names.map(({ height }) => height)) + 26;
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  const room = size.h - foot - HEAD_ROOM;
  const y = (value: number): number => HEAD_ROOM + room * (1 - (value - low) / (high - low || 1));
  const x = (index: number): number => left + 24 + slot * index;
  const points = values.map((value, index) => ({ x: x(index), y: y(value) }));
  // Names that would touch are named in turn; the last one always is.
  const widest = Math.max(...names.map(({ width }) => width));
  const every = Math.max(1, Math.ceil((widest + 14) / slot));
  return { ticks, tickTexts, names, points, left, foot, y, every };
}

interface CurveProps {
  readonly plot: Plot;
  readonly size: ChartProps["size"];
  readonly start: number;
  readonly length: number;
  readonly share: number;
}

function Curve({ plot, size, start, length, share }: CurveProps) {
  const { tone, theme, frame, enter } = useStage();
  const { points, ticks, left, y } = plot;
  const last = points.length - 1;
  const path = points
    .map((point, index) => `${index === 0 ? "M" : "L"}${point.x} ${point.y}`)
    .join(" ");
  const area = `${path} L${points[last]?.x ?? 0} ${y(0)} L${points[0]?.x ?? 0} ${y(0)} Z`;
  return (
    <svg width={size.w} height={size.h} style={{ position: "absolute", overflow: "visible" }}>
      {ticks.map((tick) => (
        <line
          key={tick}
          x1={left}
          x2={left + (size.w - left) * progress(frame, enter, 24)}
          y1={y(tick)}
          y2={y(tick)}
          stroke={mix(tone.background, tone.foreground, tick === 0 ? 0.5 : 0.16)}
          strokeWidth={theme.texture.rule}
        />
      ))}
      <path
        d={area}
        fill={tone.accent}
        opacity={0.11 * progress(frame, start + length * 0.6, 30)}
      />
      <path
        d={path}
        fill="none"
        stroke={tone.accent}
        strokeWidth={7}
        strokeLinejoin="round"
        strokeLinecap="round"
        {...evolvePath(Math.max(0.0001, share), path)}
      />
      {points.map((point, index) => {
        const grown = progress(frame, start + (index / Math.max(1, last)) * length * 0.8, 12);
        const isLast = index === last;
        return (
          <circle
            key={index}
            cx={point.x}
            cy={point.y}
            r={(isLast ? DOT * 1.6 : DOT) * grown}
            fill={isLast ? tone.accent : tone.background}
            stroke={tone.accent}
            strokeWidth={grown > 0 ? 5 : 0}
          />
        );
      })}
    </svg>
  );
}

interface AxesProps {
  readonly plot: Plot;
  readonly size: ChartProps["size"];
  readonly start: number;
}

function Axes({ plot, size, start }: AxesProps) {
  const { tone, enter } = useStage();
  const last = plot.points.length - 1;
  const label = { role: "label", manner: "fade", colour: tone.muted } as const;
  return (
    <>
      {plot.tickTexts.map((set, index) => {
        const top = plot.y(plot.ticks[index] ?? 0) - set.height / 2;
        return (
          <div key={index} style={{ position: "absolute", left: 0, width: plot.left - 28, top }}>
            <EnteringText {...label} at={enter + 2} of={set} align="right" />
          </div>
        );
      })}
      {plot.names.map((set, index) => {
        if ((last - index) % plot.every !== 0) return null;
        const middle = (plot.points[index]?.x ?? 0) - set.width / 2;
        const left = Math.min(middle, size.w - set.width);
        return (
          <div key={index} style={{ position: "absolute", left, top: size.h - plot.foot + 24 }}>
            <EnteringText {...label} at={start + index * 3} of={set} align="center" />
          </div>
        );
      })}
    </>
  );
}

function LastValue({
  plot,
  size,
  at,
  content,
}: {
  plot: Plot;
  size: ChartProps["size"];
  at: number;
  content: ChartProps["content"];
}) {
  const { tone, theme } = useStage();
  const { points } = plot;
  const [end, before] = [points.at(-1), points.at(-2)];
  const datum = content.series.at(-1);
  const text = datum ? figureOf(datum, content, content.unit) : "";
  const fitted = setText(text, theme.type.body, {
    maxWidth: 460,
    maxHeight: 90,
    max: 58,
    min: 36,
    lines: 1,
    isBold: true,
  });
  const left = Math.min((end?.x ?? 0) - fitted.width * 0.75, size.w - fitted.width);
  const above = Math.max(0, Math.min(end?.y ?? 0, before?.y ?? Infinity) - fitted.height - 24);
  // Above a line that falls it would stand beside the value before it.
  const below = (end?.y ?? 0) + DOT * 2.6;
  const isFalling = (end?.y ?? 0) > (before?.y ?? Infinity);
  const top = isFalling && below + fitted.height <= size.h - plot.foot ? below : above;
  return (
    <div style={{ position: "absolute", left, top }}>
      <EnteringText role="label" at={at} manner="rise" of={fitted} colour={tone.accent} />
    </div>
  );
}
