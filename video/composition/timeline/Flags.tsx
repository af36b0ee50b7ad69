import { mix } from "../../look/colour.ts";
import { revealsOf, useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import type { Head } from "../parts/Spread.tsx";
import { Spread } from "../parts/Spread.tsx";
import { EnteringText } from "../text/Text.tsx";
import type { Flag, FlagLine } from "./flags.ts";
import { ASIDE, LABEL_GAP, STAFF } from "./flags.ts";

/** A line that draws itself through time; flags go up as it passes their dates. */
export function Flags({ head, flags: line }: { readonly head: Head; readonly flags: FlagLine }) {
  const stage = useStage();
  const { tone, theme, frame, enter } = stage;
  const { flags, step, above, height } = line;
  const reveals = revealsOf(stage, flags.length);
  const thickness = Math.max(4, theme.texture.rule * 2);
  const reached = reachOf(frame, enter, reveals, step, head.room.w);
  return (
    <Spread head={head} bodyHeight={height}>
      <div style={{ position: "relative", width: "100%", height }}>
        <div
          style={{
            position: "absolute",
            left: 0,
            top: above - thickness / 2,
            width: head.room.w,
            height: thickness,
            backgroundColor: mix(tone.background, tone.foreground, 0.2),
            transform: `scaleX(${progress(frame, enter, stage.entrance * 1.6)})`,
            transformOrigin: "left",
          }}
        />
        <div
          style={{
            position: "absolute",
            left: 0,
            top: above - thickness / 2,
            width: reached,
            height: thickness,
            backgroundColor: tone.accent,
          }}
        />
        {flags.map((flag, index) => (
          <Staff key={index} flag={flag} index={index} line={line} at={reveals[index] ?? 0} />
        ))}
      </div>
    </Spread>
  );
}

/** How far the line has come: at each staff when its flag goes up, to the end after the last. */
function reachOf(
  frame: number,
  enter: number,
  reveals: readonly number[],
  step: number,
  width: number,
): number {
  const stops = [enter, ...reveals].map((at, index) => ({
    at,
    x: index === 0 ? 0 : (index - 1) * step,
  }));
  const last = stops.at(-1);
  const ends = [...stops, { at: (last?.at ?? 0) + 26, x: width }];
  const next = ends.findIndex(({ at }) => at > frame);
  if (next < 0) return width;
  const [from, to] = [ends[next - 1], ends[next]];
  if (!from || !to) return 0;
  return from.x + (to.x - from.x) * progress(frame, from.at, to.at - from.at);
}

interface StaffProps {
  readonly flag: Flag;
  readonly index: number;
  readonly line: FlagLine;
  readonly at: number;
}

function Staff({ flag, index, line: { step, above }, at }: StaffProps) {
  const { tone, theme, frame, entrance } = useStage();
  const isAbove = index % 2 === 0;
  const share = progress(frame, at, entrance);
  const length = STAFF + flag.height;
  const dot = Math.max(22, theme.texture.rule * 8);
  const thickness = Math.max(3, theme.texture.rule);
  const x = index * step;
  return (
    <>
      <div
        style={{
          position: "absolute",
          left: x,
          top: isAbove ? above - length : above,
          width: thickness,
          height: length,
          backgroundColor: tone.accent,
          transform: `scaleY(${share})`,
          transformOrigin: isAbove ? "bottom" : "top",
        }}
      />
      <div
        style={{
          position: "absolute",
          left: x + thickness / 2 - dot / 2,
          top: above - dot / 2,
          width: dot,
          height: dot,
          borderRadius: "50%",
          backgroundColor: tone.accent,
          transform: `scale(${share})`,
        }}
      />
      <div
        style={{
          position: "absolute",
          left: x + ASIDE,
          top: isAbove ? above - length : above + STAFF,
          display: "flex",
          flexDirection: "column",
          gap: LABEL_GAP,
        }}
      >
        <EnteringText role="label" at={at + 2} of={flag.when} colour={tone.accent} />
        <EnteringText role="body" at={at + 5} manner="rise" of={flag.label} />
      </div>
    </>
  );
}
