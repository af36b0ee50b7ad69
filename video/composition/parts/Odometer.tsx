import { Easing } from "remotion";
import type { Face } from "../../look/theme.ts";
import { useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { featuresOf, setText, trackingOf } from "../text/measure.ts";

interface Props {
  readonly value: string;
  readonly prefix?: string | undefined;
  readonly unit?: string | undefined;
  readonly at: number;
  readonly maxWidth: number;
  readonly maxHeight: number;
}

const ROLL = 30;
/** Comes to rest all at once: a long tail would leave the digits askew for half a second. */
const SETTLE = Easing.bezier(0.33, 1, 0.68, 1);
const SMALL = 0.4;
/** As high as a digit. A zero there would be read as one. */
const EMPTY = "\u00a0";
/** Digits fade at its edges; one that stands doesn't reach them. */
const WINDOW = "linear-gradient(transparent, black 16%, black 84%, transparent)";

/** A number whose digits roll up to their values; what is not a digit just stands there. */
export function Odometer({ value, prefix = "", unit = "", at, maxWidth, maxHeight }: Props) {
  const { theme, tone, frame } = useStage();
  const face: Face = {
    ...theme.type.display,
    lineHeight: 1.06,
    tracking: theme.type.display.tracking,
  };
  const size = sizeFor(face, value, prefix, unit, maxWidth, maxHeight);
  const cell = Math.max(...Array.from("0123456789", (digit) => widthOf(digit, face))) * size;
  const small = { fontSize: Math.max(44, size * SMALL), lineHeight: 1.1 };
  return (
    <div
      data-text="figure"
      data-size={size}
      style={{
        display: "flex",
        direction: "ltr",
        alignItems: "baseline",
        fontFamily: face.family,
        fontWeight: face.bold,
        fontVariationSettings: face.variation,
        fontSize: size,
        lineHeight: 1.06,
        color: tone.accent,
        whiteSpace: "pre",
        fontFeatureSettings: `"lnum" 1, "tnum" 1`,
      }}
    >
      <span data-line="" style={{ display: "inline-flex", alignItems: "baseline" }}>
        {prefix ? <span style={{ ...small, marginRight: size * 0.05 }}>{prefix}</span> : null}
        {cellsOf(value).map(({ character, place, turns }, index) =>
          place === null ? (
            <span key={index}>{character}</span>
          ) : (
            <Digit
              key={index}
              turns={turns}
              position={turns * progress(frame, at + place, ROLL, SETTLE)}
              width={cell}
              size={size}
            />
          ),
        )}
        {unit ? (
          <span
            style={{
              ...small,
              marginLeft: size * 0.07,
              color: tone.foreground,
              letterSpacing: `${trackingOf(face, unit)}em`,
              fontFeatureSettings: featuresOf(unit),
            }}
          >
            {unit}
          </span>
        ) : null}
      </span>
    </div>
  );
}

interface Cell {
  readonly character: string;
  /** Of a digit, from the left; null for anything else. */
  readonly place: number | null;
  /** How many digits roll by until it stands. */
  readonly turns: number;
}

/** The first digit goes straight to its value; those after it make a whole turn more. */
function cellsOf(value: string): Cell[] {
  return Array.from(value, (character, index) => {
    if (!/\d/u.test(character)) return { character, place: null, turns: 0 };
    const place = value.slice(0, index).replace(/\D/gu, "").length;
    return { character, place, turns: Number(character) + (place > 0 ? 10 : 0) };
  });
}

interface DigitProps {
  readonly turns: number;
  /** How many of its turns are done, in parts of one. */
  readonly position: number;
  readonly width: number;
  readonly size: number;
}

/** Two neighbouring digits behind a window of one line's height, which is empty before the first. */
function Digit({ turns, position, width, size }: DigitProps) {
  const upper = Math.floor(position);
  const share = position - upper;
  const height = size * 1.06;
  if (position === turns) return <span style={{ width, textAlign: "center" }}>{upper % 10}</span>;
  return (
    <span style={{ width, height, position: "relative", textAlign: "center", maskImage: WINDOW }}>
      <span style={{ display: "inline-block", transform: `translateY(${-share * height}px)` }}>
        {upper === 0 ? EMPTY : upper % 10}
      </span>
      <span
        style={{
          position: "absolute",
          left: 0,
          right: 0,
          top: 0,
          transform: `translateY(${(1 - share) * height}px)`,
        }}
      >
        {(upper + 1) % 10}
      </span>
    </span>
  );
}

function sizeFor(
  face: Face,
  value: string,
  prefix: string,
  unit: string,
  maxWidth: number,
  maxHeight: number,
): number {
  const digit = Math.max(...Array.from("0123456789", (each) => widthOf(each, face)));
  const ems =
    Array.from(value).reduce(
      // A space alone measures nothing.
      (sum, each) => sum + (/[\d\s]/u.test(each) ? digit : widthOf(each, face)),
      0,
    ) +
    (widthOf(prefix, face) + widthOf(unit, face)) * SMALL +
    (prefix ? 0.05 : 0) +
    (unit ? 0.07 : 0);
  return Math.floor(Math.min(maxWidth / (ems * 1.02), maxHeight / 1.06));
}

/** In em. */
function widthOf(text: string, face: Face): number {
  if (text === "") return 0;
  const plain = { ...face, tracking: 0 };
  const fitted = setText(text, plain, {
    maxWidth: 1e6,
    maxHeight: 1e6,
    max: 100,
    min: 100,
    isBold: true,
  });
  return fitted.width / 100;
}
