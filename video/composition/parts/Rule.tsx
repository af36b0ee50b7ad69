import { useStage } from "../context.tsx";
import { progress } from "../motion.ts";

interface Props {
  readonly at: number;
  readonly width: number | string;
  readonly colour: string;
  readonly thickness?: number;
  readonly origin?: "left" | "center" | "right";
}

const OPPOSITE = { left: "right", center: "center", right: "left" } as const;

/** A line that draws itself. */
export function Rule({ at, width, colour, thickness, origin = "left" }: Props) {
  const { frame, entrance, theme, isTurned } = useStage();
  const side = isTurned ? OPPOSITE[origin] : origin;
  const share = progress(frame, at, entrance * 1.2);
  return (
    <div
      style={{
        width,
        height: thickness ?? theme.texture.rule,
        flexShrink: 0,
        backgroundColor: colour,
        transform: share < 1 ? `scaleX(${share})` : undefined,
        transformOrigin: side,
      }}
    />
  );
}
