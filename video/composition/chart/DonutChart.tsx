import { mix } from "../../look/colour.ts";
import type { Hex } from "../../look/colour.ts";
import type { Theme, Tone } from "../../look/theme.ts";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { Rule } from "../parts/Rule.tsx";
import type { Typeset } from "../text/measure.ts";
import { setAll, setText } from "../text/measure.ts";
import { EnteringText, SetText } from "../text/Text.tsx";
import type { ChartProps } from "./values.ts";
import { CAPTION, UnitCaption } from "./UnitCaption.tsx";
import { figureOf, isLongUnit, labelFace, leaderOf, percentageOf, sharesOf } from "./values.ts";

const GAP = 64;
/** Shares of a whole: a ring that fills, and a key that is a table. */
export function DonutChart({ content, size }: ChartProps) {
  const stage = useStage();
  const isWide = size.w > size.h * 1.1;
  const reveals = revealsOf(stage, content.series.length);
  const { diameter, key } = setDonut(content, size, stage.theme);
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
      <Key content={content} reveals={reveals} set={key} />
    </div>
  );
}

/** The ring as large as its key lets it be, where the key stands beside it: names are to be read. */
function setDonut(content: ChartProps["content"], size: ChartProps["size"], theme: Theme) {
  if (size.w <= size.h * 1.1) {
    const diameter = Math.min(size.w * 0.6, size.h * 0.46);
    const room = { w: size.w, h: size.h - diameter - GAP * 0.6 };
    return { diameter, key: setKey(content, room, theme) };
  }
  const settings = RINGS.map((share) => {
    const diameter = Math.min(size.w * share, size.h * 0.86);
    const room = { w: size.w - diameter - GAP, h: size.h };
    return { diameter, key: setKey(content, room, theme) };
  });
  const found = settings.find(({ key }) => key.size >= READ) ?? settings.at(-1);
  if (!found) throw new TypeError("A donut has no size.");
  return found;
}

/** Of the width that ring and key share, the biggest first. */
const RINGS = [0.45, 0.41, 0.37, 0.33] as const;
/** Names in a key are read well from this size on, in px. */
const READ = 40;

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

/** The greatest part in the middle of the ring; where the values are shares already, as its key says it. */
function Percentage({ content, at, diameter, width }: PercentageProps) {
  const { tone, frame, theme } = useStage();
  const percentAt = percentageOf(content);
  const counted = progress(frame, at, 34);
  const face = { ...theme.type.body, tracking: -0.02 };
  const size = {
    maxWidth: width,
    maxHeight: diameter / 2,
    max: diameter * 0.22,
    min: 44,
    lines: 1,
  };
  const set = setText(percentAt(1), face, { ...size, isBold: true });
  const draw = () => percentAt(counted);
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

interface SetKey {
  readonly width: number;
  /** Of a row. */
  readonly height: number;
  /** Of the names. */
  readonly size: number;
  readonly names: readonly Typeset[];
  readonly figures: readonly Typeset[];
}

/** Names and figures in about one size: neither is large at the other's cost. */
function setKey(content: ChartProps["content"], size: ChartProps["size"], theme: Theme): SetKey {
  const { unit = "", series } = content;
  const face = labelFace(theme);
  const isLong = isLongUnit(unit);
  const height = Math.min(150, (size.h - (isLong ? CAPTION : 0)) / series.length);
  const most = Math.max(28, Math.min(54, height * 0.4));
  const texts = series.map((datum) => figureOf(datum, content, isLong ? undefined : unit));
  const labels = series.map(({ label }) => label);
  const settings = KEY_SIZES.filter((each) => each <= most).map((each): SetKey => {
    const type = { maxHeight: height * 0.78, max: each, min: 28 };
    const figures = setAll(texts, face, {
      ...type,
      maxWidth: size.w * 0.4,
      lines: 1,
      isBold: true,
    });
    const taken = Math.max(...figures.map(({ width }) => width)) + 84;
    const names = setAll(labels, face, { ...type, maxWidth: size.w - taken });
    const set = Math.min(...names.map((name) => name.size));
    return { width: size.w, height, size: set, names, figures };
  });
  const [first] = settings.toSorted((a, b) => b.size - a.size);
  if (!first) throw new TypeError("A key has no size.");
  return first;
}

const KEY_SIZES = [54, 50, 46, 43, 40, 37, 34, 31, 28] as const;

interface KeyProps {
  readonly content: ChartProps["content"];
  readonly reveals: readonly number[];
  readonly set: SetKey;
}

function Key({ content, reveals, set: { width, height, names, figures } }: KeyProps) {
  const { unit = "", series } = content;
  return (
    <div style={{ width }}>
      {isLongUnit(unit) ? <UnitCaption unit={unit} width={width} /> : null}
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
