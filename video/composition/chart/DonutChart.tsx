import { mix } from "../../look/colour.ts";
import type { Hex } from "../../look/colour.ts";
import type { Tone } from "../../look/theme.ts";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Rule } from "../parts/Rule.tsx";
import type { Typeset } from "../text/measure.ts";
import { setAll, setText } from "../text/measure.ts";
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
    ? Math.min(size.w * (size.w > 1000 ? 0.45 : size.w > 900 ? 0.4 : 0.35), size.h * 0.86)
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
  const { tone, frame } = useStage();
  const strokeWidth = diameter * 0.17;
  const r = (diameter - strokeWidth) / 2;
  const length = 2 * Math.PI * r;
  const leader = leaderOf(content);
  const ring = { r, cx: diameter / 2, cy: diameter / 2, fill: "none", strokeWidth };
  return (
    <div style={{ position: "relative", width: diameter, height: diameter, flexShrink: 0 }}>
      <svg width={diameter} height={diameter} style={{ transform: "rotate(-90deg)" }}>
        <circle {...ring} stroke={mix(tone.background, tone.foreground, 0.08)} />
        {sharesOf(content).map(({ share, from }, index) => {
          const drawn = progress(frame, reveals[index] ?? 0, 30) * Math.max(0, share * length - 5);
          const dashes = {
            strokeDasharray: `${drawn} ${length}`,
            strokeDashoffset: -from * length,
          };
          return (
            <circle key={index} {...ring} {...dashes} stroke={sliceInk(index, leader, tone)} />
          );
        })}
      </svg>
      <Percentage content={content} at={reveals[leader] ?? 0} diameter={diameter} width={r * 1.4} />
    </div>
  );
}

interface PercentageProps {
  readonly content: ChartProps["content"];
  readonly at: number;
  readonly diameter: number;
  readonly width: number;
}

/** The greatest part in the middle of the ring. */
function Percentage({ content, at, diameter, width }: PercentageProps) {
  const { tone, frame, theme } = useStage();
  const percent = Math.round((sharesOf(content)[leaderOf(content)]?.share ?? 0) * 100);
  const counted = progress(frame, at, 34);
  const face = { ...theme.type.body, tracking: -0.02 };
  const size = {
    maxWidth: width,
    maxHeight: diameter / 2,
    max: diameter * 0.22,
    min: 44,
    lines: 1,
  };
  const set = setText(`${percent}%`, face, { ...size, isBold: true });
  const draw = () => `${Math.round(percent * counted)}%`;
  return (
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
      <SetText role="figure" of={{ ...set, lineHeight: 1 }} colour={tone.accent} draw={draw} />
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
  const { theme } = useStage();
  const { unit = "", series } = content;
  const face = labelFace(theme);
  const isLong = isLongUnit(unit);
  const height = Math.min(150, (size.h - (isLong ? CAPTION : 0)) / series.length);
  const most = Math.max(28, Math.min(54, height * 0.4));
  const format = formatterOf(languageOf(content));
  const texts = series.map(({ value }) => withUnit(format(value), isLong ? undefined : unit));
  const type = { maxHeight: height * 0.78, max: most, min: 28 };
  const figures = setAll(texts, face, { ...type, maxWidth: size.w * 0.4, lines: 1, isBold: true });
  const taken = Math.max(...figures.map(({ width }) => width)) + 84;
  const labels = series.map(({ label }) => label);
  const names = setAll(labels, face, { ...type, maxWidth: size.w - taken });
  return (
    <div style={{ width: size.w }}>
      {isLong ? <UnitCaption unit={unit} width={size.w} /> : null}
      {series.map((_, index) => (
        <KeyRow
          key={index}
          index={index}
          leader={leaderOf(content)}
          at={reveals[index] ?? 0}
          height={height}
          name={names[index]}
          figure={figures[index]}
        />
      ))}
    </div>
  );
}

interface KeyRowProps {
  readonly index: number;
  readonly leader: number;
  readonly at: number;
  readonly height: number;
  readonly name: Typeset | undefined;
  readonly figure: Typeset | undefined;
}

function KeyRow({ index, leader, at, height, name, figure }: KeyRowProps) {
  const { tone, theme, frame } = useStage();
  if (!name || !figure) return null;
  const row = {
    display: "flex",
    alignItems: "center",
    height: height - theme.texture.rule,
    gap: 22,
  };
  const chip = {
    width: 24,
    height: 24,
    flexShrink: 0,
    backgroundColor: sliceInk(index, leader, tone),
  };
  return (
    <div style={{ height }}>
      <Rule at={at} width="100%" colour={mix(tone.background, tone.foreground, 0.2)} />
      <div style={row}>
        <div style={{ ...chip, transform: `scale(${progress(frame, at, 14)})` }} />
        <EnteringText role="label" at={at} manner="fade" of={name} />
        <div style={{ marginLeft: "auto" }}>
          <EnteringText
            role="label"
            at={at + 2}
            manner="fade"
            of={figure}
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
