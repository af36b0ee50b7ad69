import type { CSSProperties, ReactNode } from "react";
import type { Line } from "../../look/fit.ts";
import { useStage } from "../context.tsx";
import { DECELERATE, progress } from "../motion.ts";
import type { Typeset } from "./measure.ts";
import { featuresOf, trackingOf } from "./measure.ts";

export type TextRole = "headline" | "body" | "detail" | "label" | "code" | "caption" | "figure";

interface SetTextProps {
  readonly role: TextRole;
  readonly of: Typeset;
  readonly align?: "left" | "center" | "right";
  readonly colour?: string;
  /** Style of one line's mask and of the line within it. */
  readonly motion?: (index: number) => { mask?: CSSProperties; line?: CSSProperties };
  /** Draws a line's contents another way, for accents. */
  readonly draw?: (line: Line, index: number) => ReactNode;
}

/** A text in its lines, each unbreakable: what was measured is what is drawn. */
export function SetText(props: SetTextProps) {
  const { role, of: set, align = "left", colour, motion, draw } = props;
  const { face } = set;
  return (
    <div
      data-text={role}
      data-size={set.size}
      style={{
        fontFamily: face.family,
        fontSize: set.size,
        fontWeight: set.isBold ? face.bold : face.weight,
        fontVariationSettings: face.variation,
        fontFeatureSettings: featuresOf(set.text),
        letterSpacing: `${trackingOf(face, set.text)}em`,
        lineHeight: set.lineHeight,
        textAlign: ALIGNED[align],
        whiteSpace: "pre",
        ...(colour ? { color: colour } : {}),
      }}
    >
      {set.lines.map((line, index) => {
        const moving = motion?.(index);
        return (
          <div key={line.start} style={{ height: set.size * set.lineHeight, ...moving?.mask }}>
            <span
              data-line=""
              style={{ display: "inline-block", unicodeBidi: "plaintext", ...moving?.line }}
            >
              {draw ? draw(line, index) : line.text}
            </span>
          </div>
        );
      })}
    </div>
  );
}

/** Sides are those of the reader's direction. */
const ALIGNED = { left: "start", center: "center", right: "end" } as const;

type EnteringProps = Omit<SetTextProps, "motion"> & {
  /** Frame within the scene at which the first line comes, or each of them. */
  readonly at: number | readonly number[];
  readonly manner?: "mask" | "rise" | "wipe" | "fade";
};

/** A text that enters line after line, in the theme's manner or in a given one. */
export function EnteringText({ at, manner: asked, ...rest }: EnteringProps) {
  const { theme, frame, entrance, stagger, isTurned } = useStage();
  const manner = asked ?? theme.motion.headline;
  const motion = (index: number) => {
    const begins = typeof at === "number" ? at + index * stagger : (at[index] ?? 0);
    const share = progress(frame, begins, entrance, DECELERATE);
    return share >= 1 ? {} : enteringLine(manner, share, theme.motion.distance, isTurned);
  };
  return <SetText {...rest} motion={motion} />;
}

function enteringLine(
  manner: "mask" | "rise" | "wipe" | "fade",
  share: number,
  distance: number,
  isTurned: boolean,
): { mask?: CSSProperties; line?: CSSProperties } {
  switch (manner) {
    case "mask":
      return {
        mask: { clipPath: "inset(-0.06em -1em -0.14em -1em)" },
        line: { transform: `translateY(${(1 - share) * 125}%)` },
      };
    case "rise":
      return {
        line: {
          transform: `translateY(${(1 - share) * distance}px)`,
          opacity: Math.min(1, share * 1.25),
        },
      };
    case "wipe": {
      const hidden = `${(1 - share) * 100}%`;
      const sides = isTurned ? `-0.2em -0.2em -0.2em ${hidden}` : `-0.2em ${hidden} -0.2em -0.2em`;
      return { mask: { clipPath: `inset(${sides})` } };
    }
    case "fade":
      return {
        line: { opacity: share, transform: `translateY(${(1 - share) * distance * 0.6}px)` },
      };
  }
}
