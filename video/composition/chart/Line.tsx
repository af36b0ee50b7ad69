import { evolvePath } from "@remotion/paths";
import { mix } from "../../look/colour.ts";
import { useStage } from "../context.tsx";
import { progress, STANDARD } from "../motion.ts";
import { setText } from "../text/measure.ts";
import { EnteringText, SetText } from "../text/Text.tsx";
import type { ChartProps } from "./Bars.tsx";
import { languageOf, withUnit } from "./Bars.tsx";
import { formatterOf, ticksOf } from "./numbers.ts";

const HEAD_ROOM = 96;
const DOT = 9;

/** A line that runs through its points; the last value is named. */
export function LineChart({ content, size }: ChartProps) {
  const { theme, tone, frame, scene, enter } = useStage();
  const { body } = theme.type;
  const { series, unit } = content;
  const values = series.map(({ value }) => value);
  const format = formatterOf(values, languageOf(scene.content));
  const ticks = ticksOf(values, 3);
  const tickText = ticks.map((tick) =>
    setText(formatterOf(ticks, languageOf(scene.content))(tick), body, {
      maxWidth: 200,
      maxHeight: 60,
      max: 30,
      min: 28,
      lines: 1,
    }),
  );
  const left = Math.max(...tickText.map(({ width }) => width)) + 28;
  const slot = (size.w - left - 40) / Math.max(1, series.length - 1);
  const names = series.map(({ label }) =>
    setText(label, body, { maxWidth: Math.max(120, slot - 12), maxHeight: 90, max: 32, min: 28 }),
  );
  const foot = Math.max(...names.map(({ height }) => height)) + 26;
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  const room = size.h - foot - HEAD_ROOM;
  const y = (value: number): number => HEAD_ROOM + room * (1 - (value - low) / (high - low || 1));
  const x = (index: number): number => left + 24 + slot * index;
  const path = values
    .map((value, index) => `${index === 0 ? "M" : "L"}${x(index)} ${y(value)}`)
    .join(" ");
  const start = scene.reveals[0] ?? enter + 8;
  const share = progress(frame, start, Math.min(75, scene.duration * 0.45), STANDARD);
  const evolved = evolvePath(Math.max(0.0001, share), path);
  const last = series.length - 1;
  const lastText = setText(withUnit(format(values[last] ?? 0), unit), body, {
    maxWidth: 420,
    maxHeight: 90,
    max: 58,
    min: 36,
    lines: 1,
    isBold: true,
  });
  const everyOther = slot < Math.max(...names.map(({ width }) => width)) + 14 ? 2 : 1;
  return (
    <div style={{ position: "relative", width: "100%", height: size.h }}>
      <svg width={size.w} height={size.h} style={{ position: "absolute", overflow: "visible" }}>
        {ticks.map((tick) => (
          <line
            key={tick}
            x1={left}
            x2={left + (size.w - left) * progress(frame, enter, 24)}
            y1={y(tick)}
            y2={y(tick)}
            stroke={mix(tone.background, tone.foreground, tick === low ? 0.5 : 0.16)}
            strokeWidth={theme.texture.rule}
          />
        ))}
        <path
          d={`${path} L${x(last)} ${y(low)} L${x(0)} ${y(low)} Z`}
          fill={tone.accent}
          opacity={0.11 * progress(frame, start + 40, 30)}
        />
        <path
          d={path}
          fill="none"
          stroke={tone.accent}
          strokeWidth={7}
          strokeLinejoin="round"
          strokeLinecap="round"
          {...evolved}
        />
        {values.map((value, index) => {
          const grown = progress(
            frame,
            start + (index / Math.max(1, last)) * Math.min(75, scene.duration * 0.45) * 0.8,
            12,
          );
          return (
            <circle
              key={index}
              cx={x(index)}
              cy={y(value)}
              r={(index === last ? DOT * 1.6 : DOT) * grown}
              fill={index === last ? tone.accent : tone.background}
              stroke={tone.accent}
              strokeWidth={5}
            />
          );
        })}
      </svg>
      {ticks.map((tick, index) => {
        const fitted = tickText[index];
        return fitted ? (
          <div
            key={tick}
            style={{
              position: "absolute",
              left: 0,
              width: left - 28,
              top: y(tick) - fitted.height / 2,
            }}
          >
            <EnteringText
              role="label"
              at={enter + 2}
              style="fade"
              fitted={fitted}
              face={body}
              text="0"
              align="right"
              colour={tone.muted}
            />
          </div>
        ) : null;
      })}
      {names.map((fitted, index) =>
        (last - index) % everyOther === 0 ? (
          <div
            key={index}
            style={{
              position: "absolute",
              left: Math.min(x(index) - fitted.width / 2 - 4, size.w - fitted.width),
              top: size.h - foot + 24,
            }}
          >
            <EnteringText
              role="label"
              at={start + index * 3}
              style="fade"
              fitted={fitted}
              face={body}
              text={series[index]?.label ?? ""}
              align="center"
              colour={tone.muted}
            />
          </div>
        ) : null,
      )}
      <div
        style={{
          position: "absolute",
          left: Math.min(x(last) - lastText.width * 0.75, size.w - lastText.width),
          top: Math.max(0, y(Math.max(values[last] ?? 0, values[last - 1] ?? 0)) - 96),
          opacity: progress(frame, start + Math.min(75, scene.duration * 0.45) * 0.8, 12),
        }}
      >
        <SetText
          role="label"
          fitted={{ ...lastText, lineHeight: 1.1 }}
          face={body}
          isBold
          text="0"
          colour={tone.accent}
        />
      </div>
    </div>
  );
}
