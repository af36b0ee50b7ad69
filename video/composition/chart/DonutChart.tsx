import { mix } from "../../look/colour.ts";
import type { Hex } from "../../look/colour.ts";
import type { Tone } from "../../look/theme.ts";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Rule } from "../parts/Rule.tsx";
import { setText } from "../text/measure.ts";
import { EnteringText, SetText } from "../text/Text.tsx";
import { formatterOf } from "./numbers.ts";
import type { ChartProps } from "./values.ts";
import { CAPTION, UnitCaption } from "./UnitCaption.tsx";
import { isLongUnit, labelFace, languageOf, leaderOf, withUnit } from "./values.ts";

const GAP = 64;
/** Shares of a whole: a ring that fills, and a key that is a table. */
export function DonutChart({ content, size }: ChartProps) {
  const stage = useStage();
  const isWide = size.w > size.h * 1.1;
  const diameter = isWide
    ? Math.min(size.w * 0.4, size.h * 0.86)
    : Math.min(size.w * 0.6, size.h * 0.46);
  const reveals = revealsOf(stage, content.series.length);
  const key = isWide
    ? { w: size.w - diameter - GAP, h: size.h }
    : { w: size.w, h: size.h - diameter - GAP * 0.6 };
  return (
    <div
      style={{
        display: "flex",
        flexDirection: isWide ? "row" : "column",
        alignItems: "center",
        gap: isWide ? GAP : GAP * 0.6,
        width: "100%",
        height: size.h,
      }}
    >
      <Ring content={content} reveals={reveals} diameter={diameter} />
      <Key content={content} reveals={reveals} size={key} />
    </div>
  );
}

interface RingProps {
  readonly content: ChartProps["content"];
  readonly reveals: readonly number[];
  readonly diameter: number;
}

function Ring({ content, reveals, diameter }: RingProps) {
  const { tone, frame, theme } = useStage();
  const thickness = diameter * 0.17;
  const radius = (diameter - thickness) / 2;
  const length = 2 * Math.PI * radius;
  const leader = leaderOf(content);
  const shares = sharesOf(content);
  const percent = Math.round((shares[leader]?.share ?? 0) * 100);
  const counted = progress(frame, reveals[leader] ?? 0, 34);
  const face = { ...theme.type.display, tracking: 0 };
  const middle = setText(`${percent}%`, face, {
    maxWidth: radius * 1.4,
    maxHeight: radius,
    max: diameter * 0.22,
    min: 44,
    lines: 1,
    isBold: true,
  });
  const ring = {
    r: radius,
    cx: diameter / 2,
    cy: diameter / 2,
    fill: "none",
    strokeWidth: thickness,
  };
  return (
    <div style={{ position: "relative", width: diameter, height: diameter, flexShrink: 0 }}>
      <svg width={diameter} height={diameter} style={{ transform: "rotate(-90deg)" }}>
        <circle {...ring} stroke={mix(tone.background, tone.foreground, 0.08)} />
        {shares.map(({ share, from }, index) => {
          const drawn = progress(frame, reveals[index] ?? 0, 30) * Math.max(0, share * length - 5);
          return (
            <circle
              key={index}
              {...ring}
              stroke={sliceInk(index, leader, tone)}
              strokeDasharray={`${drawn} ${length}`}
              strokeDashoffset={-from * length}
            />
          );
        })}
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
          face={face}
          isBold
          text="0%"
          colour={tone.accent}
          draw={() => `${Math.round(percent * counted)}%`}
        />
      </div>
    </div>
  );
}

/** Each part of the whole, and where it begins. */
function sharesOf({ series }: ChartProps["content"]): { share: number; from: number }[] {
  const total = series.reduce((sum, { value }) => sum + Math.abs(value), 0) || 1;
  let from = 0;
  return series.map(({ value }) => {
    const share = Math.abs(value) / total;
    from += share;
    return { share, from: from - share };
  });
}

interface KeyProps {
  readonly content: ChartProps["content"];
  readonly reveals: readonly number[];
  readonly size: ChartProps["size"];
}

function Key({ content, reveals, size }: KeyProps) {
  const { unit = "", series } = content;
  const isLong = isLongUnit(unit);
  const row = Math.min(100, (size.h - (isLong ? CAPTION : 0)) / series.length);
  return (
    <div style={{ width: size.w }}>
      {isLong ? <UnitCaption unit={unit} width={size.w} /> : null}
      {series.map((_, index) => (
        <KeyRow
          key={index}
          content={content}
          index={index}
          at={reveals[index] ?? 0}
          row={row}
          width={size.w}
          unit={isLong ? undefined : unit}
        />
      ))}
    </div>
  );
}

interface KeyRowProps {
  readonly content: ChartProps["content"];
  readonly index: number;
  readonly at: number;
  readonly row: number;
  readonly width: number;
  readonly unit: string | undefined;
}

function KeyRow({ content, index, at, row, width, unit }: KeyRowProps) {
  const { tone, theme, frame } = useStage();
  const body = labelFace(theme);
  const datum = content.series[index];
  if (!datum) return null;
  const leader = leaderOf(content);
  const size = Math.max(28, Math.min(40, row * 0.44));
  const value = withUnit(formatterOf(languageOf(content))(datum.value), unit);
  const figure = setText(value, body, {
    maxWidth: width * 0.4,
    maxHeight: row,
    max: size,
    min: 28,
    lines: 1,
    isBold: true,
  });
  const name = setText(datum.label, body, {
    maxWidth: width - figure.width - 84,
    maxHeight: row - 4,
    max: size,
    min: 28,
  });
  return (
    <div style={{ height: row }}>
      <Rule at={at} width="100%" colour={mix(tone.background, tone.foreground, 0.2)} />
      <div
        style={{ display: "flex", alignItems: "center", height: row - theme.texture.rule, gap: 22 }}
      >
        <div
          style={{
            width: 24,
            height: 24,
            flexShrink: 0,
            backgroundColor: sliceInk(index, leader, tone),
            transform: `scale(${progress(frame, at, 14)})`,
          }}
        />
        <EnteringText
          role="label"
          at={at}
          style="fade"
          fitted={name}
          face={body}
          text={datum.label}
        />
        <div style={{ marginLeft: "auto" }}>
          <EnteringText
            role="label"
            at={at + 2}
            style="fade"
            fitted={figure}
            face={body}
            isBold
            text={value}
            colour={index === leader ? tone.accent : tone.foreground}
          />
        </div>
      </div>
    </div>
  );
}

/** One accent for the greatest part; the others step down from the second colour. */
function sliceInk(index: number, leader: number, tone: Tone): Hex {
  if (index === leader) return tone.accent;
  const step = index > leader ? index - 1 : index;
  return mix(tone.accent2, tone.background, Math.min(0.78, step * 0.22));
}
