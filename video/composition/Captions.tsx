import { alpha } from "../look/colour.ts";
import type { Stage } from "../look/stage.ts";
import type { Theme } from "../look/theme.ts";
import { captionColoursOf } from "../look/theme.ts";
import type { CaptionCue } from "../scene-graph/scene-graph.ts";
import { setText } from "./text/measure.ts";
import { SetText } from "./text/Text.tsx";

interface Props {
  readonly cues: readonly CaptionCue[];
  readonly theme: Theme;
  readonly stage: Stage;
  readonly frame: number;
}

/** The caption page of this frame on its own plate: readable over any scene. */
export function Captions({ cues, theme, stage, frame }: Props) {
  const cue = cues.find(({ start, end }) => start <= frame && frame < end);
  if (!cue) return null;
  const { plate, ink } = captionColoursOf(theme);
  const { x, y, w, h } = stage.captions;
  const face = { ...theme.type.body, weight: 500, lineHeight: 1.3 };
  const lines = cue.lines.map((line) =>
    setText(line, face, { maxWidth: w - 56, maxHeight: 60, max: 42, min: 32, lines: 1 }),
  );
  return (
    <div
      style={{
        position: "absolute",
        left: x,
        top: y,
        width: w,
        height: h,
        display: "flex",
        alignItems: "center",
        justifyContent: "center",
      }}
    >
      <div
        style={{
          backgroundColor: alpha(plate, 0.84),
          borderRadius: Math.min(12, theme.texture.radius),
          padding: "8px 28px 10px",
          color: ink,
        }}
      >
        {lines.map((fitted, index) => (
          <SetText key={index} role="caption" of={fitted} align="center" />
        ))}
      </div>
    </div>
  );
}
