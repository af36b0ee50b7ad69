import { mix } from "../../look/colour.ts";
import { useStage } from "../context.tsx";
import { progress } from "../motion.ts";
import { setText } from "../text/measure.ts";
import { SetText } from "../text/Text.tsx";

interface Props {
  readonly number: number;
  /** Diameter in px. */
  readonly size: number;
  readonly at: number;
  readonly next: number | undefined;
}

/** A stop of the way with its number: full while it is spoken of, open afterwards. */
export function Node({ number, size, at, next }: Props) {
  const { tone, theme, frame, entrance } = useStage();
  const share = progress(frame, at, entrance);
  const past = next === undefined ? 0 : progress(frame, next, entrance);
  const figure = setText(String(number), theme.type.body, {
    maxWidth: size,
    maxHeight: size,
    max: Math.max(30, size * 0.48),
    min: 28,
    lines: 1,
    isBold: true,
  });
  return (
    <div
      style={{
        width: size,
        height: size,
        borderRadius: "50%",
        boxSizing: "border-box",
        border: `${Math.round(size * 0.055)}px solid ${tone.accent}`,
        backgroundColor: mix(tone.accent, tone.background, past),
        display: "flex",
        alignItems: "center",
        justifyContent: "center",
        transform: share < 1 ? `scale(${share})` : undefined,
      }}
    >
      <SetText
        role="label"
        of={{ ...figure, lineHeight: 1 }}
        colour={past > 0.5 ? tone.accent : tone.background}
      />
    </div>
  );
}
