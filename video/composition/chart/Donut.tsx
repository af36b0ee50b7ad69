import { mix } from "../../look/colour.ts";
import type { Hex } from "../../look/colour.ts";
import type { Tone } from "../../look/theme.ts";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Rule } from "../parts/Rule.tsx";
import { setText } from "../text/measure.ts";
import { EnteringText, SetText } from "../text/Text.tsx";
import type { ChartProps } from "./Bars.tsx";
import { languageOf, leaderOf, withUnit } from "./Bars.tsx";
import { formatterOf } from "./numbers.ts";

/** Shares of a whole: a ring that fills, and a key that is a table. */
export function DonutChart({ content, size }: ChartProps) {
  const stage = useStage();
  const { tone, frame, theme, scene } = stage;
  const isWide = size.w > size.h * 1.25;
  const diameter = Math.min(
    isWide ? size.w * 0.46 : size.w * 0.62,
    isWide ? size.h : size.h * 0.48,
  );
  const thickness = diameter * 0.17;
  const radius = (diameter - thickness) / 2;
  const length = 2 * Math.PI * radius;
  const total = content.series.reduce((sum, { value }) => sum + Math.abs(value), 0) || 1;
  const reveals = revealsOf(stage, content.series.length);
  const leader = leaderOf(content);
  const share = (index: number): number => Math.abs(content.series[index]?.value ?? 0) / total;
  let turned = 0;
  const arcs = content.series.map((_, index) => {
    const from = turned;
    turned += share(index);
    const drawn = progress(frame, reveals[index] ?? 0, 30) * Math.max(0, share(index) * length - 5);
    return (
      <circle
        key={index}
        r={radius}
        cx={diameter / 2}
        cy={diameter / 2}
        fill="none"
        stroke={sliceInk(index, leader, tone)}
        strokeWidth={thickness}
        strokeDasharray={`${drawn} ${length}`}
        strokeDashoffset={-from * length}
      />
    );
  });
  const percent = `${Math.round(share(leader) * 100)}%`;
  const middle = setText(percent, theme.type.display, {
    maxWidth: radius * 1.45,
    maxHeight: radius,
    max: diameter * 0.22,
    min: 44,
    lines: 1,
    isBold: true,
  });
  const counted = progress(frame, reveals[leader] ?? 0, 34);
  return (
    <div
      style={{
        display: "flex",
        flexDirection: isWide ? "row" : "column",
        alignItems: "center",
        gap: isWide ? 72 : 40,
        width: "100%",
        height: size.h,
      }}
    >
      <div style={{ position: "relative", width: diameter, height: diameter, flexShrink: 0 }}>
        <svg width={diameter} height={diameter} style={{ transform: "rotate(-90deg)" }}>
          <circle
            r={radius}
            cx={diameter / 2}
            cy={diameter / 2}
            fill="none"
            stroke={mix(tone.background, tone.foreground, 0.08)}
            strokeWidth={thickness}
          />
          {arcs}
        </svg>
        <div
          style={{
            position: "absolute",
            inset: 0,
            display: "flex",
            alignItems: "center",
            justifyContent: "center",
            opacity: Math.min(1, counted * 3),
          }}
        >
          <SetText
            role="figure"
            fitted={{ ...middle, lineHeight: 1 }}
            face={theme.type.display}
            isBold
            text={percent}
            colour={tone.accent}
            draw={() => `${Math.round(share(leader) * 100 * counted)}%`}
          />
        </div>
      </div>
      <Key
        content={content}
        reveals={reveals}
        height={isWide ? size.h : size.h - diameter - 40}
        width={isWide ? size.w - diameter - 72 : size.w}
        language={languageOf(scene.content)}
      />
    </div>
  );
}

interface KeyProps {
  readonly content: ChartProps["content"];
  readonly reveals: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly language: string;
}

function Key({ content, reveals, width, height, language }: KeyProps) {
  const { tone, theme } = useStage();
  const { body } = theme.type;
  const format = formatterOf(
    content.series.map(({ value }) => value),
    language,
  );
  const row = Math.min(92, height / content.series.length);
  const size = Math.max(28, Math.min(40, row * 0.44));
  const leader = leaderOf(content);
  return (
    <div style={{ width }}>
      {content.series.map(({ label, value }, index) => {
        const at = reveals[index] ?? 0;
        const figure = setText(withUnit(format(value), content.unit), body, {
          maxWidth: width * 0.4,
          maxHeight: row,
          max: size,
          min: 28,
          lines: 1,
          isBold: true,
        });
        const name = setText(label, body, {
          maxWidth: width - figure.width - 76,
          maxHeight: row - 4,
          max: size,
          min: 28,
          lines: 1,
        });
        return (
          <div key={index} style={{ height: row }}>
            <Rule at={at} width="100%" colour={mix(tone.background, tone.foreground, 0.2)} />
            <div
              style={{
                display: "flex",
                alignItems: "center",
                height: row - theme.texture.rule,
                gap: 22,
              }}
            >
              <div
                style={{
                  width: 24,
                  height: 24,
                  flexShrink: 0,
                  backgroundColor: sliceInk(index, leader, tone),
                  transform: `scale(${progress(useStage().frame, at, 14)})`,
                }}
              />
              <EnteringText
                role="label"
                at={at}
                style="fade"
                fitted={name}
                face={body}
                text={label}
              />
              <div style={{ marginLeft: "auto" }}>
                <EnteringText
                  role="label"
                  at={at + 2}
                  style="fade"
                  fitted={figure}
                  face={body}
                  isBold
                  text={withUnit(format(value), content.unit)}
                  colour={index === leader ? tone.accent : tone.foreground}
                />
              </div>
            </div>
          </div>
        );
      })}
    </div>
  );
}

/** One accent for the greatest part; the others step down from the second colour. */
function sliceInk(index: number, leader: number, tone: Tone): Hex {
  if (index === leader) return tone.accent;
  const step = index > leader ? index - 1 : index;
  return mix(tone.accent2, tone.background, Math.min(0.78, step * 0.22));
}
